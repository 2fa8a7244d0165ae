"""News between rooms: published inside the transaction that makes it true, delivered after commit, at least once.

A handler runs in one transaction with the row that says it is done, so its database effects happen exactly once
even under kill -9; only effects outside the database can happen twice. Handlers hear events in order of publishing
as far as none of them fails.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import structlog
from django.db import IntegrityError, connection, transaction

from serai.core import clock
from serai.core.models import OutboxDelivery, OutboxEvent

log = structlog.get_logger(__name__)
Event = TypeVar("Event")
MAX_ATTEMPTS = 8

_types: dict[str, type[Any]] = {}
_handlers: dict[str, dict[str, Callable[[Any], None]]] = {}


def event_type(cls: type[Event]) -> type[Event]:
    """Class decorator: registers a frozen dataclass under its own name. Fields are text, numbers, dates, tuples."""
    known = _types.setdefault(cls.__name__, cls)
    if known.__qualname__ != cls.__qualname__ or known.__module__ != cls.__module__:
        raise ValueError(f"two event types are called {cls.__name__}")
    return cls


def handler(event: type[Event]) -> Callable[[Callable[[Event], None]], Callable[[Event], None]]:
    """Decorator: calls the function for every event of this type. Its dotted name is its identity: do not rename it."""

    def register(function: Callable[[Event], None]) -> Callable[[Event], None]:
        _handlers.setdefault(event.__name__, {})[f"{function.__module__}.{function.__qualname__}"] = function
        return function

    return register


def publish(event: object) -> UUID:
    """Write the event into the outbox. Must be called inside the transaction of the change that it tells."""
    name = type(event).__name__
    if name not in _types:
        raise ValueError(f"{name} is not a registered event type")
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("publish events inside the transaction that makes them true")
    payload = dataclasses.asdict(event)  # type: ignore[call-overload]
    row = OutboxEvent.objects.create(name=name, payload={k: _plain(v) for k, v in payload.items()})
    return row.id


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    return value


def _rich(value: Any) -> Any:
    if isinstance(value, dict) and "$datetime" in value:
        return datetime.fromisoformat(value["$datetime"])
    if isinstance(value, dict) and "$date" in value:
        return date.fromisoformat(value["$date"])
    if isinstance(value, list):
        return tuple(_rich(v) for v in value)
    return value


def _revive(row: OutboxEvent) -> Any:
    cls = _types[row.name]
    known = {f.name for f in dataclasses.fields(cls)}
    return cls(**{k: _rich(v) for k, v in row.payload.items() if k in known})


def deliver_due(*, limit: int = 100) -> int:
    """Deliver what is due, oldest first. Returns how many events were attempted."""
    waiting = OutboxEvent.objects.filter(delivered_at=None, dead_at=None, due_at__lte=clock.now())
    ids = list(waiting.order_by("published_at", "id").values_list("id", flat=True)[:limit])
    for event_id in ids:
        _deliver(event_id)
    return len(ids)


def _deliver(event_id: UUID) -> None:
    row = OutboxEvent.objects.get(id=event_id)
    failure: Exception | None = None
    try:
        event = _revive(row)
    except Exception as error:  # a type that is gone, or a payload of an older form
        _fail(row, error)
        return
    for name, function in list(_handlers.get(row.name, {}).items()):
        try:
            _call_once(row, name, function, event)
        except Exception as error:  # the other handlers have their turn all the same
            failure = failure or error
    if failure:
        _fail(row, failure)
    else:
        OutboxEvent.objects.filter(id=row.id).update(delivered_at=clock.now(), error="")


def _call_once(row: OutboxEvent, name: str, function: Callable[[Any], None], event: Any) -> None:
    try:
        with transaction.atomic():
            # Written first: a second worker waits here until the first one commits, then sees that it is done.
            try:
                with transaction.atomic():
                    OutboxDelivery.objects.create(event=row.id, handler=name)
            except IntegrityError:
                return
            function(event)
    except Exception:
        log.warning("outbox_handler_failed", code=row.name, event_id=str(row.id), handler=name)
        raise


def _fail(row: OutboxEvent, error: Exception) -> None:
    attempts = row.attempts + 1
    # The class only: messages of exceptions carry personal data.
    changes: dict[str, Any] = {"attempts": attempts, "error": type(error).__name__}
    if attempts >= MAX_ATTEMPTS:
        changes["dead_at"] = clock.now()
        log.error("outbox_dead", code=row.name, event_id=str(row.id), error=type(error).__name__)
    else:
        changes["due_at"] = clock.now() + timedelta(seconds=min(2**attempts, 3600))
    OutboxEvent.objects.filter(id=row.id).update(**changes)


def dead_letters() -> list[OutboxEvent]:
    """Events that no attempt could deliver, oldest first."""
    return list(OutboxEvent.objects.exclude(dead_at=None).order_by("dead_at"))


def revive(event_id: UUID) -> None:
    """Try a dead letter again, from the first attempt."""
    OutboxEvent.objects.filter(id=event_id).update(dead_at=None, attempts=0, due_at=clock.now(), error="")
