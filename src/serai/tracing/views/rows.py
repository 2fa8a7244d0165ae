"""What a page says about contacts: names opened for a purpose, reasons in words, the tag of the status."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from serai.identity.actors import Actor
from serai.registry.models import Place
from serai.registry.public import identity_cards
from serai.tracing import wording
from serai.tracing.looks import contacts_looked
from serai.tracing.models import Case, ContactStatus
from serai.tracing.selectors import ContactLine
from serai.tracing.shared_settings import place_of

TAGS = {
    "new": ("high", "circle-dashed"),
    "reached": ("ok", "phone-call"),
    "no_answer": ("mid", "phone-missed"),
    "message": ("act", "message-square"),
    "not_needed": ("", "minus"),
}


@dataclass(frozen=True, slots=True)
class StatusTag:
    """How a status looks."""

    value: str
    kind: str
    icon: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    contact: ContactLine
    name: str
    why: list[str]
    status: StatusTag


def status_tag(status: str) -> StatusTag:
    """The tag of a status."""
    kind, icon = TAGS[status]
    return StatusTag(status, kind, icon, str(ContactStatus(status).label))


def statuses() -> list[StatusTag]:
    """All of them, in order."""
    return [status_tag(value) for value in ContactStatus.values]


def full_name(card: dict[str, Any]) -> str:
    """Given name first, but in scripts where the family name comes first and stands without a space."""
    family, given = str(card.get("family") or ""), str(card.get("given") or "")
    if family and unicodedata.name(family[0], "").startswith(("CJK", "HANGUL")):
        return family + given
    return f"{given} {family}".strip()


def rows(*, by: Actor, case: Case, contacts: Sequence[ContactLine], language: str) -> list[Row]:
    """The contacts as lines, with names. Everyone shown is told of the look."""
    named = [c.person for c in contacts if not c.name_unknown]
    with transaction.atomic():
        cards = identity_cards(by=by, persons=named, fields=("family", "given")) if named else {}
        if unnamed := [c.person for c in contacts if c.name_unknown]:
            contacts_looked(by=by, case=case, persons=unnamed)
    names = place_names([c.worst.setting for c in contacts if c.worst], language)
    return [Row(c, full_name(cards.get(c.person, {})), wording.why(c, names), status_tag(c.status)) for c in contacts]


def place_names(settings: Sequence[str], language: str) -> dict[str, str]:
    """Names of the places among these settings, by code."""
    codes = {place_of(s) for s in settings} - {""}
    return {p.code: p.name(language) for p in Place.objects.filter(code__in=codes)} if codes else {}
