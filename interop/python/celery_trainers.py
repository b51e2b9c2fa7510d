"""A Celery worker's tasks that trainings are given to.

    CELERY_BROKER_URL=amqp://… OBJECTS=…/objects python3 -m celery -A celery_trainers worker -n w1@%h -Q celery

Each does one thing that a trainer may do, well or not. A parameter that names a file is how the test and a task wait
for each other.
"""

import csv
import hashlib
import os
import pathlib
import time

from celery import Celery
from celery.backends.rpc import RPCBackend

app = Celery("celery_trainers", broker=os.environ["CELERY_BROKER_URL"], backend=os.environ.get("RESULTS", "rpc://"))
app.conf.task_track_started = True
app.conf.worker_prefetch_multiplier = 1
STORE = pathlib.Path(os.environ["OBJECTS"])


def stored(key, content):
    (STORE / key).parent.mkdir(parents=True, exist_ok=True)
    (STORE / key).write_bytes(content)
    return {"key": key, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def wait_for(file):
    while not pathlib.Path(file).exists():
        time.sleep(0.02)


def mark(file):
    """One line for each run, with the process that it goes on in."""
    with open(file, "a") as lines:
        lines.write(f"{os.getpid()}\n")


@app.task(name="it.mean")
def mean(model_id, dataset_id, dataset, features, target, params, test_size, split_random_state, artifact_key):
    with open(STORE / dataset["key"]) as table:
        values = [float(row[target]) for row in csv.DictReader(table)]
    assert features == ["age", "bmi"] and params == {"layers": [8, {"units": 2}]} and test_size == 0.2
    assert dataset_id == "diabetes" and dataset["etag"] and artifact_key.startswith("models/" + model_id)
    return {"metrics": {"mean": sum(values) / len(values), "rows": len(values)},
            "report": {"split": split_random_state}, "artifact": stored(artifact_key, b"a mean")}


@app.task(name="it.steps", bind=True)
def steps(self, params, **rest):
    self.update_state(state="PROGRESS", meta={"fraction": 0.5, "stage": "fitting", "text": "epoch 10 of 20"})
    wait_for(params["first"])
    self.update_state(state="EPOCHS", meta={"current": 3, "total": 4})
    wait_for(params["second"])
    return {"metrics": {}}


@app.task(name="it.error")
def error(**rest):
    raise ValueError("bad", 3)


@app.task(name="it.again", bind=True)
def again(self, **rest):
    if self.request.retries == 0:
        raise self.retry(countdown=0, exc=KeyError("k"), max_retries=1)
    return {"metrics": {"retries": self.request.retries}}


@app.task(name="it.slow", bind=True)
def slow(self, params, **rest):
    mark(params["runs"])
    wait_for(params["until"])
    return {"metrics": {"number": int(self.request.id.split(".")[-1])}}


@app.task(name="it.revoked", bind=True)
def revoked(self, **rest):
    app.control.revoke(self.request.id, terminate=True)
    wait_for("/nowhere")


@app.task(name="it.hash")
def wrong_hash(artifact_key, **rest):
    return {"metrics": {}, "artifact": {**stored(artifact_key, b"abc"), "sha256": "a" * 64}}


@app.task(name="it.pickle", backend=RPCBackend(app, serializer="pickle"))
def pickled(**rest):
    return {"metrics": {}}


@app.task(name="it.number")
def number(n):
    return n


@app.task(name="it.total")
def total(numbers):
    return sum(numbers)
