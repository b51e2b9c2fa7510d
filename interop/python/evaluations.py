#!/usr/bin/env python3
"""Makes what scikit-learn 1.2.1 says of how good the models of the three tables of tables.py are.

    evaluations.py DIRECTORY

Reads NAME.csv of the directory, which tables.py has made, and writes NAME.evaluation.json: every metric of the held-out
rows, the same of a Dummy, and of classifiers the figures and curves of each class. The models are those of tables.py.
"""
import json
import os
import sys

from tables import Prepared, fitted

import numpy as np
import pandas as pd
from sklearn.calibration import calibration_curve
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.inspection import permutation_importance
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    balanced_accuracy_score,
    brier_score_loss,
    log_loss,
    max_error,
    mean_absolute_error,
    mean_squared_error,
    median_absolute_error,
    precision_recall_curve,
    precision_recall_fscore_support,
    r2_score,
    roc_auc_score,
    roc_curve,
)
from sklearn.model_selection import train_test_split


def of_numbers(y, predicted):
    return {
        "rmse": float(np.sqrt(mean_squared_error(y, predicted))),
        "mae": float(mean_absolute_error(y, predicted)),
        "r2": float(r2_score(y, predicted)),
        "mse": float(mean_squared_error(y, predicted)),
        "median_absolute_error": float(median_absolute_error(y, predicted)),
        "max_error": float(max_error(y, predicted)),
    }


def of_classes(y, predicted, probabilities, classes):
    found = {
        "accuracy": float(accuracy_score(y, predicted)),
        "log_loss": float(log_loss(y, probabilities, labels=classes)),
        "balanced_accuracy": float(balanced_accuracy_score(y, predicted)),
    }
    averages = {a: precision_recall_fscore_support(y, predicted, average=a, zero_division=0)
                for a in ["macro", "weighted"]}
    for place, name in enumerate(["precision", "recall", "f1"]):
        for average in ["macro", "weighted"]:
            found["%s_%s" % (name, average)] = float(averages[average][place])
    if len(classes) == 2:
        found["roc_auc"] = float(roc_auc_score(y == classes[1], probabilities[:, 1]))
        found["average_precision"] = float(average_precision_score(y == classes[1], probabilities[:, 1]))
        found["brier"] = float(brier_score_loss(y == classes[1], probabilities[:, 1]))
    else:
        found["roc_auc_ovr"] = float(roc_auc_score(y, probabilities, multi_class="ovr", labels=classes))
    return found


def each_class(y, predicted, probabilities, classes):
    report = precision_recall_fscore_support(y, predicted, labels=classes, zero_division=0)
    for k, name in enumerate(classes):
        yield {
            "class": name,
            "precision": float(report[0][k]),
            "recall": float(report[1][k]),
            "f1": float(report[2][k]),
            "rows": int(report[3][k]),
            "predicted": int((predicted == name).sum()),
            "roc_auc": float(roc_auc_score(y == name, probabilities[:, k])),
            "average_precision": float(average_precision_score(y == name, probabilities[:, k])),
        }


def curves(y, probabilities, classes):
    """Whole curves, each in the order of falling thresholds; without the last point of precision_recall_curve."""
    for k, name in enumerate(classes):
        if k == 0 and len(classes) == 2:
            continue
        fpr, tpr, of_roc = roc_curve(y == name, probabilities[:, k])
        precision, recall, of_precision = precision_recall_curve(y == name, probabilities[:, k])
        observed, predicted = calibration_curve(y == name, probabilities[:, k], n_bins=10)
        yield {
            "class": name,
            "roc": {"false_positive_rate": fpr.tolist(), "true_positive_rate": tpr.tolist(),
                    "threshold": of_roc.tolist()},
            "precision_recall": {"recall": recall[:-1][::-1].tolist(), "precision": precision[:-1][::-1].tolist(),
                                 "threshold": of_precision[::-1].tolist()},
            "calibration": {"predicted": predicted.tolist(), "observed": observed.tolist()},
        }


class Pipeline:
    """Takes the columns as they stand in the file."""

    def __init__(self, prepared, model):
        self.prepared, self.model = prepared, model

    def fit(self, x, y):
        return self

    def predict(self, x):
        return self.model.predict(self.prepared.of(x))


def importances(pipeline, x, y, scorer):
    found = permutation_importance(pipeline, x, y, n_repeats=5, random_state=42,
                                   scoring=lambda model, a, b: scorer(b, model.predict(a)))
    kept = [name for name, kind in pipeline.prepared.kinds]
    return {name: {"mean": float(found.importances_mean[i]), "std": float(found.importances_std[i])}
            for i, name in enumerate(x.columns) if name in kept}


def evaluation(name, path, native):
    frame = pd.read_csv(path, float_precision="round_trip")
    y = pd.read_csv(path).iloc[:, -1]
    x = frame.iloc[:, :-1]
    train, test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=42)
    prepared = Prepared(train, native)
    model = fitted(name, native, prepared, prepared.of(train), y_train)
    rows = prepared.of(test)
    found = {"algorithm": type(model).__name__}
    scorer = r2_score if name == "houses" else accuracy_score
    found["importances"] = importances(Pipeline(prepared, model), test, y_test, scorer)
    if name == "houses":
        dummy = DummyRegressor().fit(train, y_train)
        found["metrics"] = of_numbers(y_test, model.predict(rows))
        found["baseline"] = of_numbers(y_test, dummy.predict(test))
    else:
        dummy = DummyClassifier().fit(train, y_train)
        classes = list(model.classes_)
        probabilities = model.predict_proba(rows)
        found["metrics"] = of_classes(y_test, model.predict(rows), probabilities, classes)
        found["baseline"] = of_classes(y_test, dummy.predict(test), dummy.predict_proba(test), classes)
        found["classes"] = list(each_class(y_test, model.predict(rows), probabilities, classes))
        found["curves"] = list(curves(y_test, probabilities, classes))
    return found


def main(folder):
    for name in ["passengers", "houses", "visits"]:
        path = os.path.join(folder, name + ".csv")
        result = [evaluation(name, path, native) for native in [False, True]]
        with open(os.path.join(folder, name + ".evaluation.json"), "w", encoding="utf-8") as out:
            json.dump(result, out, ensure_ascii=False)
            out.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
