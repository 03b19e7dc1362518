"""What every peer prints: processor seconds of the job alone (no imports), the figure, and versions."""

import json
import time

try:
    import resource
except ImportError:  # not on Windows
    resource = None

LONG_ENOUGH_SECONDS = 2.0
MOST_REPEATS = 5
# More processor time than this, and the process is stopped; the caller knows the number.
LIMIT_SECONDS = 300


def report(job, versions):
    """Runs the job until two seconds are over, five times at most, and prints the median as one JSON line."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (LIMIT_SECONDS, LIMIT_SECONDS + 10))
    seconds = []
    figure = None
    while len(seconds) < MOST_REPEATS and sum(seconds) < LONG_ENOUGH_SECONDS:
        start = time.process_time()
        figure = job()
        seconds.append(time.process_time() - start)
    seconds.sort()
    print(json.dumps({"seconds": seconds[len(seconds) // 2], "repeats": len(seconds), "figure": figure, "versions": versions}))


def missing(reason):
    """Says why the reference cannot be run here; not an error."""
    print(json.dumps({"missing": reason}))
