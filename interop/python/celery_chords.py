"""Chords with Tasuki's tasks in them, as any Celery program makes them, and what else needs a Redis.

    python3 celery_chords.py --broker redis://… --backend redis://… --server http://127.0.0.1:5000 [--only NUMBER,…]

The same as celery_calls.py, with further checks. See README.md.
"""

import json
import sys
import time
import uuid

import celery_calls
from celery import chain, chord, group
from celery.result import AsyncResult
from celery_calls import PATIENCE, PREDICTION, RMSE, ROW, TRAINING, case, ours, refused, runs, stop, theirs, until


def train(**more):
    return ours("tasuki.train", **{**TRAINING, **more})


def predict(**more):
    return ours("tasuki.predict", input_data=ROW, **more)


def rmses(values):
    return [value["metrics"]["rmse"] for value in values]


@case
def case_60_chord_of_ours(calls):
    value = chord([train(), train()])(theirs("py.after", 1)).get(timeout=PATIENCE)
    assert value["mark"] == 1 and rmses(value["before"]) == [RMSE, RMSE], value


@case
def case_61_mixed_header(calls):
    value = chord([train(), theirs("py.request", "first"), train()])(theirs("py.after", 1)).get(timeout=PATIENCE)
    assert rmses(value["before"][::2]) == [RMSE, RMSE] and value["before"][1]["dataset_id"] == "first", value


@case
def case_62_our_body(calls):
    body = ours("tasuki.predict", model_id=calls.model())
    value = chord([theirs("py.row", ROW), theirs("py.row", ROW)])(body).get(timeout=PATIENCE)
    assert value["pred_proba"] == [PREDICTION, PREDICTION], value


@case
def case_63_64_group_within_a_chain(calls):
    both = group(predict(), predict())
    value = chain(train(), both, theirs("py.after", 3)).apply_async().get(timeout=PATIENCE)
    assert value["mark"] == 3 and [each["pred_proba"] for each in value["before"]] == [PREDICTION] * 2, value
    longer = chain(train(), group(predict(), predict()), theirs("py.after", 1), theirs("py.after", 2))
    value = longer.apply_async().get(timeout=PATIENCE)
    assert value["mark"] == 2 and value["before"]["mark"] == 1 and len(value["before"]["before"]) == 2, value


@case
def case_65_chains_as_parts(calls):
    parts = [chain(train(), predict()), chain(theirs("py.request", "diabetes"), ours("tasuki.train"))]
    value = chord(parts)(theirs("py.after", 4)).get(timeout=PATIENCE)
    assert value["before"][0]["pred_proba"] == PREDICTION and value["before"][1]["metrics"]["rmse"] > 0, value
    ours_last = chain(train(), group(chain(predict(), theirs("py.after", 1)), predict()), theirs("py.after", 2))
    value = ours_last.apply_async().get(timeout=PATIENCE)
    assert value["before"][0]["before"]["pred_proba"] == PREDICTION, value
    assert value["before"][1]["pred_proba"] == PREDICTION, value


@case
def case_66_groups_within_a_chord(calls):
    inner = group(predict(), predict())
    value = chain(train(), group(inner, predict()), theirs("py.after", 5)).apply_async().get(timeout=PATIENCE)
    # Celery unrolls a group within a group: its parts are parts of the outer one.
    assert [each["pred_proba"] for each in value["before"]] == [PREDICTION] * 3, value
    by_client = chord([group(train(), train()), train()])(theirs("py.after", 6)).get(timeout=PATIENCE)
    assert rmses(by_client["before"]) == [RMSE] * 3, by_client


@case
def case_67_immutable_parts(calls):
    fixed = ours("tasuki.predict", input_data=ROW, model_id=calls.model())
    fixed.set_immutable(True)
    value = chain(train(), group(fixed, predict()), theirs("py.after", 1)).apply_async().get(timeout=PATIENCE)
    assert [each["pred_proba"] for each in value["before"]] == [PREDICTION, PREDICTION], value


def body_refused(calls, result, *words):
    """Waits for a ChordError of a body. By its id alone: Celery's get() of a chord raises what a part of it said first."""
    refused(AsyncResult(result.id, app=calls.app), "ChordError", *words)


def told(calls):
    """An errback, and what it will have been told."""
    error_id = str(uuid.uuid4())
    errback = theirs("py.failed")
    errback.set(task_id=error_id)
    return errback, AsyncResult(error_id, app=calls.app)


@case
def case_68_part_of_ours_fails(calls):
    errback, heard = told(calls)
    body = theirs("py.after", 1)
    body.link_error(errback)
    result = chord([train(dataset_id="nosuch"), train()])(body)
    body_refused(calls, result, "NotFound('dataset_not_found'", "Dependency")
    assert heard.get(timeout=PATIENCE) == "told of " + result.id


@case
def case_69_part_of_theirs_fails(calls):
    body_refused(calls, chord([theirs("py.fails"), train(), train()])(theirs("py.after", 1)), "ValueError('on purpose')")
    # The Python worker ends last, then ours does: the one that does has the body fail.
    for failing, other in ((later("py.fails"), predict()), (theirs("py.fails"), later_predict())):
        first = chain(train(), group(failing, other), theirs("py.after", 1), theirs("py.after", 2))
        result = first.apply_async()
        body_refused(calls, result.parent, "ValueError('on purpose')")
        refused(result, "ValueError", "on purpose")


def later(name):
    """A call that ends after all others."""
    part = theirs(name)
    part.set(countdown=2)
    return part


def later_predict():
    part = predict()
    part.set(countdown=2)
    return part


@case
def case_70_part_is_revoked(calls):
    task_id = str(uuid.uuid4())
    calls.app.control.revoke(task_id)
    until("it is known", lambda: task_id in str(calls.app.control.inspect(timeout=0.5).revoked()))
    part = train()
    part.set(task_id=task_id)
    body_refused(calls, chord([part, train()])(theirs("py.after", 1)), "TaskRevokedError('revoked')")


@case
def case_71_unknown_tasks(calls):
    unknown = chord([ours("tasuki.nosuch"), train()])(theirs("py.after", 1))
    body_refused(calls, unknown, "NotRegistered('tasuki.nosuch')")
    refused(chain(ours("tasuki.nosuch"), theirs("py.after", 1)).apply_async(), "NotRegistered", "tasuki.nosuch")
    unread = chain(ours("tasuki.train", features="bmi"), theirs("py.after", 1)).apply_async()
    refused(unread, "InvalidRequest", "dataset_id")


@case
def case_72_body_of_200_once(calls):
    model, key = calls.model(), "once-" + uuid.uuid4().hex
    parts = [ours("tasuki.predict", model_id=model, input_data=ROW) for _ in range(200)]
    result = chord(parts)(theirs("py.once", key))
    assert result.get(timeout=PATIENCE) == [1, 200]
    # Of this chord: a worker in Python leaves those of a chord that failed.
    until("its counters are gone", lambda: not calls.redis().keys(f"celery-taskset-meta-{result.parent.id}.[jst]"))
    assert int(calls.redis().get(key)) == 1


@case
def case_91_held_by_one_that_is_gone(calls):
    """What a worker leaves behind that dies between taking and acknowledging."""
    task_id = str(uuid.uuid4())
    store = calls.redis()
    envelope = {
        "body": json.dumps([[], {"model_id": calls.model(), "input_data": ROW}, {}]), "content-encoding": "utf-8",
        "content-type": "application/json", "headers": {"task": "tasuki.predict", "id": task_id},
        "properties": {"correlation_id": task_id, "reply_to": "", "delivery_mode": 2, "priority": 0,
                       "delivery_info": {"exchange": "", "routing_key": "tasuki"}, "delivery_tag": task_id}}
    store.hset("unacked", task_id, json.dumps([envelope, "", "tasuki"]))
    store.zadd("unacked_index", {task_id: time.time() - 3600})
    assert AsyncResult(task_id, app=calls.app).get(timeout=PATIENCE)["pred_proba"] == PREDICTION
    until("it is acknowledged", lambda: not store.hexists("unacked", task_id))
    assert store.zscore("unacked_index", task_id) is None


@case
def case_92_longer_than_the_broker_waits(calls):
    """A training is acknowledged once it is a row: nothing is held that could be given to others while it runs."""
    running = calls.train(celery_calls.LONG)
    runs(calls, running)
    until("nothing is held", lambda: calls.redis().hlen("unacked") == 0 and calls.redis().zcard("unacked_index") == 0)
    stop(calls, running)
    assert calls.task(running.id)["attempts"] == 1


if __name__ == "__main__":
    sys.exit(celery_calls.main())
