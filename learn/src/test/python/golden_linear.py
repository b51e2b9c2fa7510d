#!/usr/bin/env python3
"""Writes the golden files of linear models: what scikit-learn 1.2.1 makes of given data and parameters.

    golden_linear.py OUTPUT_DIRECTORY
    golden_linear.py OUTPUT_DIRECTORY SEED COUNT     random settings instead

Needs scikit-learn 1.2.1 (Debian 12: python3-sklearn). Data is made by golden.py, which lies beside this script. Other
machines give other last digits, so figures are compared to a tolerance. Logistic regressions are fitted by Newton's method to
a gradient of 1e-10, as scikit-learn's usual one of 1e-4 is reached before the optimum is.
"""
import os
import sys

sys.dont_write_bytecode = True

from golden import SHOWN_PREDICTIONS, Golden, bit_list, make_data, make_target

import numpy as np
import sklearn
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge

ESTIMATORS = {"LinearRegression": LinearRegression, "Ridge": Ridge, "LogisticRegression": LogisticRegression}


def linear(name, data, target="float", **params):
    return ("LinearRegression", name, data, target, params)


def ridge(name, data, target="float", **params):
    return ("Ridge", name, data, target, params)


def logistic(name, data, target="whole:2", **params):
    return ("LogisticRegression", name, data, target, params)


SETTINGS = [
    linear("ll-default", ("plain", 300, 6, 401)),
    linear("ll-ties", ("rounded", 300, 6, 402), "integer"),
    linear("ll-no-intercept", ("plain", 300, 6, 403), fit_intercept=False),
    linear("ll-constant-column", ("mixed", 300, 6, 404)),
    linear("ll-wide", ("plain", 20, 40, 405)),
    linear("ll-square", ("plain", 12, 12, 406)),
    linear("ll-repeated", ("repeated", 300, 6, 407)),
    linear("ll-large", ("plain", 20000, 20, 408)),
    ridge("lr-default", ("plain", 300, 6, 411)),
    ridge("lr-strong", ("rounded", 300, 6, 412), "integer", alpha=1000.0),
    ridge("lr-weak", ("plain", 300, 6, 413), alpha=0.0001),
    ridge("lr-none", ("plain", 300, 6, 414), alpha=0.0),
    ridge("lr-no-intercept", ("plain", 300, 6, 415), alpha=0.5, fit_intercept=False),
    ridge("lr-constant-column", ("mixed", 300, 6, 416)),
    ridge("lr-wide", ("plain", 20, 60, 417), alpha=0.1),
    ridge("lr-large", ("plain", 20000, 20, 418)),
    logistic("lg-default", ("plain", 400, 6, 421)),
    logistic("lg-three", ("plain", 400, 6, 422), "whole:3"),
    logistic("lg-text", ("rounded", 400, 6, 423), "text:5"),
    logistic("lg-balanced", ("plain", 400, 6, 424), "whole:3", class_weight="balanced"),
    logistic("lg-strong", ("plain", 400, 6, 425), C=0.001),
    logistic("lg-weak", ("plain", 400, 6, 426), C=100.0),
    logistic("lg-none", ("plain", 600, 5, 427), penalty=None),
    logistic("lg-none-three", ("plain", 600, 5, 428), "whole:3", penalty=None),
    logistic("lg-no-intercept", ("plain", 400, 6, 429), "whole:3", fit_intercept=False),
    logistic("lg-constant-column", ("mixed", 400, 6, 430)),
    logistic("lg-wide", ("plain", 60, 90, 431), "whole:3"),
    logistic("lg-large", ("plain", 20000, 10, 432)),
]


def random_settings(seed, count):
    random = np.random.RandomState(seed)
    for number in range(count):
        features = int(random.randint(5, 12))
        kind = ["plain", "rounded", "mixed", "repeated"][random.randint(4)]
        data = (kind, int(random.randint(40, 600)), features, int(random.randint(1, 10**6)))
        name = "random-%05d" % number
        intercept = bool(random.randint(4) > 0)
        which = random.randint(3)
        if which == 0:
            yield linear(name, data, ["float", "integer"][random.randint(2)], fit_intercept=intercept)
        elif which == 1:
            yield ridge(name, data, ["float", "integer"][random.randint(2)], fit_intercept=intercept,
                        alpha=float([0.01, 1.0, 50.0][random.randint(3)]))
        else:
            yield logistic(name, data, ["whole:2", "whole:3", "text:5"][random.randint(3)], fit_intercept=intercept,
                           C=float([0.01, 1.0, 10.0][random.randint(3)]),
                           class_weight=[None, "balanced"][random.randint(2)])


def golden_linear(setting):
    algorithm, name, data, target, params = setting
    x, response = make_data(*data)
    y = make_target(response, target)
    golden = Golden()
    golden.put("algorithm", algorithm)
    golden.put("data", *data, target)
    for key, value in params.items():
        golden.put("parameter", key, repr(value))
    own = dict(solver="newton-cg", tol=1e-10, max_iter=100) if algorithm == "LogisticRegression" else {}
    model = ESTIMATORS[algorithm](**params, **own).fit(x, y)
    probe = x[:SHOWN_PREDICTIONS]
    if algorithm == "LogisticRegression":
        golden.put("proba", bit_list(model.predict_proba(probe)))
    else:
        golden.put("predict", bit_list(model.predict(probe)))
    return golden


def main():
    if len(sys.argv) not in (2, 4):
        sys.exit(__doc__)
    if sklearn.__version__ != "1.2.1":
        sys.exit("scikit-learn is %s; the golden files are those of 1.2.1" % sklearn.__version__)
    target = sys.argv[1]
    os.makedirs(target, exist_ok=True)
    for setting in SETTINGS if len(sys.argv) == 2 else random_settings(int(sys.argv[2]), int(sys.argv[3])):
        golden_linear(setting).write(os.path.join(target, setting[1] + ".gz"))


if __name__ == "__main__":
    main()
