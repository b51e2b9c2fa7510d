"""The HTTP front as in the published design: POST /train and POST /predict over RabbitMQ.

A counterpart for interoperability tests and benchmarks, written from the wire contract; see
README.md. Start it with `uvicorn api:app --port 5000`.

Weaknesses kept on purpose: the handlers block the event loop, so one process serves one request at a
time; every request opens a connection and the one exclusive reply queue, so that with two processes
most requests fail with 500; /train waits until a consumer takes the task; without a consumer both
wait forever.
"""

import uuid

from fastapi import FastAPI
from pydantic import BaseModel

from producer import Producer

app = FastAPI()


class Training(BaseModel):
    dataset_id: str
    features: list[str]
    target: str


class Prediction(BaseModel):
    model_id: str
    dataset_id: str
    input_data: dict[str, float]


@app.post("/train")
async def train(body: Training):
    with Producer() as producer:
        reply = producer.train(str(uuid.uuid4()), body.dataset_id, body.features, body.target)
    return {"message": reply}


@app.post("/predict")
async def predict(body: Prediction):
    with Producer() as producer:
        reply = producer.predict(body.model_id, body.dataset_id, body.input_data)
    return {"message": reply}
