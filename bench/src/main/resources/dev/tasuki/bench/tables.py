"""Writes 30 small tables that Debian's python3-sklearn and python3-statsmodels ship as CSV files for `bench auto`.

    tables.py FOLDER

Each has its target as the last column: text where classes are to be predicted. Rows without a target are left out.
Prints a line for each: its name, the package, and what is predicted.
"""

import os
import sys

import pandas as pd
import sklearn.datasets
import statsmodels

FOLDER = sys.argv[1]
STATSMODELS = os.path.dirname(statsmodels.__file__)


def write(name, package, table, target, classes, drop=()):
    table = table.rename(columns=lambda column: str(column).strip().strip("'"))
    table = table.drop(columns=list(drop)).dropna(subset=[target])
    kept = table.drop(columns=[target])
    kept = kept[[column for column in kept if kept[column].nunique() > 1]]
    values = table[target]
    kept[target] = ("is " + values.astype(str)) if classes else values
    kept.to_csv(os.path.join(FOLDER, name + ".csv"), index=False)
    print(name, package, "class" if classes else "number")


def bundled(name, load, classes):
    data = load()
    table = pd.DataFrame(data.data, columns=["x%d" % i for i in range(data.data.shape[1])])
    table["target"] = data.target
    write(name, "scikit-learn", table, "target", classes)


def file(name, path, target, classes=False, drop=(), **how):
    table = pd.read_csv(os.path.join(STATSMODELS, path), **how)
    write(name, "statsmodels", table, target, classes, drop)


bundled("iris", sklearn.datasets.load_iris, True)
bundled("wine", sklearn.datasets.load_wine, True)
bundled("breast_cancer", sklearn.datasets.load_breast_cancer, True)
bundled("digits", sklearn.datasets.load_digits, True)
bundled("diabetes", sklearn.datasets.load_diabetes, False)

D = "datasets/"
file("anes96", D + "anes96/anes96.csv", "vote", True, sep="\t")
file("ccard", D + "ccard/ccard.csv", "AVGEXP")
file("cancer", D + "cancer/cancer.csv", "cancer")
file("co2", D + "co2/co2.csv", "co2")
file("danish", D + "danish_data/data.csv", "lrm", drop=["period"], encoding="utf-8-sig")
file("elnino", D + "elnino/elnino.csv", "DEC")
file("engel", D + "engel/engel.csv", "foodexp")
file("fair", D + "fair/fair.csv", "rate_marriage", True)
file("fair_pt", D + "fair/fair_pt.csv", "naffairs", drop=["identifier"])
file("grunfeld", D + "grunfeld/grunfeld.csv", "invest")
file("heart", D + "heart/heart.csv", "survival")
file("macrodata", D + "macrodata/macrodata.csv", "infl")
file("modechoice", D + "modechoice/modechoice.csv", "choice", True, drop=["individual"], sep=";")
file("randhie", D + "randhie/randhie.csv", "mdvis", nrows=20000)
file("star98", D + "star98/star98.csv", "PR50M")
file("statecrime", D + "statecrime/statecrime.csv", "violent", drop=["state"])
file("strikes", D + "strikes/strikes.csv", "duration", skipinitialspace=True)

file("autos", "gam/tests/results/autos.csv", "price", na_values="?")
file("epil", "genmod/tests/results/epil.csv", "y", index_col=0)
file("lbw", "genmod/tests/results/stata_lbw_glm.csv", "low", True, drop=["id", "bwt"])
file("medpar", "genmod/tests/results/stata_medpar1_glm.csv", "los")
file("ologit", "miscmodels/tests/results/ologit_ucla.csv", "apply", True)
file("dietox", "regression/tests/results/dietox.csv", "Weight")
file("framing", "stats/tests/results/framing.csv", "cong_mesg", True, index_col=0)
file("racd10", "sandbox/regression/tests/racd10data_with_transformed.csv", "insured", True, drop=["private", "ssiratio"])
