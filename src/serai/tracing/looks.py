"""Whoever looks leaves a trace that the person can see."""

from __future__ import annotations

from collections.abc import Iterable

from serai.core import audit
from serai.identity.actors import Actor
from serai.tracing.models import Case

LONGEST = 40


def told(persons: Iterable[str]) -> list[str]:
    """Those who may be a person's code: a movement may carry any id, and only persons have a page to be told on."""
    return [p for p in persons if len(p) <= LONGEST]


def case_looked(*, by: Actor, case: Case, fields: tuple[str, ...] = ("case",)) -> None:
    """Somebody opened a case: its person is told."""
    audit.record(
        by=by, action="case.read", object_type="case", object_id=case.code, subjects=[case.person.code], fields=fields
    )


def contacts_looked(*, by: Actor, case: Case, persons: Iterable[str]) -> None:
    """Somebody saw these contacts of a case, without their names."""
    audit.record(
        by=by,
        action="contacts.read",
        object_type="case",
        object_id=case.code,
        subjects=told(persons),
        fields=("exposure", "risk"),
    )


def rejections_looked(*, by: Actor, batch: str) -> None:
    """Somebody saw values of rows that were refused; whose they are is not known."""
    audit.record(by=by, action="rejections.read", object_type="import", object_id=batch, fields=("value",))
