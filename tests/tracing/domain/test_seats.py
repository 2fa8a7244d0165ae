"""Seats as they are written, and how far apart they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.tracing.domain.seats import Seat, block, column, parse


@pytest.mark.parametrize(
    ("row", "seat", "expected"),
    [
        ("12", "A", Seat(12, "A")),
        ("", "12A", Seat(12, "A")),
        ("12A", "", Seat(12, "A")),
        ("12", "12A", Seat(12, "A")),
        ("09", "F", Seat(9, "F")),
        ("", "09f", Seat(9, "F")),
        ("", "12-C", Seat(12, "C")),
        ("7", "", Seat(7)),
        ("7", "上铺", Seat(7, berth="U")),
        ("", "12号下铺", Seat(12, berth="L")),
    ],
)
def test_a_seat_is_read_from_either_column(row: str, seat: str, expected: Seat) -> None:
    assert parse(row, seat) == expected


@pytest.mark.parametrize(("row", "seat"), [("", "12?"), ("12?", ""), ("", ""), ("", "?"), ("", "0A?"), ("", "61")])
def test_an_unreadable_seat_is_unknown(row: str, seat: str) -> None:
    assert parse(row, seat) == Seat()


def test_a_readable_row_survives_an_unreadable_letter() -> None:
    assert parse("12", "?") == Seat(12)


def test_columns_are_counted_in_seats_not_letters() -> None:
    assert [column("rail", letter) for letter in "ABCDF"] == [0, 1, 2, 3, 4]
    assert (column("air", "H") or 0) + 1 == column("air", "J")
    assert column("rail", "Z") is None


def test_an_aisle_lies_between_c_and_d_and_between_g_and_h() -> None:
    assert block("A") == block("C") != block("D") == block("G") != block("H")


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_text_is_a_seat_or_unknown(row: str, seat: str) -> None:
    found = parse(row, seat)
    assert found.row is None or 0 < found.row < 1000
    assert len(found.letter) <= 1
