#!/usr/bin/env python3
"""Writes the golden files of extremely randomized trees: what scikit-learn 1.2.1 makes of given data and parameters.

    golden_extra.py OUTPUT_DIRECTORY
    golden_extra.py OUTPUT_DIRECTORY SEED COUNT     random settings instead

Needs scikit-learn 1.2.1 (Debian 12: python3-sklearn). Data is made by golden.py, which lies beside this script.
"""
import os
import sys

sys.dont_write_bytecode = True

from golden import FULL_NODES, SHOWN_PREDICTIONS, Golden, bit_list, bits, make_data, make_target, put_tree

import numpy as np
import sklearn
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor


def regressor(name, data, target="float", **params):
    return ("ExtraTreesRegressor", name, data, target, params)


def classifier(name, data, target="whole:4", **params):
    return ("ExtraTreesClassifier", name, data, target, params)


SETTINGS = [
    regressor("er-default", ("plain", 200, 6, 201), n_estimators=8, random_state=1),
    regressor("er-ties", ("rounded", 300, 6, 202), n_estimators=6, max_features=3, random_state=2),
    regressor("er-constant-columns", ("mixed", 300, 8, 203), n_estimators=6, max_features=2, random_state=3),
    regressor("er-near-equal", ("near", 300, 6, 204), n_estimators=6, max_features=3, random_state=4),
    regressor("er-leaf", ("plain", 500, 6, 205), "integer", n_estimators=8, min_samples_leaf=3, max_features=3,
              random_state=5),
    regressor("er-bootstrap", ("plain", 500, 6, 206), n_estimators=6, max_depth=7, bootstrap=True, oob_score=True,
              random_state=6),
    regressor("er-repeated", ("repeated", 400, 6, 207), n_estimators=6, random_state=7),
    regressor("er-leaf-nodes", ("plain", 400, 6, 208), n_estimators=8, max_leaf_nodes=20, random_state=8),
    regressor("er-friedman", ("rounded", 300, 6, 209), n_estimators=5, criterion="friedman_mse",
              min_weight_fraction_leaf=0.01, random_state=9),
    regressor("er-large", ("plain", 20000, 10, 210), n_estimators=2, max_depth=12, random_state=10),
    regressor("er-wide-range", ("wide", 300, 6, 211), n_estimators=6, random_state=11),
    classifier("ec-default", ("mixed", 500, 12, 221), n_estimators=8, random_state=21),
    classifier("ec-text", ("plain", 300, 6, 222), "text:11", n_estimators=5, max_depth=6, random_state=22),
    classifier("ec-balanced", ("rounded", 300, 6, 223), "whole:5", n_estimators=6, class_weight="balanced",
               random_state=23),
    classifier("ec-bootstrap", ("plain", 400, 6, 224), "whole:3", n_estimators=6, bootstrap=True, oob_score=True,
               class_weight="balanced_subsample", random_state=24),
    classifier("ec-leaf-nodes", ("rounded", 400, 6, 225), "whole:3", n_estimators=6, max_leaf_nodes=40,
               random_state=25),
    classifier("ec-large", ("rounded", 20000, 10, 226), "whole:3", n_estimators=2, max_depth=12, random_state=26),
]


def random_settings(seed, count):
    random = np.random.RandomState(seed)
    for number in range(count):
        features = int(random.randint(5, 9))
        kind = ["plain", "rounded", "mixed", "near", "repeated", "wide"][random.randint(6)]
        data = (kind, int(random.randint(2, 500)), features, int(random.randint(1, 10**6)))
        params = dict(n_estimators=int(random.randint(1, 6)), max_features=int(random.randint(1, features + 1)),
                      max_depth=[None, int(random.randint(1, 9))][random.randint(2)],
                      min_samples_leaf=int([1, random.randint(1, 8)][random.randint(2)]),
                      min_samples_split=int([2, random.randint(2, 9)][random.randint(2)]),
                      max_leaf_nodes=[None, None, int(random.randint(2, 80))][random.randint(3)],
                      bootstrap=bool(random.randint(3) == 0), random_state=int(random.randint(0, 2**31 - 1)))
        name = "random-%05d" % number
        if random.randint(2):
            yield regressor(name, data, ["float", "integer", "eighths"][random.randint(3)], **params)
        else:
            params["class_weight"] = [None, "balanced"][random.randint(2)]
            yield classifier(name, data, ["whole:2", "whole:3", "text:5"][random.randint(3)], **params)


def golden_extra(setting):
    algorithm, name, data, target, params = setting
    x, response = make_data(*data)
    y = make_target(response, target)
    golden = Golden()
    golden.put("algorithm", algorithm)
    golden.put("data", *data, target)
    for key, value in params.items():
        golden.put("parameter", key, repr(value))
    estimator = ExtraTreesRegressor if algorithm.endswith("Regressor") else ExtraTreesClassifier
    forest = estimator(n_jobs=1, **params).fit(x, y)
    total = sum(e.tree_.node_count for e in forest.estimators_)
    for e in forest.estimators_:
        put_tree(golden, e.tree_, total <= FULL_NODES // 4)
    golden.put("importances", bit_list(forest.feature_importances_))
    probe = x[:SHOWN_PREDICTIONS]
    if algorithm.endswith("Regressor"):
        golden.put("predict", bit_list(forest.predict(probe)))
    else:
        golden.put("proba", bit_list(forest.predict_proba(probe)))
    if params.get("oob_score"):
        golden.put("oob_score", bits(forest.oob_score_))
    return golden


def main():
    if len(sys.argv) not in (2, 4):
        sys.exit(__doc__)
    if sklearn.__version__ != "1.2.1":
        sys.exit("scikit-learn is %s; the golden files are those of 1.2.1" % sklearn.__version__)
    target = sys.argv[1]
    os.makedirs(target, exist_ok=True)
    for setting in SETTINGS if len(sys.argv) == 2 else random_settings(int(sys.argv[2]), int(sys.argv[3])):
        golden_extra(setting).write(os.path.join(target, setting[1] + ".gz"))


if __name__ == "__main__":
    main()
