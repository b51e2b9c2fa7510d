"""Scores of scikit-learn 1.2.1's cross_val_score on the sample dataset, for CrossValidationTest.

    /usr/bin/python3 cross_validation.py DIABETES.CSV > cross-validation.txt
"""

import os
import sys

os.environ["NPY_DISABLE_CPU_FEATURES"] = (
    "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL"
)
os.environ["OMP_NUM_THREADS"] = "1"

import pandas as pd
from sklearn.ensemble import (
    ExtraTreesClassifier,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.model_selection import cross_val_score

# Features are read to the nearest double, as Tasuki reads them; by default pandas may be a unit in the last place off.
table = pd.read_csv(sys.argv[1], float_precision="round_trip")
x = table[["age", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"]]
numbers = table["target"]
words = numbers.map(lambda y: "low" if y < 100 else "middle" if y < 200 else "high")
forest = {"n_estimators": 20, "max_depth": 3, "random_state": 42}
boosting = {"max_iter": 20, "random_state": 42}

for model, y, scorings in [
    (RandomForestRegressor(**forest), numbers, ["neg_root_mean_squared_error", "r2"]),
    (HistGradientBoostingRegressor(**boosting), numbers, ["neg_root_mean_squared_error", "r2"]),
    (RandomForestClassifier(**forest), words, ["accuracy", "neg_log_loss"]),
    (ExtraTreesClassifier(**forest), words, ["accuracy", "neg_log_loss"]),
    (HistGradientBoostingClassifier(**boosting), words, ["accuracy", "neg_log_loss"]),
]:
    for folds in [2, 5, 10]:
        for scoring in scorings:
            scores = cross_val_score(model, x, y, cv=folds, scoring=scoring)
            sign = -1 if scoring.startswith("neg_") else 1
            values = [sign * float(score) for score in scores]
            shown = [repr(value) for value in values + [sign * float(scores.mean()), float(scores.std())]]
            print(type(model).__name__, folds, scoring, *shown)
