#!/usr/bin/env python3
"""Writes the golden files of isolation forests: what scikit-learn 1.2.1 makes of given data and parameters.

    golden_isolation.py OUTPUT_DIRECTORY
    golden_isolation.py OUTPUT_DIRECTORY SEED COUNT     random settings instead

Needs scikit-learn 1.2.1 (Debian 12: python3-sklearn). Data is made by golden.py, which lies beside this script.
"""
import os
import sys

sys.dont_write_bytecode = True

from golden import FULL_NODES, SHOWN_PREDICTIONS, Golden, bit_list, bits, make_data, put_tree

import numpy as np
import sklearn
from sklearn.ensemble import IsolationForest

SETTINGS = [
    ("if-default", ("plain", 400, 6, 501), dict(n_estimators=20, random_state=1)),
    ("if-few-rows", ("plain", 60, 6, 502), dict(n_estimators=20, random_state=2)),
    ("if-one-by-one", ("plain", 30000, 5, 503), dict(n_estimators=8, random_state=3)),
    ("if-nearly-all", ("rounded", 500, 6, 504), dict(n_estimators=10, max_samples=497, random_state=4)),
    ("if-share", ("mixed", 500, 6, 505), dict(n_estimators=10, max_samples=0.5, contamination=0.1, random_state=5)),
    ("if-ties", ("rounded", 400, 6, 506), dict(n_estimators=10, contamination=0.02, random_state=6)),
    ("if-constant-columns", ("mixed", 400, 8, 507), dict(n_estimators=10, random_state=7)),
    ("if-repeated", ("repeated", 400, 6, 508), dict(n_estimators=10, contamination=0.5, random_state=8)),
    ("if-wide-range", ("wide", 400, 6, 509), dict(n_estimators=10, random_state=9)),
    ("if-two-samples", ("plain", 100, 5, 510), dict(n_estimators=10, max_samples=2, random_state=10)),
    ("if-one-sample", ("plain", 300, 5, 511), dict(n_estimators=3, max_samples=1, random_state=11)),
    ("if-near-equal", ("near", 400, 6, 512), dict(n_estimators=10, max_samples=1.0, random_state=4294967295)),
]


def random_settings(seed, count):
    random = np.random.RandomState(seed)
    for number in range(count):
        kind = ["plain", "rounded", "mixed", "near", "repeated", "wide"][random.randint(6)]
        data = (kind, int(random.randint(5, 900)), int(random.randint(5, 9)), int(random.randint(1, 10**6)))
        samples = ["auto", int(random.randint(1, data[1] + 1)), float(random.randint(1, 11) / 10.0)][random.randint(3)]
        if samples == 0.0 or isinstance(samples, float) and int(samples * data[1]) < 1:
            samples = 1.0
        params = dict(n_estimators=int(random.randint(1, 12)), max_samples=samples,
                      contamination=["auto", float(random.randint(1, 51) / 100.0)][random.randint(2)],
                      random_state=int(random.randint(0, 2**31 - 1)))
        yield ("random-%05d" % number, data, params)


def golden_isolation(setting):
    name, data, params = setting
    x, _ = make_data(*data)
    golden = Golden()
    golden.put("algorithm", "IsolationForest")
    golden.put("data", *data, "-")
    for key, value in params.items():
        golden.put("parameter", key, repr(value))
    model = IsolationForest(**params).fit(x)
    trees = [e.tree_ for e in model.estimators_]
    total = sum(t.node_count for t in trees)
    for tree in trees:
        put_tree(golden, tree, total <= FULL_NODES // 4)
    golden.put("offset", bits(model.offset_))
    probe = x[:SHOWN_PREDICTIONS]
    golden.put("score", bit_list(model.score_samples(probe)))
    golden.put("outlier", *[int(p == -1) for p in model.predict(probe)])
    return golden


def main():
    if len(sys.argv) not in (2, 4):
        sys.exit(__doc__)
    if sklearn.__version__ != "1.2.1":
        sys.exit("scikit-learn is %s; the golden files are those of 1.2.1" % sklearn.__version__)
    target = sys.argv[1]
    os.makedirs(target, exist_ok=True)
    for setting in SETTINGS if len(sys.argv) == 2 else random_settings(int(sys.argv[2]), int(sys.argv[3])):
        golden_isolation(setting).write(os.path.join(target, setting[0] + ".gz"))


if __name__ == "__main__":
    main()
