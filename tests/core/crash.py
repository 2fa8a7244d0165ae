"""Run as a process of its own, and killed: a handler and a task that stop half-way."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serai.config.settings")

if __name__ == "__main__":
    import django

    django.setup()
    sys.modules["tests.core.crash"] = sys.modules["__main__"]  # one module under both names: handlers register once

from serai.core import outbox, tasks
from serai.core.models import RetentionReport


@outbox.event_type
@dataclass(frozen=True)
class Tested:
    """News of a test."""

    note: str


def _pause() -> None:
    """In the process that will be killed: say that we are half-way, then hang."""
    if flag := os.environ.get("TEST_HALF_WAY"):
        Path(flag).touch()
        time.sleep(60)


def first(event: Tested) -> None:
    RetentionReport.objects.create(rows=["first", event.note])


def second(event: Tested) -> None:
    RetentionReport.objects.create(rows=["second", event.note])
    _pause()


for function in (first, second):
    function.__module__ = "tests.core.crash"
    outbox.handler(Tested)(function)


@tasks.task
def long_work(note: str) -> str:
    _pause()
    RetentionReport.objects.create(rows=["work", note])
    return note


if __name__ == "__main__":
    from serai.core.worker import Worker

    worker = Worker()
    worker.beat()
    worker.deliver() if sys.argv[1] == "outbox" else worker.work()
