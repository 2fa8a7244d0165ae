"""kill -9 while a handler or a task is half-way: nothing lost, nothing doubled."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from serai.core import clock, outbox
from serai.core.models import OutboxEvent, RetentionReport, WorkerLease
from serai.core.worker import Worker, run_one
from tests.core import crash

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def database_url() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{values['NAME']}"
    return f"postgresql://{values['USER']}@/{values['NAME']}?host={values['HOST']}"


def killed_half_way(what: str, tmp_path: Path) -> None:
    flag = tmp_path / "half-way"
    environment = os.environ | {
        "SERAI_DATABASE_URL": database_url(),
        "SERAI_DATA_DIR": str(tmp_path),
        "TEST_HALF_WAY": str(flag),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    process = subprocess.Popen([sys.executable, "-W", "ignore", "-m", "tests.core.crash", what], env=environment)
    deadline = time.monotonic() + 60
    while not flag.exists():
        assert process.poll() is None, "the process ended before it was half-way"
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.kill()
    process.wait()


def done() -> list[Any]:
    return sorted(RetentionReport.objects.values_list("rows", flat=True))


def test_an_event_whose_handler_was_killed_is_delivered_once_by_the_next_worker(tmp_path: Path) -> None:
    with transaction.atomic():
        outbox.publish(crash.Tested(note="n"))
    killed_half_way("outbox", tmp_path)
    assert done() == [["first", "n"]], "the second handler's half is rolled back, the first one's stands"
    outbox.deliver_due()
    outbox.deliver_due()
    assert done() == [["first", "n"], ["second", "n"]]
    assert OutboxEvent.objects.get().delivered_at is not None


def test_a_task_of_a_killed_worker_is_done_by_the_next(tmp_path: Path) -> None:
    crash.long_work.enqueue("n")
    killed_half_way("tasks", tmp_path)
    assert DBTaskResult.objects.get().status == "RUNNING"
    next_worker = Worker()
    assert not next_worker.work(), "nobody takes a task away from a worker before its death is known"
    next_worker.beat()
    assert next_worker.work()
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert done() == [["work", "n"]]
    assert list(WorkerLease.objects.values_list("worker", flat=True)) == [next_worker.id]


def test_a_task_that_takes_every_worker_down_is_given_up() -> None:
    crash.long_work.enqueue("n")
    DBTaskResult.objects.update(status="RUNNING", worker_ids=[f"dead{n}" for n in range(5)])
    Worker().beat()
    assert DBTaskResult.objects.get().status == "FAILED"
    assert not run_one("w")


def test_a_worker_that_lives_keeps_its_task_and_one_elsewhere_that_is_silent_loses_it() -> None:
    crash.long_work.enqueue("n")
    worker = Worker()
    worker.beat()
    DBTaskResult.objects.update(status="RUNNING", worker_ids=[worker.id])
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        Worker().beat()
        assert DBTaskResult.objects.get().status == "RUNNING"
        WorkerLease.objects.filter(worker=worker.id).update(host="elsewhere")
        Worker().beat()
    assert DBTaskResult.objects.get().status == "READY"
