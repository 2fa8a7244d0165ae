"""What the home and the resident's page read from the audit log and the hooks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from serai.core import hooks
from serai.core.audit import Access
from serai.registry.public import person_accesses

SHOWN = 1000


def accesses_of(code: str) -> list[Access]:
    """Everything that was done with a person's data, newest first."""
    return person_accesses(person=code, limit=SHOWN)


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long one kind of record is kept."""

    what: str
    days: int


def retention_rules() -> list[Keeping]:
    """Every retention policy that runs here, in plain words where the shell has them; the longest last."""
    words = {
        "identity_purposeopening": _("The right to look, once it has ended"),
        "identity_grant": _("Leave to open one single file, once it has ended"),
        "core_outboxevent": _("News between the rooms, once delivered"),
        "core_auditevent": _("Who looked at whose data, and why"),
        "django_tasks_database": _("Finished jobs of the machine"),
        "movement store": _("Journeys and visits"),
        "tracing_case": _("Positive tests"),
        "tracing_contact": _("Who was near whom"),
        "tracing_importbatch": _("That a list was read in, and when"),
        "tracing_rowrejection": _("Lines of a list that could not be read"),
        "uploaded files": _("Lists as they were sent in"),
        "tracing_publishedtrip": _("Journeys that anyone can look up"),
    }
    found = {Keeping(words.get(p.table, p.table.replace("_", " ")), p.age.days) for _name, p in hooks.retention}
    return sorted(found, key=lambda rule: (rule.days, rule.what))


def held(code: str) -> dict[str, Any]:
    """What every room holds on a person, by room."""
    return {name: collect(code) for name, collect in hooks.export}
