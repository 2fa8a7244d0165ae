"""The meaning of a match, as slowly and plainly as it can be said: loops over Python objects, no table, no engine.

Written from the definition, apart from the join, so that a misreading in one shows against the other. Says all output
columns but risk and reasons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from serai.registry.domain.movements import Leg, Stay
from tests.tracing.domain.worlds import Case, World

Interval = tuple[datetime, datetime]
# what the shipped rules say, in words of our own: minutes, rows, columns, tier, name
PLACES = {"home": 0, "health": 0, "venue": 15, "school": 15, "work": 15}
STRICT = ("health", "home", "school", "venue", "work")  # kinds by the strictness of their rule, then by name
SEATS = {"air": (2, 99), "rail": (3, 5)}
WHOLE = {"air": (15, "casual"), "rail": (15, "casual"), "coach": (15, "close"), "metro": (15, "close")}
ACROSS = {"air": "ABCDEFGHJK", "rail": "ABCDF"}
ONE_VEHICLE = {"air", "coach", "bus", "taxi"}
Row = tuple[str, str, str | None, str, str, date, float | None, str, str, str]


@dataclass(frozen=True)
class Ride:
    """A leg with the time it is taken to have."""

    leg: Leg
    unit: str | None
    span: Interval
    clock: bool
    sure: bool


@dataclass(frozen=True)
class Shared:
    """One overlap aboard."""

    span: Interval
    clock: bool
    seats: tuple[int, int, int, int]  # smaller is nearer: (unknown?, rows, columns, aisle)


def common(a: Interval, b: Interval) -> Interval | None:
    """What two half-open intervals share; touching is nothing."""
    start, end = max(a[0], b[0]), min(a[1], b[1])
    return (start, end) if start < end else None


def merged(pieces: Iterable[Interval]) -> list[Interval]:
    """Maximal intervals: pieces that touch or overlap become one."""
    out: list[Interval] = []
    for start, end in sorted(pieces):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def window(case: Case) -> Interval:
    """[anchor − 48 h, anchor + 10 d), anchor = onset, else confirmed − 48 h."""
    anchor = case.onset or case.confirmed - timedelta(hours=48)
    return anchor - timedelta(hours=48), anchor + timedelta(days=10)


def matched(world: World) -> set[Row]:
    """All rows of the exposure table, without risk and reasons."""
    cases_of = defaultdict(list)
    for case in world.cases:
        cases_of[case.person_id].append((window(case)[0], case.case_id))
    rows: set[Row] = set()
    for case in world.cases:
        for contact, *rest in [*at_places(world, case), *aboard(world, case)]:
            known = min(cases_of[contact])[1] if cases_of[contact] else None
            rows.add((case.case_id, contact, known, *rest))  # type: ignore[arg-type]
    return rows


def at_places(world: World, case: Case) -> Iterator[tuple[object, ...]]:
    by_place: dict[str, list[Stay]] = defaultdict(list)
    for stay in world.stays:
        by_place[stay.place_id].append(stay)
    for place, stays in by_place.items():
        mine = [(span, s.kind) for s in stays if s.person_id == case.person_id and (span := clip(s, case))]
        own = merged(span for span, _ in mine)
        for contact in {s.person_id for s in stays} - {case.person_id}:
            pieces = [
                both
                for span, _ in mine
                for s in stays
                if s.person_id == contact and s.start < s.end and (both := common(span, (s.start, s.end)))
            ]
            days = defaultdict(list)
            for piece in merged(pieces):
                days[piece[0].date()].append(piece)
            for day, found in days.items():
                kinds = {k for piece in found for i in own if common(i, piece) for span, k in mine if common(span, i)}
                kind = min(kinds, key=lambda k: (strictness(k), k))
                rule = kind if kind in PLACES else "venue"
                minutes = total(found)
                if minutes >= PLACES[rule]:
                    yield (contact, f"place:{place}", kind, day, minutes, "same_place", f"{rule}-close", "close")


def strictness(kind: str) -> int:
    return STRICT.index(kind if kind in PLACES else "venue")


def clip(stay: Stay, case: Case) -> Interval | None:
    return common((stay.start, stay.end), window(case)) if stay.start < stay.end else None


def total(pieces: Iterable[Interval]) -> float:
    return sum((b - a for a, b in pieces), timedelta()) / timedelta(microseconds=1) / 60_000_000


def aboard(world: World, case: Case) -> Iterator[tuple[object, ...]]:
    runs = defaultdict(list)
    for leg in world.legs:
        runs[leg.mode, "".join(leg.service.split()).upper(), leg.date].append(leg)
    for (mode, _, day), legs in runs.items():
        service = min(leg.service for leg in legs)
        rides = timed(legs)
        order = stop_order(legs)
        found: dict[tuple[str, str], list[Shared]] = defaultdict(list)
        spelled: dict[tuple[str, str], set[str]] = defaultdict(set)
        for mine in rides:
            clipped = common(mine.span, window(case)) if mine.leg.person_id == case.person_id else None
            for other in rides:
                both = common(clipped, other.span) if clipped else None
                if not both or other.leg.person_id == case.person_id or not same_unit(mine, other):
                    continue
                if not (mine.sure and other.sure) and (before(mine, other, order) or before(other, mine, order)):
                    continue
                unit = other.unit if mine.unit is None else mine.unit
                shared = Shared(both, mine.clock and other.clock, seats(mode, mine, other))
                key = other.leg.person_id, carriage(unit or "")
                found[key].append(shared)
                spelled[key].add(unit or "")
        for key, pieces in found.items():
            yield from rated(mode, key[0], f"{mode}:{service}:{day}:{min(spelled[key])}", pieces)


def timed(legs: list[Leg]) -> list[Ride]:
    """Own times; else those of the stop, from others; else the run's; else the whole origin day, without a clock."""
    starts, ends = [x.depart for x in legs if x.depart], [x.arrive for x in legs if x.arrive]
    out = []
    for leg in legs:
        there = [x.depart for x in legs if x.depart and leg.board and x.board == leg.board]
        back = [x.arrive for x in legs if x.arrive and leg.alight and x.alight == leg.alight]
        start = leg.depart or min(there or starts, default=None)
        end = leg.arrive or max(back or ends, default=None)
        sure = bool(leg.depart and leg.arrive)
        clock = sure or bool(start and end and start < end)
        midnight = datetime.combine(leg.date, time(), UTC)
        span = (start, end) if clock and start and end else (midnight, midnight + timedelta(days=1))
        named = sorted({x.unit for x in legs if x.unit})
        unit = leg.unit or None
        if not unit and leg.mode in ONE_VEHICLE and len({carriage(u) for u in named}) <= 1:
            unit = named[0] if named else ""
        if span[0] < span[1]:
            out.append(Ride(leg, unit, span, clock, sure))
    return out


def carriage(unit: str) -> str:
    """What a unit's text means."""
    number = unit.removesuffix(".0")
    return str(int(number)) if number.isdigit() else unit.upper()


def same_unit(a: Ride, b: Ride) -> bool:
    return a.unit is None or b.unit is None or carriage(a.unit) == carriage(b.unit)


def stop_order(legs: list[Leg]) -> set[tuple[str, str]]:
    """All (a, b): a is b or before b, as boarding and alighting tell; only where someone's times are missing."""
    if all(x.depart and x.arrive for x in legs if x.board or x.alight):
        return set()
    known = {(s, s) for x in legs for s in (x.board, x.alight) if s} | {
        (x.board, x.alight) for x in legs if x.board and x.alight
    }
    while more := {(a, d) for a, b in known for c, d in known if b == c} - known:
        known |= more
    return set() if any(a != b and (b, a) in known for a, b in known) else known


def before(a: Ride, b: Ride, order: set[tuple[str, str]]) -> bool:
    return (a.leg.alight, b.leg.board) in order


def seats(mode: str, a: Ride, b: Ride) -> tuple[int, int, int, int]:
    known = a.leg.row.isdigit() and b.leg.row.isdigit()
    rows = abs(int(a.leg.row) - int(b.leg.row)) if known else 0
    if a.unit is None or b.unit is None:
        return (2, rows, 0, 0)
    if not known:
        return (1, 0, 0, 0)
    if not a.leg.seat or not b.leg.seat:
        return (0, rows, 90, 1)
    across = ACROSS.get(mode, "ABCDEF") if mode != "metro" else "ABCDF"
    aisle = (a.leg.seat in "ABC") != (b.leg.seat in "ABC")
    return (0, rows, abs(across.index(a.leg.seat) - across.index(b.leg.seat)), int(aisle))


def rated(mode: str, contact: str, setting: str, pieces: list[Shared]) -> Iterator[tuple[object, ...]]:
    clock = any(p.clock for p in pieces)
    days: dict[date, list[Interval]] = defaultdict(list)
    usable = [p for p in pieces if p.clock == clock]
    for piece in merged(p.span for p in usable):
        days[piece[0].date()].append(piece)
    for day, found in days.items():
        minutes = total(found) if clock else None
        unknown, rows, columns, aisle = min(p.seats for p in usable for f in found if common(p.span, f))
        near = mode in SEATS and not unknown and rows <= SEATS[mode][0] and (columns == 90 or columns <= SEATS[mode][1])
        least, tier = WHOLE[mode]
        long = minutes is None or minutes >= least
        if unknown:
            proximity = "same_run" if unknown == 2 else "same_unit"
        elif rows == 0:
            proximity = "same_row" if aisle or columns == 90 else "same_seat_block"
        else:
            proximity = "near_rows" if near or (mode not in SEATS and rows <= 2) else "same_unit"
        if near:
            yield (contact, setting, mode, day, minutes, proximity, f"{mode}-close-seats", "close")
        elif mode in SEATS and unknown and not long and rows <= SEATS[mode][0]:
            yield (contact, setting, mode, day, minutes, proximity, f"{mode}-close-seats", "casual")
        elif long:
            yield (
                contact,
                setting,
                mode,
                day,
                minutes,
                proximity,
                f"{mode}-{tier}",
                "casual" if unknown == 2 else tier,
            )
