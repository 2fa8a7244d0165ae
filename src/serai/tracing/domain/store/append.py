"""Taking a batch in: text ids become numbers, duplicates collapse, what is new becomes segments."""

# ruff: noqa: S608 (statements are made of our own table and column names; values are bound or quoted)

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc

from serai.registry.domain.errors import BadInput
from serai.tracing.domain import imports
from serai.tracing.domain.store.layout import (
    BATCHES,
    BY_PERSON,
    BY_PLACE,
    ENCOUNTERS,
    LAYOUTS,
    LEGS,
    PERSONS,
    PLACES,
    POINTS,
    RUNS,
)
from serai.tracing.domain.store.manifest import Segment
from serai.tracing.domain.store.segments import Draft, packed


@dataclass(frozen=True, slots=True)
class Appended:
    """Rows that an append added, and duplicates that it did not. `known`: the batch was in the store already."""

    stays: int = 0
    legs: int = 0
    points: int = 0
    encounters: int = 0
    duplicates: int = 0
    known: bool = False


YEARS = (1900, 2200)
"""A day outside is a slip of the pen, and would not fit every engine."""

SCHEMAS = {"stays": imports.STAYS, "legs": imports.LEGS, "points": imports.POINTS, "encounters": imports.ENCOUNTERS}
REQUIRED = {
    "stays": ("person_id", "place_id", "start", "end"),
    "legs": ("person_id", "mode", "service", "date"),
    "points": ("person_id", "date", "lat", "lon"),
    "encounters": ("person_a", "person_b", "start", "end"),
}
_PERSON = "SELECT {0} AS text FROM new_{1}"
_PEOPLE = {
    "stays": [_PERSON.format("person_id", "stays")],
    "legs": [_PERSON.format("person_id", "legs")],
    "points": [_PERSON.format("person_id", "points")],
    "encounters": [_PERSON.format("person_a", "encounters"), _PERSON.format("person_b", "encounters")],
}
_STOPS = ", ".join(f"nullif(n.{c}, '') AS {c}" for c in ("board", "alight"))
_SEAT = ", ".join(f'nullif(n."{c}", \'\') AS "{c}"' for c in ("unit", "row", "seat"))

_AS_NUMBERS = {
    "stays": """SELECT p.id AS person, x.id AS place, n."start", n."end", coalesce(nullif(n.kind, ''), 'venue') AS kind
        FROM new_stays n JOIN batch_persons p ON p.text = n.person_id JOIN batch_places x ON x.text = n.place_id""",
    "legs": f"""SELECT p.id AS person, r.id AS run, n.mode, n.service, n.date, {_STOPS}, n.depart, n.arrive,
        {_SEAT}
        FROM new_legs n JOIN batch_persons p ON p.text = n.person_id
        JOIN batch_runs r ON (r.mode, r.service, r.date) = (n.mode, n.service, n.date)""",
    "points": """SELECT p.id AS person, n.date, coalesce(n.kind, '') AS kind, n.lat, n.lon
        FROM new_points n JOIN batch_persons p ON p.text = n.person_id""",
    "encounters": """SELECT a.id AS person_a, b.id AS person_b, n."start", n."end", n.metres
        FROM new_encounters n JOIN batch_persons a ON a.text = n.person_a
        JOIN batch_persons b ON b.text = n.person_b""",
}
_KEPT_IN = {"stays": (BY_PLACE, BY_PERSON), "legs": (LEGS,), "points": (POINTS,), "encounters": (ENCOUNTERS,)}


def append(draft: Draft, batch: str, given: dict[str, pa.Table | None]) -> Appended:
    """Put the batch into the draft, not yet committed. Raises BadInput for rows that no importer hands over."""
    if draft.rows(f"SELECT 1 FROM {draft.scan(BATCHES)} WHERE batch = ?", batch):
        return Appended(known=True)
    tables = {name: checked(name, table) for name, table in given.items() if table is not None and table.num_rows}
    for name, table in tables.items():
        draft.con.register(f"new_{name}", table)
    _number(draft, tables)
    added = {name: _take(draft, name) if name in tables else 0 for name in SCHEMAS}
    duplicates = sum(table.num_rows - added[name] for name, table in tables.items())
    _sign(draft, batch, sum(added.values()))
    return Appended(added["stays"], added["legs"], added["points"], added["encounters"], duplicates)


def checked(name: str, table: pa.Table) -> pa.Table:
    """The table with times as UTC without a zone. Raises BadInput for wrong columns, gaps, or an end before its
    start.
    """
    schema = SCHEMAS[name]
    try:
        table = table.select(schema.names).cast(schema)
    except (KeyError, pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        told = str(error).strip("'\"").splitlines()[0]
        raise BadInput(f"does not fit: {told}", where=name, expected=", ".join(schema.names)) from error
    for column in REQUIRED[name]:
        if table[column].null_count:
            raise BadInput("is empty in some row", where=f"{name}, column {column}", expected="a value in every row")
    _sane(name, table)
    naive = pa.schema([(f.name, pa.timestamp("us") if pa.types.is_timestamp(f.type) else f.type) for f in schema])
    return table.cast(naive)


def _sane(name: str, table: pa.Table) -> None:
    for column in table.schema:
        if pa.types.is_temporal(column.type):
            low, high = (pa.scalar(datetime(year, 1, 1, tzinfo=UTC), column.type) for year in YEARS)
            values = table[column.name]
            if pc.any(pc.or_(pc.less(values, low), pc.greater_equal(values, high))).as_py():
                years = f"a year from {YEARS[0]} to {YEARS[1] - 1}"
                raise BadInput("lies too far away in some row", where=f"{name}, column {column.name}", expected=years)
    if "start" in table.column_names and pc.any(pc.less(table["end"], table["start"])).as_py():
        raise BadInput("is before the start in some row", where=f"{name}, column end")


def _number(draft: Draft, tables: dict[str, pa.Table]) -> None:
    """Make batch_persons, batch_places and batch_runs: the numbers of all that the batch names."""
    people = " UNION ALL ".join(part for name in tables for part in _PEOPLE[name])
    places = "SELECT place_id AS text FROM new_stays" if "stays" in tables else ""
    runs = "SELECT mode, service, date FROM new_legs" if "legs" in tables else ""
    for table, named in ((PERSONS, people), (PLACES, places), (RUNS, runs)):
        if not named:
            continue
        keys = [c for c in LAYOUTS[table].columns if c != "id"]
        on, key = " AND ".join(f"k.{c} = n.{c}" for c in keys), ", ".join(f"n.{c}" for c in keys)
        following = draft.state.following[table]
        draft.con.execute(f"""CREATE TEMP TABLE named AS SELECT DISTINCT * FROM ({named})""")
        draft.con.execute(f"""CREATE TEMP TABLE batch_{table} AS
            SELECT k.id, {key} FROM named n JOIN {draft.scan(table)} k ON {on}""")
        draft.con.execute(f"""CREATE TEMP TABLE fresh AS
            SELECT CAST({following} - 1 + row_number() OVER (ORDER BY {key}) AS INTEGER) AS id, {key}
            FROM named n ANTI JOIN batch_{table} k ON {on}""")
        if segment := draft.write(table, "fresh"):
            draft.state.tables[table].append(segment)
            draft.state.following[table] += segment.rows
            draft.con.execute(f"INSERT INTO batch_{table} FROM fresh")
        draft.con.execute("DROP TABLE named; DROP TABLE fresh")


def _take(draft: Draft, name: str) -> int:
    """Write the rows that the store does not have yet. Returns how many."""
    first = _KEPT_IN[name][0]
    draft.con.execute(f"CREATE TEMP TABLE kept_{name} AS SELECT DISTINCT * FROM ({_AS_NUMBERS[name]})")
    parts = _parts(draft, first, name)
    before = [s for s in draft.state.tables[first] if parts.keys() & s.parts.keys()]
    if before:
        _drop_known(draft, name, first, before)
    for table in _KEPT_IN[name]:
        parts = _parts(draft, table, name)
        draft.state.tables[table] += packed(draft, table, f"kept_{name}", parts)
    draft.con.execute(f"DROP TABLE kept_{name}")
    draft.con.unregister(f"new_{name}")
    return sum(parts.values())


def _parts(draft: Draft, table: str, name: str) -> dict[int, int]:
    """Rows of kept_… by part of the table."""
    part = LAYOUTS[table].part
    assert part is not None
    return dict(draft.rows(f"SELECT {part.number}, count(*) FROM kept_{name} GROUP BY 1"))


def _drop_known(draft: Draft, name: str, table: str, before: list[Segment]) -> None:
    """Remove rows from kept_… that the segments hold."""
    columns = LAYOUTS[table].columns
    same = " AND ".join(f'k."{c}" IS NOT DISTINCT FROM o."{c}"' for c in columns)
    draft.con.execute(f"""CREATE TEMP TABLE known AS SELECT k.rowid AS number
        FROM kept_{name} k JOIN {draft.scan(table, before)} o ON {same}""")
    draft.con.execute(f"DELETE FROM kept_{name} WHERE rowid IN (SELECT number FROM known)")
    draft.con.execute("DROP TABLE known")


def _sign(draft: Draft, batch: str, rows: int) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    draft.con.register("signed", pa.table({"batch": [batch], "rows": [rows], "appended": [now]}))
    if segment := draft.write(BATCHES, "signed"):
        draft.state.tables[BATCHES].append(segment)
