"""What a resident asks for on her own page. Kept in the audit log, where the office that answers finds it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from serai.core import audit, hooks
from serai.identity.actors import Actor
from serai.registry.public import person_accesses, person_of_account

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
    audit.record(by=by, action="erasure.ask", object_type="person", object_id=code, subjects=[code], purpose=OWN)
    return code


def look_question(*, by: Actor, look: str) -> None:
    """Ask about one look at one's own data, named by its moment. Raises LookupError if there was none."""
    code = _own(by)
    asked = next((a for a in person_accesses(person=code, limit=100_000) if a.at.isoformat() == look), None)
    if asked is None:
        raise LookupError(look)
    audit.record(
        by=by, action="look.question", object_type="person", object_id=code, subjects=[code], purpose=OWN,
        reference=asked.at.isoformat(timespec="seconds"), details={"of": asked.action},
    )  # fmt: skip
