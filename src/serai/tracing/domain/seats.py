"""Seats: what a row and a seat text mean, and how far apart two of them are.

Columns are counted in seats, not in letters: a Chinese or European saloon with 3 + 2 seats is A B C | D F, first
class A C | D F, so
C and D face each other over the aisle and D and F are neighbours. Aircraft use A B C | D E F, wide bodies A B C | D E
F G | H J K.
Berths (upper, middle, lower) share the row of their compartment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

AIR = "ABCDEFGHJKL"  # no I: it would be read as 1
RAIL = {"A": 0, "B": 1, "C": 2, "D": 3, "E": 4, "F": 4}
BERTHS = {"上": "U", "中": "M", "下": "L", "UPPER": "U", "MIDDLE": "M", "LOWER": "L"}

SEAT_TEXT = r"0*(\d{1,3})?\s*[-排号]?\s*([A-Z])?座?"
ROW_TEXT = r"0*(\d{1,3})(?:\.0)?"
BERTH_TEXT = r"0*(\d{1,3})?\s*[号-]?\s*(上|中|下|UPPER|MIDDLE|LOWER)铺?(?:\s*BERTH)?"
"""What can be read, in capitals: regular expressions that Python and DuckDB understand alike."""

_ROW = re.compile(r"0*(\d{1,3})")
_SEAT = re.compile(SEAT_TEXT, re.ASCII)
_BERTH = re.compile(BERTH_TEXT)

UNIT_UNKNOWN, SEAT_UNKNOWN, COLUMN_UNKNOWN = 30_000_000, 20_000_000, 900
"""Distances in one number, the nearest smallest: row · 10,000 + column · 10 + (1 across an aisle). Where a unit is
unknown, UNIT_UNKNOWN and the rows between them, as far as those are known."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat as read: `row` None and `letter` "" where unknown; a berth keeps no letter but its row."""

    row: int | None = None
    letter: str = ""
    berth: str = ""


def parse(row: str | None, seat: str | None) -> Seat:
    """The seat behind the texts of the two columns; either may hold both ("", "12A"). Unreadable text ("12?") is
    unknown.
    """
    row, seat = (row or "").strip().upper(), (seat or "").strip().upper()
    row = row.removesuffix(".0")  # a number that went through a table of fractions
    if found := _BERTH.fullmatch(seat):
        return Seat(_number(found[1]) or _number(row), berth=BERTHS[found[2]])
    if not seat and row and not row.isdigit():
        row, seat = "", row
    found = _SEAT.fullmatch(seat)
    if seat and not found:
        return Seat(_number(row))
    own = _number(found[1]) if found else None
    letter = (found[2] or "") if found else ""
    if own is not None and not letter and not row:
        return Seat()  # a number alone, as in European open saloons, tells no row
    return Seat(_number(row) if _number(row) is not None else own, letter)


def _number(text: str | None) -> int | None:
    found = _ROW.fullmatch(text or "")
    return int(found[1]) if found and int(found[1]) > 0 else None


def column(mode: str, letter: str) -> int | None:
    """Position across the vehicle counted in seats from the left; None where the letter says nothing."""
    if mode in ("rail", "metro"):
        return RAIL.get(letter)
    place = AIR.find(letter) if letter else -1
    return place if place >= 0 else None


def block(letter: str) -> int | None:
    """Which group of seats between aisles: A–C, D–G, H–L."""
    if not letter or letter not in AIR:
        return None
    return 0 if letter in "ABC" else 1 if letter in "DEFG" else 2


def distance(row: int | None, column: int | None) -> int:
    """One number that puts known seats before unknown ones and near before far (without the aisle)."""
    if row is None:
        return SEAT_UNKNOWN
    return row * 10_000 + (COLUMN_UNKNOWN if column is None else column) * 10
