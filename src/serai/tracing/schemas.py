"""Types of the JSON API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from ninja import Field, Schema

Item = TypeVar("Item")


class PageOut(Schema, Generic[Item]):
    """One page of a list; `number` from 1."""

    items: list[Item]
    number: int
    pages: int
    total: int


class CaseIn(Schema):
    """A confirmed case to register."""

    person: str = Field(max_length=20, description="code of a person of the registry")
    confirmed: date
    onset: date | None = Field(None, description="first symptom; null where there was none")
    code: str = Field("", max_length=40, pattern=r"^[\w.-]*$", description="file number; made if empty")
    pathogen: str = Field("", max_length=120)
    laboratory: str = Field("", max_length=200)
    imported_from: str = Field("", max_length=200)


class CaseLineOut(Schema):
    """A case in the list."""

    code: str
    status: str
    onset: date | None
    confirmed: date
    pathogen: str
    imported_from: str
    contacts: int
    close: int
    untold: int
    counted_at: datetime | None
    searching: bool


class SearchOut(Schema):
    """A search for contacts."""

    id: UUID
    status: Literal["waiting", "running", "done", "failed"]
    progress: int = Field(description="percent")
    requested_at: datetime
    finished_at: datetime | None
    requested_by: str
    exposures: int
    close: int
    casual: int
    rules: str = Field(description="digest of the rules it went by")
    error: str


class CaseOut(Schema):
    """A case, its infectious window [lo, hi), and its newest search."""

    code: str
    person: str
    sex: str
    age: int | None = Field(description="decade")
    onset: date | None
    confirmed: date
    pathogen: str
    laboratory: str
    imported_from: str
    status: str
    registered_at: datetime
    registered_by: str
    organisation: str
    lo: datetime
    hi: datetime
    search: SearchOut | None


class ReasonOut(Schema):
    """One factor of a risk."""

    factor: str
    value: Any
    text: str
    source: str


class ExposureOut(Schema):
    """What was shared on one day."""

    setting: str
    kind: str
    day: date
    minutes: float | None
    proximity: str
    rule: str
    tier: str
    risk: float
    risk_low: float
    risk_high: float
    seat: str
    reasons: list[ReasonOut]


class ContactOut(Schema):
    """A contact: a pseudonymous person, ranked by risk."""

    id: int
    person: str
    contact_case: str
    rank: int
    risk: float
    risk_low: float
    risk_high: float
    tier: str
    closeness: int
    minutes: float | None
    first_day: date
    last_day: date
    kinds: list[str]
    name_unknown: bool
    seat_unknown: bool
    status: str
    status_at: datetime | None
    reasons: list[ReasonOut]


class ContactDetailOut(ContactOut):
    """A contact with each exposure."""

    exposures: list[ExposureOut]


class MarkIn(Schema):
    """What was done about a contact."""

    status: Literal["new", "reached", "no_answer", "message", "not_needed"]


class StopOut(Schema):
    """A station of the journey: a stay at a place, or a ride."""

    start: datetime
    end: datetime | None
    kind: str
    setting: str
    name: str
    board: str
    alight: str
    seat: str
    contacts: int


class RuleOut(Schema):
    """One contact rule."""

    name: str
    kind: str
    travel: bool
    min_minutes: float
    rows: int | None
    columns: int | None
    tier: str
    source: str


class RulesOut(Schema):
    """The rules in force."""

    digest: str
    pathogen: str
    before_hours: float
    after_hours: float
    measures: float
    measures_source: str
    rules: list[RuleOut]


class RulesIn(Schema):
    """Rules to put in force: YAML in the form of the rules that ship with Serai."""

    text: str = Field(max_length=200_000)


class ImportOut(Schema):
    """An import."""

    id: UUID
    kind: str
    label: str
    status: Literal["waiting", "reading", "done", "refused", "failed"]
    progress: int = Field(description="percent")
    zone: str
    zone_assumed: str
    read: int
    taken: int
    duplicates: int
    rejected: int
    counts: dict[str, int]
    remarks: dict[str, int]
    notices_published: int | None
    requested_at: datetime
    requested_by: str
    organisation: str
    finished_at: datetime | None
    error: str


class RejectionOut(Schema):
    """A row that was not taken."""

    file: str
    row: int
    column: str
    value: str
    reason: str
