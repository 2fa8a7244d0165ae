"""The shared news: every event type that crosses rooms. Frozen, without names or documents: codes only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from serai.core.outbox import event_type


@event_type
@dataclass(frozen=True, slots=True)
class PersonEnrolled:
    """People were entered into the registry."""

    persons: tuple[str, ...]


@event_type
@dataclass(frozen=True, slots=True)
class PersonErased:
    """A person's data was erased; whoever holds some of it lets go."""

    person: str
    at: datetime


@event_type
@dataclass(frozen=True, slots=True)
class CaseConfirmed:
    """A case was confirmed."""

    case: str
    person: str
    onset: date | None
    confirmed: date


@event_type
@dataclass(frozen=True, slots=True)
class CaseWithdrawn:
    """A case was confirmed by mistake."""

    case: str
    person: str


@event_type
@dataclass(frozen=True, slots=True)
class ContactsFound:
    """Contacts of a case were worked out."""

    case: str
    contacts: tuple[str, ...]
    close: int
    casual: int


@event_type
@dataclass(frozen=True, slots=True)
class StayReported:
    """A person was at a place: from a check-in, a sensor or the person."""

    person: str
    place: str
    start: datetime
    end: datetime
    kind: str
    source: str


@event_type
@dataclass(frozen=True, slots=True)
class MovementsImported:
    """A file of movements was brought in."""

    batch: str
    kind: str
    rows: int
    rejected: int
