"""The audit log. No foreign keys: it outlives what it describes. Rows are added, never changed."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from serai.core import clock, ids


class AppendOnly(TypeError):
    """Someone tried to change or delete what may only grow."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Refuses every change; retention uses `purge`."""

    def update(self, **_: Any) -> NoReturn:
        raise AppendOnly("audit rows are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnly("audit rows are never deleted but by retention")

    def purge(self) -> int:
        """Delete the rows of this query: only for retention and its report."""
        count = self.count()
        self._raw_delete(self.db)
        return count


class AppendOnlyModel(models.Model):
    """A row that is written once. A trigger in the database refuses UPDATE as well."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("audit rows are never changed")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnly("audit rows are never deleted but by retention")


class AuditEvent(AppendOnlyModel):
    """Who did what to which object, for which purpose, and which fields they saw."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    at = models.DateTimeField(default=clock.now, db_index=True)
    action = models.CharField(max_length=80, db_index=True)
    account = models.CharField(max_length=40, blank=True, db_index=True)
    actor = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=120)
    fields = models.JSONField(default=list)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.object_type}:{self.object_id}"


class AuditSubject(AppendOnlyModel):
    """One person that an audit event touched: answers "who looked at my data"."""

    id = models.BigAutoField(primary_key=True)
    event = models.UUIDField(db_index=True)
    subject = models.CharField(max_length=40, db_index=True)

    def __str__(self) -> str:
        return f"{self.subject} in {self.event}"
