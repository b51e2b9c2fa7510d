#!/usr/bin/env python3
"""Writes the golden files of preprocessing: what scikit-learn 1.2.1 makes of given columns.

    golden_prepare.py OUTPUT_DIRECTORY

Needs scikit-learn 1.2.1 (Debian 12: python3-sklearn). Data is made by golden.py, which lies beside this script.
"""
import os
import sys

sys.dont_write_bytecode = True

from golden import Golden, TEXTS, bit_list, bits, uniform

import numpy as np
import sklearn
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler


def golden_columns():
    """Columns lie one after the other in memory, as those of a table read by pandas do."""
    golden = Golden()
    for rows, missing in [(1, 0.0), (5, 0.3), (129, 0.1), (1000, 0.0), (8193, 0.2), (20001, 0.01)]:
        x = uniform(rows, 4, rows)
        x[:, 1] = np.floor(x[:, 1] * 9.0) * 0.1
        x[:, 2] = 1e6 + x[:, 2]
        x[:, 3] = 0.1
        holes = uniform(rows, 4, rows + 1) < missing
        holes[0, :] = False
        x[holes] = np.nan
        x = np.asfortranarray(x)
        golden.put("rows", rows, repr(missing))
        for strategy in ["mean", "median", "most_frequent"]:
            golden.put(strategy, bit_list(SimpleImputer(strategy=strategy).fit(x).statistics_))
        scaler = StandardScaler().fit(x)
        golden.put("scale", bit_list(scaler.mean_), bit_list(scaler.var_), bit_list(scaler.scale_))
        golden.put("scaled", bit_list(scaler.transform(x)[:20]))
    return golden


def golden_categories():
    golden = Golden()
    code = np.floor(uniform(60, 1, 5)[:, 0] * len(TEXTS)).astype(int)
    texts = np.array([[TEXTS[c]] for c in code], dtype=object)
    golden.put("texts", *[t[0].encode("utf-8").hex() or "-" for t in texts])
    golden.put("codes", *OrdinalEncoder(dtype=int).fit_transform(texts).ravel())
    for drop in [None, "first"]:
        hot = OneHotEncoder(drop=drop, handle_unknown="ignore", sparse_output=False).fit(texts)
        for text in [TEXTS[0], TEXTS[7], "unknown"]:
            golden.put("hot", drop, text.encode("utf-8").hex() or "-", *hot.transform([[text]])[0].astype(int))
    numbers = np.floor(uniform(40, 1, 6) * 7.0) - 3.0
    golden.put("numbers", bit_list(numbers))
    golden.put("codes", *OrdinalEncoder(dtype=int).fit_transform(numbers).ravel())
    return golden


def golden_dummies():
    golden = Golden()
    for rows in [1, 2, 9, 100, 8193, 9000]:
        y = uniform(rows, 1, rows)[:, 0]
        golden.put("numbers", rows, bits(DummyRegressor(strategy="mean").fit(y, y).constant_[0, 0]),
                   bits(DummyRegressor(strategy="median").fit(y, y).constant_[0, 0]))
        classes = np.floor(y * 5.0).astype(int)
        golden.put("classes", rows)
        for strategy in ["prior", "most_frequent"]:
            dummy = DummyClassifier(strategy=strategy).fit(y, classes)
            golden.put(strategy, np.searchsorted(dummy.classes_, dummy.predict([[0.0]]))[0],
                       bit_list(dummy.predict_proba([[0.0]])))
    return golden


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if sklearn.__version__ != "1.2.1":
        sys.exit("scikit-learn is %s; the golden files are those of 1.2.1" % sklearn.__version__)
    target = sys.argv[1]
    os.makedirs(target, exist_ok=True)
    golden_columns().write(os.path.join(target, "columns.gz"))
    golden_categories().write(os.path.join(target, "categories.gz"))
    golden_dummies().write(os.path.join(target, "dummies.gz"))


if __name__ == "__main__":
    main()
