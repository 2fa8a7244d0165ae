"""Notices from a folder: lists as published, or tables of notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pyarrow as pa
import pyarrow.parquet as pq

from serai.registry.domain.errors import BadInput
from serai.tracing.domain.imports import NOTICES, importer
from serai.tracing.domain.lookup.trips import Trip, trips_from

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Found:
    """`trips` that can be looked up; `unused`: notices of places, or without a readable number; `refused`: bad rows."""

    trips: list[Trip]
    unused: int
    refused: int
    zone: str


def read_trips(path: Path, zone: ZoneInfo | None = None, progress: Progress | None = None) -> Found:
    """Trips of every list in a folder (or of one file): CSV or Parquet lists as `serai tracing import trips` reads
    them, tables with the schema `imports.NOTICES`, and the `notices/` of a movement store.

    Args: zone: where the trips happened. Raises BadInput if there is no list, or one of them is none.
    """
    sources = _sources(path)
    trips: dict[tuple[object, ...], Trip] = {}
    unused = refused = 0
    named = zone.key if zone else ""
    for number, one in enumerate(sources):
        table, bad, assumed = _table(one, zone, _part(progress, number, len(sources)))
        place = zone or ZoneInfo(assumed or "UTC")
        named = named or place.key
        try:
            found, rest = trips_from(table, place)
        except (OverflowError, ValueError) as error:
            raise BadInput("a time is out of range", where=one.name, expected="years 1 to 9998") from error
        unused, refused = unused + rest, refused + bad
        for trip in found:
            trips.setdefault((trip.source_id, trip.services, trip.dates), trip)
    return Found(list(trips.values()), unused, refused, named)


def _sources(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise BadInput("no such file or folder", where=str(path), expected="a folder with lists of trip notices")
    inner = path / "notices"
    inside = inner if inner.is_dir() else path
    found = sorted(f for f in inside.iterdir() if f.is_file() and f.suffix.lower() in {".csv", ".tsv", ".parquet"})
    if not found:
        raise BadInput("holds no list of trip notices", where=str(path), expected=".csv or .parquet files")
    return found


def _part(progress: Progress | None, number: int, count: int) -> Progress | None:
    return (lambda done: progress((number + done) / count)) if progress else None


def _table(path: Path, zone: ZoneInfo | None, progress: Progress | None) -> tuple[pa.Table, int, str]:
    if path.suffix.lower() == ".parquet":
        try:
            schema = pq.read_schema(path)
            if set(NOTICES.names) <= set(schema.names):
                table = pq.read_table(path, columns=NOTICES.names).cast(NOTICES)
                return table, 0, zone_of(schema)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise BadInput("not a whole Parquet file", where=path.name) from error
    read = importer("trips")(path, zone=zone, progress=progress)
    assert read.notices is not None
    return read.notices, len(read.report.rejections), zone_of(read.notices.schema)


def zone_of(schema: pa.Schema) -> str:
    """The zone that a table of notices names; "" if it names none that there is."""
    named = (schema.metadata or {}).get(b"zone", b"").decode("utf-8", "replace")
    return named if named in available_timezones() else ""
