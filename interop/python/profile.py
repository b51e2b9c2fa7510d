"""What pandas makes of CSV files: for each column its type, missing and distinct values, and its range.

    /usr/bin/python3 profile.py '[{"path": "a.csv", "sep": ",", "encoding": "utf-8"}]'

Prints one line of JSON, a list of what it made of each file.
"""

import json
import sys

import pandas as pd


def number(value):
    """As JSON has it: an int stays one, however large; what is not there is null."""
    if pd.isna(value):
        return None
    return int(value) if float(value).is_integer() and not isinstance(value, float) else float(value)


def column(name, values):
    numeric = values.dtype.kind in "iuf"
    return {
        "name": name,
        "dtype": str(values.dtype),
        "missing": int(values.isna().sum()),
        "distinct": int(values.nunique()),
        "min": number(values.min()) if numeric else None,
        "max": number(values.max()) if numeric else None,
    }


def profile(path, sep, encoding):
    frame = pd.read_csv(path, sep=sep, encoding=encoding, low_memory=False)
    # Of a header that is shorter than its rows pandas makes an index.
    index = [] if type(frame.index) is pd.RangeIndex else ["rows are longer than the header"]
    return {
        "rows": len(frame),
        "problems": index,
        "columns": [column(str(name), frame.iloc[:, i]) for i, name in enumerate(frame.columns)],
    }


if __name__ == "__main__":
    print(json.dumps([profile(**file) for file in json.loads(sys.argv[1])]))
