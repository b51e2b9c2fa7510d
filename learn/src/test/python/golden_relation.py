#!/usr/bin/env python3
"""Prints what scipy, statsmodels and numpy say of relations between columns of given data, as lines of name and figure.

    golden_relation.py < table.csv

Columns: x, y numbers with gaps; c, d categories with gaps. Needs Debian 12's python3-pandas, python3-scipy and
python3-statsmodels.
"""
import sys

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from scipy.stats import pearsonr
from scipy.stats.contingency import association

table = pd.read_csv(sys.stdin)


def pairs(a, b):
    both = table[[a, b]].dropna()
    return both[a], both[b]


print("pearson", repr(float(pearsonr(*pairs("x", "y"))[0])))
print("corr", repr(float(table["x"].corr(table["y"]))))
for category in "cd":
    both = table[["y", category]].dropna()
    print("eta_" + category, repr(float(np.sqrt(smf.ols(f"y ~ C({category})", both).fit().rsquared))))
one, other = pairs("c", "d")
print("cramers_v", repr(float(association(pd.crosstab(one, other).to_numpy(), method="cramer"))))
print("histogram", *np.histogram(table["x"].dropna(), bins=40)[0])
print("top", *(f"{word}={count}" for word, count in table["c"].value_counts().items()))
