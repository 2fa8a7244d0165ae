"""The three tables that files bring: their columns, what a row needs, and what makes one bad."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

from serai.registry.domain.movements import MODES
from serai.tracing.domain import seats
from serai.tracing.domain.imports import LEGS, STAYS

LONGEST = 500
"""Characters in a cell that is used. More is no name, number or time but a broken file."""

_UNIT = r"[^?*]*[\pL\pN][^?*]*"
_SEAT = f"{seats.SEAT_TEXT}|{seats.BERTH_TEXT}"
_ROW = f"{seats.ROW_TEXT}|{_SEAT}"


@dataclass(frozen=True, slots=True)
class Column:
    """One of our columns. `must`: the file has to have it. `needed`: why a row without a value is bad, else "".

    `readable`: a regular expression over capitals; a value that it does not match is unknown, with a remark.
    """

    name: str
    kind: Literal["text", "word", "seat", "date", "time"] = "text"
    must: bool = True
    needed: str = ""
    default: str = ""
    readable: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A table. `checks`: (column, SQL that is true for a bad row, reason). `remarks`: (name, SQL that earns it).

    `pair`: the two columns that are a start and its end.
    """

    name: str
    schema: pa.Schema
    columns: tuple[Column, ...]
    checks: tuple[tuple[str, str, str], ...] = ()
    remarks: tuple[tuple[str, str], ...] = ()
    pair: tuple[str, str] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Our columns, and `zone`, which any file may have for the times of its rows."""
        return (*(c.name for c in self.columns), "zone")

    @property
    def times(self) -> tuple[str, ...]:
        """Columns that hold a time or a date."""
        return tuple(c.name for c in self.columns if c.kind in ("time", "date"))


STAYS_SHAPE = Shape(
    "stays",
    STAYS,
    (
        Column("person_id", needed="no person"),
        Column("place_id", needed="no place"),
        Column("start", "time", needed="no start"),
        Column("end", "time", needed="no end"),
        Column("kind", "word", must=False, default="venue"),
    ),
    checks=(("end", '"end" < "start"', "end before start"),),
    remarks=(("zero_length", '"end" = "start"'),),
    pair=("start", "end"),
)

_MODES = ", ".join(f"'{mode}'" for mode in MODES)

LEGS_SHAPE = Shape(
    "legs",
    LEGS,
    (
        Column("person_id", needed="no person"),
        Column("mode", "word", needed="no mode"),
        Column("service", needed="no service"),
        Column("date", "date", needed="no date"),
        Column("board", must=False),
        Column("alight", must=False),
        Column("depart", "time", must=False),
        Column("arrive", "time", must=False),
        Column("unit", "seat", must=False, readable=_UNIT),
        Column("row", "seat", must=False, readable=_ROW),
        Column("seat", "seat", must=False, readable=_SEAT),
    ),
    checks=(
        ("mode", f"mode NOT IN ({_MODES})", f"unknown mode; expected one of {', '.join(MODES)}"),
        ("arrive", "arrive < depart", "arrives before it departs"),
    ),
    pair=("depart", "arrive"),
)

_TIME = pa.timestamp("us", tz="UTC")
CASES = pa.schema([("case_id", pa.string()), ("person_id", pa.string()), ("onset", _TIME), ("confirmed", _TIME)])
"""Cases: UTC times; onset or confirmed may be null, not both."""

CASES_SHAPE = Shape(
    "cases",
    CASES,
    (
        Column("case_id", needed="no case"),
        Column("person_id", needed="no person"),
        Column("onset", "time"),
        Column("confirmed", "time"),
    ),
    checks=(("confirmed", "onset IS NULL AND confirmed IS NULL", "neither onset nor confirmed"),),
)
