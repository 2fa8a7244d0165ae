"""What a resident asks for on her own page, and the answer. Kept in the audit log, where both find it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from serai.core import audit, clock, hooks
from serai.identity.actors import Actor
from serai.registry.domain.errors import BadInput
from serai.registry.public import person_accesses, person_of_account
from serai.web.asked import ANSWER, ERASURE, OUTCOMES, QUESTION, Request

OWN = "own_data"


def _own(by: Actor) -> str:
    code = person_of_account(by.account_id)
    if code is None:
        raise PermissionDenied("no person belongs to this account")
    return code


def copy_take(*, by: Actor) -> dict[str, Any]:
    """Everything that every room holds on the actor's own person, and who looked at it, as JSON-able data."""
    code = _own(by)
    with transaction.atomic():
        held = {name: collect(code) for name, collect in hooks.export}
        seen = [
            {"at": a.at, "who": a.actor, "organisation": a.organisation, "purpose": a.purpose,
             "reference": a.reference, "action": a.action, "fields": list(a.fields)}
            for a in person_accesses(person=code, limit=100_000)
        ]  # fmt: skip
        audit.record(
            by=by, action="copy.take", object_type="person", object_id=code, subjects=[code], purpose=OWN
        )  # fmt: skip
    return {"person": code, "held": held, "looks": seen}


def erasure_ask(*, by: Actor) -> str:
    """Ask for erasure of one's own data. Someone decides on it: an order in force may keep it for a time.

    Returns: the person's code.
    """
    code = _own(by)
    audit.record(by=by, action=ERASURE, object_type="person", object_id=code, subjects=[code], purpose=OWN)
    return code


def look_question(*, by: Actor, look: str) -> None:
    """Ask about one look at one's own data, named by its moment. Raises LookupError if there was none."""
    code = _own(by)
    asked = next((a for a in person_accesses(person=code, limit=100_000) if a.at.isoformat() == look), None)
    if asked is None:
        raise LookupError(look)
    audit.record(
        by=by, action=QUESTION, object_type="person", object_id=code, subjects=[code], purpose=OWN,
        reference=asked.at.isoformat(timespec="seconds"), details={"of": asked.action},
    )  # fmt: skip


def request_answer(*, by: Actor, request: Request, outcome: str, basis: str = "", until: date | None = None) -> None:
    """Record what was done about a resident's request; the resident reads it on her page.

    Args: outcome: one of the outcomes of its kind. basis: law, order or file number, which names nobody. until: the day
        up to which data must be kept, only and always with `kept`.
    Raises: BadInput for an outcome of another kind, a missing basis, or a day that is not in the future.
    """
    if not request.waits:
        raise BadInput("this request was answered already")
    if outcome not in OUTCOMES[request.kind]:
        raise BadInput(f"outcome {outcome!r}", expected=" or ".join(OUTCOMES[request.kind]))
    basis = " ".join(basis.split())[:120]
    if outcome in ("kept", "right") and not basis:
        raise BadInput("no law, order or file number", expected="what the person can check")
    if (until is not None) != (outcome == "kept"):
        raise BadInput("the day up to which data is kept", expected="a day with 'kept', and with nothing else")
    if until is not None and until <= clock.today():
        raise BadInput(f"{until} is not in the future", expected="a later day")
    audit.record(
        by=by, action=ANSWER, object_type="person", object_id=request.code, subjects=[request.code], reference=basis,
        details={"of": request.kind, "about": request.about, "outcome": outcome}
        | ({"until": until.isoformat()} if until else {}),
    )  # fmt: skip
