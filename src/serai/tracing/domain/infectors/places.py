"""Route points as arrays: where they are, whose, on which day, and how many people were there."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from serai.tracing.domain.infectors.model import CROWD_POWER, HEALTH_KINDS, HEALTH_WEIGHT, SPOT_KM, Floats

EARTH_KM = 6371.0
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Places:
    """Points in the order of their owners. `owner`: case number, ascending; `owners`: each of them once; `unit`: unit
    vectors, (points, 3).

    `crowd`: people with a point at about that place, themselves included; `weight`: what a point says of its owner.
    """

    owner: Ints
    owners: Ints
    day: Ints
    unit: Floats
    crowd: Floats
    weight: Floats
    kind: list[str]

    def __len__(self) -> int:
        return len(self.owner)


def places(points: pa.Table, cases_of: dict[str, list[int]]) -> Places:
    """The points of people who are cases; a person who is several has them for each. `points`: imports.POINTS."""
    person = points["person_id"].to_pylist()
    rows = [row for row, name in enumerate(person) for _ in cases_of.get(name, ())]
    owner = np.array([case for name in person for case in cases_of.get(name, ())], np.int64)
    order = np.argsort(owner, kind="stable")
    index = np.array(rows, np.int64)[order]
    unit = _unit(points["lat"].to_numpy(), points["lon"].to_numpy())
    known = {name: number for number, name in enumerate(dict.fromkeys(person))}
    crowd = _crowd(unit, np.array([known[name] for name in person], np.int64))
    kinds = [kind or "" for kind in points["kind"].to_pylist()]
    health = np.array([kind in HEALTH_KINDS for kind in kinds], bool)
    weight = np.where(health, HEALTH_WEIGHT, 1.0) * crowd**-CROWD_POWER
    day = points["date"].cast(pa.int32()).to_numpy().astype(np.int64)
    return Places(
        owner[order],
        np.unique(owner),
        day[index],
        unit[index],
        crowd[index],
        weight[index],
        [kinds[row] for row in index],
    )


def kilometres(cosine: Floats) -> Floats:
    """Great-circle distance of unit vectors with this dot product; exact to about 20 cm. Same shape."""
    return 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip((1 - cosine) / 2, 0, 1)))


def _unit(lat: Floats, lon: Floats) -> Floats:
    phi, lam = np.radians(lat), np.radians(lon)
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=1)


def _crowd(unit: Floats, person: Ints) -> Floats:
    """Distinct people in a point's cube of 60 m and the cubes around it: those within about 60 to 120 m."""
    if not len(unit):
        return np.zeros(0)
    cube = np.floor(unit * EARTH_KM / (0.6 * SPOT_KM)).astype(np.int64)
    side = 2 * int(np.abs(cube).max()) + 5
    key = _key(cube, side)
    pairs = np.unique(np.stack([key, person], axis=1), axis=0)
    shifts = np.array([_key(np.array([shift]), side, 0)[0] for shift in product((-1, 0, 1), repeat=3)])
    spread = np.stack([(pairs[:, :1] + shifts).ravel(), np.repeat(pairs[:, 1], len(shifts))], axis=1)
    wanted = np.unique(key)
    spread = np.unique(spread[np.isin(spread[:, 0], wanted)], axis=0)
    cells, people = np.unique(spread[:, 0], return_counts=True)
    return people[np.searchsorted(cells, key)].astype(float)


def _key(cube: Ints, side: int, offset: int | None = None) -> Ints:
    middle = side // 2 if offset is None else offset
    x, y, z = (cube + middle).T
    return np.asarray((x * side + y) * side + z)
