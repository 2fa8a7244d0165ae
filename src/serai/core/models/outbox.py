"""Events on their way, and which handler has done which."""

from __future__ import annotations

from django.db import models

from serai.core import clock, ids


class OutboxEvent(models.Model):
    """An event published in the transaction that made it true; delivered after commit, at least once."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    name = models.CharField(max_length=80)
    payload = models.JSONField()
    published_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(default=clock.now)
    delivered_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="core_outbox_waiting",
                condition=models.Q(delivered_at=None, dead_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.id}"


class OutboxDelivery(models.Model):
    """Written in the handler's own transaction: a handler's effect and this row stand or fall together."""

    event = models.UUIDField()
    handler = models.CharField(max_length=160)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="core_delivery_once")]

    def __str__(self) -> str:
        return f"{self.handler} did {self.event}"
