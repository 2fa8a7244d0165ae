"""Whom a case met, and which cases a station begins with: the newest of those in which there is something to see."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from serai.demo.domain import World
from serai.demo.domain.dice import Column
from serai.demo.domain.epidemic import DAY, Carrier
from serai.demo.domain.lines import AIR, COACH, LINES, RAIL
from serai.demo.domain.places import HOME, VENUE
from serai.demo.domain.routine import Stays

PUBLISHED = (2 * DAY, 8 * DAY)  # what is published of a case: from two days before symptoms
MET = (3 * DAY, 10 * DAY)  # a day more than the rules in force ask, since onset is told by days
SOME = 20  # people met, for a page to be full
BRIEF = 5  # minutes: who was in a room with a case for less is not looked for


def onset_or_near(c: Carrier) -> int:
    """Onset, or two days before confirmation."""
    return c.onset if c.onset is not None else (c.confirmed or 0) - 2 * DAY


def rides_of(world: World, c: Carrier) -> Column:
    """Positions of a case's reported rides in the days that are published."""
    r, about = world.reported.rides, onset_or_near(c)
    near = (r.depart >= about - PUBLISHED[0]) & (r.depart < about + PUBLISHED[1])
    return np.flatnonzero(near & (r.person == c.person))


def met(world: World) -> dict[str, Column]:
    """Numbers of those who were in a room with each confirmed case, by file number: what the reports say."""
    seen = world.reported.stays
    ill = np.isin(seen.person, [c.person for _, c in world.cases])
    theirs = seen.only(ill)
    rooms = seen.only(np.isin(seen.place, np.unique(theirs.place)))
    rooms = rooms.only(np.argsort(rooms.place, kind="stable"))
    return {code: _met(c, theirs, rooms) for code, c in world.cases}


def _met(c: Carrier, theirs: Stays, rooms: Stays) -> Column:
    low, high = onset_or_near(c) - MET[0], onset_or_near(c) + MET[1]
    mine = theirs.only((theirs.person == c.person) & (theirs.end > low) & (theirs.start < high))
    first = np.searchsorted(rooms.place, mine.place)
    last = np.searchsorted(rooms.place, mine.place, side="right")
    found = [np.zeros(0, np.int64)]
    for a, b, start, end in zip(first, last, mine.start, mine.end, strict=True):
        together = np.minimum(rooms.end[a:b], end) - np.maximum(rooms.start[a:b], start) >= BRIEF
        found.append(rooms.person[a:b][together].astype(np.int64))
    people = np.unique(np.concatenate(found))
    others: Column = people[people != c.person]
    return others


def first_cases(world: World, contacts: dict[str, Column]) -> dict[str, str]:
    """File number → what is seen there: the newest cases on a flight, on a train and on a coach with a seat that is
    known, of Zarhan the newest who infected somebody or was infected at home, and the newest so in a venue; where there
    is none, the newest who met some people, first one of Zarhan if there is none yet.
    """
    placed = world.places.kind()
    cases = list(reversed(world.cases))
    at_home = {code for code, c in cases if world.people.country()[c.person] == 0}
    infected: dict[int, set[int]] = {}
    for carrier in world.carriers:
        if carrier.place >= 0:
            for person in (carrier.source, carrier.person):
                infected.setdefault(person, set()).add(int(placed[carrier.place]))
    asked: tuple[tuple[str, Callable[[str, Carrier], bool]], ...] = (
        ("a flight", lambda _, c: _seated(world, c, AIR)),
        ("a train with seats", lambda _, c: _seated(world, c, RAIL)),
        ("a coach", lambda _, c: _seated(world, c, COACH)),
        ("a household", lambda code, c: code in at_home and HOME in infected.get(c.person, ())),
        ("a venue", lambda _, c: VENUE in infected.get(c.person, ())),
    )
    chosen: dict[str, str] = {}
    for words, fits in asked:
        code = next((code for code, c in cases if code not in chosen and fits(code, c)), None)
        if code is not None:
            chosen[code] = words
    others = [code for code, _ in cases if code not in chosen]
    others.sort(key=lambda code: (at_home.isdisjoint(chosen) and code not in at_home, len(contacts[code]) < SOME))
    return chosen | dict.fromkeys(others[: len(asked) - len(chosen)], "one of the newest")


def _seated(world: World, c: Carrier, mode: int) -> bool:
    mine = world.reported.rides.only(rides_of(world, c))
    line = world.runs.line[mine.run]
    return bool(((mine.row >= 0) & (mine.unit >= 0) & np.isin(line, _lines(mode))).any())


def _lines(mode: int) -> list[int]:
    return [number for number, line in enumerate(LINES) if line.mode == mode]


def listed_flight(world: World, shown: dict[str, str]) -> int | None:
    """The run of which a passenger list comes later than everything else: of the flights without any of `shown`, whose
    contacts are found before, the one with most confirmed cases aboard, then with most people. None without any.
    """
    rides = world.rides
    flying = rides.only(np.isin(world.runs.line[rides.run], _lines(AIR)))
    taken = flying.run[np.isin(flying.person, [c.person for code, c in world.cases if code in shown])]
    free = flying.only(~np.isin(flying.run, taken))
    if not len(free):
        return None
    runs, place = np.unique(free.run, return_inverse=True)
    ill = np.bincount(place, np.isin(free.person, [c.person for _, c in world.cases]))
    return int(runs[np.lexsort((np.bincount(place), ill))[-1]])
