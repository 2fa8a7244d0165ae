"""What the rooms hold on a person, as a page can show it: counted, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

IDENTITY = "registry.person"


@dataclass(frozen=True, slots=True)
class Holding:
    """One line: what it is and how much of it."""

    label: str
    amount: str


def holdings(held: dict[str, Any]) -> list[Holding]:
    """One line a room; rooms that hold nothing are left out, and the identity, which the page shows itself."""
    shown = (part for name, data in sorted(held.items()) if name != IDENTITY for part in _parts(name, data))
    return [Holding(_label(name), _amount(data)) for name, data in shown if _size(data)]


def _parts(name: str, data: Any) -> list[tuple[str, Any]]:
    """A room that answers with several lists shows each of them."""
    if isinstance(data, dict):
        return [(f"{name}.{part}", value) for part, value in data.items()]
    return [(name, data)]


def _label(name: str) -> str:
    words = {
        "tracing.cases": _("Your tests and illness"),
        "tracing.contact_of_a_case": _("When you were near someone who was ill"),
        "tracing.stays": _("Where you were"),
        "tracing.legs": _("Your journeys"),
    }
    return words.get(name, name.replace(".", ", ").replace("_", " "))


def _size(data: Any) -> int:
    if isinstance(data, dict):
        return sum(_size(value) for value in data.values())
    if isinstance(data, list | tuple):
        return len(data)
    return int(data not in (None, "", 0, False))


def _amount(data: Any) -> str:
    count = _size(data)
    return ngettext("%(count)d entry", "%(count)d entries", count) % {"count": count}
