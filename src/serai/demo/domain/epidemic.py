"""Who infects whom, where and when: drawn carrier by carrier in the order of time."""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass, field

import numpy as np

from serai.demo.domain.dice import Column, Dice
from serai.demo.domain.land import PORT_HALIM, clock
from serai.demo.domain.lines import LINES, Runs
from serai.demo.domain.pathogen import (
    CHILD,
    DOSES,
    INCUBATION,
    INCUBATION_SPREAD,
    LAST,
    SILENT,
    SPREAD_SHAPE,
    chance,
    room,
    seat,
    shedding,
)
from serai.demo.domain.people import People
from serai.demo.domain.places import HEALTH, HOME, Places
from serai.demo.domain.routine import Stays
from serai.demo.domain.trips import Rides

DAY = 1440
SYMPTOMS, TESTED, FOUND_WITHOUT = 0.82, 0.91, 0.34
STAYS_HOME = 0.62  # of those who fall ill, within a day and a half
ONSET_UNKNOWN = 0.07  # of the confirmed who had symptoms


@dataclass(slots=True)
class Carrier:
    """Somebody infected. Minutes from the first day UTC; None where it never came. `place` or `run` and `unit` is where
    it happened (−1: not there); `source` is the infector, −1 for those who brought it in.
    """

    person: int
    source: int
    minute: int
    place: int = -1
    run: int = -1
    unit: int = -1
    strength: float = 1.0
    onset: int | None = None
    confirmed: int | None = None
    onset_told: bool = True
    alone_from: int | None = None
    clinic: tuple[int, int] | None = None


Row = tuple[int, int, int, int]
"""place, start, end, kind."""


class Index:
    """The world by person, by place and by run."""

    def __init__(self, stays: Stays, rides: Rides, folk: People, places: Places, runs: Runs) -> None:
        self.stays, self.rides, self.folk, self.places, self.runs = stays, rides, folk, places, runs
        self.persons = np.searchsorted(stays.person, np.arange(len(folk) + 1))
        order = np.lexsort((stays.start, stays.place))
        self.at = stays.only(order)
        self.rooms = np.searchsorted(self.at.place, np.arange(len(places) + 1))
        self.mine = np.argsort(rides.person, kind="stable")
        self.riders = np.searchsorted(rides.person[self.mine], np.arange(len(folk) + 1))
        self.aboard = np.argsort(rides.run, kind="stable")
        self.runs_at = np.searchsorted(rides.run[self.aboard], np.arange(len(runs) + 1))
        self.volume = places.area * places.height
        self.mixing = room(places.removal(), self.volume, places.effort())
        self.vehicles = [LINES[n].vehicle for n in runs.line.tolist()]

    def rows(self, person: int) -> list[Row]:
        """A person's stays in order."""
        a, b = self.persons[person], self.persons[person + 1]
        s = self.stays
        return list(
            zip(s.place[a:b].tolist(), s.start[a:b].tolist(), s.end[a:b].tolist(), s.kind[a:b].tolist(), strict=True)
        )

    def journeys(self, person: int) -> list[int]:
        """Positions of a person's rides, by time."""
        found = self.mine[self.riders[person] : self.riders[person + 1]].tolist()
        return sorted(found, key=lambda i: int(self.rides.depart[i]))

    def in_room(self, row: Row) -> tuple[Column, Column, Column]:
        """Person, start and end of what others share with a stay."""
        place, start, end, _ = row
        a, b = self.rooms[place], self.rooms[place + 1]
        low = np.maximum(self.at.start[a:b], start)
        high = np.minimum(self.at.end[a:b], end)
        met = np.flatnonzero(high > low)
        return self.at.person[a:b][met], low[met], high[met]

    def in_unit(self, ride: int) -> tuple[Column, Column, Column, Column]:
        """The same aboard, with the metres between the seats (infinite where nobody has one)."""
        r = self.rides
        others = self.aboard[self.runs_at[r.run[ride]] : self.runs_at[r.run[ride] + 1]]
        low = np.maximum(r.depart[others], r.depart[ride])
        high = np.minimum(r.arrive[others], r.arrive[ride])
        met = (high > low) & (r.unit[others] == r.unit[ride])
        others, low, high = others[met], low[met], high[met]
        vehicle = self.vehicles[r.run[ride]]
        if not vehicle.letters:
            return r.person[others], low, high, np.full(len(others), np.inf)
        across = vehicle.across()
        sideways = across[r.letter[others]] - across[r.letter[ride]]
        along = (r.row[others] - r.row[ride]) * vehicle.row
        return r.person[others], low, high, np.hypot(sideways, along)


@dataclass
class Outbreak:
    """All carriers in the order of infection, and the days they then lived otherwise than planned."""

    carriers: list[Carrier] = field(default_factory=list)
    changed: dict[int, list[Row]] = field(default_factory=dict)
    dropped: set[int] = field(default_factory=set)


def outbreak(seed: int, index: Index, days: int, least: int, most: int) -> Outbreak:
    """An outbreak with `least` to `most` infected at the end, one in twelve or more of them aboard something: drawn
    anew until one is such, at most sixty times.
    """
    best: Outbreak | None = None
    for attempt in range(60):
        found = _Spread(seed, attempt, index, days, most).run()
        count = len(found.carriers)
        aboard = sum(c.run >= 0 for c in found.carriers)
        if least <= count <= most and aboard * 12 >= count:
            return found
        if best is None or abs(count - least) < abs(len(best.carriers) - least):
            best = found
    assert best is not None
    return best


class _Spread:
    def __init__(self, seed: int, attempt: int, index: Index, days: int, most: int) -> None:
        self.index, self.end, self.most = index, days * DAY, most
        self.dice = Dice(seed, "epidemic", str(attempt))
        self.luck = random.Random(f"{seed}/{attempt}/strength")  # noqa: S311 - a made world
        self.done = Outbreak()
        self.infected: set[int] = set()
        self.waiting: list[tuple[int, int, Carrier]] = []
        self.turn = 0

    def run(self) -> Outbreak:
        for carrier in self._first():
            self._queue(carrier)
        while self.waiting and len(self.done.carriers) <= self.most:
            carrier = heapq.heappop(self.waiting)[2]
            if carrier.person in self.infected:
                continue
            self.infected.add(carrier.person)
            self._course(carrier)
            self.done.carriers.append(carrier)
            self._infect(carrier)
        return self.done

    def _queue(self, carrier: Carrier) -> None:
        self.turn += 1
        heapq.heappush(self.waiting, (carrier.minute, self.turn, carrier))

    def _first(self) -> list[Carrier]:
        """Some of Port Halim, and some of Zarhan who come home from there in the first days; all met it before that."""
        folk, rides = self.index.folk, self.index.rides
        living = np.flatnonzero((folk.city == PORT_HALIM) & (folk.age >= 18))
        stops = np.array([s[0] for s in self.index.runs.stops])[rides.run]
        soon = (stops == PORT_HALIM) & (rides.depart < 4 * DAY) & (folk.country()[rides.person] == 0)
        flying = np.unique(rides.person[soon & (folk.age[rides.person] >= 18)])
        found = []
        for pool, count in ((living, 4), (flying, 4)):
            for draw in self.dice.uniform(count).tolist():
                if len(pool):
                    minute = int((-2.6 + 2.9 * self.dice.uniform(1)[0]) * DAY)
                    found.append(Carrier(int(pool[int(draw * len(pool))]), -1, minute))
        return found

    def _course(self, c: Carrier) -> None:
        """How the illness goes: symptoms, a test, staying alone."""
        u = self.dice.uniform(9)
        c.strength = self.luck.gammavariate(SPREAD_SHAPE, 1 / SPREAD_SHAPE)
        ill = u[0] < SYMPTOMS
        if ill:
            wait = INCUBATION * float(np.exp(INCUBATION_SPREAD * self.dice.normal(1)[0]))
            c.onset = c.minute + int(wait * DAY)
            if u[1] < TESTED:
                c.confirmed = c.onset + int((0.3 + 1.9 * u[2] * u[3]) * DAY)
            if u[4] < STAYS_HOME:
                c.alone_from = c.onset + int(1.5 * u[5] * DAY)
        elif u[1] < FOUND_WITHOUT:
            c.confirmed = c.minute + int((2.6 + 2.5 * u[2]) * DAY)
        if not ill:
            c.strength *= SILENT
        c.onset_told = ill and u[6] >= ONSET_UNKNOWN
        if c.confirmed is not None:
            if c.confirmed >= self.end - 120:
                c.confirmed = None
            else:
                c.alone_from = min(c.alone_from or c.confirmed, c.confirmed)
                tested = c.confirmed - int((0.25 + 0.4 * u[7]) * DAY)
                c.clinic = (tested, tested + 25 + int(50 * u[8]))
        self._live(c)

    def _live(self, c: Carrier) -> None:
        """Carry out what the illness changes: a visit to the clinic, then at home (or where one is a guest)."""
        rows, rides = self.index.rows(c.person), self.index.journeys(c.person)
        changed = False
        if c.clinic and (visit := self._clinic(c, rows, rides)):
            rows, changed = carved(rows, visit), True
        if c.alone_from is not None and c.alone_from < self.end:
            start = max(c.alone_from, 0)
            for ride in rides:  # nobody leaves a moving train
                if self.index.rides.depart[ride] <= start < self.index.rides.arrive[ride] + 30:
                    start = int(self.index.rides.arrive[ride]) + 45
            bed = next((r[0] for r in reversed(rows) if r[3] == HOME and r[1] <= start), None)
            bed = bed if bed is not None else next(r[0] for r in rows if r[3] == HOME)
            if start < self.end - 30:
                visits = [r for r in rows if r[3] == HEALTH and c.clinic and r[1] == c.clinic[0]]
                rows = carved([r for r in rows if r[1] < start], (bed, start, self.end, HOME))
                for visit in visits:
                    rows = carved(rows, visit)
                self.done.dropped.update(i for i in rides if self.index.rides.depart[i] >= start)
                changed = True
        if changed:
            self.done.changed[c.person] = rows

    def _clinic(self, c: Carrier, rows: list[Row], rides: list[int]) -> Row | None:
        assert c.clinic
        start, end = c.clinic
        r = self.index.rides
        if start < 0 or end >= self.end or any(r.depart[i] - 120 < end and r.arrive[i] + 60 > start for i in rides):
            return None
        near = next((row for row in reversed(rows) if row[1] <= start), rows[0])
        city = int(self.index.places.city[near[0]])
        hour = (start + clock(city)) % DAY
        if not 420 <= hour <= 1140:  # closed: the next morning, or the same one
            move = (510 + start % 90) - hour
            start, end = start + move, end + move
        clinics = self.index.places.of("Clinic", city)
        if start < 0 or end >= self.end or start <= c.minute:
            return None
        c.clinic = (start, end)
        return int(clinics[start % len(clinics)]), start, end, HEALTH

    def _infect(self, c: Carrier) -> None:
        """Draw whom this carrier will infect, if nobody else does before."""
        first, last = max(c.minute, 0), min(c.minute + int(LAST * DAY), self.end)
        rows = self.done.changed.get(c.person) or self.index.rows(c.person)
        for row in rows:
            clipped = (row[0], max(row[1], first), min(row[2], last), row[3])
            if clipped[2] > clipped[1]:
                who, low, high = self.index.in_room(clipped)
                dose = np.full(len(who), self.index.mixing[row[0]])
                self._draw(c, who, low, high, dose, place=row[0])
        for ride in self.index.journeys(c.person):
            r = self.index.rides
            if ride in self.done.dropped or r.arrive[ride] <= first or r.depart[ride] >= last:
                continue
            who, low, high, metres = self.index.in_unit(ride)
            vehicle = self.index.vehicles[r.run[ride]]
            removal = np.full(len(who), vehicle.volume * vehicle.air)
            dose = room(removal, np.full(len(who), vehicle.volume), np.ones(len(who))) + seat(metres)
            self._draw(c, who, low, high, dose, run=int(r.run[ride]), unit=int(r.unit[ride]))

    def _draw(
        self, c: Carrier, who: Column, low: Column, high: Column, dose: Column, place: int = -1, run: int = -1,
        unit: int = -1,
    ) -> None:  # fmt: skip
        if not len(who):
            return
        low = np.maximum(low, c.minute)
        hours = np.maximum(high - low, 0) / 60
        days = ((low + high) / 2 - c.minute) / DAY
        child = np.where(self.index.folk.age[who] < 13, CHILD, 1.0)
        p = chance(DOSES * c.strength * shedding(days) * dose * hours * child)
        u = self.dice.uniform((2, len(who)))
        for i in np.flatnonzero(u[0] < p).tolist():
            person = int(who[i])
            if person != c.person and person not in self.infected:
                minute = int(low[i] + u[1, i] * (high[i] - low[i]))
                self._queue(Carrier(person, c.person, minute, place, run, unit))


def carved(rows: list[Row], new: Row) -> list[Row]:
    """These stays with a new one put in: what it overlaps is cut."""
    _, start, end, _ = new
    kept: list[Row] = []
    for place, a, b, kind in rows:
        if b <= start or a >= end:
            kept.append((place, a, b, kind))
            continue
        if a < start:
            kept.append((place, a, start, kind))
        if b > end:
            kept.append((place, end, b, kind))
    return sorted([*kept, new], key=lambda r: r[1])
