"""Writes point-metrics.json: point-wise and rank metrics of small vectors, by scikit-learn.

python3 -m venv venv && venv/bin/pip install scikit-learn==1.9.1 && venv/bin/python point-metrics.py
"""

import json
from pathlib import Path

import sklearn
from sklearn.metrics import (
    average_precision_score,
    f1_score,
    matthews_corrcoef,
    precision_score,
    recall_score,
    roc_auc_score,
)


def vector(name, rows, events, bumps, levels, threshold):
    """Integer arithmetic only, so that every language builds the same scores."""
    inside = lambda i, ranges: any(a <= i < b for a, b in ranges)
    scores = [(7919 * i) % 1000 // (1000 // levels) + (levels if inside(i, bumps) else 0) for i in range(rows)]
    labels = [int(inside(i, events)) for i in range(rows)]
    predicted = [int(score >= threshold) for score in scores]
    return {
        "name": name,
        "rows": rows,
        "events": events,
        "threshold": threshold,
        "scores": scores,
        "weightsOfHalves": [2, 3],
        "expected": {
            "roc-auc": roc_auc_score(labels, scores),
            "average-precision": average_precision_score(labels, scores),
            "point-precision": precision_score(labels, predicted),
            "point-recall": recall_score(labels, predicted),
            "point-f1": f1_score(labels, predicted),
            "mcc": matthews_corrcoef(labels, predicted),
        },
        "expectedWeighted": {
            metric: score(labels, values, sample_weight=[2 if i < rows // 2 else 3 for i in range(rows)])
            for metric, score, values in [
                ("roc-auc", roc_auc_score, scores),
                ("average-precision", average_precision_score, scores),
                ("point-precision", precision_score, predicted),
                ("point-recall", recall_score, predicted),
                ("point-f1", f1_score, predicted),
                ("mcc", matthews_corrcoef, predicted),
            ]
        },
    }


fixture = {
    "source": f"scikit-learn {sklearn.__version__}",
    "vectors": [
        vector("distinct scores", 200, [[10, 20], [28, 33], [110, 120]], [[16, 22], [33, 38], [160, 170]], 1000, 900),
        vector("many ties", 200, [[10, 20], [28, 33], [110, 120]], [[16, 22], [33, 38], [160, 170]], 5, 5),
        vector("events at both ends", 100, [[0, 5], [95, 100]], [[2, 4], [96, 98], [50, 52]], 10, 12),
    ],
}
Path(__file__).with_name("point-metrics.json").write_text(json.dumps(fixture) + "\n")
