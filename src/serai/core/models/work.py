"""Workers that are alive, when each periodic job last ran, and what retention deleted."""

from __future__ import annotations

from django.db import models

from serai.core import clock


class WorkerLease(models.Model):
    """A worker's sign of life. A task claimed by a worker without one is done by the next."""

    worker = models.CharField(max_length=64, primary_key=True)
    host = models.CharField(max_length=200)
    pid = models.PositiveIntegerField()
    beat_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.worker


class ScheduleMark(models.Model):
    """When a periodic job last began; claimed by one worker at a time."""

    name = models.CharField(max_length=120, primary_key=True)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class RetentionReport(models.Model):
    """What one purge deleted, table by table."""

    at = models.DateTimeField(default=clock.now)
    dry_run = models.BooleanField(default=False)
    rows = models.JSONField()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
