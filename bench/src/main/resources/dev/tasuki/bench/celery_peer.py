"""The published deployment's work as Celery tasks: what one would write with Celery today.

The broker is RabbitMQ, answers come back over its `rpc://` result backend or the one that
CELERY_RESULT_BACKEND names. Each worker process keeps
one S3 client. With CACHED=1 it keeps the models that it has read too; otherwise it reads the model
from the store for every prediction, as the published consumer does.
"""

import functools
import io
import os
import pickle

import boto3
import pandas
from celery import Celery
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split

BUCKET = os.environ["S3_BUCKET_NAME"]
DATASETS = os.environ["S3_PATH_NAME"]
MODELS = os.environ["S3_MODEL_PATH_NAME"]

app = Celery("celery_peer", broker=os.environ["CELERY_BROKER_URL"], backend=os.environ.get("CELERY_RESULT_BACKEND", "rpc://"))
app.conf.task_routes = {"celery_peer.train": "train", "celery_peer.predict": "predict"}
app.conf.result_expires = 60


@functools.cache
def store():
    return boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL"])


def read_model(model_id):
    pickled = store().get_object(Bucket=BUCKET, Key=f"{MODELS}{model_id}/model.pkl")
    return pickle.loads(pickled["Body"].read())


if os.environ.get("CACHED") == "1":
    read_model = functools.lru_cache(maxsize=64)(read_model)


@app.task(ignore_result=True, acks_late=True)
def train(model_id, dataset_id, features, target):
    csv = store().get_object(Bucket=BUCKET, Key=f"{DATASETS}{dataset_id}.csv")
    table = pandas.read_csv(io.BytesIO(csv["Body"].read()))
    train_x, valid_x, train_y, valid_y = train_test_split(
        table[features], table[target], test_size=0.2, random_state=42
    )
    model = RandomForestRegressor(max_depth=3, random_state=42, n_estimators=100)
    model.fit(train_x, train_y)
    mean_squared_error(valid_y, model.predict(valid_x), squared=False)
    store().put_object(
        Bucket=BUCKET, Key=f"{MODELS}{model_id}/model.pkl", Body=pickle.dumps(model)
    )


@app.task
def predict(model_id, input_data):
    model = read_model(model_id)
    row = pandas.DataFrame([input_data])[list(model.feature_names_in_)]
    return float(model.predict(row)[0])
