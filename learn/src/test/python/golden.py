#!/usr/bin/env python3
"""Writes the golden files: what scikit-learn 1.2.1 makes of given data and parameters, to the last bit.

    golden.py OUTPUT_DIRECTORY

Needs scikit-learn 1.2.1 and numpy 1.24 (Debian 12: python3-sklearn). pandas-floats.gz needs pandas 1.5.3 too
(python3-pandas) and is left out where that is missing; a message says so.

Data is not stored. It is made anew here and in GoldenData.java from numpy's legacy generator by additions,
multiplications, divisions and floors alone, which are exact to the bit on both sides.
"""
import gzip
import hashlib
import os
import struct
import sys

# numpy's exp and log of doubles depend on the CPU: without AVX-512 they are glibc's. Set before numpy is imported.
os.environ["NPY_DISABLE_CPU_FEATURES"] = "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL"
os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import sklearn
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.metrics import accuracy_score, mean_absolute_error, mean_squared_error, r2_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

FULL_NODES = 6000
SHOWN_PREDICTIONS = 60
HERE = os.path.dirname(os.path.abspath(__file__))


def bits(value):
    return struct.pack(">d", float(value)).hex()


def bit_list(values):
    return " ".join(bits(v) for v in np.asarray(values, dtype=float).ravel())


# ---- data ------------------------------------------------------------------------------------------------------

def uniform(rows, features, seed):
    return np.random.RandomState(seed).random_sample((rows, features))


def response(x, noise):
    return 10.0 * x[:, 0] * x[:, 1] + 20.0 * (x[:, 2] - 0.5) * (x[:, 2] - 0.5) + 10.0 * x[:, 3] + 5.0 * x[:, 4] + noise


def make_data(kind, rows, features, seed):
    """X and a float response; kinds differ in what is done to X."""
    u = uniform(rows, features + 1, seed)
    x = u[:, :features].copy()
    y = response(x, u[:, features])
    if kind == "rounded":
        x = np.floor(x * 10.0) / 10.0
    elif kind == "mixed":
        x[:, 1] = 3.5
        x[:, 2] = np.floor(x[:, 2] * 4.0)
        x[:, 4] = np.floor(x[:, 4] * 100.0) / 100.0
    elif kind == "near":
        x = np.floor(x * 50.0) / 50.0 + u[:, [features]] * 2e-7
    elif kind == "wide":
        x = (x - 0.5) * 1e30
        x[:, 0] = x[:, 0] * 1e-60
        y = y * 1e100
    elif kind == "repeated":
        keep = np.floor(u[:, features] * (rows / 10.0)).astype(int)
        x = x[keep]
    elif kind == "killer":
        x[:, 0] = killer(rows)
    else:
        assert kind == "plain", kind
    return x, y


def killer(n):
    """McIlroy's adversary against the splitter's quicksort, so that it turns to heapsort: Java reads it from the file."""
    gas = n
    value = [gas] * n
    item = list(range(n))
    state = {"solid": 0, "candidate": 0}

    def compare(a, b):
        if value[a] == gas and value[b] == gas:
            value[a if a == state["candidate"] else b] = state["solid"]
            state["solid"] += 1
        if value[a] == gas:
            state["candidate"] = a
        elif value[b] == gas:
            state["candidate"] = b
        return (value[a] > value[b]) - (value[a] < value[b])

    def median(lo, count):
        a, b, c = item[lo], item[lo + count // 2], item[lo + count - 1]
        if compare(a, b) < 0:
            if compare(b, c) < 0:
                return b
            return c if compare(a, c) < 0 else a
        if compare(b, c) < 0:
            return a if compare(a, c) < 0 else c
        return b

    lo, count = 0, n
    while count > 1:
        pivot = median(lo, count)
        less, i, greater = 0, 0, count
        while i < greater:
            order = compare(item[lo + i], pivot) if item[lo + i] != pivot else 0
            if order < 0:
                item[lo + i], item[lo + less] = item[lo + less], item[lo + i]
                i += 1
                less += 1
            elif order > 0:
                greater -= 1
                item[lo + i], item[lo + greater] = item[lo + greater], item[lo + i]
            else:
                i += 1
        lo += greater
        count -= greater
    for i in range(n):
        if value[i] == gas:
            value[i] = state["solid"]
            state["solid"] += 1
    return np.array(value, dtype=float)


TEXTS = ["zeta", "alpha", "Beta", "été", "\U0001F332 tree", "～wave", "beta", "", "1", "10", "9"]


def make_target(y, how):
    if how == "float":
        return y
    if how == "integer":
        return np.floor(y * 4.0)
    if how == "eighths":
        return np.floor(y * 8.0) / 8.0
    name, classes = how.split(":")
    classes = int(classes)
    code = np.floor(y * 3.0).astype(int) % classes
    if name == "text":
        return np.array([TEXTS[c] for c in code], dtype=object)
    if name == "whole":
        return (code * 7 - 9).astype(np.int64)
    assert name == "number", how
    return code * 3.0 - 1.0


# ---- what is asked -------------------------------------------------------------------------------------------------

def regressor(name, data, target="float", **params):
    return ("R", name, data, target, params)


def classifier(name, data, target="whole:4", **params):
    return ("C", name, data, target, params)


SETTINGS = [
    regressor("r-depth-3", ("plain", 300, 8, 1), n_estimators=30, max_depth=3, random_state=42),
    regressor("r-unlimited", ("plain", 400, 10, 2), n_estimators=6, random_state=7),
    regressor("r-three-features", ("plain", 400, 10, 3), n_estimators=6, max_features=3, random_state=7),
    regressor("r-ties-three-features", ("rounded", 400, 10, 4), n_estimators=6, max_features=3, random_state=7),
    regressor("r-ties-all-features", ("rounded", 400, 10, 5), n_estimators=6, random_state=8),
    regressor("r-no-bootstrap-leaf-5", ("plain", 600, 10, 6), n_estimators=8, max_features=3, min_samples_leaf=5,
              bootstrap=False, random_state=9),
    regressor("r-no-bootstrap-ties", ("rounded", 500, 6, 7), n_estimators=4, max_features=0.5, bootstrap=False,
              random_state=4294967295),
    regressor("r-integer-target", ("plain", 500, 6, 8), "integer", n_estimators=6, random_state=0),
    regressor("r-integer-target-ties", ("rounded", 500, 6, 9), "integer", n_estimators=6, max_features="sqrt",
              random_state=1),
    regressor("r-eighths-target", ("plain", 500, 6, 10), "eighths", n_estimators=5, max_features="log2",
              min_samples_split=7, random_state=2),
    regressor("r-constant-columns", ("mixed", 500, 8, 11), n_estimators=6, max_features=2, random_state=3),
    regressor("r-constant-columns-integer", ("mixed", 500, 8, 12), "integer", n_estimators=6, max_features=2,
              random_state=3),
    regressor("r-oob-share", ("plain", 300, 6, 13), n_estimators=10, max_samples=0.5, oob_score=True, random_state=5),
    regressor("r-oob-count", ("rounded", 300, 6, 14), n_estimators=5, max_samples=37, oob_score=True, random_state=6),
    regressor("r-shares", ("plain", 700, 6, 15), n_estimators=8, min_samples_split=0.05, min_samples_leaf=0.013,
              max_features=0.7, random_state=10),
    regressor("r-leaf-weight", ("plain", 500, 6, 16), n_estimators=8, min_weight_fraction_leaf=0.03, random_state=11),
    regressor("r-impurity-decrease", ("plain", 500, 6, 17), n_estimators=8, min_impurity_decrease=0.05,
              random_state=12),
    regressor("r-friedman", ("plain", 400, 6, 18), n_estimators=5, criterion="friedman_mse", random_state=13),
    regressor("r-friedman-ties", ("rounded", 400, 6, 19), "integer", n_estimators=5, criterion="friedman_mse",
              max_features=2, random_state=14),
    regressor("r-near-equal", ("near", 500, 6, 20), n_estimators=6, max_features=4, random_state=15),
    regressor("r-wide-range", ("wide", 400, 6, 21), n_estimators=6, random_state=16),
    regressor("r-repeated-rows", ("repeated", 500, 6, 22), n_estimators=6, max_features=3, random_state=17),
    regressor("r-heapsort", ("killer", 600, 6, 23), n_estimators=3, bootstrap=False, random_state=18),
    regressor("r-two-rows", ("plain", 2, 5, 24), n_estimators=6, random_state=19),
    regressor("r-five-rows", ("plain", 5, 5, 25), n_estimators=10, max_features=2, random_state=20),
    regressor("r-large-float", ("plain", 20000, 10, 26), n_estimators=4, max_depth=12, random_state=21),
    regressor("r-large-unlimited", ("plain", 20000, 10, 27), n_estimators=2, max_features=5, random_state=22),
    regressor("r-large-integer", ("plain", 20000, 10, 28), "integer", n_estimators=4, max_depth=12, random_state=23),
    regressor("r-large-rounded", ("rounded", 20000, 10, 29), n_estimators=3, max_depth=14, random_state=24),
    regressor("r-large-near", ("near", 8000, 6, 30), n_estimators=3, max_features=3, random_state=25),
    regressor("r-wide-table", ("plain", 300, 300, 31), n_estimators=10, max_features="sqrt", random_state=26),
    classifier("c-four-classes", ("mixed", 600, 12, 41), n_estimators=8, random_state=11),
    classifier("c-text", ("plain", 400, 6, 42), "text:11", n_estimators=5, max_depth=6, oob_score=True,
               random_state=31),
    classifier("c-two-classes", ("rounded", 500, 6, 43), "number:2", n_estimators=8, max_features=None,
               random_state=32),
    classifier("c-thirty-classes", ("plain", 500, 6, 44), "whole:30", n_estimators=3, max_features=3,
               random_state=33),
    classifier("c-no-bootstrap-leaf", ("rounded", 600, 6, 45), n_estimators=6, bootstrap=False, min_samples_leaf=4,
               random_state=34),
    classifier("c-leaf-weight", ("plain", 600, 6, 46), "whole:3", n_estimators=8, min_weight_fraction_leaf=0.02,
               random_state=35),
    classifier("c-balanced", ("plain", 500, 6, 47), "whole:5", n_estimators=6, class_weight="balanced",
               random_state=36),
    classifier("c-balanced-ties", ("rounded", 500, 6, 48), "whole:5", n_estimators=6, class_weight="balanced",
               max_features=4, min_weight_fraction_leaf=0.01, random_state=37),
    classifier("c-balanced-subsample", ("rounded", 500, 6, 49), "text:7", n_estimators=6,
               class_weight="balanced_subsample", random_state=38),
    classifier("c-balanced-no-bootstrap", ("mixed", 400, 6, 50), "whole:3", n_estimators=4,
               class_weight="balanced_subsample", bootstrap=False, random_state=39),
    classifier("c-oob-share", ("plain", 400, 6, 51), "whole:3", n_estimators=7, max_samples=0.3, oob_score=True,
               random_state=40),
    classifier("c-large", ("plain", 20000, 10, 52), "whole:6", n_estimators=3, random_state=41),
    classifier("c-large-rounded", ("rounded", 20000, 10, 53), "whole:3", n_estimators=3, max_depth=12,
               random_state=42),
    regressor("r-leaf-nodes", ("plain", 400, 6, 61), n_estimators=8, max_leaf_nodes=20, random_state=51),
    regressor("r-leaf-nodes-ties", ("rounded", 500, 6, 62), "integer", n_estimators=8, max_leaf_nodes=60,
              max_features=2, min_samples_leaf=3, random_state=52),
    regressor("r-leaf-nodes-many", ("mixed", 200, 8, 63), n_estimators=5, max_leaf_nodes=5000, max_features=2,
              random_state=53),
    regressor("r-leaf-nodes-friedman", ("plain", 300, 6, 64), n_estimators=5, max_leaf_nodes=25, max_depth=5,
              criterion="friedman_mse", random_state=54),
    classifier("c-leaf-nodes", ("rounded", 500, 6, 65), "text:5", n_estimators=8, max_leaf_nodes=40,
               random_state=55),
    classifier("c-leaf-nodes-many", ("mixed", 300, 8, 66), "whole:3", n_estimators=6, max_leaf_nodes=1000,
               class_weight="balanced", random_state=56),
    classifier("c-wide-table", ("plain", 400, 250, 67), "whole:3", n_estimators=8, random_state=57),
    regressor("r-wide-table-integer", ("rounded", 400, 250, 68), "integer", n_estimators=8, max_features=7,
              random_state=58),
    classifier("c-one-class", ("plain", 50, 5, 54), "whole:1", n_estimators=3, random_state=43),
]


TREES = [
    regressor("dr-plain", ("plain", 500, 8, 101)),
    regressor("dr-seed", ("rounded", 500, 8, 102), random_state=7),
    regressor("dr-three-features", ("plain", 400, 10, 103), max_features=3, random_state=4294967295),
    regressor("dr-share-of-features", ("rounded", 400, 10, 104), max_features=0.5, random_state=9),
    regressor("dr-constant-columns", ("mixed", 500, 8, 105), "integer", max_features="sqrt", random_state=3),
    regressor("dr-depth-leaf", ("plain", 700, 6, 106), max_depth=6, min_samples_leaf=4, random_state=1),
    regressor("dr-shares", ("rounded", 700, 6, 107), min_samples_split=0.05, min_samples_leaf=0.013, random_state=2),
    regressor("dr-leaf-weight", ("plain", 500, 6, 108), min_weight_fraction_leaf=0.03, random_state=11),
    regressor("dr-impurity-decrease", ("plain", 500, 6, 109), min_impurity_decrease=0.05, random_state=12),
    regressor("dr-friedman", ("near", 500, 6, 110), criterion="friedman_mse", random_state=13),
    regressor("dr-leaf-nodes", ("plain", 400, 6, 111), max_leaf_nodes=20, random_state=51),
    regressor("dr-leaf-nodes-ties", ("rounded", 500, 6, 112), "integer", max_leaf_nodes=60, max_features=2,
              min_samples_leaf=3, random_state=52),
    regressor("dr-wide-range", ("wide", 400, 6, 113), random_state=16),
    regressor("dr-two-rows", ("plain", 2, 5, 114), random_state=19),
    regressor("dr-large", ("plain", 20000, 10, 115), max_depth=12, random_state=21),
    classifier("dc-plain", ("plain", 500, 8, 121)),
    classifier("dc-text", ("mixed", 600, 12, 122), "text:7", max_features="log2", random_state=11),
    classifier("dc-two-classes", ("rounded", 500, 6, 123), "number:2", max_features=2, random_state=32),
    classifier("dc-depth-leaf", ("plain", 600, 6, 124), "whole:5", max_depth=5, min_samples_leaf=4, random_state=34),
    classifier("dc-leaf-weight", ("plain", 600, 6, 125), "whole:3", min_weight_fraction_leaf=0.02, random_state=35),
    classifier("dc-balanced", ("plain", 500, 6, 126), "whole:5", class_weight="balanced", random_state=36),
    classifier("dc-balanced-ties", ("rounded", 500, 6, 127), "whole:5", class_weight="balanced", max_features=4,
               min_weight_fraction_leaf=0.01, random_state=37),
    classifier("dc-leaf-nodes", ("rounded", 500, 6, 128), "text:5", max_leaf_nodes=40, random_state=55),
    classifier("dc-leaf-nodes-balanced", ("mixed", 300, 8, 129), "whole:3", max_leaf_nodes=1000,
               class_weight="balanced", random_state=56),
    classifier("dc-one-class", ("plain", 50, 5, 130), "whole:1", random_state=43),
    classifier("dc-large", ("rounded", 20000, 10, 131), "whole:6", random_state=41),
]


# ---- how it is answered ---------------------------------------------------------------------------------------------

class Golden:
    def __init__(self):
        self.lines = []

    def put(self, key, *values):
        self.lines.append(" ".join([key, *map(str, values)]))

    def write(self, path):
        text = "\n".join(self.lines) + "\n"
        with open(path, "wb") as raw:
            with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=9, mtime=0, filename="") as packed:
                packed.write(text.encode("utf-8"))


def node_bytes(tree):
    """All nodes in the order of their numbers, in one canonical form for hashing."""
    values = tree.value.reshape(tree.node_count, -1)
    parts = []
    for n in range(tree.node_count):
        parts.append(struct.pack(">iiiidddd", tree.children_left[n], tree.children_right[n], tree.feature[n],
                                 tree.n_node_samples[n], tree.threshold[n], tree.impurity[n],
                                 tree.weighted_n_node_samples[n], values[n][0]))
        parts.extend(struct.pack(">d", v) for v in values[n][1:])
    return b"".join(parts)


def put_tree(golden, tree, full):
    golden.put("tree", tree.node_count, hashlib.sha256(node_bytes(tree)).hexdigest())
    if not full:
        return
    values = tree.value.reshape(tree.node_count, -1)
    for n in range(tree.node_count):
        golden.put("node", tree.children_left[n], tree.children_right[n], tree.feature[n], tree.n_node_samples[n],
                   bits(tree.threshold[n]), bits(tree.impurity[n]), bits(tree.weighted_n_node_samples[n]),
                   bit_list(values[n]))


def golden_forest(setting):
    kind, name, data, target, params = setting
    x, response_values = make_data(*data)
    y = make_target(response_values, target)
    golden = Golden()
    golden.put("algorithm", "RandomForestRegressor" if kind == "R" else "RandomForestClassifier")
    golden.put("data", *data, target)
    if data[0] == "killer":
        golden.put("killer", bit_list(x[:, 0]))
    for key, value in params.items():
        golden.put("parameter", key, repr(value))
    estimator = RandomForestRegressor if kind == "R" else RandomForestClassifier
    forest = estimator(n_jobs=1, **params).fit(x, y)
    total = sum(e.tree_.node_count for e in forest.estimators_)
    for e in forest.estimators_:
        put_tree(golden, e.tree_, total <= FULL_NODES)
    golden.put("importances", bit_list(forest.feature_importances_))
    probe = x[:SHOWN_PREDICTIONS]
    golden.put("predict", *( [bits(v) for v in forest.predict(probe)] if kind == "R"
                             else np.searchsorted(forest.classes_, forest.predict(probe)) ))
    if kind == "C":
        golden.put("classes", *[str(c).encode("utf-8").hex() or "-" for c in forest.classes_])
        golden.put("proba", bit_list(forest.predict_proba(probe)))
    if params.get("oob_score"):
        golden.put("oob_score", bits(forest.oob_score_))
        golden.put("oob", bit_list(forest.oob_prediction_ if kind == "R" else forest.oob_decision_function_))
    return golden


def golden_tree(setting):
    kind, name, data, target, params = setting
    x, response_values = make_data(*data)
    y = make_target(response_values, target)
    estimator = DecisionTreeRegressor if kind == "R" else DecisionTreeClassifier
    golden = Golden()
    golden.put("algorithm", estimator.__name__)
    golden.put("data", *data, target)
    # The seed left out is 0 in Tasuki, and None, which is random, in scikit-learn.
    for key, value in params.items():
        golden.put("parameter", key, repr(value))
    tree = estimator(**{"random_state": 0, **params}).fit(x, y)
    put_tree(golden, tree.tree_, tree.tree_.node_count <= FULL_NODES)
    golden.put("importances", bit_list(tree.feature_importances_))
    probe = x[:SHOWN_PREDICTIONS]
    if kind == "R":
        golden.put("predict", bit_list(tree.predict(probe)))
    else:
        golden.put("predict", *np.searchsorted(tree.classes_, tree.predict(probe)))
        golden.put("classes", *[str(c).encode("utf-8").hex() or "-" for c in tree.classes_])
        golden.put("proba", bit_list(tree.predict_proba(probe)))
    return golden


def golden_article():
    table = np.genfromtxt(os.path.join(HERE, "..", "resources", "diabetes.csv"), delimiter=",", names=True)
    features = ["age", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"]
    x = np.column_stack([table[f] for f in features])
    y = table["target"]
    train_x, test_x, train_y, test_y = train_test_split(x, y, test_size=0.2, random_state=42)
    forest = RandomForestRegressor(max_depth=3, random_state=42, n_estimators=100).fit(train_x, train_y)
    golden = Golden()
    for e in forest.estimators_:
        put_tree(golden, e.tree_, True)
    golden.put("importances", bit_list(forest.feature_importances_))
    golden.put("predict", bit_list(forest.predict(test_x)))
    golden.put("rmse", bits(np.sqrt(mean_squared_error(test_y, forest.predict(test_x)))))
    row = [[0.038076, 0.061696, 0.021872, -0.044223, -0.034821, -0.043401, -0.002592, 0.019908, -0.017646]]
    golden.put("row", bit_list(forest.predict(row)))
    return golden


def golden_splits():
    golden = Golden()
    for rows, size, seed in [(442, 0.2, 42), (10, 0.3, 0), (7, 0.5, 1), (1000, 0.25, 4294967295), (3, 0.4, 5),
                             (2, 0.5, 2), (1001, 0.001, 3), (997, 0.99, 4)]:
        train, test = train_test_split(np.arange(rows), test_size=size, random_state=seed)
        golden.put("plain", rows, repr(size), seed)
        golden.put("train", *train)
        golden.put("test", *test)
    for rows, classes, size, seed in [(100, 3, 0.2, 42), (442, 7, 0.25, 1), (60, 2, 0.5, 2), (1000, 10, 0.1, 3),
                                      (33, 5, 0.33, 4), (500, 30, 0.2, 5), (48, 4, 0.25, 6)]:
        y = np.floor(uniform(rows, 1, seed)[:, 0] * classes).astype(int)
        if rows == 48:
            y = np.arange(rows) % classes
        train, test = train_test_split(np.arange(rows), test_size=size, random_state=seed, stratify=y)
        golden.put("stratified", rows, repr(size), seed)
        golden.put("classes", *y)
        golden.put("train", *train)
        golden.put("test", *test)
    return golden


def golden_metrics():
    golden = Golden()
    for rows in [1, 2, 7, 8, 9, 127, 128, 129, 136, 1000, 4099, 8191, 8192, 8193, 9000, 20000, 100000, 100001]:
        u = uniform(rows, 2, rows)
        truth, predicted = u[:, 0] * 300.0, u[:, 1] * 300.0
        r2 = r2_score(truth, predicted) if rows > 1 else float("nan")
        golden.put("numbers", rows, bits(mean_squared_error(truth, predicted)),
                   bits(np.sqrt(mean_squared_error(truth, predicted))),
                   bits(mean_absolute_error(truth, predicted)), bits(r2))
        golden.put("classes", rows, bits(accuracy_score(np.floor(u[:, 0] * 3), np.floor(u[:, 1] * 3))))
    return golden


def number_texts():
    """Numbers as files hold them, short and long, with and without exponents."""
    random = np.random.RandomState(99)
    texts = ["0", "-0", "0.0", "1", "+1", "1.", ".5", "1e5", "1E-5", "1e+300", "1e308", "1.7976931348623157e308",
             "2.2250738585072014e-308", "4.9e-324", "5e-324", "1e-400", "00012.5", "0.00000000000000000001234",
             "123456789012345678901234567890", "0.1234567890123456789", "9007199254740993.0", "1e-320", "12e-310",
             "3.14159265358979323846", " 7.25", "7.25 ", "1e22", "1e23", "8.5e-7"]
    for _ in range(1500):
        texts.append(repr(float(random.random_sample() - 0.5)))
        texts.append(repr(float(random.random_sample() * 10.0 ** random.randint(-30, 30))))
        digits = "".join(str(d) for d in random.randint(0, 10, random.randint(1, 25)))
        point = random.randint(0, len(digits) + 1)
        texts.append(digits[:point] + "." + digits[point:])
        texts.append("%s.%se%d" % (digits[:1], digits[1:], random.randint(-320, 290)))
    return texts


def golden_pandas():
    import io
    import pandas
    texts = number_texts()
    # The first value keeps the column from being one of whole numbers, which pandas parses differently.
    table = pandas.read_csv(io.StringIO("x\n0.5\n" + "\n".join('"%s"' % t for t in texts) + "\n"))
    assert table["x"].dtype == np.float64
    golden = Golden()
    for text, value in zip(texts, table["x"].to_numpy()[1:]):
        golden.put("value", bits(value), text)
    return golden


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if sklearn.__version__ != "1.2.1":
        sys.exit("scikit-learn is %s; the golden files are those of 1.2.1" % sklearn.__version__)
    target = sys.argv[1]
    os.makedirs(target, exist_ok=True)
    for setting in SETTINGS:
        golden_forest(setting).write(os.path.join(target, setting[1] + ".gz"))
    for setting in TREES:
        golden_tree(setting).write(os.path.join(target, setting[1] + ".gz"))
    golden_article().write(os.path.join(target, "article.gz"))
    golden_splits().write(os.path.join(target, "splits.gz"))
    golden_metrics().write(os.path.join(target, "metrics.gz"))
    try:
        pandas_golden = golden_pandas()
    except ImportError:
        print("pandas is missing: pandas-floats.gz is not written")
    else:
        pandas_golden.write(os.path.join(target, "pandas-floats.gz"))


if __name__ == "__main__":
    main()
