"""Reads of the registry. Whatever shows who a person is needs a purpose and is audited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied

from serai.core import audit
from serai.core.audit import Access
from serai.identity.actors import Actor
from serai.registry import vault
from serai.registry.domain.identity import FIELDS
from serai.registry.models import Person


def identity_cards(*, by: Actor, persons: Sequence[str], fields: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The named fields of these persons' cards, by person code. One audit event names all of them.

    Args: persons: codes. fields: of `IdentityCard`, no more than the page shows.
    Raises: PermissionDenied without an open purpose. Erased and unknown persons are missing in the answer.
    """
    if by.purpose is None:
        raise PermissionDenied("state a purpose first")
    if unknown := set(fields) - {*FIELDS, "sex", "country"}:
        raise ValueError(f"no such fields: {sorted(unknown)}")
    audit.record(
        by=by,
        action="identity.read",
        object_type=by.purpose.object_type,
        object_id=by.purpose.object_id,
        subjects=persons,
        fields=fields,
    )
    opened = vault.cards(list(persons))
    return {code: {name: getattr(card, name) for name in fields} for code, card in opened.items()}


def person_accesses(*, person: str, limit: int = 200) -> list[Access]:
    """Who touched this person's data: who, organisation, when, why, which fields; newest first."""
    return audit.accesses_to(person, limit=limit)


def person_of_account(account_id: str) -> str | None:
    """The code of the person that a resident's account belongs to."""
    return Person.objects.filter(account_id=account_id, erased_at=None).values_list("code", flat=True).first()


def person_export(code: str) -> dict[str, Any]:
    """What the registry holds on a person, for the person."""
    person = Person.objects.get(code=code)
    card = vault.cards([code]).get(code)
    return {
        "code": code,
        "birth_year": person.birth_year,
        "sex": person.sex,
        "country": person.country,
        "identity": {f: str(getattr(card, f) or "") for f in FIELDS} if card else None,
    }
