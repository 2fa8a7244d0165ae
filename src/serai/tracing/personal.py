"""One person in tracing: what is held on them, and letting go of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from serai.core import clock
from serai.tracing import movements
from serai.tracing.models import Case, Contact, ReportedStay, TravellerName

FURTHEST = timedelta(days=3660)


def person_export(person: str) -> dict[str, Any]:
    """Everything, as JSON-able data: own cases, being a contact (without saying of whom), stays and legs."""
    cases = Case.objects.filter(person__code=person).values(
        "code", "onset", "confirmed", "pathogen", "laboratory", "imported_from", "status"
    )
    contacts = Contact.objects.filter(person=person).order_by("first_day")
    stays, legs = _movements(person)
    return {
        "cases": list(cases),
        "contact_of_a_case": [
            {
                "first_day": c.first_day, "last_day": c.last_day, "minutes": c.minutes, "tier": c.tier,
                "risk": [c.risk_low, c.risk, c.risk_high], "status": c.status, "reasons": c.reasons,
            }
            for c in contacts
        ],
        "stays": stays,
        "legs": legs,
    }  # fmt: skip


def _movements(person: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    if not movements.exists():
        return [], []
    return movements.remembered("all of", person, lambda: _all_of(person))


def _all_of(person: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    lo = datetime(1970, 1, 1, tzinfo=UTC)
    stays, legs = movements.store().movements_of([person], lo, clock.now() + FURTHEST)
    return stays.to_pylist(), legs.to_pylist()


def person_erase(person: str) -> int:
    """Delete a person's rows: as a case (with its contacts), as a contact, and in the movement store."""
    gone = 0
    for rows in (
        Case.objects.filter(person__code=person),
        Contact.objects.filter(person=person),
        ReportedStay.objects.filter(person=person),
        TravellerName.objects.filter(person=person),
    ):
        gone += rows.delete()[0]
    if movements.exists():
        gone += movements.store().erase(person)
    return gone
