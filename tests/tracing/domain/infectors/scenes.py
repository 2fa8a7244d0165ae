"""Small worlds for backward tracing, and the slow, obvious ranking that the fast one must equal."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from serai.tracing.domain.imports import POINTS
from serai.tracing.domain.infectors import model
from serai.tracing.domain.tables import CASES

Point = tuple[str, int, str, float, float]
"""person, day of March 2020, kind, lat, lon"""


def cases(*rows: tuple[str, str, float | None, float | None]) -> pa.Table:
    """case, person, onset and confirmation in days of March 2020."""

    def when(day: float | None) -> datetime | None:
        return None if day is None else datetime(2020, 3, 1, tzinfo=UTC) + timedelta(days=day)

    columns = list(zip(*((c, p, when(o), when(k)) for c, p, o, k in rows), strict=True)) or [()] * 4
    return pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip(columns, CASES, strict=True)], schema=CASES)


def points(*rows: Point) -> pa.Table:
    """Route points as imported."""
    listed = [(p, date(2020, 3, 1) + timedelta(days=d), k, lat, lon) for p, d, k, lat, lon in rows]
    columns = list(zip(*listed, strict=True)) or [()] * 5
    return pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip(columns, POINTS, strict=True)], schema=POINTS)


def apart(one: Point, other: Point) -> float:
    """Kilometres by the haversine formula."""
    a, b, c, d = map(math.radians, (*one[3:], *other[3:]))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(h)))


def crowd(point: Point, rows: list[Point]) -> int:
    """People in the 3 × 3 × 3 cubes of 60 m around a point."""

    def cube(p: Point) -> tuple[int, ...]:
        lat, lon = math.radians(p[3]), math.radians(p[4])
        unit = (math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat))
        return tuple(math.floor(x * 6371 / 0.06) for x in unit)

    own = cube(point)
    return len({p[0] for p in rows if all(abs(x - y) <= 1 for x, y in zip(own, cube(p), strict=True))})


def slow(table: pa.Table, rows: list[Point]) -> dict[tuple[str, str], float]:
    """Score of every case and candidate, pair by pair and point by point."""

    def nearness(km: float) -> float:
        return -1.75 * math.log((min(km, 500) + 1.5) / 1.5)

    def weight(point: Point) -> float:
        health = 0.5 if point[2] in ("hospital", "health", "clinic") else 1.0
        return health * crowd(point, rows) ** -0.25

    def nearest(own: list[Point], other: list[Point]) -> float:
        total = sum(weight(p) * nearness(min(apart(p, q) for q in other)) for p in own)
        return total / sum(map(weight, own))

    listed: list[dict[str, Any]] = table.to_pylist()
    anchor = {r["case_id"]: r["onset"] or r["confirmed"] - timedelta(hours=48) for r in listed}
    found: dict[tuple[str, str], float] = {}
    for case in listed:
        scores: dict[str, float] = {}
        mine = [p for p in rows if p[0] == case["person_id"]]
        for other in listed:
            days = (anchor[case["case_id"]] - anchor[other["case_id"]]) / timedelta(days=1)
            if other["person_id"] == case["person_id"] or days < -3:
                continue
            theirs = [p for p in rows if p[0] == other["person_id"]]
            near, met = nearness(500), 0.0
            if mine and theirs:
                near = 0.7 * nearest(mine, theirs) + 0.3 * nearest(theirs, mine)
                for p in mine:
                    for q in theirs:
                        km = apart(p, q)
                        if km <= 0.3 and abs(p[1] - q[1]) <= 14:
                            met = max(met, math.exp(-((km / 0.1) ** 2) / 2) / crowd(q, rows))
            interval = float(model.interval(np.array(days)))
            scores[other["case_id"]] = 0.5 * interval + near + 0.3 * math.log((met + 0.003) / 0.003)
        most = max(scores.values(), default=0.0)
        total = sum(math.exp(s - most) for s in scores.values())
        found |= {(case["case_id"], name): math.exp(s - most) / total for name, s in scores.items()}
    return found
