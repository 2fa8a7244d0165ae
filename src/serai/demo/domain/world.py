"""The whole made world, from one seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from serai.demo.domain.dice import Column
from serai.demo.domain.epidemic import Carrier, Index, Outbreak, outbreak
from serai.demo.domain.land import CITIES, COUNTRIES, clock
from serai.demo.domain.lines import LINES, Runs, runs
from serai.demo.domain.names import CULTURES, ORDER
from serai.demo.domain.noise import Reported, reported
from serai.demo.domain.people import People, people
from serai.demo.domain.places import Places
from serai.demo.domain.roles import Days, settle
from serai.demo.domain.routine import Stays, stays
from serai.demo.domain.trips import Rides, trips

FIRST_DAY = date(2026, 11, 2)
UNITS = {"air": "aircraft", "coach": "coach"}


@dataclass
class World:
    """`stays` and `rides` are what truly happened, `reported` what the authorities have of it. Times are minutes from
    `first` 00:00 UTC.
    """

    seed: int
    first: date
    days: int
    people: People
    places: Places
    life: Days
    runs: Runs
    stays: Stays
    rides: Rides
    carriers: list[Carrier]
    reported: Reported

    @cached_property
    def person_ids(self) -> Column:
        """Text id of each person."""
        return np.char.add("P", np.char.zfill(np.arange(len(self.people)).astype(str), 6)).astype(object)

    @cached_property
    def place_ids(self) -> Column:
        """Text id of each place."""
        return np.char.add("L", np.char.zfill(np.arange(len(self.places)).astype(str), 6)).astype(object)

    @cached_property
    def cases(self) -> list[tuple[str, Carrier]]:
        """Confirmed cases with their file numbers, in the order of confirmation."""
        found = sorted(
            (c for c in self.carriers if c.confirmed is not None), key=lambda c: (c.confirmed or 0, c.person)
        )
        return [(f"C-{self.first:%y%m}-{number:04d}", c) for number, c in enumerate(found, 1)]

    def local_day(self, person: int, minute: int) -> date:
        """The day on the clocks where a person lives."""
        return self.first + timedelta(minutes=minute + clock(int(self.people.city[person])))

    def unit(self, run: int, unit: int) -> str:
        """Text of a unit, "" for unknown."""
        if unit < 0:
            return ""
        mode, vehicle = self.runs.mode(run), LINES[self.runs.line[run]].vehicle
        return UNITS.get(mode) or f"{vehicle.first + unit:02d}"

    def run_date(self, run: int) -> date:
        """Local date at the first stop."""
        return self.first + timedelta(days=int(self.runs.day[run]))

    def setting(self, carrier: Carrier) -> str:
        """Where somebody was infected, as the engine names settings; "" before the first day."""
        if carrier.place >= 0:
            return f"place:{self.place_ids[carrier.place]}"
        if carrier.run < 0:
            return ""
        run = carrier.run
        unit = self.unit(run, carrier.unit)
        return f"{self.runs.mode(run)}:{self.runs.service(run)}:{self.run_date(run).isoformat()}:{unit}"

    def names(self) -> tuple[list[str], list[str]]:
        """Family and given name of each person, in their own script."""
        family, given = [], []
        folk = self.people
        for culture, woman, f, g in zip(
            folk.culture.tolist(), folk.woman.tolist(), folk.family.tolist(), folk.given.tolist(), strict=True
        ):
            of = CULTURES[ORDER[culture]]
            family.append((of.families_women if woman else of.families_men)[f])
            given.append((of.women if woman else of.men)[g])
        return family, given

    def document(self, person: int) -> tuple[str, str]:
        """Issuing country and number of a passport."""
        country = COUNTRIES[CITIES[self.people.city[person]].country].code
        return country, f"{country}{self.people.document[person]}"


def generate(*, people_count: int = 50_000, days: int = 14, seed: int = 1, first: date = FIRST_DAY) -> World:
    """Make a world. Raises ValueError for sizes that no world can be made of."""
    if people_count < 500 or not 5 <= days <= 60 or seed < 0:
        raise ValueError("a world has 500 people or more, 5 to 60 days, and a seed of 0 or more")
    folk = people(seed, people_count)
    places, life = settle(seed, folk)
    timetable = runs(days, people_count)
    journeys, rides = trips(seed, folk, timetable, days)
    planned = stays(seed, first, days, folk, places, life, journeys, rides, timetable)
    least, most = size_of_outbreak(people_count)
    found = outbreak(seed, Index(planned, rides, folk, places, timetable), days, least, most)
    lived, ridden = _lived(planned, rides, found)
    ridden = ridden.only(ridden.depart < days * 1440)
    seen = reported(seed, lived, ridden, timetable, people_count)
    return World(seed, first, days, folk, places, life, timetable, lived, ridden, found.carriers, seen)


def size_of_outbreak(people_count: int) -> tuple[int, int]:
    """Infected at the end, from and to. Larger worlds have no larger outbreak: it began with the same eight."""
    least = min(70, people_count // 40)
    return least, least * 27 // 10


def _lived(planned: Stays, rides: Rides, found: Outbreak) -> tuple[Stays, Rides]:
    """The planned days, with those of the ill as they then were."""
    changed = np.isin(planned.person, list(found.changed))
    rows = [(person, *row) for person, mine in found.changed.items() for row in mine]
    table = np.array(rows, np.int64).reshape(-1, 5)
    parts = (table[:, 0], table[:, 1], table[:, 2], table[:, 3], table[:, 4])
    kept = planned.only(~changed)
    columns: list[Any] = []
    for name, part in zip(Stays.__slots__, parts, strict=True):
        old = getattr(kept, name)
        columns.append(np.concatenate([old, part.astype(old.dtype)]))
    whole = Stays(*columns)
    whole = whole.only(np.lexsort((whole.start, whole.person)))
    stay = np.ones(len(rides), bool)
    stay[list(found.dropped)] = False
    return whole, rides.only(stay)
