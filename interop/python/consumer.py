"""A consumer as in the published design: trains and predicts with scikit-learn.

A counterpart for interoperability tests and benchmarks, written from the wire contract; see
README.md.

Weaknesses kept on purpose: all threads go through one file, data/model.pkl, so that one task's model
can be stored under another's id; a training answers TASK_RECEIVED before anything is durable, and its
failure is seen in the log only; a model is fetched and unpickled anew for every prediction; ids go
into paths unchecked; each thread takes one place of --max_workers for good, so that fewer workers
than twice the threads leave a queue without a consumer; heartbeats are off.
"""

import argparse
import io
import json
import logging
import os
import pickle
from concurrent.futures import ThreadPoolExecutor

import boto3
import pandas
import pika
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split

from producer import PREDICT_QUEUE, TRAIN_QUEUE, connect

MODEL_FILE = os.path.join("data", "model.pkl")
BUCKET = os.environ.get("S3_BUCKET_NAME", "")
DATASETS = os.environ.get("S3_PATH_NAME", "datasets/")
MODELS = os.environ.get("S3_MODEL_PATH_NAME", "models/")

log = logging.getLogger("consumer")


def store():
    return boto3.client("s3", endpoint_url=os.environ.get("AWS_ENDPOINT_URL") or None)


def reply(session, properties, body):
    if properties.reply_to:
        session.basic_publish(
            exchange="",
            routing_key=properties.reply_to,
            properties=pika.BasicProperties(
                content_type="application/json", correlation_id=properties.correlation_id
            ),
            body=json.dumps(body),
        )


def train(message):
    csv = store().get_object(Bucket=BUCKET, Key=f"{DATASETS}{message['dataset_id']}.csv")
    table = pandas.read_csv(io.BytesIO(csv["Body"].read()))
    log.info("Read dataset %s : %d rows", message["dataset_id"], len(table))
    train_x, valid_x, train_y, valid_y = train_test_split(
        table[message["features"]], table[message["target"]], test_size=0.2, random_state=42
    )
    model = RandomForestRegressor(max_depth=3, random_state=42, n_estimators=100)
    log.info("Start training of model %s", message["model_id"])
    model.fit(train_x, train_y)
    rmse = mean_squared_error(valid_y, model.predict(valid_x), squared=False)
    log.info("Evaluate metrics=RMSE for valid dataset : %.3f", rmse)
    with open(MODEL_FILE, "wb") as file:
        pickle.dump(model, file)
    store().upload_file(MODEL_FILE, BUCKET, f"{MODELS}{message['model_id']}/model.pkl")
    log.info("TASK_COMPLETED model %s", message["model_id"])


def predict(message):
    store().download_file(BUCKET, f"{MODELS}{message['model_id']}/model.pkl", MODEL_FILE)
    with open(MODEL_FILE, "rb") as file:
        model = pickle.load(file)
    row = pandas.DataFrame([message["input_data"]])[list(model.feature_names_in_)]
    return float(model.predict(row)[0])


def on_train(session, method, properties, body):
    try:
        message = json.loads(body)
        reply(session, properties, {"status": "TASK_RECEIVED", "model_id": message["model_id"]})
        train(message)
    except Exception:  # the published consumer goes on, whatever it was
        log.exception("TASK_ERROR")
    session.basic_ack(method.delivery_tag)


def on_predict(session, method, properties, body):
    try:
        answer = {"status": "TASK_COMPLETED", "pred_proba": predict(json.loads(body))}
    except Exception:  # the published consumer goes on, whatever it was
        log.exception("TASK_ERROR")
        answer = {"status": "TASK_ERROR", "pred_proba": None}
    reply(session, properties, answer)
    session.basic_ack(method.delivery_tag)


def consume(queue, handler):
    try:
        session = connect().channel()
        session.basic_qos(prefetch_count=1)
        session.basic_consume(queue=queue, on_message_callback=handler)
        log.info("Waiting for messages in %s", queue)
        session.start_consuming()
    except Exception:
        log.exception("The consumer of %s ended", queue)
        os._exit(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--num_threads", type=int, default=1, help="consumers per queue")
    parser.add_argument("--max_workers", type=int, default=None, help="threads in all")
    given = parser.parse_args()
    logging.basicConfig(
        level=logging.INFO,
        format="[%(asctime)s] [%(levelname)8s] %(message)s",
        datefmt="%Y-%m-%d %H:%M:%S",
    )
    logging.getLogger("pika").setLevel(logging.WARNING)
    os.makedirs("data", exist_ok=True)
    workers = ThreadPoolExecutor(max_workers=given.max_workers or 2 * given.num_threads)
    for _ in range(given.num_threads):
        workers.submit(consume, TRAIN_QUEUE, on_train)
        workers.submit(consume, PREDICT_QUEUE, on_predict)
    workers.shutdown(wait=True)


if __name__ == "__main__":
    main()
