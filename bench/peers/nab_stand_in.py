"""A stand-in for NAB's own scorer: nab_stand_in.py sweep|corpus NAB_FOLDER DETECTOR.

numenta/NAB is no package, so this is the job of its `run.py --optimize --score --normalize` written down plainly in
Python with NAB's own steps, one process, and no pandas:

- optimize: for each profile, value every row of every file, sort all rows by score, walk down them and take the score
  of the corpus at every distinct threshold as the sum of its parts (one a window, one for all false alarms);
- score: for each profile, the same for each file on its own, up to the threshold;
- normalize.

`sweep` times that alone, on tables already in memory; `corpus` times reading the CSV files too. NAB's own code does
more around it (data frames, a pool of processes, result files), so this flatters it.
"""

import csv
import json
import math
import sys
from datetime import datetime
from pathlib import Path

from timed import report

PROFILES = {
    "standard": {"tp": 1.0, "fp": 0.11, "fn": 1.0},
    "reward_low_FP_rate": {"tp": 1.0, "fp": 0.22, "fn": 1.0},
    "reward_low_FN_rate": {"tp": 1.0, "fp": 0.11, "fn": 2.0},
}

job, root, detector = sys.argv[1], Path(sys.argv[2]), sys.argv[3]


def read_times(path, column=None):
    times, scores = [], []
    with open(path, newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        at = header.index(column) if column else None
        for row in rows:
            times.append(datetime.fromisoformat(row[0]))
            if at is not None:
                scores.append(float(row[at]))
    return times, scores


def read_corpus():
    windows = json.loads((root / "labels" / "combined_windows.json").read_text())
    corpus = []
    for name, listed in windows.items():
        group, file = name.split("/")
        times, _ = read_times(root / "data" / name)
        of_results, scores = read_times(root / "results" / detector / group / f"{detector}_{file}", "anomaly_score")
        assert times == of_results
        edges = [tuple(datetime.fromisoformat(edge) for edge in window) for window in listed]
        corpus.append((name, times, scores, edges))
    return corpus


def sigmoid(x):
    return -1.0 if x > 3.0 else 2.0 / (1.0 + math.exp(5.0 * x)) - 1.0


def valued_rows(name, times, scores, edges, weights):
    """(score, value, window or None) of every counted row."""
    probation = min(math.floor(0.15 * len(times)), 750)
    rows = []
    inside, previous, upcoming = None, None, list(edges)
    for i, (time, score) in enumerate(zip(times, scores)):
        if inside is None and upcoming and time == upcoming[0][0]:
            start, end = upcoming.pop(0)
            last = times.index(end)
            inside = (name, start, last, last - times.index(start) + 1, end)
        if inside is not None:
            value = sigmoid(-(inside[2] - i + 1) / inside[3]) * weights["tp"] / sigmoid(-1.0)
        elif previous is None:
            value = -weights["fp"]
        else:
            value = sigmoid((i - previous[0]) / (previous[1] - 1)) * weights["fp"]
        if i >= probation:
            rows.append((score, value, inside[:2] if inside is not None else None))
        if inside is not None and time == inside[4]:
            previous, inside = (i, inside[3]), None
    return rows


def scores_by_threshold(rows, weights):
    parts = {window: -weights["fn"] for _, _, window in rows if window is not None}
    parts[None] = 0.0
    threshold, found = 1.1, []
    for score, value, window in sorted(rows, key=lambda row: row[0], reverse=True):
        if score != threshold:
            found.append((threshold, sum(parts.values())))
            threshold = score
        parts[window] = parts[window] + value if window is None else max(parts[window], value)
    found.append((threshold, sum(parts.values())))
    return found


def optimise_score_normalise(corpus):
    figures = []
    for weights in PROFILES.values():
        rows = [row for entry in corpus for row in valued_rows(*entry, weights)]
        threshold, _ = max(scores_by_threshold(rows, weights), key=lambda found: (found[1], found[0]))
        raw, windows = 0.0, 0
        for entry in corpus:
            windows += len(entry[3])
            at = [score for t, score in scores_by_threshold(valued_rows(*entry, weights), weights) if t >= threshold]
            raw += at[-1]
        null = -weights["fn"] * windows
        figures.append(100.0 * (raw - null) / (weights["tp"] * windows - null))
    return figures


stand_in = {"stand-in for NAB": "Python " + sys.version.split()[0]}
if job == "sweep":
    loaded = read_corpus()
    report(lambda: optimise_score_normalise(loaded), stand_in)
else:
    report(lambda: optimise_score_normalise(read_corpus()), stand_in)
