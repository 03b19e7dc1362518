"""Writes tsb-ad.json: range-aware metrics of vectors anybody can rebuild, by the packages that define them.

Python 3.11:
python3 -m venv venv && venv/bin/pip install -r tsb-ad-requirements.txt
venv/bin/pip install --no-deps -r tsb-ad-packages.txt && venv/bin/python tsb-ad.py

TSB-AD 1.5: all its metrics, affiliation of predictions and the buffer length; vus 0.0.5: VUS as of 2022; prts: range
precision and recall; PATE; EasyTSAD: F1 with k delay. Every value comes from a package, none from this project.
"""

import io
import json
import logging
import warnings
from contextlib import redirect_stdout
from importlib.metadata import version
from pathlib import Path

import numpy as np
from EasyTSAD.Evaluations.Protocols.EventKthF1PA import EventKthF1PA
from pate.PATE_metric import PATE
from prts import ts_precision, ts_recall
from TSB_AD.evaluation.affiliation.generics import convert_vector_to_events
from TSB_AD.evaluation.affiliation.metrics import pr_from_events
from TSB_AD.evaluation.basic_metrics import generate_curve
from TSB_AD.evaluation.metrics import get_metrics
from TSB_AD.utils.slidingWindows import find_length_rank
from vus.utils.metrics import metricor

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)


def park_miller(seed, count):
    """x -> 16807 x mod (2^31 - 1): fits a double, so that every language draws the same."""
    draws, x = [], seed
    for _ in range(count):
        x = 16807 * x % 2147483647
        draws.append(x)
    return draws


def scores_of(recipe):
    rows, levels, hold = recipe["rows"], recipe["levels"], recipe["hold"]
    if recipe["seed"] is None:
        scores = [0.5 * (7919 * i % 1000) / 1000 for i in range(rows)]
    else:
        draws = park_miller(recipe["seed"], rows // hold + 1)
        scores = [draws[i // hold] % levels / levels for i in range(rows)]
    for start, end in recipe["bumps"]:
        for i in range(start, end):
            scores[i] += recipe["bump"]
    scores = np.array(scores)
    return np.floor(10 * scores) / 10 if recipe["quantise"] else scores


def labels_of(recipe):
    labels = np.zeros(recipe["rows"], dtype=int)
    for start, end in recipe["events"]:
        labels[start:end] = 1
    return labels


def recipe(name, rows, events, bumps, seed=None, levels=1000, hold=1, bump=0.5, quantise=False):
    return dict(name=name, rows=rows, events=events, bumps=bumps, seed=seed, levels=levels, hold=hold, bump=bump, quantise=quantise)


A = dict(events=[[10, 20], [28, 33], [110, 120]], bumps=[[16, 22], [33, 38], [160, 170]])
every = lambda step, length, rows, first=0: [[i, i + length] for i in range(first, rows - length + 1, step)]
RECIPES = [
    (recipe("A", 200, **A), [0, 10, 40]),
    (recipe("B: A in steps of a tenth", 200, **A, quantise=True), [10]),
    (recipe("C: events at both ends", 100, [[0, 5], [95, 100]], [[2, 4], [96, 98], [50, 52]]), [8]),
    (recipe("D: one row at the very end", 100, [[40, 50], [99, 100]], [[44, 48], [99, 100], [70, 72]]), [8]),
    (recipe("distinct scores", 300, [[30, 50], [120, 121], [200, 260]], [[35, 40], [119, 122], [150, 155]], 11, 10**6), [0, 1, 2, 25]),
    (recipe("three levels", 300, [[30, 50], [120, 121], [200, 260]], [[35, 40], [119, 122], [150, 155]], 12, 3), [5, 20]),
    (recipe("zeros and ones", 150, [[30, 50], [90, 95]], [[45, 60], [100, 110]], 1, 1, bump=1), [6]),
    (recipe("plateaus", 400, [[50, 90], [200, 230], [231, 240]], [[60, 62], [225, 250]], 13, 50, hold=7), [16]),
    (recipe("found on the very last row only", 120, [[50, 60], [110, 120]], [[119, 120]], 14, 10**6, bump=2), [7]),
    (recipe("found after the very first row", 120, [[0, 10], [60, 65]], [[3, 6], [62, 63]], 15, 10**6), [7]),
    (recipe("first row found", 120, [[0, 10], [60, 65]], [[0, 1], [62, 63]], 16, 10**6), [7]),
    (recipe("every third row an event", 200, every(3, 1, 200), [[50, 70]], 17, 40), [0, 3, 12]),
    (recipe("events of two rows, one row apart", 120, every(3, 2, 120, 1), every(9, 2, 120), 18, 40), [9]),
    (recipe("one row, one event of it, at the start", 60, [[0, 1]], [[0, 1]], 19, 10**6), [4]),
    (recipe("one event but for the first row", 60, [[1, 60]], [[20, 30]], 20, 10**6), [10]),
    (recipe("exactly as many rows as thresholds", 250, [[30, 50], [120, 160]], [[25, 45]], 21, 10**6), [12]),
    (recipe("one row more than thresholds", 251, [[30, 50], [120, 160]], [[25, 45]], 22, 10**6), [12]),
    (recipe("an outlying score", 300, [[30, 50], [120, 160]], [[40, 41]], 23, 10**6, bump=1000), [10]),
    (recipe("constant score", 60, [[20, 30]], [], 1, 1), [10]),
    (recipe("score is the label", 60, [[20, 30]], [[20, 30]], 1, 1, bump=1), [10]),
    (recipe("score is one minus the label", 60, [[20, 30]], [[20, 30]], 1, 1, bump=-1), [10]),
    (recipe("long", 6000, every(700, 40, 6000, 300), every(700, 25, 6000, 320) + [[3000, 3030]], 24, 10**6, bump=0.3), [30]),
    (recipe("long and noisy", 5000, every(450, 60, 5000, 100) + [[4990, 5000]], every(900, 80, 5000, 90), 25, 200, bump=0.2), [60]),
]
PREDICTION_SHARES = [0.97, 0.8, 0.5]
RANGE_SETTINGS = [
    dict(alpha=alpha, cardinality=cardinality, bias=bias)
    for alpha in [0.0, 0.3]
    for cardinality in ["one", "reciprocal"]
    for bias in ["flat", "front", "back", "middle"]
]
PATE_BUFFERS = [(5, 5), (20, 8)]
DELAYS = [(0, "log"), (3, "log"), (7, "sqrt"), (2, "raw"), (5, "squeeze")]
WEIGHT_NAMES = {"log": "log", "sqrt": "sqrt", "raw": "rows", "squeeze": "one"}

number = lambda value: None if value is None or np.isnan(value) else float(value)


def metrics_of(scores, labels, buffers):
    metrics = get_metrics(scores, labels, slidingWindow=2)
    names = {
        "aucPr": "AUC-PR",
        "aucRoc": "AUC-ROC",
        "standardF1": "Standard-F1",
        "pointAdjustedF1": "PA-F1",
        "eventBasedF1": "Event-based-F1",
        "rangeF1": "R-based-F1",
        "affiliationF1": "Affiliation-F",
    }
    volumes = []
    for buffer in buffers:
        *_, roc, pr = generate_curve(labels, scores, buffer)
        *_, roc_2022, pr_2022 = metricor().RangeAUC_volume_opt(labels, scores, buffer)
        volumes.append(dict(buffer=buffer, vusRoc=number(roc), vusPr=number(pr), vusRoc2022=number(roc_2022), vusPr2022=number(pr_2022)))
    return {**{ours: number(metrics[theirs]) for ours, theirs in names.items()}, "volumes": volumes}


def predictions_of(scores, labels):
    cases = []
    for share in PREDICTION_SHARES:
        threshold = np.sort(scores)[int(share * (len(scores) - 1))]
        predicted = (scores > threshold).astype(int)
        if predicted.sum() == 0:
            continue
        zones = pr_from_events(convert_vector_to_events(predicted), convert_vector_to_events(labels), (0, len(labels)))
        cases.append(
            dict(
                above=float(threshold),
                affiliation=dict(precision=number(zones["Affiliation_Precision"]), recall=number(zones["Affiliation_Recall"])),
                ranges=[
                    dict(
                        **setting,
                        precision=ts_precision(labels, predicted, setting["alpha"], setting["cardinality"], setting["bias"]),
                        recall=ts_recall(labels, predicted, setting["alpha"], setting["cardinality"], setting["bias"]),
                    )
                    for setting in RANGE_SETTINGS
                ],
                pateF1=[
                    dict(early=early, late=late, value=number(PATE(labels, predicted, early, late, binary_scores=True)))
                    for early, late in PATE_BUFFERS
                ],
            )
        )
    return cases


def pates_of(scores, labels):
    cases = [dict(early=e, late=l, splits=1, includeZero=True) for e, l in PATE_BUFFERS] + [
        dict(early=10, late=7, splits=3, includeZero=True),
        dict(early=10, late=7, splits=3, includeZero=False),
    ]
    return [
        dict(
            **case,
            value=number(
                PATE(labels, scores, case["early"], case["late"], num_splits_MaxBuffer=case["splits"], include_zero=case["includeZero"])
            ),
        )
        for case in cases
    ]


def delays_of(scores, labels):
    shifted = scores - scores.min()
    return [
        dict(delay=k, weight=WEIGHT_NAMES[mode], value=number(EventKthF1PA(k, mode).calc(shifted, labels, (0, 0)).f1))
        for k, mode in DELAYS
    ]


def buffer_lengths():
    series = []
    for period, noise, rows in [(24, 5, 900), (96, 30, 3000), (288, 60, 4000), (12, 1, 300), (7, 40, 500), (350, 1, 2000), (1000, 1, 2500)]:
        draws = park_miller(period, rows)
        values = [(i % period) * 10 + draws[i] % noise for i in range(rows)]
        series.append(dict(period=period, noise=noise, rows=rows, length=int(find_length_rank(np.array(values, dtype=float)))))
    return series


def vector(setting, buffers):
    scores, labels = scores_of(setting), labels_of(setting)
    long = setting["rows"] > 1000
    with redirect_stdout(io.StringIO()):
        return {
            "recipe": setting,
            "expected": {
                **metrics_of(scores, labels, buffers),
                "predictions": predictions_of(scores, labels),
                "kDelayF1": delays_of(scores, labels),
                "pate": [] if long else pates_of(scores, labels),
            },
        }


if __name__ == "__main__":
    packages = ["TSB-AD", "vus", "prts", "PATE", "EasyTSAD", "numpy", "scikit-learn", "statsmodels"]
    fixture = {
        "source": ", ".join(f"{name} {version(name)}" for name in packages),
        "vectors": [vector(*case) for case in RECIPES],
        "bufferLengths": buffer_lengths(),
    }
    Path(__file__).with_name("tsb-ad.json").write_text(json.dumps(fixture) + "\n")
