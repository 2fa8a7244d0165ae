"""What lies in a store: its tables, their columns, and the order in which each is kept on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

EPOCH = date(1970, 1, 1)

PEOPLE = 65_536
"""People of a part of by_person. A case's stays must lie together: split by day they would touch most of the copy."""

GROUP = 16_384
"""Rows of a Parquet row group. One person, or the places of one case, cost a small group a segment: with DuckDB's own
122,880 a single case took three times as long, and the scan of everything no less.
"""


@dataclass(frozen=True, slots=True)
class Part:
    """How a table is split into segments: by the UTC day (days since 1970) of `column`, or by buckets of its numbers.

    A segment holds whole parts.
    """

    column: str
    bucket: int = 0

    @property
    def number(self) -> str:
        """SQL for the part that a row belongs to."""
        if self.bucket:
            return f'CAST("{self.column}" // {self.bucket} AS INTEGER)'
        return f"CAST(CAST(\"{self.column}\" AS DATE) - DATE '1970-01-01' AS INTEGER)"

    def between(self, first: int, last: int) -> str:
        """SQL condition, in the column itself so that row groups can be skipped."""
        if self.bucket:
            low, high = str(first * self.bucket), str((last + 1) * self.bucket)
        else:
            low, high = (f"DATE '{EPOCH + timedelta(days=n)}'" for n in (first, last + 1))
        return f'"{self.column}" >= {low} AND "{self.column}" < {high}'


@dataclass(frozen=True, slots=True)
class Layout:
    """One table of the store.

    `columns`: name → DuckDB type. `order`: sort keys. `part`: how large segments are split, None for dictionaries.
    `over`: SQL for the first moment (naive, UTC) at which a row is wholly past. `people`: columns with person numbers.
    """

    columns: Mapping[str, str]
    order: tuple[str, ...]
    part: Part | None = None
    over: str = ""
    people: tuple[str, ...] = ()

    @property
    def names(self) -> str:
        """All columns, quoted, as a select list."""
        return listed(self.columns)

    @property
    def sorted_by(self) -> str:
        """The sort keys, quoted."""
        return listed(self.order)


def listed(names: Mapping[str, str] | tuple[str, ...], prefix: str = "") -> str:
    """Quoted names with commas between."""
    return ", ".join(f'{prefix}"{name}"' for name in names)


_ENDED = 'greatest("end", "start" + INTERVAL 1 microsecond)'
_STAY = {"person": "INTEGER", "place": "INTEGER", "start": "TIMESTAMP", "end": "TIMESTAMP", "kind": "VARCHAR"}
_LEG = {
    "person": "INTEGER",
    "run": "INTEGER",
    "mode": "VARCHAR",
    "service": "VARCHAR",
    "date": "DATE",
    "board": "VARCHAR",
    "alight": "VARCHAR",
    "depart": "TIMESTAMP",
    "arrive": "TIMESTAMP",
    "unit": "VARCHAR",
    "row": "VARCHAR",
    "seat": "VARCHAR",
}

BY_PLACE, BY_PERSON, LEGS, POINTS, ENCOUNTERS = "by_place", "by_person", "legs", "points", "encounters"
PERSONS, PLACES, RUNS, BATCHES = "persons", "places", "runs", "batches"

LAYOUTS: dict[str, Layout] = {
    BY_PLACE: Layout(_STAY, ("place", "start"), part=Part("start"), over=_ENDED, people=("person",)),
    BY_PERSON: Layout(_STAY, ("person", "start"), part=Part("person", PEOPLE), over=_ENDED, people=("person",)),
    LEGS: Layout(
        _LEG,
        ("mode", "service", "date", "person"),
        part=Part("date"),
        over='greatest(CAST("date" AS TIMESTAMP) + INTERVAL 1 day, "arrive")',
        people=("person",),
    ),
    POINTS: Layout(
        {"person": "INTEGER", "date": "DATE", "kind": "VARCHAR", "lat": "DOUBLE", "lon": "DOUBLE"},
        ("person", "date"),
        part=Part("date"),
        over='CAST("date" AS TIMESTAMP) + INTERVAL 1 day',
        people=("person",),
    ),
    ENCOUNTERS: Layout(
        {
            "person_a": "INTEGER",
            "person_b": "INTEGER",
            "start": "TIMESTAMP",
            "end": "TIMESTAMP",
            "metres": "DOUBLE",
        },
        ("person_a", "start"),
        part=Part("start"),
        over=_ENDED,
        people=("person_a", "person_b"),
    ),
    PERSONS: Layout({"id": "INTEGER", "text": "VARCHAR"}, ("text",)),
    PLACES: Layout({"id": "INTEGER", "text": "VARCHAR"}, ("text",)),
    RUNS: Layout(
        {"id": "INTEGER", "mode": "VARCHAR", "service": "VARCHAR", "date": "DATE"},
        ("mode", "service", "date"),
    ),
    BATCHES: Layout({"batch": "VARCHAR", "rows": "BIGINT", "appended": "TIMESTAMP"}, ("batch",)),
}
"""Every table. `by_place` and `by_person` hold the same stays."""

DATED = tuple(name for name, layout in LAYOUTS.items() if layout.part)
NUMBERED = (PERSONS, PLACES, RUNS)
