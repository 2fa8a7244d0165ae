"""What people do all day, on whole columns: one row for each stay, the time between them spent at home."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from serai.demo.domain.dice import Column, Dice, weighted
from serai.demo.domain.land import CITIES, clock
from serai.demo.domain.lines import LINES, Runs
from serai.demo.domain.people import People
from serai.demo.domain.places import HALLS, HEALTH, HOME, SORTS, VENUE, Places
from serai.demo.domain.roles import PUPIL, WORKER, Days
from serai.demo.domain.trips import Rides, Trips

CLOSING = 1395  # 23:15, local
SHORTEST = 8
AT_HOME, TRAVELS, AWAY = range(3)


@dataclass(slots=True)
class Stays:
    """Columns by stay: person, place, [start, end) in minutes from the first day UTC, kind (numbers places.KINDS)."""

    person: Column
    place: Column
    start: Column
    end: Column
    kind: Column

    def __len__(self) -> int:
        return len(self.person)

    def only(self, keep: Column) -> Stays:
        """The stays where `keep` is true, or at these positions."""
        return Stays(*(getattr(self, name)[keep] for name in self.__slots__))


@dataclass
class Diary:
    """Visits being written down: for person × local day, when the last one ended (local minutes of the day)."""

    clocks: Column
    until: Column
    rows: list[tuple[Column, Column, Column, Column, Column]] = field(default_factory=list)

    def visit(self, who: Column, day: Column, place: Column, earliest: Column, minutes: Column, kind: Column) -> None:
        """One visit for each (person, day) given; what closing time leaves no time for does not happen."""
        start = np.maximum(self.until[who, day], earliest).astype(np.int32)
        end = np.minimum(start + minutes.astype(np.int32), CLOSING)
        fits = (end - start >= SHORTEST) & (place >= 0)
        who, day, start, end = who[fits], day[fits], start[fits], end[fits]
        self.until[who, day] = end + 4 + (start * 7 + who) % 19  # on the way
        shift = (day * 1440 - self.clocks[who, day]).astype(np.int32)
        self.rows.append((who, place[fits], start + shift, end + shift, kind[fits]))


def stays(
    seed: int, first: date, days: int, folk: People, places: Places, life: Days, trips: Trips, rides: Rides, runs: Runs
) -> Stays:
    """Every stay of everybody, sorted by person and time; nobody is in two places at once."""
    dice = Dice(seed, "routine")
    count = len(folk)
    mode = np.zeros((count, days + 1), np.int8)
    city = np.repeat(folk.city[:, None], days + 1, axis=1)
    _travel_days(mode, city, trips, folk)
    clocks = np.array([clock(c) for c in range(len(CITIES))], np.int32)[city]
    diary = Diary(clocks, np.zeros((count, days + 1), np.int32))
    weekend = np.array([(first + timedelta(days=d)).weekday() >= 5 for d in range(days + 1)])
    busy = _work(dice, diary, mode, weekend, life)
    _outings(dice, diary, mode, city, weekend, busy, folk, places)
    _halls(dice, diary, rides, runs, places)
    visits = Stays(*(np.concatenate(parts) for parts in zip(*diary.rows, strict=True)))
    return _with_homes(dice, visits, trips, rides, life, places, days)


def _travel_days(mode: Column, city: Column, trips: Trips, folk: People) -> None:
    """Mark the days on which somebody travels, and the days spent in another city."""
    last = mode.shape[1] - 1
    here = np.array([clock(c) for c in range(len(CITIES))])
    home, there = here[folk.city[trips.person]], here[trips.city]
    edges = [
        (trips.left + home) // 1440, (trips.arrived + there) // 1440, (trips.leaves + there) // 1440,
        (trips.back + home) // 1440,
    ]  # fmt: skip
    for day in range(last + 1):
        away = (day > edges[1]) & (day < edges[2])
        travels = ((day >= edges[0]) & (day <= edges[1])) | ((day >= edges[2]) & (day <= edges[3]))
        mode[trips.person[away], day] = AWAY
        city[trips.person[away], day] = trips.city[away]
        mode[trips.person[travels], day] = TRAVELS


def _work(dice: Dice, diary: Diary, mode: Column, weekend: Column, life: Days) -> Column:
    """School and work. Returns where a day is taken by them."""
    shape = mode.shape
    share = np.array([0, 0.95, 0.9, 0.82, 0.74])[life.does][:, None] * np.where(
        weekend[None, :], np.array([0, 0, 0.1, 0.75, 0.8])[life.does][:, None], 1
    )
    busy: Column = (mode == AT_HOME) & dice.chance(share, shape)
    who, day = np.nonzero(busy)
    does, at, kind = life.does[who], life.at[who], life.kind[who]
    begins = np.array([0, 475, 525, 560, 430])[does]
    habit = (dice.normal(len(life.does)) * np.array([0, 4, 38, 95, 25])[life.does])[who]
    earliest = np.clip(begins + habit + 6 * dice.normal(len(who)), 330, 940).astype(np.int32)
    hours = np.array([0, 250, 475, 455, 500])[does] + 22 * dice.normal(len(who))
    lunch = np.where(does == PUPIL, True, (does == WORKER) & dice.chance(0.24, len(who)))
    whole = np.where(lunch & (does == WORKER), 210 + 12 * dice.normal(len(who)), hours)
    diary.visit(who, day, at, earliest, whole, kind)
    eats = np.flatnonzero(lunch & (does == PUPIL))
    diary.visit(who[eats], day[eats], life.canteen[who[eats]], earliest[eats], np.full(len(eats), 34), kind[eats])
    diary.visit(who[eats], day[eats], at[eats], earliest[eats], 118 + 14 * dice.normal(len(eats)), kind[eats])
    # Workers who went out for lunch come back after it.
    out = np.flatnonzero(lunch & (does == WORKER))
    diary.until[who[out], day[out]] += 55
    diary.visit(who[out], day[out], at[out], earliest[out], 235 + 15 * dice.normal(len(out)), kind[out])
    return busy


def _outings(
    dice: Dice, diary: Diary, mode: Column, city: Column, weekend: Column, busy: Column, folk: People, places: Places
) -> None:
    """Errands, meals, sport, prayer, friends, the doctor."""
    shape, count = mode.shape, len(folk)
    taste = dice.uniform((count, len(SORTS), 2))
    group = np.where(folk.age < 16, 0, np.where(folk.age < 63, 1, 2))
    open_day = mode != TRAVELS
    doctor = open_day & ~busy & dice.chance(np.array([0.006, 0.007, 0.026])[group][:, None], shape)
    who, day = np.nonzero(doctor)
    clinic = _one_of(dice, "Clinic", city[who, day], places)
    diary.visit(who, day, clinic, 530 + 300 * dice.uniform(len(who)), 35 + 45 * dice.uniform(len(who)),
                np.full(len(who), HEALTH))  # fmt: skip
    _family_day(dice, diary, mode, weekend, folk, places, taste)
    for earliest, spread, share, away in ((600, 200, 0.58, 0.9), (1010, 160, 0.52, 0.6), (1130, 110, 0.22, 0.45)):
        chance = np.where(busy & (earliest < 1000), 0.0, share) * np.array([0.45, 1.0, 0.8])[group][:, None]
        goes = (mode == AWAY) & dice.chance(away, shape) | (mode == AT_HOME) & dice.chance(chance, shape)
        goes &= folk.age[:, None] >= 4
        who, day = np.nonzero(goes)
        sort = _sorts(dice, group[who])
        place = _venue(dice, sort, who, city[who, day], taste, places)
        minutes = np.array([s.minutes for s in SORTS])[sort] * np.exp(0.42 * dice.normal(len(who)))
        diary.visit(who, day, place, earliest + spread * dice.uniform(len(who)), minutes, np.full(len(who), VENUE))
    _friends(dice, diary, mode, folk, places)


def _sorts(dice: Dice, group: Column) -> Column:
    drawn = [dice.pick([s.share**0.5 * s.pull[g] for s in SORTS], len(group)) for g in range(3)]
    return np.select([group == g for g in range(3)], drawn).astype(np.int32)


def _venue(dice: Dice, sort: Column, who: Column, city: Column, taste: Column, places: Places) -> Column:
    """A venue of this sort in this city: mostly one of two favourites, the larger the likelier."""
    count = len(who)
    liked = taste[who, sort, dice.below(2, count)]
    draw = np.where(dice.chance(0.72, count), liked, dice.uniform(count))
    found = np.full(count, -1, np.int32)
    for town in range(len(CITIES)):
        for number, kind in enumerate(SORTS):
            mine = np.flatnonzero((city == town) & (sort == number))
            choices = places.of(kind.names[0], town)
            found[mine] = choices[weighted(draw[mine], places.size[choices])]
    return found


def _one_of(dice: Dice, sort: str, city: Column, places: Places) -> Column:
    found, draw = np.full(len(city), -1, np.int32), dice.uniform(len(city))
    for town in range(len(CITIES)):
        mine, choices = np.flatnonzero(city == town), places.of(sort, town)
        found[mine] = choices[(draw[mine] * len(choices)).astype(np.int64)]
    return found


def _family_day(
    dice: Dice, diary: Diary, mode: Column, weekend: Column, folk: People, places: Places, taste: Column
) -> None:
    """On days off most of a household goes out together."""
    homes = int(folk.household.max()) + 1
    goes = dice.chance(0.42, (homes, mode.shape[1])) & weekend[None, :]
    hour = 620 + 240 * dice.uniform((homes, mode.shape[1]))
    mine = goes[folk.household] & (mode == AT_HOME) & dice.chance(0.85, mode.shape)
    mine &= diary.until == 0
    who, day = np.nonzero(mine)
    _, head = np.unique(folk.household, return_index=True)
    house, house_day = np.nonzero(goes)
    adult = np.full(len(house), 1)
    sort = np.full((homes, mode.shape[1]), 0, np.int32)
    place = np.full((homes, mode.shape[1]), -1, np.int32)
    eldest = head[house]
    sort[house, house_day] = _sorts(dice, adult)
    place[house, house_day] = _venue(dice, sort[house, house_day], eldest, folk.city[eldest], taste, places)
    at = folk.household[who]
    minutes = np.array([s.minutes for s in SORTS])[sort[at, day]] * 1.2
    diary.visit(who, day, place[at, day], hour[at, day], minutes, np.full(len(who), VENUE))


def _friends(dice: Dice, diary: Diary, mode: Column, folk: People, places: Places) -> None:
    """An evening at a friend's home: everybody has the same few friends all the time."""
    count = len(folk)
    shift = 1 + dice.below(60, (count, 2))
    goes = (mode == AT_HOME) & dice.chance(0.05, mode.shape) & (folk.age[:, None] >= 10)
    who, day = np.nonzero(goes)
    friend = (who + shift[who, dice.below(2, len(who))] * 13) % count
    near = folk.city[friend] == folk.city[who]
    homes = places.groups.setdefault((-1, -1), np.flatnonzero(places.kind() == HOME).astype(np.int32))
    place = np.where(near, homes[folk.household[friend]], -1)
    diary.visit(who, day, place, 1080 + 60 * dice.uniform(len(who)), 60 + 90 * dice.uniform(len(who)),
                np.full(len(who), HOME))  # fmt: skip


def _halls(dice: Dice, diary: Diary, rides: Rides, runs: Runs, places: Places) -> None:
    """Waiting before a ride, and finding the way out after it."""
    mode = np.array([LINES[n].mode for n in runs.line.tolist()])[rides.run]
    sort = np.array([0, 1, 2, 3])[mode]
    halls = np.array([[places.of(hall.names[0], c)[0] for c in range(len(CITIES))] for hall in HALLS], np.int32)
    stops = np.array([list(s) + [0] * (3 - len(s)) for s in runs.stops], np.int32)
    kind = np.full(len(rides), VENUE)
    air = mode == 2
    wait = np.where(air, 65, 16) + (np.where(air, 35, 20) * dice.uniform(len(rides))).astype(np.int32)
    hall = halls[sort, stops[rides.run, rides.board]]
    diary.rows.append((rides.person, hall, rides.depart - wait, rides.depart - np.where(air, 18, 3), kind))
    leave = rides.arrive + np.where(air, 9, 2)
    minutes = 6 + (np.where(air, 26, 9) * dice.uniform(len(rides))).astype(np.int32)
    hall = halls[sort, stops[rides.run, rides.alight]]
    diary.rows.append((rides.person, hall, leave, leave + minutes, kind))


def _with_homes(dice: Dice, visits: Stays, trips: Trips, rides: Rides, life: Days, places: Places, days: int) -> Stays:
    """Fill the time between visits and rides with the bed one sleeps in: at home, or where one is a guest."""
    end = days * 1440
    count = len(life.home)
    edges = np.arange(count, dtype=np.int32)
    person = np.concatenate([visits.person, rides.person, edges, edges])
    start = np.concatenate([visits.start, rides.depart, np.full(count, -3000), np.full(count, end)])
    stop = np.concatenate([visits.end, rides.arrive, np.full(count, 0), np.full(count, end + 1)])
    order = np.lexsort((start, person))
    person, start, stop = person[order], start[order], stop[order]
    same = person[1:] == person[:-1]
    walk = (4 + dice.below(16, len(same))).astype(np.int64)
    begins = np.maximum(stop[:-1] + np.where(stop[:-1] > 0, walk, 0), 0)
    ends = np.minimum(start[1:] - np.where(start[1:] < end, walk, 0), end)
    gap = same & (ends - begins >= 15)
    who, begins, ends = person[:-1][gap], begins[gap], ends[gap]
    bed = life.home[who]
    away = np.full((count, 2), np.iinfo(np.int32).max, np.int64)
    room = np.full(count, -1, np.int32)
    away[trips.person] = np.stack([trips.arrived, trips.leaves], axis=1)
    for town in range(len(CITIES)):
        mine, rooms = trips.city == town, places.of("Guest room", town)
        _, rank = np.unique(trips.party[mine], return_inverse=True)
        room[trips.person[mine]] = rooms[rank % len(rooms)]
    guest = (begins >= away[who, 0]) & (begins < away[who, 1])
    homes = Stays(who, np.where(guest, room[who], bed), begins, ends, np.full(len(who), HOME))
    whole = [np.concatenate([getattr(visits, n), getattr(homes, n)]) for n in Stays.__slots__]
    made = Stays(whole[0].astype(np.int32), whole[1].astype(np.int32), np.clip(whole[2], 0, end).astype(np.int32),
                 np.clip(whole[3], 0, end).astype(np.int32), whole[4].astype(np.int8))  # fmt: skip
    made = made.only(made.end > made.start)
    return made.only(np.lexsort((made.start, made.person)))
