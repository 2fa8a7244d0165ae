"""The one clock. Tests freeze it; everything that asks for the time asks here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_frozen: ContextVar[datetime | None] = ContextVar("serai_frozen_clock", default=None)


def now() -> datetime:
    """The present moment in UTC, with its zone."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The present day in UTC."""
    return now().date()


@contextmanager
def frozen(moment: datetime) -> Iterator[datetime]:
    """Hold the clock at `moment` (with a zone) inside the block, in this thread and its context."""
    if moment.tzinfo is None:
        raise ValueError("the clock is frozen at a moment with a zone")
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield moment
    finally:
        _frozen.reset(token)
