"""Fits and predicts with scikit-learn whenever it is told to: the peer of `bench learn`.

usage: learn_peer.py FILE boosting|forest THREADS

Reads orders, one a line, and answers each with a number:
    fit          seconds of one fit
    one TIMES    microseconds of a prediction of one row, the mean of so many
    many ROWS    seconds of a prediction of the first rows
    peak         MiB that the process has held at most
The last column of FILE is the target. Boosting has 100 rounds; a forest 20 trees of depth 12.
"""
import os
import sys
import time

file, kind, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
os.environ["OMP_NUM_THREADS"] = str(threads)

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestRegressor

table = pd.read_csv(file).to_numpy()
x, y = np.ascontiguousarray(table[:, :-1]), np.ascontiguousarray(table[:, -1])
if kind == "forest":
    x = x.astype(np.float32)
del table
model = None


def timed(work):
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def new():
    if kind == "boosting":
        return HistGradientBoostingRegressor(max_iter=100, early_stopping=False, random_state=42)
    return RandomForestRegressor(n_estimators=20, max_depth=12, random_state=42, n_jobs=threads)


def peak():
    with open("/proc/self/status") as status:
        return [int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM")][0]


for line in sys.stdin:
    order = line.split()
    if order[0] == "fit":
        model = new()
        answer = timed(lambda: model.fit(x, y))
    elif order[0] == "one":
        times, row = int(order[1]), x[:1]
        answer = timed(lambda: [model.predict(row) for _ in range(times)]) / times * 1e6
    elif order[0] == "many":
        rows = x[: int(order[1])]
        answer = timed(lambda: model.predict(rows))
    else:
        answer = peak()
    print(answer, flush=True)
