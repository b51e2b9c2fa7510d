"""A Celery worker's tasks, to stand before and behind Tasuki's in chains and groups.

    CELERY_BROKER_URL=amqp://… python3 -m celery -A celery_steps worker --pool solo
"""

import os

from celery import Celery

app = Celery("celery_steps", broker=os.environ["CELERY_BROKER_URL"], backend="rpc://")
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


@app.task(name="py.swap")
def swap(before, value):
    return value
