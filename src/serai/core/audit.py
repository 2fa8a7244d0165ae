"""Write and read the audit log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from serai.core.actors import ActorLike
from serai.core.models import AuditEvent, AuditSubject

_listeners: list[Callable[[AuditEvent], None]] = []


@dataclass(frozen=True, slots=True)
class Access:
    """One line of a person's own page: who, from where, when, why, which fields."""

    at: datetime
    action: str
    actor: str
    organisation: str
    purpose: str
    reference: str
    object_type: str
    object_id: str
    fields: tuple[str, ...]


def record(
    *,
    by: ActorLike,
    action: str,
    object_type: str,
    object_id: str,
    purpose: str = "",
    reference: str = "",
    subjects: Iterable[str] = (),
    fields: Sequence[str] = (),
    details: dict[str, Any] | None = None,
) -> UUID:
    """Add one event, in the caller's transaction. Purpose and reference default to the actor's open purpose.

    Args: subjects: codes of every person it touched. details: numbers and words, never personal data.
    Returns: the event's id.
    """
    stated = by.purpose
    with transaction.atomic():
        event = AuditEvent(
            action=action,
            account=by.account_id,
            actor=by.name,
            organisation=by.organisation,
            purpose=purpose or (stated.purpose if stated else ""),
            reference=reference or (stated.reference if stated else ""),
            object_type=object_type,
            object_id=object_id,
            fields=list(fields),
            details=details or {},
        )
        event.save(force_insert=True)
        AuditSubject.objects.bulk_create(
            [AuditSubject(event=event.id, subject=s) for s in dict.fromkeys(subjects)], batch_size=2000
        )
        for listener in _listeners:
            listener(event)
    return event.id


def subscribe(listener: Callable[[AuditEvent], None]) -> None:
    """Hear every event inside its transaction (the ledger does); core never names who listens."""
    if listener not in _listeners:
        _listeners.append(listener)


def accesses_to(subject: str, *, limit: int = 200) -> list[Access]:
    """Who touched this person's data, newest first."""
    events = AuditSubject.objects.filter(subject=subject).values("event")
    rows = AuditEvent.objects.filter(id__in=events).order_by("-at", "-id")[:limit]
    return [_access(row) for row in rows]


def events_on(object_type: str, object_id: str, *, limit: int = 200) -> list[Access]:
    """What happened to one object, newest first."""
    rows = AuditEvent.objects.filter(object_type=object_type, object_id=object_id).order_by("-at", "-id")[:limit]
    return [_access(row) for row in rows]


def events_matching(*, day: date | None = None, action: str = "", actor: str = "") -> QuerySet[AuditEvent]:
    """Events of a UTC day, an action, and an actor or organisation whose name holds the text; newest first."""
    rows = AuditEvent.objects.order_by("-at", "-id")
    if day:
        start = datetime.combine(day, time(), UTC)
        rows = rows.filter(at__gte=start, at__lt=start + timedelta(days=1))
    if action:
        rows = rows.filter(action=action)
    if actor:
        rows = rows.filter(Q(actor__icontains=actor) | Q(organisation__icontains=actor))
    return rows


def as_accesses(rows: Iterable[AuditEvent]) -> list[Access]:
    """Events as lines."""
    return [_access(row) for row in rows]


def actions() -> list[str]:
    """Every action that was ever recorded, by name."""
    return list(AuditEvent.objects.order_by("action").values_list("action", flat=True).distinct())


def _access(row: AuditEvent) -> Access:
    return Access(
        at=row.at,
        action=row.action,
        actor=row.actor,
        organisation=row.organisation,
        purpose=row.purpose,
        reference=row.reference,
        object_type=row.object_type,
        object_id=row.object_id,
        fields=tuple(row.fields),
    )
