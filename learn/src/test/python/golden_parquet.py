#!/usr/bin/env python3
"""Writes the Parquet files of the tests by the programs that people use, each beside the CSV of the same table.

    golden_parquet.py OUTPUT_DIRECTORY

Run with pyarrow 25.0.1, polars 1.44.2, DuckDB 1.5.6 and fastparquet 2026.9.0, which Debian 12 does not have; the tests read what
was written then and do not run it.
"""
import datetime as dt
import decimal
import sys

import duckdb
import fastparquet
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

out = sys.argv[1]
rng = np.random.default_rng(3)
n = 150
some = lambda values, share=0.2: [None if rng.random() < share else v for v in values]
D = decimal.Decimal
types = pa.table({
    "truth": pa.array(some([bool(x) for x in rng.integers(0, 2, n)]), pa.bool_()),
    "int8": pa.array(some([int(x) for x in rng.integers(-128, 128, n)]), pa.int8()),
    "int32": pa.array(some([int(x) for x in rng.integers(-2**31, 2**31, n)]), pa.int32()),
    "int64": pa.array(some([int(x) for x in rng.integers(-2**63, 2**63 - 1, n)]), pa.int64()),
    "uint32": pa.array(some([int(x) for x in rng.integers(0, 2**32, n)]), pa.uint32()),
    "uint64": pa.array(some([int(x) for x in rng.integers(0, 2**64 - 1, n, dtype=np.uint64)]), pa.uint64()),
    "float": pa.array(some([float(np.float32(x)) for x in rng.normal(size=n)]), pa.float32()),
    "double": pa.array(some([float(x) for x in rng.normal(size=n)]), pa.float64()),
    "special": pa.array([float("nan"), float("inf"), float("-inf"), -0.0, 1e300, 5e-324] * (n // 6), pa.float64()),
    "half": pa.array([np.float16(x) for x in rng.normal(size=n)], pa.float16()),
    "text": pa.array(some([["plain", "with, comma", 'a "quote"', "two\nlines", "größe", "東京", ""][int(x)] for x in rng.integers(0, 7, n)])),
    "date": pa.array(some([dt.date(1900, 1, 1) + dt.timedelta(int(x)) for x in rng.integers(0, 80000, n)]), pa.date32()),
    "ms": pa.array(some([int(x) for x in rng.integers(-10**12, 2 * 10**12, n)]), pa.timestamp("ms")),
    "us": pa.array(some([int(x) for x in rng.integers(-10**15, 2 * 10**15, n)]), pa.timestamp("us", "UTC")),
    "ns": pa.array(some([int(x) for x in rng.integers(-10**18, 2 * 10**18, n)]), pa.timestamp("ns")),
    "time": pa.array(some([int(x) for x in rng.integers(0, 86400 * 10**6, n)]), pa.time64("us")),
    "decimal": pa.array(some([D(int(x)).scaleb(-2) for x in rng.integers(-10**7, 10**7, n)]), pa.decimal128(9, 2)),
    "wide": pa.array(some([D(int(x)).scaleb(-5) * 10**15 for x in rng.integers(-10**15, 10**15, n)]), pa.decimal128(38, 5)),
})
constant = pa.table({"one": pa.array([7] * 2000, pa.int64()), "none": pa.array([None] * 2000, pa.float64()), "word": pa.array(["x"] * 2000)})
k = 2000
mixed = pa.table({
    "id": pa.array(range(k), pa.int64()),
    "x": pa.array(np.round(rng.normal(size=k), 3)),
    "s": pa.array(some([f"name-{int(v)}" for v in rng.integers(0, 900, k)], 0.05)),
    "y": pa.array(rng.integers(0, 3, k).astype("int32")),
})

def cells(column):
    """The cells that a CSV has for a column, as text."""
    t = column.type
    if pa.types.is_timestamp(t):
        return ["" if v is None else stamp(v, t) for v in column.cast(pa.int64()).to_pylist()]
    if pa.types.is_float32(t):
        return ["" if v is None else str(np.float32(v)) for v in column.to_pylist()]
    return [cell(v) for v in column.to_pylist()]


def stamp(value, t):
    unit = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[t.unit]
    seconds, rest = divmod(value, unit)
    text = (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds)).isoformat()
    if rest:
        text += "." + f"{rest * (10**9 // unit):09d}".rstrip("0")
    return text + ("Z" if t.tz else "")


def cell(v):
    if v is None or v != v:
        return ""
    if isinstance(v, (float, np.floating)):
        return repr(float(v))
    if isinstance(v, decimal.Decimal):
        return format(v, "f")
    if isinstance(v, dt.time):
        return v.isoformat().rstrip("0") if v.microsecond else v.isoformat()
    if isinstance(v, str):
        return '"' + v.replace('"', '""') + '"' if any(c in v for c in ',"\n\r') else v
    return str(v)


def csv(table, name):
    columns = [cells(column.combine_chunks()) for column in table.columns]
    with open(f"{out}/{name}.csv", "w", encoding="utf-8", newline="") as f:
        f.write(",".join(table.column_names) + "\n")
        f.writelines(",".join(row) + "\n" for row in zip(*columns))


csv(types, "types")
csv(constant, "constant")
csv(mixed, "mixed")
pq.write_table(types, f"{out}/types-pyarrow-snappy.parquet")
pq.write_table(types, f"{out}/types-pyarrow-zstd-pages2.parquet", compression="zstd", data_page_version="2.0", use_dictionary=False,
    column_encoding={"int32": "DELTA_BINARY_PACKED", "int64": "DELTA_BINARY_PACKED", "text": "DELTA_BYTE_ARRAY", "truth": "RLE",
                     "float": "BYTE_STREAM_SPLIT", "double": "BYTE_STREAM_SPLIT", "uint64": "BYTE_STREAM_SPLIT", "half": "BYTE_STREAM_SPLIT",
                     "date": "DELTA_BINARY_PACKED", "us": "DELTA_BINARY_PACKED", "wide": "DELTA_BYTE_ARRAY"})
pq.write_table(types, f"{out}/types-pyarrow-gzip.parquet", compression="gzip", use_dictionary=False,
    column_encoding={"text": "DELTA_LENGTH_BYTE_ARRAY"})
pq.write_table(types, f"{out}/types-pyarrow-lz4.parquet", compression="lz4", row_group_size=64)
pq.write_table(types, f"{out}/types-pyarrow-plain.parquet", compression="none", use_dictionary=False, data_page_size=64)
pq.write_table(constant, f"{out}/constant-pyarrow-snappy.parquet")
pq.write_table(mixed, f"{out}/mixed-pyarrow-snappy.parquet", row_group_size=700, data_page_size=2000)
pq.write_table(mixed, f"{out}/mixed-pyarrow-brotli.parquet", compression="brotli")
pl.from_arrow(mixed).write_parquet(f"{out}/mixed-polars-zstd.parquet", compression="zstd", compression_level=19)
duckdb.sql(f"COPY (SELECT * FROM mixed) TO '{out}/mixed-duckdb-zstd.parquet' (FORMAT parquet, COMPRESSION zstd)")
duckdb.sql(f"COPY (SELECT * FROM mixed) TO '{out}/mixed-duckdb-snappy.parquet' (FORMAT parquet, PARQUET_VERSION v2)")
fastparquet.write(f"{out}/mixed-fastparquet-gzip.parquet", mixed.to_pandas().astype({"s": object}), compression="GZIP")
pq.write_table(types.select(["us", "ns"]), f"{out}/int96-pyarrow.parquet", use_deprecated_int96_timestamps=True)
pq.write_table(pa.table({"a": [1], "list": [[1, 2]], "map": pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64())), "struct": [{"x": 1, "y": {"z": 2}}]}), f"{out}/nested-pyarrow.parquet")
pq.write_table(pa.table({"a": [1], "b": pa.array([b"\xff\xfe"], pa.binary())}), f"{out}/binary-pyarrow.parquet")
pq.write_table(pa.table({"a": [1], "fixed": pa.array([b"abcd"], pa.binary(4))}), f"{out}/fixed-pyarrow.parquet")
pq.write_table(pa.table({"y": pa.array([1, None, 3])}), f"{out}/one-pyarrow.parquet")
