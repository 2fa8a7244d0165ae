"""Yes, no, or cannot tell: one traveller's trip against published ones.

frontend/src/lookup/answer.ts says the same in the browser; both are held to the vectors beside the tests.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from serai.tracing.domain.lookup.numbers import station, unit
from serai.tracing.domain.lookup.trips import Trip

Closeness = Literal["same_unit", "same_run", "other_unit", "other_section"]
"""How near, nearest first. `other_section`: the case had left before, or came aboard after."""

Why = Literal["", "number", "date", "not_covered", "after", "incomplete", "old", "none_published"]
"""Why it cannot be told: unreadable number or date, a day not covered by the list or after it, a number that may lack
its letters or its town, a list too old, none."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BARE = {
    "rail": re.compile("[0-9]+"),
    "metro": re.compile("[0-9]+"),
    "road": re.compile("[A-Z]?[0-9]{1,3}"),
}
_ORDER: tuple[Closeness, ...] = ("same_unit", "same_run", "other_unit", "other_section")


@dataclass(frozen=True, slots=True)
class Query:
    """A trip as the traveller gives it; carriage and stops may be empty."""

    family: str
    services: tuple[str, ...]
    day: date
    unit: str = ""
    board: str = ""
    alight: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """`verdict` and the trips it rests on, nearest first. `other_section` trips alone make a "no"."""

    verdict: Literal["yes", "no", "unknown"]
    why: Why = ""
    found: list[tuple[Closeness, Trip]] = field(default_factory=list)


Periods = Sequence[tuple[date, date]]


def answer(query: Query, trips: Sequence[Trip], *, periods: Periods, old: bool = False) -> Answer:
    """Hold a trip against published ones.

    Args: trips: of its group, or all. periods: days that the list covers, first and last of each stretch; none where
    nothing was ever published. old: the list was not looked after for too long to say "no"; a "yes" stands.
    """
    found = [
        (closeness(query, trip), trip)
        for trip in trips
        if trip.family == query.family and query.day in trip.dates and _meets(query, trip)
    ]
    found.sort(key=lambda pair: _ORDER.index(pair[0]))
    if any(near != "other_section" for near, _ in found):
        return Answer("yes", found=found)
    return Answer("unknown" if (why := _doubt(query, periods, old)) else "no", why, found)


def _meets(query: Query, trip: Trip) -> bool:
    """One number in common; a train's bare number meets every letter form that is listed: "447" meets K447."""
    listed = set(trip.services)
    if query.family == "rail":
        listed |= {one.lstrip(_LETTERS) for one in trip.services}
    return not listed.isdisjoint(query.services)


def _incomplete(query: Query) -> bool:
    """A bare number may be anybody's: a train's has lost its letters, a route its town."""
    form = _BARE.get(query.family)
    return form is not None and any(form.fullmatch(one) for one in query.services)


def _doubt(query: Query, periods: Periods, old: bool) -> Why:
    day = query.day
    if not periods:
        return "none_published"
    if not any(first <= day <= last for first, last in periods):
        return "after" if day > max(last for _, last in periods) else "not_covered"
    if _incomplete(query):
        return "incomplete"
    return "old" if old else ""


def closeness(query: Query, trip: Trip) -> Closeness:
    """How near the case was, as far as both sides say."""
    if _apart(query, trip):
        return "other_section"
    wanted, theirs = unit(query.unit), {unit(one) for one in trip.units}
    if not wanted or not theirs:
        return "same_run"
    return "same_unit" if wanted in theirs else "other_unit"


def _apart(query: Query, trip: Trip) -> bool:
    """True only if it is certain that one had left before the other came aboard.

    Certain without knowing the run's stops: boarding where the other left, or leaving where the other boarded. With
    the order of the stops, any two sections can be compared.
    """
    mine, theirs = (station(query.board), station(query.alight)), (station(trip.board), station(trip.alight))
    if mine[0] and mine[0] == mine[1]:  # not a ride: say nothing by it
        return False
    if theirs[0] and theirs[0] == theirs[1]:
        return False
    if (mine[0] and mine[0] == theirs[1]) or (mine[1] and mine[1] == theirs[0]):
        return True
    places = {station(stop): place for place, stop in reversed(list(enumerate(trip.stops)))}
    last = len(trip.stops)
    a, b = _section(mine, places, last), _section(theirs, places, last)
    return bool(places) and a is not None and b is not None and (a[1] <= b[0] or b[1] <= a[0])


def _section(ends: tuple[str, str], places: dict[str, int], last: int) -> tuple[int, int] | None:
    """From which stop to which; an end that is not told, or no stop of the run, lies as far out as can be.

    None where the order makes no ride of it.
    """
    lo, hi = places.get(ends[0], -1), places.get(ends[1], last)
    return (lo, hi) if lo < hi else None
