"""What residents asked for on their own pages, and what they were answered. Both stand in the audit log alone.

A request is the event of asking; its answer a later event on the same person about the same thing. An erasure needs no
other answer than being done. Keeping data for a time is an answer until that day: then the request waits again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from serai.core import audit, clock
from serai.core.models import AuditEvent

ERASURE, QUESTION, ANSWER = "erasure.ask", "look.question", "request.answer"
DUE = timedelta(days=30)  # GDPR, article 12 (3): one month
MOST = 500
OUTCOMES = {ERASURE: ("kept", "taken_back"), QUESTION: ("right", "wrong")}


@dataclass(frozen=True, slots=True)
class Answer:
    """`outcome` is one of OUTCOMES, or `erased`. `until`: the day up to which data is kept; `basis`: law or file."""

    outcome: str
    when: datetime
    organisation: str
    basis: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A request of a person (code). `about` is the moment of the look in question. `answer` None: it waits."""

    id: UUID
    code: str
    when: datetime
    kind: str
    about: str
    answer: Answer | None

    @property
    def waits(self) -> bool:
        """True while somebody must answer."""
        return self.answer is None or bool(self.answer.until and self.answer.until <= clock.today())

    @property
    def age(self) -> int:
        """Whole days since it was asked."""
        return (clock.now() - self.when).days

    @property
    def days_left(self) -> int:
        """Whole days in which it must be answered; below 0: late."""
        return (self.when + DUE - clock.now()).days


def requests(code: str = "") -> list[Request]:
    """Requests of one person, or of all, newest first; of what was asked several times, the last."""
    rows = {kind: _events(kind, code) for kind in (ERASURE, QUESTION)}
    answers = {(a.object_id, a.details.get("of", ""), a.details.get("about", "")): a for a in _events(ANSWER, code)}
    erased = {row.object_id: row for row in _events("person.erase", code)}
    found: dict[tuple[str, str, str], Request] = {}
    for kind, asked in rows.items():
        for row in asked:  # oldest first
            key = (row.object_id, kind, row.reference)
            answer = _answer(row, answers.get(key), erased.get(row.object_id))
            found[key] = Request(row.id, row.object_id, row.at, kind, row.reference, answer)
    return sorted(found.values(), key=lambda r: r.when, reverse=True)


def requests_waiting() -> int:
    """How many wait for an answer."""
    return sum(r.waits for r in requests())


def request_of(request_id: UUID) -> Request | None:
    """One request, or None. A request that was asked again is found under its last event."""
    return next((r for r in requests() if r.id == request_id), None)


def _events(action: str, code: str) -> list[AuditEvent]:
    rows = audit.events_matching(action=action)
    if code:
        rows = rows.filter(object_type="person", object_id=code)
    return list(rows[:MOST])[::-1]


def _answer(asked: AuditEvent, given: AuditEvent | None, erased: AuditEvent | None) -> Answer | None:
    if erased is not None and erased.at >= asked.at:
        return Answer("erased", erased.at, erased.organisation)
    if given is None or given.at < asked.at:
        return None
    until = given.details.get("until")
    kept = date.fromisoformat(until) if until else None
    return Answer(given.details["outcome"], given.at, given.organisation, given.reference, kept)
