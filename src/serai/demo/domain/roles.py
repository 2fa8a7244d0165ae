"""Where each person spends their day: class, office, counter or ward."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from serai.demo.domain.dice import Column, Dice, heavy_tail
from serai.demo.domain.land import CITIES
from serai.demo.domain.people import People
from serai.demo.domain.places import (
    CANTEEN,
    CLASSROOM,
    HALLS,
    HEALTH,
    HOMES,
    LODGING,
    OFFICE,
    SCHOOL,
    SORTS,
    WAITING,
    WARD,
    WORK,
    WORKSHOP,
    Builder,
    Places,
)

IDLE, PUPIL, WORKER, KEEPER, CARER = range(5)
CLASS, TEAM = 24, 11


@dataclass(slots=True)
class Days:
    """Columns by person: home, what they do (IDLE … CARER), where, the pupils' canteen (−1), and the kind of a stay at
    work.
    """

    home: Column
    does: Column
    at: Column
    canteen: Column
    kind: Column


def settle(seed: int, folk: People) -> tuple[Places, Days]:
    """Build the cities around their people, and give everybody a home and a day."""
    dice, build = Dice(seed, "roles"), Builder(seed)
    count, cities = len(folk), len(CITIES)
    by_city = np.bincount(folk.city, minlength=cities)
    homes, first = np.unique(folk.household, return_index=True)
    sizes = np.bincount(folk.household)[homes]
    home_at = build.add(HOMES, folk.city[first].astype(np.int64), sizes.astype(float), growth=0.5)
    home = home_at[np.searchsorted(homes, folk.household)]
    build.venues(by_city)
    build.halls()
    does = _does(dice, folk)
    at = np.full(count, -1, np.int32)
    canteen = np.full(count, -1, np.int32)
    kind = np.full(count, WORK, np.int8)
    kind[does == PUPIL], kind[does == CARER] = SCHOOL, HEALTH
    for city in range(cities):
        here = folk.city == city
        _school(dice, build, city, np.flatnonzero(here & (does == PUPIL)), folk.age, at, canteen)
        _offices(dice, build, city, np.flatnonzero(here & (does == WORKER)), at)
        _wards(dice, build, city, int(by_city[city]), np.flatnonzero(here & (does == CARER)), at)
    # Guest rooms: one for each party that is away at the same time, more or less.
    build.add(LODGING, np.repeat(np.arange(cities), max(8, len(homes) // 12)))
    places = build.done()
    for city in range(cities):
        mine = np.flatnonzero((folk.city == city) & (does == KEEPER))
        counters = np.concatenate([places.of(s.names[0], city) for s in (*SORTS, *HALLS)])
        at[mine] = counters[dice.pick(places.size[counters] ** 0.6, len(mine))]
    return places, Days(home, does, at, canteen, kind)


def _does(dice: Dice, folk: People) -> Column:
    age, u = folk.age, dice.uniform(len(folk))
    does = np.full(len(folk), IDLE, np.int8)
    does[(age >= 3) & (age < 6) & (u < 0.62)] = PUPIL
    does[(age >= 6) & (age < 18)] = PUPIL
    does[(age >= 18) & (age < 23) & (u < 0.38)] = PUPIL
    adult = (age >= 18) & (age < 64) & (does == IDLE)
    does[adult & (u < 0.74)] = WORKER
    does[adult & (u < 0.16)] = KEEPER
    does[adult & (u < 0.045)] = CARER
    return does


def _school(dice: Dice, build: Builder, city: int, pupils: Column, age: Column, at: Column, canteen: Column) -> None:
    if not len(pupils):
        return
    order = pupils[np.lexsort((dice.uniform(len(pupils)), age[pupils]))]
    room = np.arange(len(order)) // CLASS
    rooms = build.add(CLASSROOM, np.full(int(room[-1]) + 1, city))
    at[order] = rooms[room]
    school = room // 16
    halls = build.add(CANTEEN, np.full(int(school[-1]) + 1, city))
    canteen[order] = halls[school]


def _offices(dice: Dice, build: Builder, city: int, workers: Column, at: Column) -> None:
    """Rooms of two to a hundred: most teams are small, and a few rooms hold many."""
    if not len(workers):
        return
    order = workers[dice.shuffled(len(workers))]
    sizes = np.round(TEAM / 2.6 * heavy_tail(dice.uniform(len(order)), 1.5, 20)).astype(np.int64) + 1
    ends = np.cumsum(sizes)
    room = np.searchsorted(ends, np.arange(len(order)), side="right")
    used = sizes[: int(room[-1]) + 1].astype(float)
    shop = dice.chance(0.3, len(used))
    numbers = np.zeros(len(used), np.int32)
    for sort, mine in ((OFFICE, ~shop), (WORKSHOP, shop)):
        numbers[mine] = build.add(sort, np.full(int(mine.sum()), city), used[mine], growth=0.93)
    at[order] = numbers[room]


def _wards(dice: Dice, build: Builder, city: int, people: int, carers: Column, at: Column) -> None:
    clinics = build.add(WAITING, np.full(max(1, people // 1700), city))
    wards = build.add(WARD, np.full(max(1, people // 900), city))
    rooms = np.concatenate([clinics, wards])
    at[carers] = rooms[dice.below(len(rooms), len(carers))]
