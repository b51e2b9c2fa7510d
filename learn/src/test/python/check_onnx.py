"""Checks ONNX files with Debian's python3-onnx: check_onnx.py FILE..."""
import json
import sys

import onnx
from onnx import checker, shape_inference


def names(values):
    return [value.name for value in values]


for path in sys.argv[1:]:
    model = onnx.load(path)
    checker.check_model(model, full_check=True)
    shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    examples = json.loads(metadata["tasuki.examples"])
    assert examples.pop("columns") == names(model.graph.input), path
    rows = examples.pop("rows")
    assert len(rows) == 20, path
    assert all(len(row) == len(model.graph.input) for row in rows), path
    assert sorted(examples) == sorted(names(model.graph.output)), path
    assert all(len(answers) == 20 for answers in examples.values()), path
    print(metadata["tasuki.algorithm"], len(model.graph.node), "nodes")
