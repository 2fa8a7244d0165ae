"""Who travels where, by which run, in which seat. Families and colleagues travel together and sit together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from serai.demo.domain.dice import Column, Dice
from serai.demo.domain.land import clock
from serai.demo.domain.lines import LINES, Runs
from serai.demo.domain.people import People

HOUSEHOLDS_TRAVEL = 0.36  # in a fortnight
TOGETHER = 0.45
FILLED = 0.74  # share of a unit's seats that are sold before the next unit is opened


@dataclass(slots=True)
class Rides:
    """Columns by ride: person, run, index of the stop where they board and alight, minutes, unit (−1: none), row and
    letter (0-based; −1 where nobody has a seat of their own), party.
    """

    person: Column
    run: Column
    board: Column
    alight: Column
    depart: Column
    arrive: Column
    unit: Column
    row: Column
    letter: Column
    party: Column

    def __len__(self) -> int:
        return len(self.person)

    def only(self, keep: Column) -> Rides:
        """The rides where `keep` is true, or at these positions."""
        return Rides(*(getattr(self, name)[keep] for name in self.__slots__))


@dataclass(slots=True)
class Trips:
    """One trip of a person: away in `city` during [left, back) minutes, from the first ride's departure to the last
    ride's arrival; `arrived` and `leaves` bound the time in the other city. `party` shares a guest room.
    """

    person: Column
    city: Column
    left: Column
    arrived: Column
    leaves: Column
    back: Column
    party: Column

    def only(self, keep: Column) -> Trips:
        """The trips where `keep` is true."""
        return Trips(*(getattr(self, name)[keep] for name in self.__slots__))


def trips(seed: int, folk: People, runs: Runs, days: int) -> tuple[Trips, Rides]:
    """Trips and their rides. A party without seats on one of its runs stays at home."""
    dice = Dice(seed, "trips")
    person, party, city, day = _parties(dice, folk, days)
    ways = _ways(runs)
    out = _chosen(dice, ways, runs, city, None, day, party)
    nights = 1 + dice.below(4, int(party.max()) + 1 if len(party) else 1)
    known = out[0] >= 0
    arrive_day = np.where(known, _local_day(runs.arrive[out[0], out[2]], out[3]), 0)
    home = _chosen(dice, ways, runs, out[3], city, arrive_day + nights[party], party)
    # Whoever finds no way home within the days is still away at their end.
    keep = known
    there = _rides(runs, person, party, out, keep)
    returning = keep & (home[0] >= 0)
    again = _rides(runs, person, party, home, returning)
    rides = Rides(*(np.concatenate([getattr(there, n), getattr(again, n)]) for n in Rides.__slots__))
    rides, left_out = _seated(dice, rides, runs, folk)
    ends = int(days) * 1440 + 3000
    stays_home = np.isin(party, left_out)
    safe_out, safe_home = np.maximum(out[0], 0), np.maximum(home[0], 0)
    table = Trips(
        person,
        out[3],
        runs.depart[safe_out, out[1]],
        runs.arrive[safe_out, out[2]],
        np.where(returning, runs.depart[safe_home, home[1]], ends),
        np.where(returning, runs.arrive[safe_home, home[2]], ends),
        party,
    )
    return table.only(keep & ~stays_home), rides


def _parties(dice: Dice, folk: People, days: int) -> tuple[Column, Column, Column, Column]:
    """Travellers: person, party, home city, day of departure. A party is a household, or one of its adults."""
    homes = int(folk.household.max()) + 1
    travels = dice.chance(HOUSEHOLDS_TRAVEL, homes)
    together = dice.chance(TOGETHER, homes)
    day = dice.below(days, homes)
    adult = np.flatnonzero(folk.age >= 18)
    lot = adult[np.argsort(dice.uniform(len(adult)), kind="stable")]
    chosen = np.full(homes, -1, np.int64)
    chosen[folk.household[lot]] = lot
    house = folk.household
    goes = travels[house] & (chosen[house] >= 0) & (together[house] | (chosen[house] == np.arange(len(house))))
    person = np.flatnonzero(goes).astype(np.int32)
    return person, house[person], folk.city[person].astype(np.int32), day[house[person]]


def _ways(runs: Runs) -> dict[tuple[int, int, int], list[tuple[int, int, int]]]:
    """(from, to, local day of boarding) → runs that do it, with the indexes of both stops."""
    ways: dict[tuple[int, int, int], list[tuple[int, int, int]]] = {}
    for run, cities in enumerate(runs.stops):
        for a, start in enumerate(cities):
            for b in range(a + 1, len(cities)):
                day = (int(runs.depart[run, a]) + clock(start)) // 1440
                ways.setdefault((start, cities[b], day), []).append((run, a, b))
    return ways


def _chosen(
    dice: Dice,
    ways: dict[tuple[int, int, int], list[tuple[int, int, int]]],
    runs: Runs,
    start: Column,
    goal: Column | None,
    day: Column,
    party: Column,
) -> tuple[Column, Column, Column, Column]:
    """Run, boarding and alighting stop and city of each traveller; a party takes the same run. −1 without a way.

    Larger vehicles and frequent lines take more; without a `goal` any city that can be reached is one.
    """
    size = len(start)
    run, board, alight, city = (np.full(size, -1, np.int32), np.zeros(size, np.int32), np.zeros(size, np.int32),
                                np.zeros(size, np.int32))  # fmt: skip
    draws = dice.uniform(int(party.max()) + 1 if size else 1)
    answers: dict[tuple[int, int, int], list[tuple[int, int, int]]] = {}
    last = max((key[2] for key in ways), default=0)
    for i in range(size):
        goals = range(5) if goal is None else (int(goal[i]),)
        key = (int(start[i]), -1 if goal is None else int(goal[i]), int(day[i]))
        if key not in answers:
            later = range(key[2], key[2] + 1 if goal is None else min(key[2] + 2, last + 1))
            found = [w for g in goals for d in later for w in ways.get((key[0], g, d), [])]
            answers[key] = found
        if answers[key]:
            options = answers[key]
            run[i], board[i], alight[i] = options[int(draws[party[i]] * len(options))]
            city[i] = runs.stops[run[i]][alight[i]]
    return run, board, alight, city


def _local_day(minute: Column, city: Column) -> Column:
    found: Column = (minute + np.array([clock(c) for c in range(5)])[city]) // 1440
    return found


def _rides(
    runs: Runs, person: Column, party: Column, way: tuple[Column, Column, Column, Column], keep: Column
) -> Rides:
    run, board, alight = (part[keep] for part in way[:3])
    none = np.full(len(run), -1, np.int16)
    return Rides(
        person[keep], run, board, alight, runs.depart[run, board], runs.arrive[run, alight], none, none.copy(),
        none.copy(), party[keep],
    )  # fmt: skip


def _seated(dice: Dice, rides: Rides, runs: Runs, folk: People) -> tuple[Rides, Column]:
    """Give every ride a unit and a seat of its own; parties sit side by side. Returns the seated rides, and the
    parties for whom a run was full.
    """
    vehicles = [LINES[n].vehicle for n in runs.line.tolist()]
    seats = np.array([v.seats for v in vehicles], np.int64)
    most = np.array([LINES[n].units for n in runs.line.tolist()], np.int64)
    load = np.bincount(rides.run, minlength=len(runs))
    opened = np.clip(np.ceil(load / (FILLED * seats)).astype(np.int64), 1, most)
    # One draw for a party and run decides the unit and where in it they sit, so that nobody comes between them.
    parties = int(rides.party.max()) + 1 if len(rides) else 1
    groups, place = np.unique(rides.run.astype(np.int64) * parties + rides.party, return_inverse=True)
    spot = dice.uniform(len(groups))[place] * opened[rides.run]
    order = np.lexsort((folk.age[rides.person], rides.party, spot, rides.run))
    ordered, spot = rides.only(order), spot[order]
    unit = spot.astype(np.int64)
    whole = ordered.run.astype(np.int64) * 64 + unit
    starts = np.flatnonzero(np.r_[True, whole[1:] != whole[:-1]]) if len(whole) else np.zeros(0, np.int64)
    sizes = np.diff(np.r_[starts, len(whole)])
    rank = np.arange(len(whole)) - np.repeat(starts, sizes)
    free = seats[ordered.run] - np.repeat(sizes, sizes)
    full = ordered.party[rank >= seats[ordered.run]]
    gap = np.floor((spot - unit) * (np.maximum(free, 0) + 1)).astype(np.int64)
    seat = rank + gap
    across = np.array([max(len(v.letters.replace("|", "")), 1) for v in vehicles])[ordered.run]
    seated = np.array([bool(v.letters) for v in vehicles])[ordered.run]
    ordered.unit = unit.astype(np.int16)
    ordered.row = np.where(seated, seat // across, -1).astype(np.int16)
    ordered.letter = np.where(seated, seat % across, -1).astype(np.int16)
    left_out = np.unique(full)
    return ordered.only(~np.isin(ordered.party, left_out)), left_out
