"""Predicts with a model file, as model-format.md describes it: python3 read_model.py MODEL.tasuki < rows.json, an array of objects."""
import hashlib, io, json, math, struct, sys

file = io.BytesIO(data := open(sys.argv[1], "rb").read())
assert data[:8] == b"\x89TASUKI\n" and hashlib.sha256(data[:-32]).digest() == data[-32:], "not a model file, or damaged"
def numbers(kind, n): return struct.unpack(f">{n}{kind}", file.read(n * struct.calcsize(">" + kind)))
def value(kind): return file.read(value("i")).decode() if kind == "text" else numbers(kind, 1)[0] if kind else None
def several(read): return [read() for _ in range(value("i"))]
def feature():
    kind, f = value("b"), {"name": value("text"), "slot": (math.nan, 0, 1), "indicator": 0, "codes": None}
    assert kind != 4, "dates are not read here"
    if kind <= 2: numbers("d", 3)  # where the training values lay
    if kind == 2: _, f["slot"], _, f["indicator"] = value("b"), numbers("d", 3), value("b"), value("b")
    if kind == 3:
        category = "text" if value("b") == 1 else "d"
        f["codes"] = {x: code for code, x in enumerate(several(lambda: value(category)))}
        f["way"], f["missing"], f["unknown"], _ = value("b"), value("d"), value("d"), value("b")
    return f if kind != 5 else value("text") and None
def columns(f, x):
    (gap, mean, scale), codes = f["slot"], f["codes"]
    if codes is None: return [((gap if x is None else x) - mean) / scale]
    code = f["missing"] if x is None else codes.get(x, f["unknown"])
    return [code] if f["way"] != 2 else [float(code == i) for i in range(len(codes) + (f["missing"] == len(codes)))]
def encode(row):
    cells = [(f, row.get(f["name"])) for f in features]
    return [x for f, cell in cells for x in columns(f, cell)] + [float(cell is None) for f, cell in cells if f["indicator"]]
def tree():
    n, boosted = value("i"), codec == "rounds"
    (left, right, by, _), (cut, _, values) = [numbers("i", n) for _ in range(4)], [numbers("d", n) for _ in range(3)]
    missing_left, values = (file.read(n), values) if boosted else (bytes(n), numbers("d", n * width))
    sets = dict(several(lambda: (value("i"), numbers("Q", 8)))) if boosted and version == 2 else {}
    def leaf(row, node=0):
        while left[node] >= 0:
            x = row[by[node]] if boosted else struct.unpack("f", struct.pack("f", row[by[node]]))[0]
            goes_left, known = x <= cut[node], not math.isnan(x)
            if node in sets and known: goes_left, known = (x >= 0 and sets[node][i + int(x) // 64] >> int(x) % 64 & 1 for i in (0, 4))
            node = left[node] if goes_left or not known and missing_left[node] else right[node]
        return values[node * width:(node + 1) * width]
    return leaf
def predict(row):
    sums = [start + sum(a * b for a, b in zip(w, row)) for start, w in zip(starts, weights)]
    for found in ([x for leaf in trees for x in leaf(row)] for trees in rounds):
        for k, x in enumerate(found): sums[k] += factor * x / (sum(found) if classes and codec == "trees" else 1)
    if codec == "trees" or not classes: return sums
    powers = [math.exp(s - max(sums)) for s in sums] if len(sums) > 1 else [1, math.exp(sums[0])]
    return [power / sum(powers) for power in powers]
_, length, algorithm, codec, version, _ = file.read(12), value("i"), value("text"), value("text"), value("i"), value("text")
parameters = dict(several(lambda: (value("text"), value(("", "q", "d", "b", "text")[value("b")]))))
features, target, kind = [f for f in several(feature) if f], value("text"), value("b")
classes = [int(x) if kind == 2 else x for x in several(lambda: value("text" if kind == 1 else "d"))] if kind else None
file.seek(48 + length), value("text"), value("q")  # to the first section
assert codec in ("weights", "rounds", "trees", "stages"), f"models of {algorithm} are not read here"
width = len(classes) if classes and (codec == "trees" or codec == "weights" and len(classes) > 2) else 1
starts, weights, factor = [0.0] * width, [()] * len(classes or [0]), parameters["learning_rate"] if codec == "stages" else 1
if codec == "weights": starts, weights = zip(*((value("d"), numbers("d", len(encode({})))) for _ in range(width)))
if codec == "rounds": starts = numbers("d", value("i"))
if codec == "stages": starts, _, _ = numbers("d", 1), value("text"), value("q")
rounds = several(lambda: [tree() for _ in (starts if codec == "rounds" else "1")]) if codec != "weights" else []
if codec == "trees": factor = 1 / len(rounds)
json.dump({"target": target, "classes": classes, "answers": [predict(encode(row)) for row in json.load(sys.stdin)]}, sys.stdout)
