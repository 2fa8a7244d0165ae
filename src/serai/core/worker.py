"""The worker inside the web process: tasks, outbox, schedule, and taking over what a killed worker left."""

from __future__ import annotations

import os
import secrets
import socket
import threading
from datetime import timedelta

import structlog
from django.db import close_old_connections, connections, transaction
from django_tasks_db.models import DBTaskResult

from serai.core import clock, outbox, tasks
from serai.core.models import WorkerLease

log = structlog.get_logger(__name__)
BEAT = 5.0
SILENT = timedelta(seconds=45)
# A process that lives may be kept from writing by a long transaction; but after a restart its number may be another's.
SILENT_HERE = timedelta(minutes=10)
MAX_STARTS = 5  # a task that took five workers down with it is not started a sixth time


class WorkerLost(Exception):
    """The workers that claimed this task were killed, each time."""


class Worker:
    """Runs in its own threads until `stop`. One per process."""

    def __init__(self, *, interval: float = 0.5) -> None:
        self.id = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
        self.interval = interval
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._loop, args=(turn, pause), name=f"serai-{name}", daemon=True)
            for name, turn, pause in [
                # The heart beats in its own thread: a long task must not look like a dead worker.
                ("heart", self.beat, BEAT),
                ("tasks", self.work, interval),
                ("outbox", self.deliver, interval),
                ("schedule", self.schedule, 5.0),
            ]
        ]

    def start(self) -> None:
        """Announce the worker, then begin."""
        self.beat()
        for thread in self._threads:
            thread.start()

    def stop(self, timeout: float = 10.0) -> None:
        """Finish what is at hand, and go."""
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout)
        WorkerLease.objects.filter(worker=self.id).delete()

    def _loop(self, turn: object, pause: float) -> None:
        assert callable(turn)
        while not self._stop.is_set():
            close_old_connections()
            try:
                busy = bool(turn())
            except Exception as error:
                # The database may be away for a while; the worker stays.
                log.warning("worker_turn_failed", error=type(error).__name__)
                busy = False
            if not busy:
                self._stop.wait(pause)
        connections.close_all()

    def beat(self) -> bool:
        """Say that this worker lives, and requeue the tasks of those that do not."""
        WorkerLease.objects.update_or_create(
            worker=self.id, defaults={"host": socket.gethostname(), "pid": os.getpid(), "beat_at": clock.now()}
        )
        requeue_lost()
        return False

    def work(self) -> bool:
        """Do one task. True if there was one."""
        return run_one(self.id)

    def deliver(self) -> bool:
        """Deliver what is due in the outbox."""
        return outbox.deliver_due() > 0

    def schedule(self) -> bool:
        """Run the periodic jobs that are due."""
        tasks.run_due()
        return False


def run_one(worker_id: str) -> bool:
    """Claim and do the next task. True if there was one."""
    # django-tasks-db keeps its loop in a management command; its runner is used, its signal handling is not.
    from django_tasks_db.management.commands.db_worker import Worker as Runner

    with transaction.atomic():
        row = DBTaskResult.objects.ready().get_locked()
        if row is None:
            return False
        row.claim(worker_id)
    runner = Runner(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    )
    runner.run_task(row)
    return True


def requeue_lost() -> int:
    """Give tasks back whose worker is dead: no process of that number on this host, or silent too long elsewhere."""
    for lease in WorkerLease.objects.all():
        if _dead(lease):
            lease.delete()
    # In this order: a worker announces itself before it claims, so whoever holds a task seen here is among the living.
    running = list(DBTaskResult.objects.running())
    alive = set(WorkerLease.objects.values_list("worker", flat=True))
    count = 0
    for row in running:
        if row.worker_ids and row.worker_ids[-1] in alive:
            continue
        with transaction.atomic():
            mine = DBTaskResult.objects.filter(id=row.id, status="RUNNING", worker_ids=row.worker_ids)
            if len(row.worker_ids) >= MAX_STARTS:
                row.set_failed(WorkerLost(f"{len(row.worker_ids)} workers were lost"))
            else:
                count += mine.update(status="READY", started_at=None)
    return count


def _dead(lease: WorkerLease) -> bool:
    silent = clock.now() - lease.beat_at
    if lease.host != socket.gethostname():
        return silent > SILENT
    try:
        os.kill(lease.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass  # someone else's process of that number
    return silent > SILENT_HERE
