"""Writes intervals.json: what exact intervals and the functions under them must give, by SciPy.

python3 -m venv venv && venv/bin/pip install scipy==1.17.1 && venv/bin/python intervals.py
"""

import json
from pathlib import Path

import scipy
from scipy.special import betainc, gammainc, gammaln
from scipy.stats import beta, chi2

SHAPES = [0.5, 1, 2, 3.5, 10, 57, 400]


def poisson(count, level):
    tail = (1 - level) / 2
    low = 0.0 if count == 0 else chi2.ppf(tail, 2 * count) / 2
    return [low, chi2.ppf(1 - tail, 2 * count + 2) / 2]


def clopper_pearson(hits, trials, level):
    # Not binomtest(...).proportion_ci: its root finder stops at about 1e-12.
    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else beta.ppf(tail, hits, trials - hits + 1)
    high = 1.0 if hits == trials else beta.ppf(1 - tail, hits + 1, trials - hits)
    return [low, high]


fixture = {
    "source": f"SciPy {scipy.__version__}: gammaln, gammainc, betainc, chi2.ppf, beta.ppf",
    "logGamma": [{"x": x, "value": float(gammaln(x))} for x in [0.5, 1.5, 3, 10, 57.25, 400, 12345]],
    "gammaP": [
        {"shape": a, "x": a * f, "value": float(gammainc(a, a * f))} for a in SHAPES for f in [0.1, 0.7, 1, 1.3, 2]
    ],
    "beta": [
        {"x": x, "a": a, "b": b, "value": float(betainc(a, b, x))}
        for a in SHAPES
        for b in SHAPES
        for x in [0.05, 0.3, 0.5, 0.8, 0.99]
    ],
    "poisson": [
        {"count": k, "level": level, "interval": [float(v) for v in poisson(k, level)]}
        for k in [0, 1, 2, 3, 7, 30, 250, 4000]
        for level in [0.9, 0.95, 0.99]
    ],
    "clopperPearson": [
        {"hits": h, "trials": n, "level": level, "interval": [float(v) for v in clopper_pearson(h, n, level)]}
        for h, n in [(0, 1), (1, 1), (0, 5), (5, 5), (1, 5), (3, 10), (17, 34), (0, 300), (1, 300), (299, 300), (400, 5000)]
        for level in [0.9, 0.95, 0.99]
    ],
}
Path(__file__).with_name("intervals.json").write_text(json.dumps(fixture, indent=1) + "\n")
