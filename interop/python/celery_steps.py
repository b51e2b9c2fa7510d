"""A Celery worker's tasks, to stand before and behind Tasuki's in chains and groups.

    CELERY_BROKER_URL=amqp://… python3 -m celery -A celery_steps worker --pool solo
"""

import os

from celery import Celery

app = Celery("celery_steps", broker=os.environ["CELERY_BROKER_URL"], backend=os.environ.get("CELERY_RESULT_BACKEND", "rpc://"))
app.conf.task_routes = {"tasuki.*": {"queue": "tasuki"}}


@app.task(name="py.after")
def after(result, mark):
    return {"mark": mark, "before": result}


@app.task(name="py.request")
def request(dataset):
    return {"dataset_id": dataset, "features": ["bmi", "s5"], "target": "target"}


@app.task(name="py.last")
def last():
    return "last"


@app.task(name="py.failed")
def failed(task_id):
    return "told of " + task_id


@app.task(name="py.row")
def row(values):
    return values


@app.task(name="py.fails")
def fails(*args):
    raise ValueError("on purpose")


@app.task(name="py.once")
def once(results, key):
    """How often it was called for this key, and with how much."""
    return [app.backend.client.incr(key), len(results)]


@app.task(name="py.swap")
def swap(before, value):
    return value
