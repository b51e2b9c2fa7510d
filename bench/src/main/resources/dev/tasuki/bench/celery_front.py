"""The published HTTP front with Celery behind it; its handlers run on FastAPI's threads."""

import os
import uuid

from api import Prediction, Training
from celery import Celery
from fastapi import FastAPI

app = FastAPI()
tasks = Celery("celery_peer", broker=os.environ["CELERY_BROKER_URL"], backend="rpc://")


@app.post("/train")
def train(body: Training):
    model_id = str(uuid.uuid4())
    tasks.send_task(
        "celery_peer.train",
        (model_id, body.dataset_id, body.features, body.target),
        queue="train",
        ignore_result=True,
    )
    return {"message": {"status": "TASK_RECEIVED", "model_id": model_id}}


@app.post("/predict")
def predict(body: Prediction):
    asked = tasks.send_task(
        "celery_peer.predict", (body.model_id, body.input_data), queue="predict"
    )
    return {"message": {"status": "TASK_COMPLETED", "pred_proba": asked.get(timeout=20)}}
