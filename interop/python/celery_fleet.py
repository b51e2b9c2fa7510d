"""Looks at Tasuki as the programs of a Celery fleet do: `celery inspect`, `status`, `events`, a worker beside it.

    python3 celery_fleet.py --broker amqp://… or redis://…

Tasuki's nodes are tasuki@first, which reads the queue tasuki, and tasuki@second, which reads the queue second and is
started when the line `wants tasuki@second` is seen. Each check prints one line of
JSON, {"case": …, "passed": …, "detail": …}. See README.md.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import uuid

from celery import Celery
from celery.events.receiver import EventReceiver

TRAINING = {"dataset_id": "diabetes", "features": ["bmi", "s5"], "target": "target"}
# Longer than the checks on any machine: after the trees come twenty folds of as many.
LONG = {**TRAINING, "features": ["age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"],
        "params": {"n_estimators": 65000}, "cv": 20}
FIRST, SECOND = "tasuki@first", "tasuki@second"
PATIENCE = 120
HERE = pathlib.Path(__file__).parent


def until(what, true, patience=PATIENCE):
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def refused(result, kind, *words):
    try:
        value = result.get(timeout=PATIENCE)
    except Exception as error:  # noqa: BLE001 - clients make the class on the fly
        assert type(error).__name__ == kind, repr(error)
        assert all(word in str(error) for word in words), str(error)
        return
    raise AssertionError(f"no {kind}, but {value!r}")


class Fleet:
    """The programs beside Tasuki, and what they print."""

    def __init__(self, broker):
        self.broker = broker
        self.transport = broker.partition(":")[0]
        self.app = Celery("interop", broker=broker, backend="rpc://" if self.transport == "amqp" else broker)
        self.directory = pathlib.Path(tempfile.mkdtemp())
        self.running = []
        self.state = self.app.events.State()
        self.events = []
        self.worker = self.directory / "worker.log"
        self.dump = self.directory / "dump.log"

    def celery(self, output, *arguments):
        command = [sys.executable, "-B", "-m", "celery", "-b", self.broker, *arguments]
        with open(output, "w") as file:
            program = subprocess.Popen(command, cwd=HERE, stdout=file, stderr=subprocess.STDOUT,
                                       env={**os.environ, "CELERY_BROKER_URL": self.broker, "PYTHONUNBUFFERED": "1"})
        self.running.append(program)
        return program

    def begin(self):
        threading.Thread(target=self.listen, daemon=True).start()
        self.celery(self.dump, "events", "--dump")
        self.celery(self.worker, "-A", "celery_steps", "worker", "--pool", "solo", "-n", "python@beside", "-l", "info")
        until("both nodes answer", lambda: {FIRST, "python@beside"} <= self.nodes())

    def listen(self):
        def note(event):
            self.events.append(event)
            self.state.event(event)

        with self.app.connection() as connection:
            EventReceiver(connection, handlers={"*": note}, app=self.app).capture(limit=None, wakeup=False)

    def nodes(self):
        return {name for answer in self.app.control.ping(timeout=1) for name in answer}

    def train(self, kwargs=None, queue="tasuki", **options):
        return self.app.send_task("tasuki.train", kwargs=kwargs or TRAINING, queue=queue, **options)

    def ask(self, method, arguments=None, node=FIRST):
        answers = self.app.control.broadcast(
            method, arguments=arguments, destination=[node], reply=True, timeout=20, limit=1)
        assert len(answers) == 1, (method, answers)
        return answers[0][node]

    def inspected(self, commands):
        """What `celery inspect` prints of each command: all at once, as each waits for its time to be over."""
        running = {}
        for command in commands:
            output = self.directory / (command.replace(" ", "-") + ".json")
            running[command] = (self.celery(output, "inspect", "-j", "-t", "8", *command.split()), output)
        texts = {}
        for command, (program, output) in running.items():
            program.wait(PATIENCE)
            texts[command] = output.read_text()
            assert program.returncode == 0, (command, texts[command])
        return {command: json.loads(text) for command, text in texts.items()}

    def end(self):
        for program in self.running:
            program.kill()
            program.wait()


def begun(fleet, result):
    until("it runs", lambda: result.id in str(fleet.ask("active")))


def case_74_75_inspect(fleet, given):
    blocker = fleet.train(LONG)
    begun(fleet, blocker)
    waits = fleet.train(priority=9)
    later = fleet.train(countdown=3600)
    until("it waits", lambda: waits.id in str(fleet.ask("reserved")))
    until("it is scheduled", lambda: later.id in str(fleet.ask("scheduled")))
    fleet.app.control.revoke("called-off")
    until("it is known", lambda: "called-off" in str(fleet.ask("revoked")))
    seen = fleet.inspected([
        "active", "reserved", "scheduled", "revoked", "registered", "stats", "active_queues", "conf", "report", "clock",
        "ping", "query_task " + blocker.id])
    for command, answers in seen.items():
        assert {FIRST, "python@beside"} <= set(answers), (command, answers)
    seen = {command.split()[0]: answers[FIRST] for command, answers in seen.items()}
    active = seen["active"]
    assert [each["id"] for each in active] == [blocker.id] and active[0]["name"] == "tasuki.train", active
    assert active[0]["kwargs"]["dataset_id"] == "diabetes" and active[0]["hostname"] == FIRST, active
    assert active[0]["acknowledged"] and active[0]["worker_pid"] > 0 and active[0]["time_start"] > 1e9, active
    assert active[0]["delivery_info"]["routing_key"] == "tasuki", active
    assert [each["id"] for each in seen["reserved"]] == [waits.id], seen["reserved"]
    scheduled = seen["scheduled"]
    assert [each["request"]["id"] for each in scheduled] == [later.id] and scheduled[0]["eta"], scheduled
    assert "called-off" in seen["revoked"] and seen["registered"] == ["tasuki.predict", "tasuki.train"], seen
    stats = seen["stats"]
    assert stats["total"]["tasuki.train"] == 3 and stats["pool"]["implementation"] == "tasuki", stats
    assert stats["rusage"]["maxrss"] > 0 and stats["broker"]["transport"] == fleet.transport and stats["uptime"] >= 0, stats
    assert seen["active_queues"][0]["name"] == "tasuki", seen["active_queues"]
    assert seen["active_queues"][0]["exchange"]["type"] == "direct", seen["active_queues"]
    shown = {"amqp": "amqp://guest:********@", "redis": "redis://127.0.0.1:"}[fleet.transport]
    assert seen["conf"]["broker_url"].startswith(shown), seen["conf"]
    assert "guest:guest" not in str(seen) and "tasuki" in seen["report"]["ok"], seen["report"]
    assert seen["clock"]["clock"] > 0 and seen["ping"] == {"ok": "pong"}, seen
    assert seen["query_task"][blocker.id][0] == "active", seen["query_task"]
    for call in (waits, later):
        call.revoke()
        refused(call, "TaskRevokedError", "revoked")
    blocker.revoke(terminate=True)
    refused(blocker, "TaskRevokedError", "terminated")
    given.revoked = [waits.id, later.id]
    given.terminated = blocker.id


def case_76_shutdown_refused(fleet, given):
    fleet.app.control.shutdown(destination=[FIRST])
    assert fleet.ask("ping") == {"ok": "pong"}


def case_77_unsupported(fleet, given):
    for method in ("rate_limit", "time_limit", "pool_grow", "pool_shrink", "pool_restart", "autoscale", "add_consumer",
                   "cancel_consumer", "revoke_by_stamped_headers"):
        answer = fleet.ask(method, {"n": 1})
        assert answer["error"].startswith("not supported by tasuki: "), (method, answer)
    assert fleet.ask("nosuch") == {"error": "KeyError('nosuch')"}


def case_82_status(fleet, given):
    output = fleet.directory / "status.log"
    fleet.celery(output, "status", "-t", "8").wait(PATIENCE)
    text = output.read_text()
    assert FIRST in text and "python@beside" in text and "OK" in text, text


def case_49_a_node_that_starts_learns_what_is_revoked(fleet, given):
    task_id = str(uuid.uuid4())
    fleet.app.control.revoke(task_id)
    until("it is known", lambda: task_id in str(fleet.ask("revoked")))
    print("wants " + SECOND, flush=True)
    until("the second node answers", lambda: SECOND in fleet.nodes())
    assert task_id in fleet.ask("revoked", node=SECOND)
    refused(fleet.train(queue="second", task_id=task_id), "TaskRevokedError", "revoked")
    assert fleet.train(queue="second").get(timeout=PATIENCE)["status"] == "TASK_COMPLETED"


def case_81_a_taken_name_leaves_the_work(fleet, given):
    assert fleet.train(queue="third").get(timeout=PATIENCE)["status"] == "TASK_COMPLETED"


def case_37_79_80_events(fleet, given):
    # It lasts longer than a tenth of a second: that a run has begun is looked for so often, and a shorter one may be missed.
    done = fleet.train({**TRAINING, "params": {"n_estimators": 20000}})
    failed = fleet.train({**TRAINING, "dataset_id": "nosuch"})
    assert done.get(timeout=PATIENCE)["status"] == "TASK_COMPLETED"
    refused(failed, "NotFound")
    blocker = fleet.train(LONG)
    begun(fleet, blocker)
    late = fleet.train(expires=1)
    refused(late, "TaskRevokedError", "expired")
    blocker.revoke(terminate=True)
    refused(blocker, "TaskRevokedError", "terminated")
    tasks = fleet.state.tasks
    expected = {done.id: "SUCCESS", failed.id: "FAILURE", late.id: "REVOKED", given.terminated: "REVOKED",
                given.revoked[0]: "REVOKED"}
    until("the states are known", lambda: all(
        each in tasks and tasks[each].state == state for each, state in expected.items()))
    assert fleet.state.workers[FIRST].alive and fleet.state.workers[FIRST].freq == 2, fleet.state.workers
    assert tasks[done.id].runtime > 0 and tasks[done.id].name == "tasuki.train", tasks[done.id]
    assert tasks[done.id].worker.hostname == FIRST and tasks[done.id].started, tasks[done.id]
    assert "NotFound('dataset_not_found'" in tasks[failed.id].exception, tasks[failed.id].exception
    ends = {event["uuid"]: event for event in fleet.events if event["type"] == "task-revoked"}
    assert ends[late.id]["expired"] and not ends[late.id]["terminated"], ends
    assert ends[given.terminated]["terminated"] and not ends[given.terminated]["expired"], ends
    until("the dump has it all", lambda: fleet.dump.read_text().count(done.id) >= 3)
    text = fleet.dump.read_text()
    assert FIRST in text and "heartbeat" in text and "tasuki.train(" + done.id in text, text


def case_79_events_can_be_switched_off(fleet, given):
    assert fleet.ask("disable_events") == {"ok": "task events disabled"}
    quiet = fleet.train()
    quiet.get(timeout=PATIENCE)
    assert fleet.ask("enable_events") == {"ok": "task events enabled"}
    told = fleet.train()
    told.get(timeout=PATIENCE)
    until("it is told", lambda: told.id in fleet.state.tasks and fleet.state.tasks[told.id].state == "SUCCESS")
    assert quiet.id not in fleet.state.tasks


def case_78_mingle_and_gossip(fleet, given):
    text = fleet.worker.read_text()
    assert "mingle: sync with 1 nodes" in text and "mingle: sync complete" in text, text
    assert "missed heartbeat" not in text, text


def case_76_shutdown_obeyed(fleet, given):
    fleet.app.control.shutdown(destination=[SECOND])
    until("it is gone", lambda: SECOND not in fleet.nodes())
    until("it has said so", lambda: not fleet.state.workers[SECOND].alive)


CASES = [case_74_75_inspect, case_76_shutdown_refused, case_77_unsupported, case_82_status,
         case_49_a_node_that_starts_learns_what_is_revoked,
         case_37_79_80_events, case_79_events_can_be_switched_off, case_81_a_taken_name_leaves_the_work,
         case_76_shutdown_obeyed, case_78_mingle_and_gossip]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--broker", required=True)
    given = parser.parse_args()
    fleet = Fleet(given.broker)
    try:
        fleet.begin()
        for check in CASES:
            begins = time.monotonic()
            try:
                check(fleet, given)
                line = {"case": check.__name__, "passed": True}
            except Exception:  # noqa: BLE001 - told to the test
                line = {"case": check.__name__, "passed": False, "detail": traceback.format_exc()}
            line["seconds"] = round(time.monotonic() - begins, 2)
            print(json.dumps(line), flush=True)
        print("all checks were made", flush=True)
    finally:
        fleet.end()


if __name__ == "__main__":
    sys.exit(main())
