"""Small random worlds, made to be awkward: touching times, midnight, doubles, splits, gaps, half-known rides."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from serai.registry.domain.movements import Leg, Stay

DAY0 = datetime(2026, 11, 1, tzinfo=UTC)
KINDS = ("venue", "home", "school", "work", "health", "garden")


@dataclass(frozen=True, slots=True)
class Case:
    """A row of the case file."""

    case_id: str
    person_id: str
    onset: datetime | None
    confirmed: datetime


@dataclass(slots=True)
class World:
    """What the three input files of a match hold."""

    cases: list[Case] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    legs: list[Leg] = field(default_factory=list)


def _when(rng: random.Random) -> datetime:
    """A coarse grid, so that equal and touching times are common; often just around midnight."""
    day = rng.choice([rng.randrange(0, 16), rng.randrange(1, 4)])
    if rng.random() < 0.25:
        return DAY0 + timedelta(days=day, minutes=rng.choice([-30, -10, 0, 10, 30]))
    return DAY0 + timedelta(days=day, minutes=30 * rng.randrange(0, 48), seconds=rng.choice([0, 0, 0, 1]))


def _stays(rng: random.Random, person: str, place: str) -> list[Stay]:
    start = _when(rng)
    length = timedelta(minutes=rng.choice([0, 5, 10, 14, 15, 16, 60, 300, 1440, 60 * 24 * 20]))
    kind = rng.choice(KINDS)

    def stay(a: datetime, b: datetime) -> Stay:
        return Stay(person, place, a, b, kind)

    rows = [stay(start, start + length)]
    chance = rng.random()
    if chance < 0.15:
        rows *= 2  # reported twice
    elif chance < 0.35 and length > timedelta(minutes=5):
        cut = start + timedelta(minutes=5)
        rows = [stay(start, cut), stay(cut, start + length)]  # split where it touches
    elif chance < 0.45:
        rows.append(stay(start + length / 2, start + length + timedelta(minutes=20)))  # overlapping reports
    elif chance < 0.6:
        gaps = [start + timedelta(minutes=40 * i) for i in range(4)]
        rows = [stay(a, a + timedelta(minutes=rng.choice([10, 30, 40, 50]))) for a in gaps]  # in and out
    return rows


def _leg(rng: random.Random, person: str, prefix: str) -> Leg:
    mode, service = rng.choice([("rail", "K72"), ("rail", "K73"), ("air", "SR218"), ("coach", "B9"), ("metro", "M1")])
    day = rng.randrange(2, 4)
    first, last = sorted(rng.sample(range(5), 2))
    depart = DAY0 + timedelta(days=day, hours=20, minutes=75 * first)
    arrive = DAY0 + timedelta(days=day, hours=20, minutes=75 * last - rng.choice([0, 0, 15]))
    timed = rng.random() < 0.8
    named = rng.random() < 0.8
    return Leg(
        person,
        mode,
        prefix + (service.lower().replace("k", "k ") if rng.random() < 0.1 else service),
        date(2026, 11, 1) + timedelta(days=day),
        board="ABCDE"[first] if named else "",
        alight="ABCDE"[last] if named else "",
        depart=depart if timed else None,
        arrive=arrive if timed else None,
        unit=rng.choice(["1", "2", "02", ""]) if mode != "coach" else rng.choice(["", "", "", "bus"]),
        row=rng.choice(["", "12?", *map(str, range(1, 9))]),
        seat=rng.choice(["", *"ABCDF"]),
    )


def world(seed: int) -> World:
    """The world of a seed: 2–6 people, 1–4 places, some stays and legs, 1–3 cases. Ids carry the seed."""
    rng = random.Random(seed)
    own = f"w{seed}'"
    people = [f"{own}p{i}" for i in range(rng.randrange(2, 7))]
    places = [f"{own}x{i}" for i in range(rng.randrange(1, 5))]
    made = World()
    for _ in range(rng.randrange(1, 24)):
        made.stays += _stays(rng, rng.choice(people), rng.choice(places))
    for _ in range(rng.choice([0, 0, 6, 14, 24])):
        leg = _leg(rng, rng.choice(people), own)
        made.legs += [leg] * rng.choice([1, 1, 1, 2])
    for i in range(rng.randrange(1, 4)):
        early = timedelta(days=rng.choice([0, 0, 8, 9, 10]))  # so that rides cross the end of windows
        onset = _when(rng) - early if rng.random() < 0.6 else None
        made.cases.append(Case(f"{own}c{i}", rng.choice(people), onset, _when(rng)))
    rng.shuffle(made.stays)
    rng.shuffle(made.legs)
    return made
