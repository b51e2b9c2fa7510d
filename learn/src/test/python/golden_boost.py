#!/usr/bin/env python3
"""Writes the golden files of boosting: what scikit-learn 1.2.1 makes of given data and parameters, to the last bit.

    golden_boost.py OUTPUT_DIRECTORY
    golden_boost.py OUTPUT_DIRECTORY SEED COUNT     random settings instead

Needs scikit-learn 1.2.1 (Debian 12: python3-sklearn). Data is made as golden.py makes it, which lies beside this
script, and then changed: values go missing, columns become codes of categories. GoldenBoost.java does the same.
"""
import hashlib
import math
import os
import struct
import sys

sys.dont_write_bytecode = True

from golden import Golden, bit_list, bits, make_data, make_target, uniform

import numpy as np
import sklearn
from scipy.special import expit
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

FULL_NODES = 1500
SHOWN = 40


def boost_data(kind, rows, features, seed, missing, categories):
    """X with missing values and categories, and a response.

    categories: "-", or column:count:step,... with codes 0, step, 2*step, ...
    """
    x, y = make_data(kind, rows, features, seed)
    if categories != "-":
        for column in categories.split(","):
            c, count, step = map(int, column.split(":"))
            x[:, c] = np.floor(uniform(rows, features, seed + 2)[:, c] * count)
            y = y + 3.0 * (np.floor(x[:, c] * 7.0) % 5.0)
            x[:, c] = x[:, c] * step
    x[uniform(rows, features, seed + 1) < missing] = np.nan
    return x, y


def weights_of(how, rows, seed):
    u = uniform(rows, 1, seed + 3)[:, 0]
    return np.floor(u * 5.0) if how == "steps" else u + 0.1


def regressor(name, data, target="float", missing=0.0, categories="-", weights="-", **params):
    return ("HistGradientBoostingRegressor", name, data, target, missing, categories, weights, params)


def classifier(name, data, target="whole:2", missing=0.0, categories="-", weights="-", **params):
    return ("HistGradientBoostingClassifier", name, data, target, missing, categories, weights, params)


SETTINGS = [
    regressor("hr-default", ("plain", 2000, 6, 101), random_state=1),
    regressor("hr-few-rows", ("plain", 39, 5, 102), random_state=2),
    regressor("hr-small", ("plain", 300, 5, 103), max_iter=30, min_samples_leaf=5, random_state=3),
    regressor("hr-rounded", ("rounded", 1500, 6, 104), max_iter=40, random_state=4),
    regressor("hr-constant-columns", ("mixed", 1500, 6, 105), max_iter=40, random_state=5),
    regressor("hr-wide-range", ("wide", 600, 6, 106), max_iter=20, random_state=6),
    regressor("hr-repeated", ("repeated", 800, 6, 107), max_iter=40, random_state=7),
    regressor("hr-missing", ("plain", 1500, 6, 108), missing=0.15, max_iter=40, random_state=8),
    regressor("hr-mostly-missing", ("rounded", 800, 6, 109), missing=0.9, max_iter=40, random_state=9),
    regressor("hr-categories", ("plain", 1500, 6, 110), missing=0.1, categories="1:12:3,4:40:1", max_iter=40,
              random_state=10),
    regressor("hr-rare-categories", ("plain", 700, 5, 111), missing=0.05, categories="0:200:1,2:3:100", max_iter=40,
              min_samples_leaf=3, random_state=11),
    regressor("hr-weights", ("plain", 1200, 6, 112), weights="smooth", max_iter=40, random_state=12),
    regressor("hr-weights-of-zero", ("rounded", 900, 6, 113), missing=0.1, weights="steps", max_iter=40,
              categories="3:9:1", random_state=13),
    regressor("hr-l2-depth", ("plain", 1500, 6, 114), l2_regularization=1.5, max_depth=6, max_leaf_nodes=63,
              max_bins=63, max_iter=40, random_state=14),
    regressor("hr-unlimited", ("plain", 900, 6, 115), max_leaf_nodes=None, min_samples_leaf=1, max_iter=6,
              random_state=15),
    regressor("hr-stumps", ("plain", 900, 6, 116), max_leaf_nodes=2, learning_rate=0.5, max_iter=60, random_state=16),
    regressor("hr-two-bins", ("plain", 900, 6, 117), max_bins=2, max_iter=30, missing=0.1, random_state=17),
    regressor("hr-integer", ("rounded", 1200, 6, 118), "integer", max_iter=40, learning_rate=1.0, random_state=18),
    regressor("hr-early-stopping", ("plain", 1500, 6, 119), early_stopping=True, learning_rate=0.4, max_iter=200,
              random_state=19),
    regressor("hr-early-stopping-weights", ("plain", 1200, 6, 120), weights="smooth", early_stopping=True,
              missing=0.1, categories="1:12:1", learning_rate=0.4, n_iter_no_change=4, validation_fraction=0.25,
              max_iter=200, random_state=20),
    regressor("hr-early-stopping-training", ("rounded", 500, 6, 121), early_stopping=True, validation_fraction=None,
              tol=0.01, learning_rate=0.8, max_iter=150, random_state=21),
    regressor("hr-early-stopping-auto", ("plain", 10001, 5, 122), learning_rate=0.6, max_iter=60, random_state=22),
    regressor("hr-sampled-bins", ("plain", 200500, 5, 123), max_iter=3, early_stopping=False, random_state=23),
    regressor("hr-many-leaves", ("plain", 20000, 10, 124), max_iter=10, max_leaf_nodes=200, early_stopping=False,
              random_state=4294967295),
    classifier("hc-default", ("plain", 2000, 6, 131), random_state=31),
    classifier("hc-missing-categories", ("rounded", 1500, 6, 132), missing=0.1, categories="1:12:3,4:40:1",
               max_iter=40, random_state=32),
    classifier("hc-balanced", ("plain", 1200, 6, 133), "text:2", class_weight="balanced", max_iter=40,
               random_state=33),
    classifier("hc-weights", ("plain", 1200, 6, 134), weights="steps", class_weight="balanced", max_iter=40,
               random_state=34),
    classifier("hc-three-classes", ("plain", 1000, 6, 135), "whole:3", max_iter=15, random_state=35),
    classifier("hc-eleven-classes", ("plain", 1500, 6, 136), "text:11", missing=0.1, categories="2:7:1", max_iter=5,
               random_state=36),
    classifier("hc-classes-balanced", ("rounded", 800, 6, 137), "whole:4", class_weight="balanced", max_iter=10,
               random_state=37),
    classifier("hc-classes-weights", ("plain", 800, 6, 142), "number:3", weights="smooth", max_iter=10,
               random_state=42),
    classifier("hc-early-stopping", ("plain", 1500, 6, 138), early_stopping=True, learning_rate=0.4, max_iter=150,
               random_state=38),
    classifier("hc-classes-early-stopping", ("plain", 1200, 6, 139), "whole:3", early_stopping=True,
               learning_rate=0.6, n_iter_no_change=3, max_iter=60, random_state=39),
    classifier("hc-one-class", ("plain", 100, 5, 140), "whole:1", max_iter=3, random_state=40),
    classifier("hc-far", ("plain", 400, 6, 141), learning_rate=3.0, min_samples_leaf=1, l2_regularization=0.1,
               max_iter=15, random_state=41),
]


def random_settings(seed, count):
    random = np.random.RandomState(seed)
    for number in range(count):
        features = int(random.randint(5, 9))
        rows = int(random.randint(30, 1500))
        kind = ["plain", "rounded", "mixed", "near", "repeated"][random.randint(5)]
        categories = "-"
        max_bins = int([255, random.randint(2, 40)][random.randint(2)])
        if random.randint(2):
            most = min(max_bins, 90)
            columns = random.permutation(features)[:random.randint(1, 3)]
            if most >= 4:
                # With one category and missing values 1.2.1 predicts by the bits of another split.
                categories = ",".join("%d:%d:1" % (c, random.randint(4, most + 1)) for c in sorted(columns))
        params = dict(max_iter=int(random.randint(1, 15)), learning_rate=float([0.1, 0.5, 1.0][random.randint(3)]),
                      max_leaf_nodes=[31, None, int(random.randint(2, 60))][random.randint(3)],
                      max_depth=[None, int(random.randint(1, 7))][random.randint(2)],
                      min_samples_leaf=int([20, random.randint(1, 30)][random.randint(2)]),
                      l2_regularization=float([0.0, random.random_sample()][random.randint(2)]),
                      max_bins=max_bins, early_stopping=bool(random.randint(3) == 0),
                      n_iter_no_change=int(random.randint(1, 6)), random_state=int(random.randint(0, 2**31 - 1)))
        common = dict(missing=float([0.0, 0.1, 0.5][random.randint(3)]), categories=categories,
                      weights=["-", "-", "steps", "smooth"][random.randint(4)])
        data = (kind, rows, features, int(random.randint(1, 10**6)))
        name = "random-%05d" % number
        if random.randint(2):
            yield regressor(name, data, ["float", "integer"][random.randint(2)], **common, **params)
        else:
            if params["early_stopping"] and rows < 200:
                params["early_stopping"] = False
            params["class_weight"] = [None, "balanced"][random.randint(2)]
            yield classifier(name, data, ["whole:2", "whole:2", "whole:3", "text:5"][random.randint(4)], **common,
                             **params)


def node_fields(predictor, n):
    node = predictor.nodes[n]
    leaf = bool(node["is_leaf"])
    sets = [0] * 8
    if not leaf and node["is_categorical"]:
        sets = [int(word) for word in predictor.raw_left_cat_bitsets[node["bitset_idx"]]]
    return (-1 if leaf else int(node["left"]), -1 if leaf else int(node["right"]),
            0 if leaf else int(node["feature_idx"]), int(node["count"]),
            0.0 if leaf else float(node["num_threshold"]), 0.0 if leaf else float(node["gain"]),
            float(node["value"]), 0 if leaf else int(node["missing_go_to_left"]), *sets)


def put_tree(golden, predictor, full):
    nodes = [node_fields(predictor, n) for n in range(len(predictor.nodes))]
    packed = b"".join(struct.pack(">iiiidddi8I", *node) for node in nodes)
    golden.put("tree", len(nodes), hashlib.sha256(packed).hexdigest())
    if full:
        for node in nodes:
            golden.put("node", *node[:4], *[bits(v) for v in node[4:7]], *node[7:])


def probes(x, categories):
    """The first rows; then each with one value missing; then each with an unknown category."""
    first = x[:SHOWN].copy()
    holes = first.copy()
    strange = first.copy()
    for i in range(len(first)):
        holes[i, i % x.shape[1]] = np.nan
        for column in [] if categories == "-" else categories.split(","):
            strange[i, int(column.split(":")[0])] = 254.0
    return np.concatenate([first, holes, strange])


def golden_boost(setting):
    algorithm, name, data, target, missing, categories, weights, params = setting
    x, response = boost_data(*data, missing, categories)
    y = make_target(response, target)
    golden = Golden()
    golden.put("algorithm", algorithm)
    golden.put("data", *data, target, repr(missing), categories, weights)
    for key, value in params.items():
        golden.put("parameter", key, repr(value))
    marked = None if categories == "-" else [int(c.split(":")[0]) for c in categories.split(",")]
    estimator = HistGradientBoostingRegressor if algorithm.endswith("Regressor") else HistGradientBoostingClassifier
    w = None if weights == "-" else weights_of(weights, data[1], data[3])
    model = estimator(categorical_features=marked, **params).fit(x, y, sample_weight=w)
    golden.put("start", bit_list(model._baseline_prediction))
    predictors = [p for round_ in model._predictors for p in round_]
    total = sum(len(p.nodes) for p in predictors)
    for p in predictors:
        put_tree(golden, p, total <= FULL_NODES)
    if model.do_early_stopping_:
        chosen = model.validation_score_ if params.get("validation_fraction", 0.1) is not None else model.train_score_
        golden.put("scores", bit_list(chosen))
    probe = probes(x, categories)
    if algorithm.endswith("Regressor"):
        golden.put("predict", bit_list(model.predict(probe)))
    elif len(model.classes_) > 1:
        golden.put("predict", *np.searchsorted(model.classes_, model.predict(probe)))
        golden.put("proba", bit_list(model.predict_proba(probe)))
    return golden


def golden_exp():
    """glibc's exp and scipy's expit."""
    golden = Golden()
    random = np.random.RandomState(7)
    values = np.concatenate([(random.random_sample(1500) - 0.5) * 80.0, (random.random_sample(200) - 0.5) * 1020.0,
                             [0.0, -0.0, 1e-17, -1e-17, 2.0**-54, 511.9, -511.9, 512.0, -512.0, 709.0, -745.0]])
    for value in values:
        golden.put("exp", bits(value), bits(math.exp(value)), bits(expit(value)))
    return golden


def main():
    if len(sys.argv) not in (2, 4):
        sys.exit(__doc__)
    if sklearn.__version__ != "1.2.1":
        sys.exit("scikit-learn is %s; the golden files are those of 1.2.1" % sklearn.__version__)
    target = sys.argv[1]
    os.makedirs(target, exist_ok=True)
    for setting in SETTINGS if len(sys.argv) == 2 else random_settings(int(sys.argv[2]), int(sys.argv[3])):
        golden_boost(setting).write(os.path.join(target, setting[1] + ".gz"))
    if len(sys.argv) == 2:
        golden_exp().write(os.path.join(target, "exp.gz"))


if __name__ == "__main__":
    main()
