"""Reading a store: as the tables of the join, and the few quick questions that pages ask."""

# ruff: noqa: S608 (statements are made of our own table and column names; values are bound or quoted)

from __future__ import annotations

import os
import weakref
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from serai.tracing.domain import imports
from serai.tracing.domain.readable import readable
from serai.tracing.domain.store import disk, engines, manifest
from serai.tracing.domain.store.layout import (
    BATCHES,
    BY_PERSON,
    BY_PLACE,
    ENCOUNTERS,
    EPOCH,
    LEGS,
    PERSONS,
    PLACES,
    POINTS,
)
from serai.tracing.domain.store.segments import scan


def connect(folder: Path, threads: int) -> Any:
    """An Ibis backend that sees the present state, whatever is written later. Raises BadInput."""
    import ibis

    reader = disk.reading(folder)
    try:
        state = manifest.read(folder)
        con = ibis.duckdb.from_connection(engines.reader(threads))
        with readable(folder):
            for table, segments in state.tables.items():
                if table != BATCHES:
                    con.raw_sql(f"CREATE VIEW {table} AS FROM {scan(folder, table, segments)}")
    except BaseException:
        os.close(reader)
        raise
    weakref.finalize(con, os.close, reader)
    return con


def movements_of(
    folder: Path, people: Iterable[str], lo: datetime | date, hi: datetime | date
) -> tuple[pa.Table, pa.Table]:
    """Stays and legs of these people that touch [lo, hi). See `MovementStore.movements_of`."""
    span = {"lo": _naive(lo), "hi": _naive(hi)}
    with _Quick(folder) as quick:
        quick.con.execute(
            f"""CREATE TEMP TABLE wanted AS
            SELECT p.id, p.text FROM {quick[PERSONS]} p WHERE p.text IN (SELECT unnest($people::VARCHAR[]))""",
            {"people": sorted(set(people))},  # `register` would import pandas, which takes a second
        )
        ids = [row[0] for row in quick.con.execute("SELECT id FROM wanted").fetchall()]
        if not ids:
            return imports.STAYS.empty_table(), imports.LEGS.empty_table()
        listed = ", ".join(map(str, ids))
        quick.con.execute(
            f"""CREATE TEMP TABLE found AS SELECT * FROM {quick[BY_PERSON]} WHERE person IN ({listed})
            AND "start" < $hi AND ("end" > $lo OR ("start" >= $lo AND "start" = "end"))""",
            span,
        )
        stays = quick.con.sql(f"""SELECT w.text AS person_id, x.text AS place_id, f."start", f."end", f.kind
            FROM found f JOIN wanted w ON w.id = f.person JOIN {quick[PLACES]} x ON x.id = f.place
            ORDER BY f."start", f."end", person_id, place_id""")
        stays = _utc(stays.to_arrow_table(), imports.STAYS)
        legs = quick.con.sql(
            f"""SELECT w.text AS person_id, {_LEG} FROM {quick[LEGS]} l JOIN wanted w ON w.id = l.person
            WHERE l.person IN ({listed})
            AND coalesce(l.depart, l.date::TIMESTAMP) < $hi
            AND coalesce(l.arrive, l.date::TIMESTAMP + INTERVAL 1 day) > $lo
            ORDER BY l.date, l.depart, person_id, l.service""",
            params=span,
        )
        return stays, _utc(legs.to_arrow_table(), imports.LEGS)


def aboard(folder: Path, mode: str, service: str, day: date) -> pa.Table:
    """All legs of one run. See `MovementStore.aboard`."""
    with _Quick(folder) as quick:
        found = quick.con.sql(
            f"""SELECT p.text AS person_id, {_LEG} FROM {quick[LEGS]} l JOIN {quick[PERSONS]} p ON p.id = l.person
            WHERE l.mode = $mode AND l.service = $service AND l.date = $day
            ORDER BY l.unit, l.row, l.seat, person_id""",
            params={"mode": mode, "service": service, "day": day},
        )
        return _utc(found.to_arrow_table(), imports.LEGS)


def size(folder: Path) -> dict[str, Any]:
    """Counts from the manifest and the list of batches. See `MovementStore.size`."""
    with _Quick(folder) as quick:
        state = quick.state
        rows = {name: state.rows(table) for name, table in _COUNTED.items()}
        tables = [BY_PLACE, LEGS, POINTS, ENCOUNTERS]  # those whose parts are days
        parts = {part for table in tables for segment in state.tables[table] for part in segment.parts}
        days = {EPOCH + timedelta(days=part) for part in parts}
        return {
            "rows": sum(rows.values()),
            **rows,
            "persons": state.rows(PERSONS),
            "places": state.rows(PLACES),
            "batches": state.rows(BATCHES),
            "days": len(days),
            "first": min(days, default=None),
            "last": max(days, default=None),
            "segments": len(state.files()),
            "bytes": sum(segment.bytes for segments in state.tables.values() for segment in segments),
        }


_COUNTED = {"stays": BY_PERSON, "legs": LEGS, "points": POINTS, "encounters": ENCOUNTERS}
_LEG = ", ".join(f'l."{c}"' for c in imports.LEGS.names if c != "person_id")


class _Quick:
    """A short connection without Ibis (whose import takes a second), on the present state."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> _Quick:
        self._reader = disk.reading(self.folder)
        try:
            self.state = manifest.read(self.folder)
            self.con = engines.cursor(self.folder, self.state.commit)
        except BaseException:
            os.close(self._reader)
            raise
        self._readable = readable(self.folder)
        self._readable.__enter__()
        return self

    def __exit__(self, *error: Any) -> bool | None:
        self.con.close()
        os.close(self._reader)
        return self._readable.__exit__(*error)

    def __getitem__(self, table: str) -> str:
        return scan(self.folder, table, self.state.tables[table])


def _naive(moment: datetime | date) -> datetime:
    """UTC without a zone; a bare date is its midnight."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _utc(table: pa.Table, schema: pa.Schema) -> pa.Table:
    return table.select(schema.names).cast(schema)
