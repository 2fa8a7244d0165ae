"""The search for a case's contacts: run the join on the store, and keep what it found.

Everything is written in one transaction at the end, so a search that is killed leaves nothing half-done, and the
search that replaces it does the whole of it again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as Time
from typing import Any

from django.db import transaction

from serai.core import audit, clock, outbox
from serai.identity.actors import Actor
from serai.registry.events import ContactsFound
from serai.registry.models import IdentityVault
from serai.tracing import movements, selectors
from serai.tracing.closeness import closeness
from serai.tracing.looks import told
from serai.tracing.models import Case, CaseStatus, Contact, ContactStatus, Exposure, MatchRun, RunStatus
from serai.tracing.shared_settings import Ride, ride_of

CHUNK = 500
Progress = Callable[[float], None]
FOUND = ("contact_case", "current", "rank", "risk", "risk_low", "risk_high", "tier", "closeness", "minutes",
         "first_day", "last_day", "kinds", "reasons", "name_unknown", "seat_unknown")  # fmt: skip


@dataclass
class Found:
    """What the join gave: rows of contacts and exposures, and the digest of the rules."""

    contacts: list[dict[str, Any]]
    exposures: list[dict[str, Any]]
    rules: str
    seats: dict[tuple[str, str], str] = field(default_factory=dict)


def run_now(*, run: MatchRun) -> MatchRun:
    """Do a search in this process. A search that is done already is left as it is."""
    run.refresh_from_db()
    if run.status == RunStatus.DONE:
        return run
    case = Case.objects.select_related("person").get(pk=run.case_id)
    MatchRun.objects.filter(pk=run.pk).update(status=RunStatus.RUNNING, progress=0.02, error="")
    found = _found(case, _teller(run))
    with transaction.atomic():
        _keep(case, run, found)
    run.refresh_from_db()
    return run


def _teller(run: MatchRun) -> Progress:
    last = 0.0

    def tell(done: float) -> None:
        nonlocal last
        if done - last >= 0.05:
            last = done
            MatchRun.objects.filter(pk=run.pk).update(progress=round(0.02 + 0.9 * done, 3))

    return tell


def _found(case: Case, tell: Progress) -> Found:
    import pyarrow as pa

    from serai.tracing.domain.match import match

    rules = selectors.rules_in_force()
    asked = pa.table(
        {
            "case_id": [case.code],
            "person_id": [case.person.code],
            "onset": pa.array([_midnight(case.onset)], pa.timestamp("us")),
            "confirmed": pa.array([_midnight(case.confirmed)], pa.timestamp("us")),
        }
    )
    result = match(asked, source=movements.store(), rules=rules, progress=tell)
    found = Found(result.contacts.to_pylist(), result.exposures.to_pylist(), rules.digest)
    rides = {ride_of(setting) for setting in {row["setting"] for row in found.exposures}}
    for mode, service, day in {(r.mode, r.service, r.date) for r in rides if r}:
        found.seats |= _seats(mode, service, day)
    return found


def _midnight(day: Any) -> datetime | None:
    return datetime.combine(day, Time()) if day else None


def _seats(mode: str, service: str, day: date) -> dict[tuple[str, str], str]:
    """Seat of everyone aboard whose seat is known, by (person, `mode:service:date:unit`)."""
    seats: dict[tuple[str, str], str] = {}
    for leg in movements.store().aboard(mode, service, day).to_pylist():
        seat = f"{leg['row'] or ''}{leg['seat'] or ''}"
        if seat:
            seats[leg["person_id"], Ride(mode, service, day, leg["unit"] or "").setting] = seat[:12]
    return seats


def _keep(case: Case, run: MatchRun, found: Found) -> None:
    """Replace the case's contacts and exposures. Marks of contacts stay."""
    locked = Case.objects.select_for_update(of=("self",)).select_related("person").get(pk=case.pk)
    if MatchRun.objects.filter(pk=run.pk, status=RunStatus.DONE).exists() or locked.status == CaseStatus.WITHDRAWN:
        return
    known = {c.person: c for c in locked.contacts.all()}
    fresh = _contacts(locked, known, found)
    gone = [c.pk for person, c in known.items() if person not in fresh]
    Exposure.objects.filter(contact__case=locked).delete()
    locked.contacts.filter(pk__in=gone, status=ContactStatus.NEW).delete()
    locked.contacts.filter(pk__in=gone).update(current=False)
    Contact.objects.bulk_update([c for c in fresh.values() if c.pk], FOUND, batch_size=CHUNK)
    Contact.objects.bulk_create([c for c in fresh.values() if not c.pk], batch_size=CHUNK)
    Exposure.objects.bulk_create(_exposures(fresh, found), batch_size=CHUNK)
    close = sum(c.tier == "close" for c in fresh.values())
    MatchRun.objects.filter(pk=run.pk).update(
        status=RunStatus.DONE, progress=1, finished_at=clock.now(), rules=found.rules, error="",
        exposures=len(found.exposures), close=close, casual=len(fresh) - close,
    )  # fmt: skip
    audit.record(
        by=Actor.system("tracing"), action="contacts.found", purpose="contact_tracing", reference=locked.code,
        object_type="case", object_id=locked.code, subjects=told([locked.person.code, *fresh]),
        details={"run": str(run.pk), "contacts": len(fresh)},
    )  # fmt: skip
    outbox.publish(ContactsFound(case=locked.code, contacts=tuple(fresh), close=close, casual=len(fresh) - close))


def _contacts(case: Case, known: dict[str, Contact], found: Found) -> dict[str, Contact]:
    persons = [row["contact_id"] for row in found.contacts]
    named, cases = _named(persons), _cases(persons)
    shared: dict[str, list[dict[str, Any]]] = {}
    for row in found.exposures:
        shared.setdefault(row["contact_id"], []).append(row)
    fresh: dict[str, Contact] = {}
    for row in found.contacts:
        person = row["contact_id"]
        mine = shared[person]
        blind = [_seat_unknown(e) for e in mine]
        contact = known.get(person) or Contact(case=case, person=person)
        contact.contact_case, contact.current, contact.rank = cases.get(person, ""), True, row["rank"]
        contact.risk, contact.risk_low, contact.risk_high = row["risk"], row["risk_low"], row["risk_high"]
        contact.tier, contact.minutes = row["tier"], row["minutes"]
        contact.first_day, contact.last_day = row["first_day"], row["last_day"]
        contact.closeness = min(
            closeness(e["tier"], e["proximity"], e["kind"], seat_unknown=b) for e, b in zip(mine, blind, strict=True)
        )
        contact.kinds = sorted({e["kind"] for e in mine})
        contact.reasons = json.loads(row["reasons"])
        contact.name_unknown, contact.seat_unknown = person not in named, any(blind)
        fresh[person] = contact
    return fresh


def _seat_unknown(row: dict[str, Any]) -> bool:
    return '"seat_unknown"' in row["reasons"] or '"unit_unknown"' in row["reasons"]


def _exposures(contacts: dict[str, Contact], found: Found) -> Iterable[Exposure]:
    for row in found.exposures:
        yield Exposure(
            contact=contacts[row["contact_id"]], setting=row["setting"][:200], kind=row["kind"], day=row["day"],
            minutes=row["minutes"], proximity=row["proximity"], rule=row["rule"], tier=row["tier"], risk=row["risk"],
            risk_low=row["risk_low"], risk_high=row["risk_high"], reasons=json.loads(row["reasons"]),
            seat=found.seats.get((row["contact_id"], row["setting"]), ""),
        )  # fmt: skip


def _named(persons: list[str]) -> set[str]:
    """Those of whom the registry holds an identity card."""
    named: set[str] = set()
    for start in range(0, len(persons), CHUNK):
        cards = IdentityVault.objects.filter(person__code__in=persons[start : start + CHUNK], person__erased_at=None)
        named.update(cards.values_list("person__code", flat=True))
    return named


def _cases(persons: list[str]) -> dict[str, str]:
    """Case code by person, for those who are cases themselves; the first confirmed counts."""
    found: dict[str, str] = {}
    for start in range(0, len(persons), CHUNK):
        rows = Case.objects.filter(person__code__in=persons[start : start + CHUNK]).exclude(status=CaseStatus.WITHDRAWN)
        found |= dict(rows.order_by("-confirmed", "-code").values_list("person__code", "code"))
    return found
