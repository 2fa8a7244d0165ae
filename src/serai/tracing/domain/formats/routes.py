"""Dated route points: where a case was on a day, without hours, as investigations publish them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from serai.registry.domain.rejections import Rejection, Report
from serai.tracing.domain.formats.rows import Columns, Row, rows, strictly
from serai.tracing.domain.imports import POINTS, Imported
from serai.tracing.domain.tables.mapping import checked

COLUMNS = Columns(
    {
        "person_id": ("person_id", "patient_id", "case_id", "person"),
        "date": ("date", "day"),
        "kind": ("kind", "type", "place_type"),
        "lat": ("lat", "latitude"),
        "lon": ("lon", "lng", "long", "longitude"),
    },
    must=("person_id", "date", "lat", "lon"),
)


def read(
    path: Path,
    *,
    zone: ZoneInfo | None = None,
    mapping: Mapping[str, Any] | None = None,
    strict: bool = False,
    progress: Callable[[float], None] | None = None,
) -> Imported:
    """Points of every table in `path`; the same point twice counts once. `zone` is not used: days are local days.

    Raises BadInput for a file that is no such table.
    """
    del zone
    wanted = checked(mapping, tuple(COLUMNS.names), ("date",))
    form = wanted.formats.get("date", "")
    report = Report()
    found: dict[tuple[Any, ...], None] = {}
    for row in rows(path, COLUMNS, wanted, progress):
        report.read += 1
        point = _point(row, form)
        if isinstance(point, Rejection):
            report.rejections.append(point)
            continue
        report.remarks["position_zero"] += point[3] == 0 and point[4] == 0
        report.duplicates += point in found
        found[point] = None
    report.remarks += type(report.remarks)()  # drops zero counts
    report.taken = len(found)
    if strict:
        strictly(report)
    columns = list(zip(*found, strict=True)) or [()] * len(POINTS)
    arrays = [pa.array(column, kind.type) for column, kind in zip(columns, POINTS, strict=True)]
    return Imported(points=pa.Table.from_arrays(arrays, schema=POINTS), report=report)


def _point(row: Row, form: str) -> tuple[Any, ...] | Rejection:
    if not row["person_id"]:
        return row.refused("person_id", "no person")
    if not row["date"]:
        return row.refused("date", "no date")
    day = _day(row["date"], form)
    if day is None:
        return row.refused("date", "not a date")
    degrees = []
    for name, most in (("lat", 90), ("lon", 180)):
        value = number(row[name])
        if value is None:
            return row.refused(name, "not a number of degrees" if row[name] else "no position")
        if abs(value) > most:
            return row.refused(name, f"beyond {most} degrees")
        degrees.append(value)
    return (row["person_id"], day, row["kind"].casefold(), *degrees)


def _day(text: str, form: str) -> date | None:
    try:
        if form:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 (a day has no zone)
        return datetime.fromisoformat(text.replace("/", "-")).date()
    except ValueError:
        return None


def number(text: str) -> float | None:
    """A finite number, or None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
