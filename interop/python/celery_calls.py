"""Calls Tasuki as any Celery program would, and checks what comes back.

    python3 celery_calls.py --broker amqp://… --server http://127.0.0.1:5000 [--only NAME]

A client written with Celery alone: broker RabbitMQ, result backend rpc://, tasks by name. Each check prints one
line of JSON, {"case": …, "passed": …, "detail": …}. See README.md.
"""

import argparse
import datetime
import json
import pickle
import sys
import time
import traceback
import urllib.error
import urllib.request
import uuid
import zlib

from celery import Celery
from celery.result import AsyncResult
from kombu import Connection

FEATURES = ["age", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"]
TRAINING = {"dataset_id": "diabetes", "features": FEATURES, "target": "target"}
ROW = dict(zip(FEATURES, [0.038076, 0.061696, 0.021872, -0.044223, -0.034821, -0.043401, -0.002592, 0.019908, -0.017646]))
RMSE = 53.03900735084424
PREDICTION = 208.6445780005619
LONG = {**TRAINING, "params": {"n_estimators": 20000, "max_depth": None}}
PATIENCE = 30
CASES = []


def case(function):
    CASES.append(function)
    return function


class Calls:
    """What the checks share: the client, the server's HTTP side, a model."""

    def __init__(self, broker, server):
        self.broker = broker
        self.server = server
        self.app = Celery("interop", broker=broker, backend="rpc://")
        self.app.conf.task_default_queue = "tasuki"
        self.trained = None

    def send(self, name, args=(), kwargs=None, **options):
        return self.app.send_task(name, args=args, kwargs=kwargs or {}, **options)

    def train(self, kwargs=None, **options):
        return self.send("tasuki.train", kwargs=kwargs or TRAINING, **options)

    def predict(self, model=None, **options):
        kwargs = {"model_id": model or self.model(), "input_data": ROW}
        return self.send("tasuki.predict", kwargs=kwargs, **options)

    def model(self):
        if self.trained is None:
            self.trained = self.train().get(timeout=PATIENCE)["model_id"]
        return self.trained

    def http(self, path, method="GET", body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.server + path, data=data, method=method, headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)

    def task(self, task_id):
        return self.http("/tasks/" + task_id)[1]

    def publish(self, body, headers, content_type="application/json", encoding="utf-8", **properties):
        """A message that Celery's own client does not write."""
        with Connection(self.broker) as connection:
            connection.default_channel.basic_publish(
                self.message(connection, body, headers, content_type, encoding, properties), routing_key="tasuki")

    @staticmethod
    def message(connection, body, headers, content_type, encoding, properties):
        import amqp
        return amqp.Message(
            body, application_headers=headers, content_type=content_type, content_encoding=encoding, **properties)

    def listen(self, task_id):
        """The result of a call that was published by hand: (reply queue, result)."""
        with self.app.amqp.producer_pool.acquire(block=True) as producer:
            self.app.backend.on_task_call(producer, task_id)
        return self.app.thread_oid, AsyncResult(task_id, app=self.app)


def refused(result, kind, *words):
    """Waits for a failure; the kind and the words must be in it."""
    try:
        value = result.get(timeout=PATIENCE)
    except Exception as error:  # noqa: BLE001 - clients make the class on the fly
        assert type(error).__name__ == kind, repr(error)
        for word in words:
            assert word in str(error), (word, str(error))
        return error
    raise AssertionError(f"no {kind}, but {value!r}")


def until(what, true, patience=PATIENCE):
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.02)


@case
def case_01_train_by_kwargs(calls):
    result = calls.train()
    value = result.get(timeout=PATIENCE)
    assert value["status"] == "TASK_COMPLETED" and value["model_id"] == result.id, value
    assert value["metrics"]["rmse"] == RMSE, value
    assert result.state == "SUCCESS" and result.successful()
    calls.trained = result.id


@case
def case_02_predict(calls):
    value = calls.predict().get(timeout=PATIENCE)
    assert value == {"status": "TASK_COMPLETED", "pred_proba": PREDICTION}, value


@case
def case_03_positional_argument(calls):
    rest = {"features": ["bmi"], "target": "target"}
    first = calls.send("tasuki.train", args=["diabetes"], kwargs=rest)
    second = calls.send("tasuki.train", args=[{"dataset_id": "diabetes", **rest}])
    third = calls.send("tasuki.train", args=[{"dataset_id": "nosuch", **rest}], kwargs={"dataset_id": "diabetes"})
    for result in (first, second, third):
        assert result.get(timeout=PATIENCE)["metrics"]["rmse"] > 0
    for argument in (calls.model(), {"model_id": calls.model(), "metrics": {}}):
        value = calls.send("tasuki.predict", args=[argument], kwargs={"input_data": ROW}).get(timeout=PATIENCE)
        assert value["pred_proba"] == PREDICTION, value
    value = calls.send("tasuki.predict", args=[ROW], kwargs={"model_id": calls.model()}).get(timeout=PATIENCE)
    assert value["pred_proba"] == PREDICTION, value
    value = calls.send("tasuki.predict", args=[[ROW, ROW]], kwargs={"model_id": calls.model()}).get(timeout=PATIENCE)
    assert value["pred_proba"] == [PREDICTION, PREDICTION], value


@case
def case_06_own_task_id(calls):
    mine = "own-" + uuid.uuid4().hex
    value = calls.train(task_id=mine).get(timeout=PATIENCE)
    assert value["model_id"] == mine, value
    task = calls.task(mine)
    assert task["state"] == "TASK_COMPLETED" and task["metrics"]["rmse"] == RMSE, task
    assert calls.predict(mine).get(timeout=PATIENCE)["pred_proba"] == PREDICTION


@case
def case_08_ignore_result(calls):
    calls.model()
    result = calls.train(ignore_result=True)
    until("the work is done", lambda: calls.task(result.id).get("state") == "TASK_COMPLETED")
    later = calls.predict()
    assert later.get(timeout=PATIENCE)["pred_proba"] == PREDICTION
    assert AsyncResult(result.id, app=calls.app).state == "PENDING"


@case
def case_09_protocol_1(calls):
    task_id = str(uuid.uuid4())
    reply_to, result = calls.listen(task_id)
    body = {"task": "tasuki.train", "id": task_id, "args": [], "kwargs": TRAINING, "group": None, "group_index": None,
            "retries": 0, "eta": None, "expires": None, "utc": True, "callbacks": None, "errbacks": None,
            "timelimit": [None, None], "taskset": None, "chord": None}
    calls.publish(json.dumps(body), {}, reply_to=reply_to, correlation_id=task_id)
    assert result.get(timeout=PATIENCE)["metrics"]["rmse"] == RMSE


@case
def case_10_hybrid_and_minimal(calls):
    for body in ({"args": [], "kwargs": TRAINING}, [[], TRAINING, {}]):
        task_id = str(uuid.uuid4())
        reply_to, result = calls.listen(task_id)
        calls.publish(json.dumps(body), {"task": "tasuki.train", "id": task_id}, reply_to=reply_to)
        assert result.get(timeout=PATIENCE)["metrics"]["rmse"] == RMSE


@case
def case_11_gzip(calls):
    assert calls.train(compression="gzip").get(timeout=PATIENCE)["metrics"]["rmse"] == RMSE


@case
def case_12_unicode_and_type_marks(calls):
    name = "Größe – 数据 \U0001f600"
    kwargs = {**TRAINING, "name": name, "tags": [{"__type__": "uuid", "__value__": {"hex": "0" * 31 + "1"}}]}
    result = calls.train(kwargs)
    result.get(timeout=PATIENCE)
    task = calls.task(result.id)
    assert task["name"] == name and task["tags"] == ["00000000-0000-0000-0000-000000000001"], task
    error = refused(calls.train({**TRAINING, "split_random_state": 1234567890123456789}), "InvalidRequest")
    assert "split_random_state" in str(error), error


@case
def case_13_headers_of_newer_clients(calls):
    headers = {"replaced_task_nesting": 0, "stamped_headers": None, "stamps": {}}
    assert calls.train(headers=headers).get(timeout=PATIENCE)["metrics"]["rmse"] == RMSE


@case
def case_14_without_reply_to(calls):
    task_id = str(uuid.uuid4())
    calls.publish(json.dumps([[], TRAINING, {}]), {"task": "tasuki.train", "id": task_id})
    until("the work is done", lambda: calls.task(task_id).get("state") == "TASK_COMPLETED")


@case
def case_15_sent_twice(calls):
    task_id = str(uuid.uuid4())
    replies = "replies-" + task_id
    with Connection(calls.broker) as connection:
        channel = connection.default_channel
        channel.queue_declare(replies, durable=False, auto_delete=False)

        def answers(wanted):
            while True:
                message = channel.basic_get(replies, no_ack=True)
                if message and json.loads(message.body)["status"] == wanted:
                    return True
                if not message:
                    return False

        for _ in range(2):
            calls.publish(json.dumps([[], TRAINING, {}]), {"task": "tasuki.train", "id": task_id}, reply_to=replies)
            until("it is answered", lambda: answers("SUCCESS"))
        channel.queue_delete(replies)
    assert calls.task(task_id)["state"] == "TASK_COMPLETED"


@case
def case_16_client_gone(calls):
    task_id = str(uuid.uuid4())
    calls.publish(json.dumps([[], TRAINING, {}]), {"task": "tasuki.train", "id": task_id}, reply_to="gone-" + task_id)
    until("the work is done", lambda: calls.task(task_id).get("state") == "TASK_COMPLETED")
    assert calls.predict().get(timeout=PATIENCE)["pred_proba"] == PREDICTION


@case
def case_17_unknown_dataset(calls):
    result = calls.train({**TRAINING, "dataset_id": "nosuch"})
    error = refused(result, "NotFound", "dataset_not_found", "nosuch")
    assert error.args[0] == "dataset_not_found", error.args
    assert result.traceback.startswith("Traceback (most recent call last):\n"), result.traceback
    assert "java" not in result.traceback and "tasuki.train" in result.traceback, result.traceback


@case
def case_18_missing_feature(calls):
    row = {name: value for name, value in ROW.items() if name != "bmi"}
    result = calls.send("tasuki.predict", kwargs={"model_id": calls.model(), "input_data": row})
    refused(result, "InvalidRequest", "missing_feature", "bmi")


@case
def case_19_wrong_body(calls):
    result = calls.send("tasuki.train", kwargs={"features": "bmi", "test_size": 2})
    refused(result, "InvalidRequest", "dataset_id", "features", "target", "test_size")


@case
def case_20_unknown_task(calls):
    refused(calls.send("tasuki.nosuch"), "NotRegistered", "tasuki.nosuch")


@case
def case_21_too_many_args(calls):
    refused(calls.send("tasuki.train", args=["diabetes", ["bmi"]]), "InvalidRequest", "positional", "2")


@case
def case_22_illegal_id(calls):
    refused(calls.train(task_id="../" + uuid.uuid4().hex), "InvalidRequest", "task_id")


@case
def case_23_id_of_an_http_task(calls):
    _, answer = calls.http("/train", "POST", TRAINING)
    task_id = answer["message"]["model_id"]
    refused(calls.train(task_id=task_id), "InvalidRequest", "another way", task_id)


class Unpickled:
    def __reduce__(self):
        return (print, ("unpickled",))


@case
def case_24_25_26_other_contents(calls):
    bodies = {
        "application/x-python-serialize": pickle.dumps(Unpickled()),
        "application/x-yaml": b"[[], {}, {}]",
        "application/x-msgpack": b"\x93\x90\x80\x80",
        "application/data": b"{}",
    }
    for content_type, body in bodies.items():
        task_id = str(uuid.uuid4())
        reply_to, result = calls.listen(task_id)
        headers = {"task": "tasuki.train", "id": task_id}
        calls.publish(body, headers, content_type, "binary", reply_to=reply_to, correlation_id=task_id)
        refused(result, "ContentDisallowed", content_type, "task_serializer='json'")


@case
def case_27_bz2(calls):
    refused(calls.train(compression="bzip2"), "DecodeError", "bz2", "gzip")


@case
def case_28_zip_bomb(calls):
    packer = zlib.compressobj(9)
    blanks = b" " * (1 << 20)
    body = b"".join(packer.compress(blanks) for _ in range(64)) + packer.flush()
    task_id = str(uuid.uuid4())
    reply_to, result = calls.listen(task_id)
    headers = {"task": "tasuki.train", "id": task_id, "compression": "application/x-gzip"}
    calls.publish(body, headers, reply_to=reply_to, correlation_id=task_id)
    refused(result, "InvalidRequest", "too_large")


@case
def case_29_30_31_broken_json_no_id_nan(calls):
    task_id = str(uuid.uuid4())
    reply_to, result = calls.listen(task_id)
    calls.publish("[[], {", {"task": "tasuki.train", "id": task_id}, reply_to=reply_to, correlation_id=task_id)
    refused(result, "DecodeError", "JSON")
    calls.publish("[[], {}, {}]", {"task": "tasuki.train"})
    calls.publish("{}", {})
    row = {**ROW, "bmi": float("nan")}
    result = calls.send("tasuki.predict", kwargs={"model_id": calls.model(), "input_data": row})
    refused(result, "InvalidRequest", "not_a_number", "bmi")
    assert calls.predict().get(timeout=PATIENCE)["pred_proba"] == PREDICTION


@case
def case_36_eta_spellings(calls):
    past = datetime.datetime(2026, 1, 1, 12, 0, 0, 123456)
    for eta in (past, past.replace(tzinfo=datetime.timezone.utc),
                past.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=5, minutes=30)))):
        assert calls.train(eta=eta).get(timeout=PATIENCE)["metrics"]["rmse"] == RMSE
    task_id = str(uuid.uuid4())
    reply_to, result = calls.listen(task_id)
    headers = {"task": "tasuki.train", "id": task_id, "eta": "2026-01-01T00:00:00Z"}
    calls.publish(json.dumps([[], TRAINING, {}]), headers, reply_to=reply_to)
    assert result.get(timeout=PATIENCE)["metrics"]["rmse"] == RMSE


@case
def case_38_39_expired(calls):
    now = datetime.datetime.now(datetime.timezone.utc)
    for times in ({"expires": now - datetime.timedelta(hours=1)},
                  {"eta": now + datetime.timedelta(hours=2), "expires": now + datetime.timedelta(hours=1)}):
        task_id = str(uuid.uuid4())
        reply_to, result = calls.listen(task_id)
        headers = {"task": "tasuki.train", "id": task_id, **{name: at.isoformat() for name, at in times.items()}}
        calls.publish(json.dumps([[], TRAINING, {}]), headers, reply_to=reply_to)
        refused(result, "TaskRevokedError", "expired")
        assert calls.http("/tasks/" + task_id)[0] == 404


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--broker", required=True)
    parser.add_argument("--server", required=True)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    calls = Calls(given.broker, given.server)
    for check in CASES:
        if given.only not in check.__name__:
            continue
        begun = time.monotonic()
        try:
            check(calls)
            line = {"case": check.__name__, "passed": True}
        except Exception:  # noqa: BLE001 - told to the test
            line = {"case": check.__name__, "passed": False, "detail": traceback.format_exc()}
        line["seconds"] = round(time.monotonic() - begun, 2)
        print(json.dumps(line), flush=True)
    print("all checks were made", flush=True)


if __name__ == "__main__":
    sys.exit(main())
