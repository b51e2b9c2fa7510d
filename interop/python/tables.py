#!/usr/bin/env python3
"""Makes three tables with text, gaps, booleans and dates, and what scikit-learn 1.2.1 makes of them.

    tables.py OUTPUT_DIRECTORY

Writes NAME.csv and NAME.json for each. The JSON has the metrics of a pipeline that prepares the columns as Tasuki does
and fits the same learner, and predictions of rows as they stand in the file, with missing values and categories that
training has not seen. Needs scikit-learn 1.2.1 and pandas (Debian 12: python3-sklearn, python3-pandas).
"""
import csv
import json
import os
import sys

# Before numpy: the truth to be equal to is that of a processor without AVX-512, on one thread.
os.environ["NPY_DISABLE_CPU_FEATURES"] = "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL"
os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.metrics import accuracy_score, log_loss, mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OrdinalEncoder


def passengers(draw):
    """Like the passengers of a ship: names that differ in every row, mostly empty cabins, some ages missing."""
    header = ["class", "name", "sex", "age", "siblings", "fare", "cabin", "port", "survived"]
    rows = []
    for i in range(600):
        rank = int(draw.choice([1, 2, 3], p=[0.25, 0.2, 0.55]))
        sex = str(draw.choice(["female", "male"], p=[0.35, 0.65]))
        age = "" if draw.rand() < 0.2 else "%.1f" % draw.uniform(1, 75)
        fare = "%.2f" % (draw.gamma(2.0, 40.0 / rank) + 5)
        cabin = "%s%d" % (draw.choice(list("ABCDE")), draw.randint(1, 140)) if draw.rand() < 0.25 else ""
        port = "" if draw.rand() < 0.01 else str(draw.choice(["Cherbourg", "Queenstown", "Southampton"]))
        odds = 0.15 + 0.45 * (sex == "female") + 0.12 * (3 - rank)
        survived = "yes" if draw.rand() < odds else "no"
        rows.append([rank, "Passenger, No. %d" % i, sex, age, draw.poisson(0.5), fare, cabin, port, survived])
    return header, rows


def houses(draw):
    """Sales of houses: a day of sale, districts as text, a garden that is true, false or not known."""
    header = ["sold", "district", "area", "rooms", "garden", "heating", "price"]
    districts = ["Altstadt", "Hafen", "Nord", "S\u00fcd", "West\u00e9nd"]
    rows = []
    for i in range(500):
        day = np.datetime64("2019-01-01") + int(draw.randint(0, 1800))
        d = int(draw.randint(0, 5))
        area = draw.uniform(30, 200)
        garden = str(draw.choice(["True", "False", ""], p=[0.4, 0.5, 0.1]))
        heating = str(draw.choice(["gas", "oil", "heat pump", ""], p=[0.5, 0.25, 0.2, 0.05]))
        price = 2.5 * area + 40 * d + 30 * (garden == "True") + 0.02 * float((day - np.datetime64("2019-01-01")).astype(int))
        rows.append([
            "" if draw.rand() < 0.03 else str(day),
            districts[d],
            "" if draw.rand() < 0.08 else "%.1f" % area,
            int(area // 30) + 1,
            garden,
            heating,
            "%.1f" % (price + draw.normal(0, 15)),
        ])
    return header, rows


def visits(draw):
    """Visits of a shop: times of day, three outcomes, a column without any value."""
    header = ["at", "source", "device", "pages", "seconds", "note", "outcome"]
    rows = []
    for i in range(450):
        at = np.datetime64("2024-03-01T00:00:00") + int(draw.randint(0, 90 * 86400))
        source = str(draw.choice(["mail", "search", "social", "direct"]))
        pages = int(draw.poisson(4))
        seconds = "" if draw.rand() < 0.15 else int(draw.exponential(90)) + 1
        score = pages + 3 * (source == "mail") + draw.normal(0, 1.5)
        outcome = "bought" if score > 7 else "asked" if score > 4 else "left"
        device = str(draw.choice(["phone", "tablet", "computer"]))
        rows.append([str(at) + "Z", source, device, pages, seconds, "", outcome])
    return header, rows


def parts(texts):
    """The parts of dates; the hour if any row of the training has one."""
    times = pd.to_datetime(texts, utc=True)
    columns = [
        times.dt.year,
        times.dt.month,
        times.dt.day,
        times.dt.dayofweek,
        times.dt.dayofyear,
        (times - pd.Timestamp("1970-01-01", tz="UTC")).dt.days,
        times.dt.hour,
    ]
    return pd.concat([c.astype(float) for c in columns], axis=1)


class Prepared:
    """Columns as Tasuki prepares them by default: median and indicator, or what the learner takes itself."""

    def __init__(self, train, native):
        self.native = native
        self.kinds = []
        for name in train.columns:
            column = train[name]
            words = column.dropna().astype(str)
            if column.isna().all():
                continue
            if column.dtype != object:
                self.kinds.append((name, "number"))
            elif words.str.lower().isin(["true", "false"]).all():
                self.kinds.append((name, "truth"))
            elif words.str.match(r"\d{4}-\d\d-\d\d").all():
                self.kinds.append((name, "date"))
            elif words.nunique() <= 255 and 2 * words.nunique() < len(column):
                self.kinds.append((name, "text"))
        date = [name for name, kind in self.kinds if kind == "date"]
        self.hours = {name: (parts(train[name]).iloc[:, 6].fillna(0) != 0).any() for name in date}
        frame = self.numbers(train)
        steps = []
        for name in frame.columns:
            base = name.split("|")[0]
            if dict(self.kinds)[base] == "text":
                none = np.nan if native else -1
                encoder = OrdinalEncoder(
                    handle_unknown="use_encoded_value", unknown_value=none, encoded_missing_value=none)
                steps.append((name, encoder, [name]))
            elif native:
                steps.append((name, "passthrough", [name]))
            else:
                steps.append((name, SimpleImputer(strategy="median"), [name]))
        self.gaps = [] if native else [
            name for name, kind in self.kinds if kind != "text" and frame[self.first(name, frame)].isna().any()]
        if self.gaps:
            steps.append(("gaps", MissingIndicator(), [self.first(name, frame) for name in self.gaps]))
        self.transformer = ColumnTransformer(steps).fit(frame)
        self.categorical = [dict(self.kinds)[name.split("|")[0]] == "text" for name in frame.columns]

    def first(self, name, frame):
        return name if name in frame.columns else name + "|0"

    def numbers(self, frame):
        columns = {}
        for name, kind in self.kinds:
            if kind == "date":
                of = parts(frame[name])
                for i in range(7 if self.hours[name] else 6):
                    columns["%s|%d" % (name, i)] = of.iloc[:, i]
            elif kind == "truth":
                columns[name] = frame[name].map(
                    lambda v: np.nan if pd.isna(v) else float(str(v).lower() == "true")).astype(float)
            elif kind == "number":
                columns[name] = frame[name].astype(float)
            else:
                columns[name] = frame[name].astype(object)
        return pd.DataFrame(columns, index=frame.index)

    def of(self, frame):
        return self.transformer.transform(self.numbers(frame)).astype(float)


def fitted(name, native, prepared, x, y):
    if native:
        kind = HistGradientBoostingRegressor if name == "houses" else HistGradientBoostingClassifier
        return kind(random_state=42, categorical_features=prepared.categorical).fit(x, y)
    kind = RandomForestRegressor if name == "houses" else RandomForestClassifier
    return kind(n_estimators=100, max_depth=3, random_state=42).fit(x, y)


def figures(name, path, native, asked):
    frame = pd.read_csv(path, float_precision="round_trip")
    y = pd.read_csv(path).iloc[:, -1]
    x = frame.iloc[:, :-1]
    train, test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=42)
    prepared = Prepared(train, native)
    model = fitted(name, native, prepared, prepared.of(train), y_train)
    found = {"algorithm": type(model).__name__}
    rows = pd.DataFrame([{c: row.get(c) for c in x.columns} for row in asked], columns=x.columns)
    of_rows = prepared.of(rows)
    if name == "houses":
        found["rmse"] = float(np.sqrt(mean_squared_error(y_test, model.predict(prepared.of(test)))))
        found["predictions"] = model.predict(of_rows).tolist()
    else:
        found["accuracy"] = float(accuracy_score(y_test, model.predict(prepared.of(test))))
        found["log_loss"] = float(log_loss(y_test, model.predict_proba(prepared.of(test)), labels=model.classes_))
        found["predictions"] = model.predict_proba(of_rows).tolist()
    return found


ASKED = {
    "passengers": [
        {"class": 3, "name": "x", "sex": "male", "age": 22.0, "siblings": 1, "fare": 7.25, "cabin": None, "port": "Southampton"},
        {"class": 1, "name": "y", "sex": "female", "age": None, "siblings": 0, "fare": 80.0, "cabin": "C85", "port": None},
        {"class": 2, "name": "z", "sex": "unknown", "age": 4.0, "siblings": 2, "fare": 21.0, "cabin": None, "port": "Belfast"},
    ],
    "houses": [
        {"sold": "2021-05-17", "district": "Hafen", "area": 80.5, "rooms": 3, "garden": True, "heating": "gas"},
        {"sold": None, "district": "S\u00fcd", "area": None, "rooms": 5, "garden": None, "heating": None},
        {"sold": "2023-12-31", "district": "Ost", "area": 120.0, "rooms": 4, "garden": False, "heating": "wood"},
    ],
    "visits": [
        {"at": "2024-03-15T13:45:00Z", "source": "mail", "device": "phone", "pages": 6, "seconds": 30.0, "note": None},
        {"at": "2024-04-01T00:00:00Z", "source": "fax", "device": "tablet", "pages": 1, "seconds": None, "note": None},
    ],
}


def main(folder):
    for number, make in enumerate([passengers, houses, visits]):
        name = make.__name__
        header, rows = make(np.random.RandomState(number))
        path = os.path.join(folder, name + ".csv")
        with open(path, "w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
        result = {"asked": ASKED[name], "figures": [figures(name, path, native, ASKED[name]) for native in [False, True]]}
        with open(os.path.join(folder, name + ".json"), "w", encoding="utf-8") as out:
            json.dump(result, out, indent=1, ensure_ascii=False)
            out.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
