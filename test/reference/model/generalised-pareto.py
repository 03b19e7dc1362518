"""Writes generalised-pareto.json: what a maximum-likelihood tail and its probabilities must be, by SciPy.

python3 -m venv venv && venv/bin/pip install scipy==1.17.1 && venv/bin/python generalised-pareto.py
"""

import json
from pathlib import Path

import numpy
import scipy
from scipy.optimize import minimize
from scipy.stats import genpareto


def negative_log_likelihood(parameters, excesses):
    shape, log_scale = parameters
    if shape <= -1:
        return numpy.inf
    return -genpareto.logpdf(excesses, shape, 0, numpy.exp(log_scale)).sum()


def fit(excesses):
    """genpareto.fit stops early; from it, and from other shapes, on to where nothing gets better."""
    shape, _, scale = genpareto.fit(excesses, floc=0)
    starts = [(shape, scale), (0.3, excesses.mean()), (0.01, excesses.mean()), (-0.2, excesses.max() * 0.25)]
    best = None
    for start_shape, start_scale in starts:
        at = (start_shape, numpy.log(start_scale))
        for _ in range(3):
            result = minimize(
                negative_log_likelihood,
                at,
                (excesses,),
                method="Nelder-Mead",
                options={"xatol": 1e-11, "fatol": 1e-13, "maxiter": 20000, "maxfev": 20000},
            )
            at = result.x
        if best is None or result.fun < best.fun:
            best = result
    return float(best.x[0]), float(numpy.exp(best.x[1])), float(-best.fun)


cases = []
for seed, (shape, scale, count) in enumerate(
    [
        (0.0, 1.0, 100),
        (0.1, 2.0, 50),
        (0.3, 0.01, 400),
        (0.6, 1000.0, 200),
        (1.2, 1.0, 300),
        (-0.1, 1.0, 200),
        (-0.3, 5.0, 400),
        (-0.45, 0.2, 1000),
        (0.2, 1.0, 20),
        (-0.2, 3.0, 25),
    ]
):
    generator = numpy.random.default_rng(seed + 1)
    excesses = genpareto.rvs(shape, scale=scale, size=count, random_state=generator)
    fitted_shape, fitted_scale, likelihood = fit(excesses)
    at = [float(excesses.mean() * factor) for factor in (0.1, 1, 3, 10)]
    probabilities = [0.5, 0.1, 1e-3, 1e-6]
    tail = genpareto(fitted_shape, scale=fitted_scale)
    cases.append(
        {
            "drawnFrom": {"shape": shape, "scale": scale, "count": count, "seed": seed + 1},
            "excesses": [float(excess) for excess in excesses],
            "shape": fitted_shape,
            "scale": fitted_scale,
            "logLikelihood": likelihood,
            "exceedance": [[excess, float(tail.sf(excess))] for excess in at],
            "excessAt": [[probability, float(tail.isf(probability))] for probability in probabilities],
        }
    )

fixture = {"source": f"SciPy {scipy.__version__}: genpareto.fit, polished by Nelder-Mead; genpareto.sf, .isf", "cases": cases}
Path(__file__).with_suffix(".json").write_text(json.dumps(fixture) + "\n")
