"""How long core's own tables keep their rows."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from serai.core import hooks


def _outbox(age: timedelta, dry_run: bool) -> int:
    from serai.core.models import OutboxDelivery, OutboxEvent

    old = OutboxEvent.objects.filter(delivered_at__lt=timezone.now() - age)
    count = old.count()
    if not dry_run:
        OutboxDelivery.objects.filter(event__in=list(old.values_list("id", flat=True))).delete()
        old.delete()
    return count


def _audit(age: timedelta, dry_run: bool) -> int:
    from serai.core.models import AuditEvent, AuditSubject

    old = AuditEvent.objects.filter(at__lt=timezone.now() - age)
    count = old.count()
    if not dry_run:
        AuditSubject.objects.filter(event__in=list(old.values_list("id", flat=True))).purge()
        old.purge()
    return count


def _tasks(age: timedelta, dry_run: bool) -> int:
    from django_tasks_db.models import DBTaskResult

    old = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - age)
    count = int(old.count())
    if not dry_run:
        old.delete()
    return count


def register() -> None:
    """Called once when Django is ready."""
    keep = hooks.RetentionPolicy
    hooks.retention.register("core.outbox", keep("core_outboxevent", timedelta(days=30), "delete", _outbox))
    hooks.retention.register("core.audit", keep("core_auditevent", timedelta(days=3650), "delete", _audit))
    hooks.retention.register("core.tasks", keep("django_tasks_database", timedelta(days=30), "delete", _tasks))
