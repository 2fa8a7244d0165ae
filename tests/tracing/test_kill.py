"""kill -9 while a search has written half of what it found: nothing lost, nothing doubled."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from serai.core.worker import Worker
from serai.tracing.models import Exposure, MatchRun
from serai.tracing.public import contact_mark, contacts_find, run_now
from tests.core.test_kill import database_url
from tests.tracing.world import BY, outbreak

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def kept() -> tuple[list[Any], list[Any]]:
    rows = Exposure.objects.order_by("contact__person", "setting", "day")
    return (
        list(rows.values_list("contact__person", "setting", "day", "minutes", "risk", "seat")),
        list(MatchRun.objects.order_by("requested_at").values_list("status", "close", "casual", "exposures")),
    )


def killed_half_way(tmp_path: Path, data: Path) -> None:
    flag = tmp_path / "half-way"
    environment = os.environ | {
        "SERAI_DATABASE_URL": database_url(),
        "SERAI_DATA_DIR": str(data),
        "TEST_HALF_WAY": str(flag),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    process = subprocess.Popen([sys.executable, "-W", "ignore", "-m", "tests.tracing.crash"], env=environment)
    deadline = time.monotonic() + 120
    while not flag.exists():
        assert process.poll() is None, "the process ended before it was half-way"
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.kill()
    process.wait()


def test_a_search_killed_half_way_leaves_the_last_one_and_is_done_by_the_next_worker(
    tmp_path: Path, settings: Any
) -> None:
    case, who = outbreak()
    run_now(run=contacts_find(by=BY, case=case))
    DBTaskResult.objects.all().delete()
    contact_mark(by=BY, contact=case.contacts.get(person=who["berta"]), status="reached")
    before, _ = kept()
    contacts_find(by=BY, case=case)
    data = shutil.copytree(settings.DATA_DIR, tmp_path / "data")
    killed_half_way(tmp_path, data)
    assert kept()[0] == before, "what the killed search wrote is rolled back, the last search stands"
    worker = Worker()
    worker.beat()
    assert worker.work()
    exposures, runs = kept()
    assert exposures == before
    assert runs == [("done", 3, 1, 4), ("done", 3, 1, 4)]
    assert case.contacts.get(person=who["berta"]).status == "reached"
    assert case.contacts.count() == 4
