"""Contacts of a case: ranked, filtered, each with what was shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from serai.tracing.models import Case, Contact, ContactStatus, Exposure
from serai.tracing.selectors.paging import Page, cut

SORTS = {"risk": ("rank",), "minutes": ("-minutes", "rank"), "recent": ("-last_day", "rank")}


@dataclass(frozen=True, slots=True)
class ContactFilter:
    """What a list of contacts is narrowed to; empty means all. `unknown`: name or seat. `setting`: exactly one."""

    tier: str = ""
    kind: str = ""
    status: str = ""
    unknown: str = ""
    setting: str = ""

    @property
    def active(self) -> bool:
        """True if anything is left out."""
        return any((self.tier, self.kind, self.status, self.unknown, self.setting))

    def applied(self, rows: QuerySet[Contact]) -> QuerySet[Contact]:
        """The rows that pass. Values that are unknown pass nothing."""
        if self.tier:
            rows = rows.filter(tier=self.tier)
        if self.status:
            rows = rows.filter(status=self.status)
        if self.unknown:
            rows = rows.filter(**{f"{self.unknown}_unknown": True}) if self.unknown in ("name", "seat") else rows.none()
        if self.kind or self.setting:
            named = {"kind": self.kind} if self.kind else {}
            named |= {"setting": self.setting} if self.setting else {}
            rows = rows.filter(pk__in=Exposure.objects.filter(**named).values("contact"))
        return rows


@dataclass(frozen=True, slots=True)
class ExposureLine:
    """What was shared on one day. `reasons`: list of factor, value, text, source."""

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
    reasons: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact. `worst` is the riskiest of its `days` exposures; `name` is put in by whoever may show it."""

    id: int
    person: str
    contact_case: str
    current: bool
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
    status_by: str
    can_undo: bool
    worst: ExposureLine | None
    days: int
    settings: int
    reasons: list[dict[str, Any]]


def contacts_page(
    case: Case, *, chosen: ContactFilter | None = None, number: int = 1, sort: str = "risk"
) -> Page[ContactLine]:
    """One page of a case's contacts, most at risk first. Two queries more than the page's rows."""
    rows = (chosen or ContactFilter()).applied(Contact.objects.filter(case=case, current=True))
    page = cut(rows.order_by(*SORTS.get(sort, SORTS["risk"])), number)
    return Page(lines(list(page.items)), page.number, page.pages, page.total)


def contacts_all(case: Case, *, chosen: ContactFilter | None = None) -> list[ContactLine]:
    """All of them: for print."""
    rows = (chosen or ContactFilter()).applied(Contact.objects.filter(case=case, current=True))
    return lines(list(rows.order_by("rank")))


def lines(contacts: list[Contact]) -> list[ContactLine]:
    """Contacts with their exposures."""
    shared: dict[int, list[Exposure]] = {}
    ids = [c.pk for c in contacts]
    for start in range(0, len(ids), 500):
        for row in Exposure.objects.filter(contact__in=ids[start : start + 500]).order_by("-risk", "pk"):
            shared.setdefault(row.contact_id, []).append(row)
    return [_line(c, shared.get(c.pk, [])) for c in contacts]


def contact_detail(case: Case, contact_id: int) -> tuple[ContactLine, list[ExposureLine]] | None:
    """A contact of this case with all exposures by day, or None."""
    contact = Contact.objects.filter(case=case, pk=contact_id).first()
    if contact is None:
        return None
    rows = list(contact.exposures.order_by("day", "setting"))
    worst = sorted(rows, key=lambda e: -e.risk)
    return _line(contact, worst), [_exposure(e) for e in rows]


def contacts_total(case: Case) -> dict[str, int]:
    """Counts for the head of the list: found, close, casual, untold, and people without a name or a seat."""
    now = Q(current=True)
    counted: dict[str, int] = case.contacts.aggregate(
        found=Count("id", filter=now),
        close=Count("id", filter=now & Q(tier="close")),
        casual=Count("id", filter=now & Q(tier="casual")),
        untold=Count("id", filter=now & Q(status=ContactStatus.NEW)),
        nameless=Count("id", filter=now & Q(name_unknown=True)),
        seatless=Count("id", filter=now & Q(seat_unknown=True)),
        gone=Count("id", filter=Q(current=False)),
    )
    return counted


def contacts_by_setting(case: Case) -> dict[str, dict[date, set[int]]]:
    """Contacts (ids) by setting and day."""
    found: dict[str, dict[date, set[int]]] = {}
    rows = Exposure.objects.filter(contact__case=case).values_list("setting", "day", "contact_id")
    for setting, day, contact in rows.iterator(5000):
        found.setdefault(setting, {}).setdefault(day, set()).add(contact)
    return found


def kinds_of(case: Case) -> list[str]:
    """Kinds of places and modes that occur among a case's contacts."""
    rows = Exposure.objects.filter(contact__case=case, contact__current=True).values_list("kind", flat=True)
    return sorted(set(rows.distinct()))


def _exposure(e: Exposure) -> ExposureLine:
    return ExposureLine(
        setting=e.setting, kind=e.kind, day=e.day, minutes=e.minutes, proximity=e.proximity, rule=e.rule, tier=e.tier,
        risk=e.risk, risk_low=e.risk_low, risk_high=e.risk_high, seat=e.seat, reasons=e.reasons,
    )  # fmt: skip


def _line(c: Contact, shared: list[Exposure]) -> ContactLine:
    return ContactLine(
        id=c.pk, person=c.person, contact_case=c.contact_case, current=c.current, rank=c.rank, risk=c.risk,
        risk_low=c.risk_low, risk_high=c.risk_high, tier=c.tier, closeness=c.closeness, minutes=c.minutes,
        first_day=c.first_day, last_day=c.last_day, kinds=c.kinds, name_unknown=c.name_unknown,
        seat_unknown=c.seat_unknown, status=c.status, status_at=c.status_at, status_by=c.status_by,
        can_undo=bool(c.status_before), worst=_exposure(shared[0]) if shared else None, days=len(shared),
        settings=len({e.setting for e in shared}), reasons=c.reasons,
    )  # fmt: skip
