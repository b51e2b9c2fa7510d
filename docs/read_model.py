"""Predicts with a model file, as model-format.md describes it: python3 read_model.py MODEL.tasuki < rows.json, an array of objects."""
import hashlib, io, json, math, struct, sys

data = open(sys.argv[1], "rb").read()
assert data[:8] == b"\x89TASUKI\n" and hashlib.sha256(data[:-32]).digest() == data[-32:], "not a model file, or damaged"
file = io.BytesIO(data)
def numbers(kind, n): return struct.unpack(f">{n}{kind}", file.read(n * struct.calcsize(">" + kind)))
def number(kind): return numbers(kind, 1)[0]
def text(): return file.read(number("i")).decode()
def feature():
    kind, f = number("b"), {"name": text(), "slot": (math.nan, 0, 1), "indicator": 0, "codes": None}
    assert kind != 4, "dates are not read here"
    if kind <= 2: numbers("d", 3)  # where the training values lay
    if kind == 2: _, f["slot"], _, f["indicator"] = number("b"), numbers("d", 3), number("b"), number("b")
    if kind == 3:
        category = text if number("b") == 1 else lambda: number("d")
        f["codes"] = {category(): code for code in range(number("i"))}
        f["way"], f["missing"], f["unknown"], _ = number("b"), number("d"), number("d"), number("b")
    return f if kind != 5 else text() and None
def code_set(): return sum(word << 64 * i for i, word in enumerate(numbers("Q", 4)))
def tree(k):
    n, boosted = number("i"), codec == "rounds"
    left, right, by, _ = (numbers("i", n) for _ in range(4))
    cut, _, value = (numbers("d", n) for _ in range(3))
    missing_left, value = (file.read(n), value) if boosted else (bytes(n), numbers("d", n * k))
    sets = {number("i"): (code_set(), code_set()) for _ in range(number("i"))} if boosted and version == 2 else {}
    def leaf(row):
        node = 0
        while left[node] >= 0:
            x = row[by[node]] if boosted else struct.unpack("f", struct.pack("f", row[by[node]]))[0]
            goes_left, known = x <= cut[node], not math.isnan(x)
            if node in sets and known: goes_left, known = (x >= 0 and codes >> int(x) & 1 for codes in sets[node])
            node = left[node] if (goes_left if goes_left or known else missing_left[node]) else right[node]
        return value[node * k:node * k + k]
    return leaf
def encode(row):
    values, indicators = [], []
    for f in features:
        value = row.get(f["name"])
        code = f["codes"] and (f["missing"] if value is None else f["codes"].get(value, f["unknown"]))
        if f["codes"] is None: values.append(((f["slot"][0] if value is None else value) - f["slot"][1]) / f["slot"][2])
        elif f["way"] == 2: values += [float(code == i) for i in range(len(f["codes"]) + (f["missing"] == len(f["codes"])))]
        else: values.append(code)
        indicators += [float(value is None)] * f["indicator"]
    return values + indicators
def predict(row):
    sums, row = list(starts), encode(row)
    for k, w in enumerate(weights): sums[k] = sum((a * b for a, b in zip(w, row)), sums[k])
    for k, leaf in trees:
        found = leaf(row)
        for i, v in enumerate(found): sums[k + i] += v / sum(found) if codec == "trees" and classes else v * factor
    if codec == "trees": return [s / len(trees) for s in sums]
    if classes and len(sums) == 1: return [1 - 1 / (1 + math.exp(-sums[0])), 1 / (1 + math.exp(-sums[0]))]
    return [math.exp(s - max(sums)) / sum(math.exp(t - max(sums)) for t in sums) for s in sums] if classes else sums

file.seek(8)
(_, length), algorithm, codec, version, _ = numbers("i", 2), text(), text(), number("i"), text()
values = [lambda: None, lambda: number("q"), lambda: number("d"), lambda: number("b"), text]
parameters = {text(): values[number("b")]() for _ in range(number("i"))}
features = [f for f in [feature() for _ in range(number("i"))] if f]
target, label = text(), (None, text, lambda: int(number("d")), lambda: number("d"))[number("b")]
classes = label and [label() for _ in range(number("i"))]
weights, trees, width = [], [], len(classes) if classes and codec == "trees" else 1
file.seek(48 + length), text(), number("q")  # to the first section
if codec == "weights":
    sums = range(len(classes) if classes and len(classes) > 2 else 1)
    starts, weights = zip(*((number("d"), numbers("d", len(encode({})))) for _ in sums))
elif codec == "rounds":
    starts = numbers("d", number("i"))
    trees = [(k, tree(1)) for _ in range(number("i")) for k in range(len(starts))]
else:
    assert codec in ("trees", "stages"), f"models of {algorithm} are not read here"
    starts = (number("d"), text(), number("q"))[:1] if codec == "stages" else [0.0] * width
    trees = [(0, tree(width)) for _ in range(number("i"))]
factor = parameters["learning_rate"] if codec == "stages" else 1
json.dump({"target": target, "classes": classes, "answers": [predict(row) for row in json.load(sys.stdin)]}, sys.stdout)
