#!/usr/bin/env python3
"""What scikit-learn 1.2.1 makes of tables that other people published.

    published.py tables PACKAGE_DATA OUTPUT_DIRECTORY
    published.py figures CSV TARGET ALGORITHM OUTPUT_CSV

The first writes the tables as comma CSV, each once, from the folder of the npm package vega-datasets and from
statsmodels. The second splits one as Tasuki does, fits the algorithm on columns prepared as Tasuki prepares them,
prints the metrics of the held-out rows as JSON, and writes the predictions of all rows. Needs scikit-learn 1.2.1,
pandas and statsmodels (Debian 12: python3-sklearn, python3-pandas, python3-statsmodels).
"""
import json
import os
import sys

# It says how numpy computes before numpy is there.
import tables

import numpy as np
import pandas as pd
import sklearn.ensemble
import sklearn.tree
from sklearn.metrics import accuracy_score, log_loss, mean_squared_error
from sklearn.model_selection import train_test_split

STATSMODELS = "/usr/lib/python3/dist-packages/statsmodels/datasets"


def write(data, out):
    def csv(frame, name):
        frame.to_csv(os.path.join(out, name + ".csv"), index=False, lineterminator="\n")

    penguins = pd.read_json(os.path.join(data, "penguins.json"))
    csv(penguins[[c for c in penguins.columns if c != "Species"] + ["Species"]], "penguins")
    csv(pd.read_csv(os.path.join(data, "seattle-weather.csv")), "weather")
    csv(pd.read_csv(os.path.join(data, "birdstrikes.csv"), keep_default_na=False, dtype=str), "birdstrikes")
    flights = pd.read_json(os.path.join(data, "flights-200k.json"))
    csv(flights[["distance", "time", "delay"]], "flights")
    votes = pd.read_csv(os.path.join(STATSMODELS, "anes96/anes96.csv"), sep="\t")
    csv(votes.rename(columns=lambda name: name.strip("'")), "votes")
    csv(pd.read_csv(os.path.join(STATSMODELS, "randhie/randhie.csv")), "visits-to-doctors")


def model(algorithm, prepared):
    if algorithm.startswith("Hist"):
        kind = getattr(sklearn.ensemble, algorithm)
        return kind(random_state=42, categorical_features=prepared.categorical)
    if algorithm.startswith("RandomForest"):
        return getattr(sklearn.ensemble, algorithm)(n_estimators=100, max_depth=3, random_state=42)
    kind = getattr(sklearn.ensemble if algorithm.startswith("Extra") else sklearn.tree, algorithm)
    return kind(random_state=42)


def figures(path, target, algorithm, out):
    frame = pd.read_csv(path, float_precision="round_trip")
    y = frame[target]
    x = frame.drop(columns=[target])
    train, test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=42)
    prepared = tables.Prepared(train, algorithm.startswith("Hist"))
    fitted = model(algorithm, prepared).fit(prepared.of(train), y_train)
    held_out = prepared.of(test)
    every = prepared.of(x)
    found = {"algorithm": algorithm, "rows": len(frame)}
    if algorithm.endswith("Regressor"):
        found["rmse"] = float(np.sqrt(mean_squared_error(y_test, fitted.predict(held_out))))
        answers = pd.DataFrame({"prediction": fitted.predict(every)})
    else:
        found["accuracy"] = float(accuracy_score(y_test, fitted.predict(held_out)))
        found["log_loss"] = float(log_loss(y_test, fitted.predict_proba(held_out), labels=fitted.classes_))
        answers = pd.DataFrame({"prediction": fitted.predict(every)})
        shares = fitted.predict_proba(every)
        for k, label in enumerate(fitted.classes_):
            answers["probability_%s" % label] = shares[:, k]
    # The shortest text from which the same double is read.
    answers.to_csv(out, index=False, lineterminator="\n")
    print(json.dumps(found))


if __name__ == "__main__":
    if sys.argv[1] == "tables":
        write(*sys.argv[2:])
    else:
        figures(*sys.argv[2:])
