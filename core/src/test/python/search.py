"""What scikit-learn 1.2.1's GridSearchCV, ParameterGrid and ParameterSampler find, for CandidateSearchTest.

    /usr/bin/python3 search.py DIABETES.CSV > search.txt
"""

import json
import os
import sys

os.environ["NPY_DISABLE_CPU_FEATURES"] = (
    "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL"
)
os.environ["OMP_NUM_THREADS"] = "1"

import pandas as pd
from sklearn.ensemble import (
    ExtraTreesClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.model_selection import GridSearchCV, ParameterGrid, ParameterSampler, RandomizedSearchCV, train_test_split

# Features are read to the nearest double, as Tasuki reads them; by default pandas may be a unit in the last place off.
table = pd.read_csv(sys.argv[1], float_precision="round_trip")
x = table[["age", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"]]
numbers = table["target"]
words = numbers.map(lambda y: "low" if y < 100 else "middle" if y < 200 else "high")

SCORINGS = {"rmse": "neg_root_mean_squared_error", "mae": "neg_mean_absolute_error", "log_loss": "neg_log_loss"}


def line(**members):
    print(json.dumps(members))


def found(search, model, y, params, fields, scoring):
    train_x, _, train_y, _ = train_test_split(x, y, test_size=0.2, random_state=42)
    search.fit(train_x, train_y)
    results = search.cv_results_
    sign = -1 if scoring in SCORINGS else 1
    folds = search.n_splits_
    line(
        kind="search",
        algorithm=type(model).__name__,
        params=params,
        search=dict(fields, cv=folds, scoring=scoring),
        best=int(search.best_index_) + 1,
        table=[
            {
                "params": dict(sorted(results["params"][i].items())),
                "rank": int(results["rank_test_score"][i]),
                "mean": sign * float(results["mean_test_score"][i]),
                "std": float(results["std_test_score"][i]),
                "scores": [sign * float(results["split%d_test_score" % k][i]) for k in range(folds)],
            }
            for i in range(len(results["params"]))
        ],
    )


for algorithm, y, params, grid, folds, scoring in [
    (RandomForestRegressor, numbers, {"n_estimators": 10}, {"max_depth": [2, 4, None], "max_features": [1.0, "sqrt"]}, 5, "r2"),
    (RandomForestRegressor, numbers, {"n_estimators": 10}, {"min_samples_leaf": [1, 5, 0.1], "max_depth": [3]}, 3, "rmse"),
    (HistGradientBoostingRegressor, numbers, {"max_iter": 10}, {"learning_rate": [0.05, 0.2], "max_leaf_nodes": [4, 8]}, 4, "mae"),
    (RandomForestClassifier, words, {"n_estimators": 10}, {"max_depth": [2, 3, 3], "criterion": ["gini"]}, 5, "accuracy"),
    (ExtraTreesClassifier, words, {"n_estimators": 10}, {"max_depth": [2, 5], "bootstrap": [True, False]}, 3, "f1_macro"),
    (ExtraTreesClassifier, words, {"n_estimators": 10, "max_depth": 3}, {"random_state": [1, 2]}, 3, "log_loss"),
]:
    base = dict({"random_state": 42}, **params) if "random_state" not in grid else params
    model = algorithm(**base)
    search = GridSearchCV(model, grid, cv=folds, scoring=SCORINGS.get(scoring, scoring))
    found(search, model, y, params, {"grid": grid}, scoring)

lists = {"max_depth": [1, 2, 3, 4, None], "max_features": [0.2, 0.5, 1.0], "min_samples_leaf": [1, 2, 3, 4, 5, 6]}
model = RandomForestRegressor(n_estimators=5, random_state=42)
search = RandomizedSearchCV(model, lists, n_iter=7, random_state=3, cv=3, scoring="r2")
found(search, model, numbers, {"n_estimators": 5}, {"random": lists, "n_iter": 7, "random_state": 3}, "r2")

for grid in [
    {"b": [1, 2], "a": ["x", None, True], "c": [0.5]},
    {"zeta": [3, 2, 1], "Alpha": [1, 2], "alpha": [1, 2]},
    {"one": [7]},
]:
    line(kind="grid", lists=grid, combinations=[dict(sorted(one.items())) for one in ParameterGrid(grid)])

# Every way of drawing: by the share of the combinations that is wanted.
for sizes, wanted in [([2, 3, 5], 10), ([10, 10, 10, 10], 5), ([50, 50, 50, 50], 20), ([2, 3], 6), ([100], 1), ([199, 1], 198), ([8], 20)]:
    lists = {"p%d" % i: list(range(size)) for i, size in enumerate(sizes)}
    for seed in [0, 1, 42, 4294967295]:
        if wanted > 1 or seed == 42:
            drawn = ParameterSampler(lists, n_iter=wanted, random_state=seed)
            line(kind="draw", sizes=sizes, n_iter=wanted, random_state=seed, combinations=[[one["p%d" % i] for i in range(len(sizes))] for one in drawn])
