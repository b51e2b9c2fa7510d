"""Calls Tasuki as any Celery program would, and checks what comes back.

    python3 celery_calls.py --broker amqp://… --server http://127.0.0.1:5000 [--backend redis://…] [--only NUMBER,…]

A client written with Celery alone: its broker RabbitMQ or Redis, its result backend rpc:// or Redis, tasks by name. Each check prints one
line of JSON, {"case": …, "passed": …, "detail": …}. See README.md.
"""

import argparse
import concurrent.futures
import datetime
import json
import os
import pathlib
import pickle
import subprocess
import sys
import time
import traceback
import urllib.error
import urllib.request
import uuid
import zlib

from celery import Celery, chain, group, signature
from celery.result import AsyncResult
from kombu import Connection

FEATURES = ["age", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"]
TRAINING = {"dataset_id": "diabetes", "features": FEATURES, "target": "target"}
ROW = dict(zip(FEATURES, [0.038076, 0.061696, 0.021872, -0.044223, -0.034821, -0.043401, -0.002592, 0.019908, -0.017646]))
RMSE = 53.03900735084424
PREDICTION = 208.6445780005619
LONG = {**TRAINING, "params": {"n_estimators": 8000, "max_depth": None}}
PATIENCE = 60
CASES = []


def case(function):
    CASES.append(function)
    return function


class Calls:
    """What the checks share: the client, the server's HTTP side, a model."""

    def __init__(self, broker, server, backend="rpc://"):
        self.broker = broker
        self.server = server
        self.backend = backend
        self.app = Celery("interop", broker=broker, backend=backend)
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
            channel = connection.default_channel
            if self.over_redis():
                message = channel.prepare_message(
                    body, content_type=content_type, content_encoding=encoding, headers=headers, properties=properties)
                channel.basic_publish(message, exchange="", routing_key="tasuki")
                return
            channel.basic_publish(
                self.message(connection, body, headers, content_type, encoding, properties), routing_key="tasuki")

    def over_redis(self):
        return self.broker.startswith("redis:")

    def redis(self):
        """The broker's or the backend's Redis."""
        import redis
        return redis.Redis.from_url((self.broker if self.over_redis() else self.backend).partition("?")[0])

    @staticmethod
    def message(connection, body, headers, content_type, encoding, properties):
        import amqp
        return amqp.Message(
            body, application_headers=headers, content_type=content_type, content_encoding=encoding, **properties)

    def node(self):
        """Tasuki's name among the workers."""
        names = [name for answer in self.app.control.ping(timeout=2) for name in answer]
        mine = [name for name in names if name.startswith("tasuki@")]
        assert len(mine) == 1, names
        return mine[0]

    def listen(self, task_id):
        """The result of a call that was published by hand: (reply queue, result)."""
        if not self.backend.startswith("rpc"):
            return self.app.thread_oid, AsyncResult(task_id, app=self.app)
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


class Replies:
    """A queue for results of calls that are published by hand."""

    def __init__(self, calls):
        self.connection = Connection(calls.broker)
        self.queue = "replies-" + str(uuid.uuid4())
        self.states = []

    def __enter__(self):
        self.connection.default_channel.queue_declare(self.queue, durable=False, auto_delete=False)
        return self

    def seen(self):
        """All states so far, each with its task's id."""
        while message := self.connection.default_channel.basic_get(self.queue, no_ack=True):
            body = json.loads(message.body)
            self.states.append((body["task_id"], body["status"]))
        return self.states

    def __exit__(self, *error):
        self.connection.default_channel.queue_delete(self.queue)
        self.connection.close()


@case
def case_15_sent_twice(calls):
    task_id = str(uuid.uuid4())
    with Replies(calls) as replies:
        for times in (1, 2):
            calls.publish(json.dumps([[], TRAINING, {}]), {"task": "tasuki.train", "id": task_id},
                          reply_to=replies.queue)
            until("it is answered", lambda: replies.seen().count((task_id, "SUCCESS")) == times)
    assert calls.task(task_id)["attempts"] == 1


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
def case_34_backlog_full(calls):
    blocker = calls.train(LONG)
    runs(calls, blocker)
    sent = [calls.train() for _ in range(20)]

    def rows():
        return sum(calls.http("/tasks/" + each.id)[0] == 200 for each in sent)

    until("the backlog is full", lambda: rows() >= 12)
    assert rows() == 12, rows()
    stop(calls, blocker)
    assert all(each.get(timeout=PATIENCE)["status"] == "TASK_COMPLETED" for each in sent)


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


@case
def case_04_05_states(calls):
    """Far more trees than anybody waits for, told to be enough as soon as it says how far it is."""
    seen = []

    def note(body):
        seen.append((body["status"], body["result"]))
        if [status for status, _ in seen].count("PROGRESS") == 1 and body["status"] == "PROGRESS":
            assert calls.http("/tasks/" + result.id + "/finish", "POST")[0] in (200, 202)

    result = calls.train({**TRAINING, "params": {"n_estimators": 60000}})
    value = result.get(timeout=PATIENCE, on_message=note)
    states = [status for status, _ in seen]
    assert states[0] == "STARTED" and states[-1] == "SUCCESS" and "PROGRESS" in states, states
    begun = seen[0][1]
    assert begun["pid"] > 0 and "@" in begun["hostname"], begun
    fractions = [how["fraction"] for status, how in seen if status == "PROGRESS"]
    assert fractions == sorted(fractions) and set(states[1:-1]) == {"PROGRESS"}, seen
    assert value["model_id"] == result.id


@case
def case_07_two_clients_at_once(calls):
    rows = [{**ROW, "bmi": 0.001 * i} for i in range(200)]

    def ask(client):
        sent = [client.send("tasuki.predict", kwargs={"model_id": model, "input_data": row}) for row in rows]
        return [result.get(timeout=PATIENCE)["pred_proba"] for result in sent]

    model = calls.model()
    expected = calls.send("tasuki.predict", kwargs={"model_id": model, "input_data": rows}).get(timeout=PATIENCE)
    with concurrent.futures.ThreadPoolExecutor() as threads:
        both = list(threads.map(ask, [Calls(calls.broker, calls.server, calls.backend) for _ in range(2)]))
    assert both == [expected["pred_proba"]] * 2, both


@case
def case_35_countdown(calls):
    result = calls.train(countdown=2)
    until("it is a row", lambda: calls.http("/tasks/" + result.id)[0] == 200)
    if calls.over_redis():
        until("it is acknowledged", lambda: calls.redis().hlen("unacked") == 0)
        assert calls.redis().llen("tasuki") == 0
    else:
        with Connection(calls.broker) as connection:
            _, ready, consumers = connection.default_channel.queue_declare("tasuki", passive=True)
        assert (ready, consumers) == (0, 1)
    assert result.get(timeout=PATIENCE)["metrics"]["rmse"] == RMSE
    task = calls.task(result.id)
    assert task["times"]["started"] > task["schedule"]["run_at"], task


@case
def case_37_expires_before_start(calls):
    blocker = calls.train(LONG)
    runs(calls, blocker)
    result = calls.train(expires=1)
    refused(result, "TaskRevokedError", "expired")
    stop(calls, blocker)


@case
def case_40_41_time_limits(calls):
    refused(calls.train(LONG, soft_time_limit=1, time_limit=30), "SoftTimeLimitExceeded")
    refused(calls.train(LONG, time_limit=1), "TimeLimitExceeded", "1")


@case
def case_42_priorities(calls):
    blocker = calls.train(LONG)
    runs(calls, blocker)
    ids = [calls.train(priority=priority) for priority in (0, 9)]
    until("both are rows", lambda: all(calls.http("/tasks/" + each.id)[0] == 200 for each in ids))
    expected = [5, 0] if calls.over_redis() else [5, 9]
    assert [calls.task(each.id)["schedule"]["priority"] for each in ids] == expected
    stop(calls, blocker)
    for each in ids:
        each.get(timeout=PATIENCE)
    begun = [calls.task(each.id)["times"]["started"] for each in ids]
    assert begun[0] < begun[1] if calls.over_redis() else begun[1] < begun[0], begun


@case
def case_43_predict_for_later(calls):
    model = calls.model()
    due = time.time() + 2
    assert calls.predict(model, countdown=2).get(timeout=PATIENCE)["pred_proba"] == PREDICTION
    assert time.time() >= due
    refused(calls.predict(model, countdown=7200), "InvalidRequest", "eta_too_far",
            "60 minutes" if calls.over_redis() else "20 minutes")


def runs(calls, result):
    """Waits until it does; a client of rpc:// that asks for a state while it waits for results sees old ones."""
    until("it runs", lambda: calls.task(result.id).get("state") == "TASK_STARTED")


def stop(calls, result):
    result.revoke(terminate=True)
    refused(result, "TaskRevokedError", "terminated")


@case
def case_44_revoked_before_it_comes(calls):
    task_id = str(uuid.uuid4())
    calls.app.control.revoke(task_id)
    until("it is known", lambda: task_id in str(calls.app.control.inspect().revoked()))
    refused(calls.train(task_id=task_id), "TaskRevokedError", "revoked")
    assert calls.http("/tasks/" + task_id)[0] == 404


@case
def case_45_46_47_revoked_queued_and_running(calls):
    running = calls.train(LONG)
    runs(calls, running)
    queued = calls.train()
    until("it is a row", lambda: calls.http("/tasks/" + queued.id)[0] == 200)
    queued.revoke()
    refused(queued, "TaskRevokedError", "revoked")
    assert calls.task(queued.id)["state"] == "TASK_CANCELLED"
    stop(calls, running)
    goes_on = calls.train(LONG)
    runs(calls, goes_on)
    goes_on.revoke()
    assert calls.http("/tasks/" + goes_on.id + "/finish", "POST")[0] in (200, 202)
    assert goes_on.get(timeout=PATIENCE)["status"] == "TASK_COMPLETED"


@case
def case_48_several_ids(calls):
    blocker = calls.train(LONG)
    runs(calls, blocker)
    queued = [calls.train() for _ in range(2)]
    until("both are rows", lambda: all(calls.http("/tasks/" + each.id)[0] == 200 for each in queued))
    mine = calls.node()
    said = calls.app.control.revoke(
        [each.id for each in queued] + ["unknown"], destination=[mine], reply=True, timeout=5, limit=1)
    assert "flagged as revoked" in str(said), said
    for each in queued:
        refused(each, "TaskRevokedError", "revoked")
    said = calls.app.control.revoke(blocker.id, terminate=True, signal="NOSUCH", destination=[mine], reply=True, timeout=5, limit=1)
    assert "no signal NOSUCH" in str(said), said
    stop(calls, blocker)


@case
def case_50_51_cancelled_and_retried_over_http(calls):
    blocker = calls.train(LONG)
    runs(calls, blocker)
    task_id, link_id = str(uuid.uuid4()), str(uuid.uuid4())
    link = {"task": "tasuki.predict", "args": [], "kwargs": {"input_data": ROW}, "options": {"task_id": link_id},
            "subtask_type": None, "immutable": False}
    with Replies(calls) as replies:
        calls.publish(json.dumps([[], TRAINING, {"callbacks": [link]}]), {"task": "tasuki.train", "id": task_id},
                      reply_to=replies.queue)
        until("it is a row", lambda: calls.http("/tasks/" + task_id)[0] == 200)
        assert calls.http("/tasks/" + task_id, "DELETE")[0] in (200, 202)
        until("it is revoked", lambda: (task_id, "REVOKED") in replies.seen())
        stop(calls, blocker)
        assert calls.http("/tasks/" + task_id + "/retry", "POST", {})[0] in (200, 202)
        until("it is done", lambda: {(task_id, "SUCCESS"), (link_id, "SUCCESS")} <= set(replies.seen()))


def ours(name, *args, **kwargs):
    return signature(name, args=args, kwargs=kwargs, app=SIGNING["app"], options={"queue": "tasuki"})


def theirs(name, *args, immutable=False):
    return signature(name, args=args, app=SIGNING["app"], immutable=immutable)


SIGNING = {}


@case
def case_52_train_then_predict(calls):
    result = chain(ours("tasuki.train", **TRAINING), ours("tasuki.predict", input_data=ROW)).apply_async()
    assert result.get(timeout=PATIENCE)["pred_proba"] == PREDICTION
    assert result.parent.get(timeout=PATIENCE)["model_id"] == result.parent.id


@case
def case_53_ours_then_theirs(calls):
    result = chain(ours("tasuki.train", **TRAINING), theirs("py.after", 5)).apply_async()
    value = result.get(timeout=PATIENCE)
    assert value["mark"] == 5 and value["before"]["metrics"]["rmse"] == RMSE, value


@case
def case_54_55_mixed_chains(calls):
    result = chain(theirs("py.request", "diabetes"), ours("tasuki.train"), theirs("py.after", 1)).apply_async()
    value = result.get(timeout=PATIENCE)
    assert value["mark"] == 1 and value["before"]["status"] == "TASK_COMPLETED", value
    five = chain(theirs("py.request", "diabetes"), ours("tasuki.train"), theirs("py.after", 1),
                 theirs("py.last", immutable=True), theirs("py.after", 2))
    assert five.apply_async().get(timeout=PATIENCE) == {"mark": 2, "before": "last"}


@case
def case_56_first_fails(calls):
    steps = chain(ours("tasuki.train", **{**TRAINING, "dataset_id": "nosuch"}),
                  ours("tasuki.predict", input_data=ROW), theirs("py.last", immutable=True))
    last = steps.apply_async()
    for step in (last.parent.parent, last.parent, last):
        refused(step, "NotFound", "dataset_not_found")


@case
def case_57_groups(calls):
    both = group(ours("tasuki.train", **TRAINING), ours("tasuki.train", **TRAINING), theirs("py.after", 1, 2))
    values = both.apply_async().get(timeout=PATIENCE)
    assert [value["metrics"]["rmse"] for value in values[:2]] == [RMSE, RMSE] and values[2]["mark"] == 2, values


@case
def case_58_links(calls):
    call = ours("tasuki.train", **TRAINING)
    call.link(ours("tasuki.predict", input_data=ROW))
    call.link(chain(ours("tasuki.predict", input_data=ROW), theirs("py.after", 7)))
    result = call.apply_async()
    assert result.get(timeout=PATIENCE)["metrics"]["rmse"] == RMSE
    children = result.children
    assert len(children) == 2, children
    assert children[0].get(timeout=PATIENCE)["pred_proba"] == PREDICTION
    assert children[1].get(timeout=PATIENCE)["pred_proba"] == PREDICTION


@case
def case_59_link_error(calls):
    error_id = str(uuid.uuid4())
    reply_to, told = calls.listen(error_id)
    errback = theirs("py.failed")
    errback.set(task_id=error_id, reply_to=reply_to)
    result = calls.train({**TRAINING, "dataset_id": "nosuch"}, link_error=errback)
    refused(result, "NotFound")
    assert told.get(timeout=PATIENCE) == "told of " + result.id


@case
def case_73_ping(calls):
    control = calls.app.control
    mine = [calls.node()]
    assert control.ping(destination=mine, timeout=5, limit=1) == [{mine[0]: {"ok": "pong"}}]
    for matcher, pattern in (("glob", "tasuki@*"), ("pcre", "tasuki@.+")):
        answers = control.broadcast("ping", reply=True, timeout=5, limit=1, pattern=pattern, matcher=matcher)
        assert answers == [{mine[0]: {"ok": "pong"}}], answers
    answers = control.broadcast("rate_limit", arguments={"task_name": "x", "rate_limit": 1}, reply=True, timeout=5,
                                limit=1, destination=mine)
    assert "not supported by tasuki" in str(answers), answers
    answers = control.broadcast("nosuch", reply=True, timeout=5, limit=1, destination=mine)
    assert "KeyError('nosuch')" in str(answers), answers


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--broker", required=True)
    parser.add_argument("--server", required=True)
    parser.add_argument("--backend", default="rpc://")
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    calls = Calls(given.broker, given.server, given.backend)
    calls.app.conf.task_routes = {"py.*": {"queue": "celery"}}
    SIGNING["app"] = calls.app
    worker = subprocess.Popen(
        [sys.executable, "-B", "-m", "celery", "-A", "celery_steps", "worker", "--pool", "solo", "-l", "warning"],
        cwd=pathlib.Path(__file__).parent, env={**os.environ, "CELERY_BROKER_URL": given.broker, "CELERY_RESULT_BACKEND": given.backend},
        stdout=sys.stderr)
    try:
        check_all(calls, given.only)
    finally:
        worker.kill()
        worker.wait()


def check_all(calls, only):
    for check in CASES:
        if only and not any(check.__name__.startswith("case_" + part) for part in only.split(",")):
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
