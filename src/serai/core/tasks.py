"""Background work: `@task` functions queued in the database, and periodic jobs by `@every`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from django_tasks import task

from serai.core import clock
from serai.core.models import ScheduleMark

__all__ = ["Periodic", "every", "periodic", "run_due", "task"]

Job = TypeVar("Job", bound=Callable[[], object])


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job and how often it runs."""

    name: str
    interval: timedelta
    function: Callable[[], object]


periodic: dict[str, Periodic] = {}


def every(*, minutes: float) -> Callable[[Job], Job]:
    """Decorator: run the function every so many minutes, in one worker. Import its module in `AppConfig.ready`."""

    def register(function: Job) -> Job:
        name = f"{function.__module__}.{function.__qualname__}"
        periodic[name] = Periodic(name, timedelta(minutes=minutes), function)
        return function

    return register


def run_due() -> list[str]:
    """Run the periodic jobs that are due; several workers never run the same turn. Returns their names.

    A job that fails has had its turn: it runs again after its interval.
    """
    done = []
    for job in list(periodic.values()):
        if _claim(job):
            done.append(job.name)
            job.function()
    return done


def _claim(job: Periodic) -> bool:
    moment = clock.now()
    _, created = ScheduleMark.objects.get_or_create(name=job.name, defaults={"last_at": moment})
    if created:
        return True
    due = ScheduleMark.objects.filter(name=job.name, last_at__lte=moment - job.interval)
    return due.update(last_at=moment) == 1
