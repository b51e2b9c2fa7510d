#!/usr/bin/env python3
"""Writes the golden files of gradient boosting by stages: what scikit-learn 1.2.1 makes of given data and parameters.

    golden_gradient.py OUTPUT_DIRECTORY
    golden_gradient.py OUTPUT_DIRECTORY SEED COUNT     random settings instead

Needs scikit-learn 1.2.1 (Debian 12: python3-sklearn). Data is made by golden.py, which lies beside this script.
"""
import os
import sys

sys.dont_write_bytecode = True

from golden import FULL_NODES, SHOWN_PREDICTIONS, Golden, bit_list, bits, make_data, make_target, put_tree

import numpy as np
import sklearn
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor


def regressor(name, data, target="float", **params):
    return ("GradientBoostingRegressor", name, data, target, params)


def classifier(name, data, target="whole:2", **params):
    return ("GradientBoostingClassifier", name, data, target, params)


SETTINGS = [
    regressor("gr-default", ("plain", 400, 6, 301), random_state=1),
    regressor("gr-ties", ("rounded", 400, 6, 302), n_estimators=40, max_features=3, random_state=2),
    regressor("gr-constant-columns", ("mixed", 400, 8, 303), n_estimators=40, max_features=2, random_state=3),
    regressor("gr-near-equal", ("near", 300, 6, 304), n_estimators=30, random_state=4),
    regressor("gr-subsample", ("plain", 500, 6, 305), n_estimators=60, subsample=0.5, max_depth=4, max_features=3,
              random_state=5),
    regressor("gr-squared-error", ("rounded", 500, 6, 306), "integer", n_estimators=60, subsample=0.8,
              criterion="squared_error", random_state=6),
    regressor("gr-repeated", ("repeated", 400, 6, 307), n_estimators=30, learning_rate=1.0, random_state=7),
    regressor("gr-leaf-nodes", ("plain", 400, 6, 308), n_estimators=30, max_leaf_nodes=6, max_depth=None,
              random_state=8),
    regressor("gr-shares", ("plain", 400, 6, 309), n_estimators=30, min_samples_leaf=0.02, min_samples_split=0.1,
              min_weight_fraction_leaf=0.03, subsample=0.7, max_features="sqrt", random_state=9),
    regressor("gr-unlimited", ("rounded", 300, 6, 310), n_estimators=5, max_depth=None, random_state=10),
    regressor("gr-early", ("plain", 600, 6, 311), n_estimators=300, learning_rate=0.5, n_iter_no_change=4,
              random_state=11),
    regressor("gr-early-subsample", ("rounded", 600, 6, 312), n_estimators=300, learning_rate=0.3, subsample=0.6,
              n_iter_no_change=3, validation_fraction=0.25, tol=0.01, random_state=12),
    regressor("gr-decrease", ("plain", 300, 6, 313), n_estimators=30, min_impurity_decrease=0.5, random_state=13),
    regressor("gr-wide-range", ("wide", 300, 6, 314), n_estimators=20, random_state=14),
    regressor("gr-wide-table", ("plain", 200, 40, 315), n_estimators=20, max_features=2, random_state=15),
    regressor("gr-large", ("plain", 20000, 6, 316), n_estimators=8, random_state=16),
    regressor("gr-still", ("plain", 100, 5, 317), n_estimators=3, learning_rate=0.0, random_state=4294967295),
    regressor("gr-two-rows", ("plain", 2, 5, 318), n_estimators=4, random_state=18),
    classifier("gc-default", ("plain", 500, 6, 331), random_state=31),
    classifier("gc-text", ("mixed", 400, 6, 332), "text:2", n_estimators=40, max_features=0.5, random_state=32),
    classifier("gc-subsample", ("rounded", 500, 6, 333), n_estimators=60, subsample=0.5, random_state=33),
    classifier("gc-deep", ("plain", 400, 6, 334), n_estimators=30, max_depth=8, learning_rate=0.8, random_state=34),
    classifier("gc-leaf-nodes", ("rounded", 400, 6, 335), n_estimators=30, max_leaf_nodes=5,
               criterion="squared_error", random_state=35),
    classifier("gc-early", ("plain", 600, 6, 336), n_estimators=300, learning_rate=0.5, n_iter_no_change=4,
               random_state=36),
    classifier("gc-large", ("rounded", 20000, 8, 337), n_estimators=8, random_state=37),
    classifier("gc-far", ("plain", 200, 5, 338), n_estimators=40, learning_rate=4.0, max_depth=None, random_state=38),
]


def random_settings(seed, count):
    random = np.random.RandomState(seed)
    for number in range(count):
        features = int(random.randint(5, 9))
        kind = ["plain", "rounded", "mixed", "near", "repeated", "wide"][random.randint(6)]
        data = (kind, int(random.randint(20, 600)), features, int(random.randint(1, 10**6)))
        params = dict(n_estimators=int(random.randint(1, 20)), max_features=int(random.randint(1, features + 1)),
                      learning_rate=float([0.1, 0.5, 1.0][random.randint(3)]),
                      subsample=float([1.0, 0.3, 0.8][random.randint(3)]),
                      criterion=["friedman_mse", "squared_error"][random.randint(2)],
                      max_depth=[3, None, int(random.randint(1, 9))][random.randint(3)],
                      min_samples_leaf=int([1, random.randint(1, 8)][random.randint(2)]),
                      min_samples_split=int([2, random.randint(2, 9)][random.randint(2)]),
                      max_leaf_nodes=[None, None, int(random.randint(2, 40))][random.randint(3)],
                      n_iter_no_change=[None, None, int(random.randint(1, 5))][random.randint(3)],
                      random_state=int(random.randint(0, 2**31 - 1)))
        name = "random-%05d" % number
        if random.randint(2):
            yield regressor(name, data, ["float", "integer", "eighths"][random.randint(3)], **params)
        else:
            # Targets of the wide kind are all of one class.
            data = ("plain" if kind == "wide" else kind,) + data[1:]
            yield classifier(name, data, ["whole:2", "text:2"][random.randint(2)], **params)


def golden_gradient(setting):
    algorithm, name, data, target, params = setting
    x, response = make_data(*data)
    y = make_target(response, target)
    golden = Golden()
    golden.put("algorithm", algorithm)
    golden.put("data", *data, target)
    for key, value in params.items():
        golden.put("parameter", key, repr(value))
    estimator = GradientBoostingRegressor if algorithm.endswith("Regressor") else GradientBoostingClassifier
    model = estimator(**params).fit(x, y)
    trees = [e[0].tree_ for e in model.estimators_]
    golden.put("start", bits(model._raw_predict_init(x[:1])[0, 0]))
    total = sum(t.node_count for t in trees)
    for tree in trees:
        put_tree(golden, tree, total <= FULL_NODES // 4)
    golden.put("importances", bit_list(model.feature_importances_))
    probe = x[:SHOWN_PREDICTIONS]
    if algorithm.endswith("Regressor"):
        golden.put("predict", bit_list(model.predict(probe)))
    else:
        golden.put("proba", bit_list(model.predict_proba(probe)))
    return golden


def main():
    if len(sys.argv) not in (2, 4):
        sys.exit(__doc__)
    if sklearn.__version__ != "1.2.1":
        sys.exit("scikit-learn is %s; the golden files are those of 1.2.1" % sklearn.__version__)
    target = sys.argv[1]
    os.makedirs(target, exist_ok=True)
    for setting in SETTINGS if len(sys.argv) == 2 else random_settings(int(sys.argv[2]), int(sys.argv[3])):
        golden_gradient(setting).write(os.path.join(target, setting[1] + ".gz"))


if __name__ == "__main__":
    main()
