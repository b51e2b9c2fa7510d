#!/usr/bin/env python3
"""Writes the golden files of metrics and folds: what scikit-learn 1.2.1 makes of given data.

    golden_metrics.py OUTPUT_DIRECTORY

Needs scikit-learn 1.2.1 (Debian 12: python3-sklearn). Data is made by golden.py, which lies beside this script.
"""
import os
import sys

sys.dont_write_bytecode = True

from golden import Golden, bit_list, bits, uniform

import numpy as np
import sklearn
from sklearn.calibration import calibration_curve
from sklearn.inspection import permutation_importance
from sklearn.metrics import (average_precision_score, balanced_accuracy_score, brier_score_loss, confusion_matrix,
                             log_loss, max_error, mean_absolute_error, mean_squared_error, median_absolute_error,
                             precision_recall_curve, precision_recall_fscore_support, r2_score, roc_auc_score, roc_curve)
from sklearn.model_selection import KFold, StratifiedKFold


def golden_folds():
    golden = Golden()
    for rows, folds, seed in [(10, 2, None), (10, 3, 0), (442, 5, None), (443, 5, 42), (7, 7, 1), (1000, 10, 4294967295)]:
        golden.put("plain", rows, folds, "-" if seed is None else seed)
        for train, test in KFold(folds, shuffle=seed is not None, random_state=seed).split(np.zeros(rows)):
            golden.put("train", *train)
            golden.put("test", *test)
    for rows, classes, folds, seed in [(10, 2, 2, None), (443, 3, 5, None), (443, 3, 5, 42), (100, 7, 4, 1),
                                       (60, 20, 5, 2), (1000, 2, 10, 4294967295)]:
        y = np.floor(uniform(rows, 1, rows + classes)[:, 0] ** 2 * classes).astype(int)
        golden.put("stratified", rows, folds, "-" if seed is None else seed)
        golden.put("classes", *y)
        for train, test in StratifiedKFold(folds, shuffle=seed is not None, random_state=seed).split(y, y):
            golden.put("train", *train)
            golden.put("test", *test)
    return golden


def golden_numbers():
    golden = Golden()
    for rows in [1, 2, 7, 50, 1000, 8193, 20001]:
        u = uniform(rows, 2, rows)
        truth, guess = u[:, 0] * 300.0, u[:, 0] * 200.0 + u[:, 1] * 100.0
        golden.put("rows", rows)
        for measure in [mean_squared_error, mean_absolute_error, median_absolute_error, max_error]:
            golden.put(measure.__name__, bits(measure(truth, guess)))
        golden.put("r2", bits(r2_score(truth, guess)) if rows > 1 else "-")
    return golden


def golden_classes():
    golden = Golden()
    for rows, classes in [(1, 2), (8, 2), (50, 2), (200, 3), (500, 20), (3000, 7)]:
        u = uniform(rows, 2, rows)
        truth = np.floor(u[:, 0] * classes).astype(int)
        guess = np.where(u[:, 1] < 0.6, truth, np.floor(u[:, 1] * classes).astype(int))
        golden.put("rows", rows, classes)
        golden.put("truth", *truth)
        golden.put("guess", *guess)
        for measure in precision_recall_fscore_support(truth, guess, labels=range(classes), zero_division=0)[:3]:
            golden.put("class", bit_list(measure))
        for average in ["macro", "weighted"]:
            golden.put(average, bit_list(precision_recall_fscore_support(truth, guess, average=average,
                                                                         zero_division=0)[:3]))
        golden.put("balanced", bits(balanced_accuracy_score(truth, guess)))
        golden.put("confusion", *confusion_matrix(truth, guess, labels=range(classes)).ravel())
    return golden


def golden_scores():
    golden = Golden()
    for rows, steps in [(9, 0), (50, 5), (300, 0), (1000, 40), (9000, 0), (20000, 300)]:
        u = uniform(rows, 2, rows + steps)
        score = np.floor(u[:, 0] * steps) / steps if steps else u[:, 0]
        truth = (u[:, 1] < 0.2 + 0.6 * u[:, 0]).astype(int)
        golden.put("rows", rows, steps)
        fpr, tpr, thresholds = roc_curve(truth, score)
        golden.put("roc", bit_list(np.column_stack([fpr, tpr, thresholds])) if rows <= 1000 else len(fpr))
        golden.put("auc", bits(roc_auc_score(truth, score)))
        precision, recall, thresholds = precision_recall_curve(truth, score)
        golden.put("pr", bit_list(np.column_stack([recall[:-1], precision[:-1], thresholds])[::-1])
                   if rows <= 1000 else len(thresholds))
        golden.put("ap", bits(average_precision_score(truth, score)))
        golden.put("brier", bits(brier_score_loss(truth, score)))
        golden.put("logloss", bits(log_loss(truth, np.column_stack([1.0 - score, score]))))
        for bins in [1, 5, 10, 17]:
            observed, predicted = calibration_curve(truth, score, n_bins=bins)
            golden.put("calibration", bins, bit_list(np.column_stack([predicted, observed])))
    for rows, classes in [(60, 3), (2000, 5), (300, 12)]:
        u = uniform(rows, classes + 1, rows)
        share = u[:, :classes] / u[:, :classes].sum(axis=1)[:, np.newaxis]
        truth = np.floor(u[:, classes] * classes).astype(int)
        golden.put("many", rows, classes)
        golden.put("share", bit_list(share))
        golden.put("truth", *truth)
        golden.put("ovr", bits(roc_auc_score(truth, share, multi_class="ovr")))
        golden.put("logloss", bits(log_loss(truth, share)))
    return golden


class FirstColumns:
    """Predicts 2 * the first + the second column, squared in steps that Java takes too."""

    def fit(self, x, y):
        return self

    def predict(self, x):
        return 2.0 * x[:, 0] + x[:, 1] * x[:, 1]


def golden_importance():
    golden = Golden()
    for rows, features, repeats, seed in [(30, 3, 5, 42), (500, 4, 7, 0), (100, 2, 1, 4294967295)]:
        u = uniform(rows, features + 1, rows)
        x, y = u[:, :features], 2.0 * u[:, 0] + u[:, 1] * u[:, 1] + 0.1 * u[:, features]
        found = permutation_importance(FirstColumns(), x, y, n_repeats=repeats, random_state=seed,
                                       scoring=lambda model, a, b: r2_score(b, model.predict(a)))
        golden.put("rows", rows, features, repeats, seed)
        for falls in found.importances:
            golden.put("falls", bit_list(falls))
        golden.put("means", bit_list(found.importances_mean))
        golden.put("deviations", bit_list(found.importances_std))
    return golden


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if sklearn.__version__ != "1.2.1":
        sys.exit("scikit-learn is %s; the golden files are those of 1.2.1" % sklearn.__version__)
    target = sys.argv[1]
    os.makedirs(target, exist_ok=True)
    golden_folds().write(os.path.join(target, "folds.gz"))
    golden_numbers().write(os.path.join(target, "numbers.gz"))
    golden_classes().write(os.path.join(target, "classes.gz"))
    golden_scores().write(os.path.join(target, "scores.gz"))
    golden_importance().write(os.path.join(target, "importance.gz"))


if __name__ == "__main__":
    main()
