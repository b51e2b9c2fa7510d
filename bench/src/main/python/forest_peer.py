"""Times scikit-learn's forest on a CSV file: the peer of `bench forest`.

usage: forest_peer.py FILE ESTIMATORS MAX_DEPTH RUNS
Prints one line per run: seconds of fit(), without reading the file. MAX_DEPTH 0 is unlimited.
"""
import sys
import time

import numpy as np
from sklearn.ensemble import RandomForestRegressor

file, estimators, depth, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
table = np.loadtxt(file, delimiter=",", skiprows=1)
x, y = table[:, :-1].astype(np.float32), table[:, -1]
for _ in range(runs):
    forest = RandomForestRegressor(
        n_estimators=estimators, max_depth=depth or None, random_state=42, n_jobs=2
    )
    begin = time.perf_counter()
    forest.fit(x, y)
    print(time.perf_counter() - begin, flush=True)
