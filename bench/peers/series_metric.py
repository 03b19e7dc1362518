"""A metric of TSB-AD or scikit-learn on a stored series: series_metric.py METRIC FOLDER [BUFFER]."""

import sys
from importlib.metadata import version

from timed import missing, report

try:
    import numpy as np
    from sklearn.metrics import average_precision_score, roc_auc_score
except ImportError as error:
    missing(str(error))
    sys.exit()
try:
    from TSB_AD.evaluation.basic_metrics import basic_metricor, generate_curve
except ImportError as error:
    basic_metricor = None
    why_not = str(error)

metric, folder = sys.argv[1:3]
scores = np.fromfile(f"{folder}/scores.f64", dtype="<f8")
labels = np.fromfile(f"{folder}/labels.u8", dtype=np.uint8).astype(int)

SKLEARN = {
    "auc-roc": lambda: roc_auc_score(labels, scores),
    "auc-pr": lambda: average_precision_score(labels, scores),
}
TSB_AD = {
    "vus-pr": lambda: generate_curve(labels, scores, int(sys.argv[3]), "opt", 250)[7],
    "pa-f1": lambda: basic_metricor().metric_PointF1PA(labels, scores),
    "event-based-f1": lambda: basic_metricor().metric_EventF1PA(labels, scores),
    "range-f1": lambda: basic_metricor().metric_RF1(labels, scores),
    "affiliation-f1": lambda: basic_metricor().metric_Affiliation(labels, scores),
}

if metric in SKLEARN:
    report(lambda: float(SKLEARN[metric]()), {"scikit-learn": version("scikit-learn")})
elif basic_metricor is None:
    missing(why_not)
else:
    report(lambda: float(TSB_AD[metric]()), {"TSB-AD": version("TSB-AD"), "numpy": version("numpy")})
