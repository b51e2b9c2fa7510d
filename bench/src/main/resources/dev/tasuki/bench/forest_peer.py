"""Fits scikit-learn's forest on a CSV file whenever it is told to: the peer of `bench forest`.

usage: forest_peer.py FILE ESTIMATORS MAX_DEPTH
For each line on standard input it fits once and prints the seconds of fit(). MAX_DEPTH 0 is
unlimited. The last column is the target.
"""
import sys
import time

import numpy as np
from sklearn.ensemble import RandomForestRegressor

file, estimators, depth = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
table = np.loadtxt(file, delimiter=",", skiprows=1)
x, y = table[:, :-1].astype(np.float32), table[:, -1]
for _ in sys.stdin:
    forest = RandomForestRegressor(
        n_estimators=estimators, max_depth=depth or None, random_state=42, n_jobs=2
    )
    begin = time.perf_counter()
    forest.fit(x, y)
    print(time.perf_counter() - begin, flush=True)
