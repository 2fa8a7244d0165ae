"""Single scenes: what a match says of two people on one ride or at one place."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from serai.registry.domain.errors import BadInput
from serai.registry.domain.movements import Leg, Stay
from serai.tracing.domain.match import CONTACT_COLUMNS, EXPOSURE_COLUMNS, Cases, Movements
from serai.tracing.domain.risk import FACTORS
from serai.tracing.domain.window import Window
from tests.tracing.domain.test_match import found
from tests.tracing.domain.worlds import Case, World

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
CASE = Case("C", "ann", NOON, NOON + timedelta(days=2))
RIDE = Leg("ann", "rail", "G1", date(2026, 11, 3), "A", "D", NOON, NOON + timedelta(hours=2), "5", "12", "A")


def rows(*items: Leg | Stay, cases: tuple[Case, ...] = (CASE,)) -> list[dict[str, Any]]:
    """Exposures of one small world."""
    stays = [i for i in items if isinstance(i, Stay)]
    legs = [i for i in items if isinstance(i, Leg)]
    listed: list[dict[str, Any]] = found(World(list(cases), stays, legs)).exposures.to_pylist()
    return listed


def beside(**changes: Any) -> dict[str, Any]:
    """The one exposure of bob, who rides as ann does but for the changes."""
    (row,) = rows(RIDE, replace(RIDE, person_id="bob", **changes))
    return row


@pytest.mark.parametrize(
    ("changes", "proximity", "tier"),
    [
        ({"seat": "B"}, "same_seat_block", "close"),
        ({"seat": "D"}, "same_row", "close"),
        ({"row": "15", "seat": "F"}, "near_rows", "close"),
        ({"row": "16", "seat": "A"}, "same_unit", "casual"),
        ({"row": "", "seat": ""}, "same_unit", "casual"),
        ({"row": "", "seat": "12?"}, "same_unit", "casual"),
        ({"unit": ""}, "same_run", "casual"),
    ],
)
def test_distance_aboard_a_train_decides_the_tier(changes: dict[str, str], proximity: str, tier: str) -> None:
    row = beside(**changes)
    assert (row["proximity"], row["tier"]) == (proximity, tier)


def test_another_carriage_is_no_shared_setting() -> None:
    assert rows(RIDE, replace(RIDE, person_id="bob", unit="6")) == []


def test_two_rows_count_on_an_aircraft_even_if_nobody_names_a_cabin() -> None:
    own = replace(RIDE, mode="air", unit="")
    near, far = (replace(own, person_id=p, row=r) for p, r in (("bob", "14"), ("eve", "15")))
    assert [(r["contact_id"], r["tier"]) for r in rows(own, near, far)] == [("bob", "close"), ("eve", "casual")]


def test_of_conflicting_seats_the_known_and_closest_counts() -> None:
    bob = replace(RIDE, person_id="bob")
    (row,) = rows(RIDE, replace(bob, row="", seat=""), replace(bob, row="40"), replace(bob, seat="B"))
    assert row["proximity"] == "same_seat_block"


def test_a_ride_without_times_counts_whole_and_says_so() -> None:
    row = beside(depart=None, arrive=None, board="", alight="")
    assert row["minutes"] == 120
    assert "time_assumed" in [r["factor"] for r in json.loads(row["reasons"])]


def test_without_any_clock_minutes_are_unknown_and_the_contact_is_kept() -> None:
    own = replace(RIDE, depart=None, arrive=None)
    (row,) = rows(own, replace(own, person_id="bob", seat="B"))
    assert (row["minutes"], row["tier"]) == (None, "close")


def test_who_alights_where_the_other_boards_is_no_contact() -> None:
    own = replace(RIDE, depart=None, arrive=None, board="A", alight="B")
    assert rows(own, replace(own, person_id="bob", board="B", alight="C")) == []


def test_a_piece_over_midnight_belongs_to_the_day_of_its_start() -> None:
    late = datetime(2026, 11, 3, 23, 50, tzinfo=UTC)
    stay = Stay("ann", "bar", late, late + timedelta(minutes=30))
    (row,) = rows(stay, replace(stay, person_id="bob"))
    assert (row["day"], row["minutes"]) == (date(2026, 11, 3), 30)


def test_names_with_sql_in_them_are_names() -> None:
    name = "x'; DROP TABLE persons; --"
    stay = Stay("ann", name, NOON, NOON + timedelta(hours=1))
    (row,) = rows(stay, replace(stay, person_id='bob"\\'))
    assert (row["setting"], row["contact_id"]) == (f"place:{name}", 'bob"\\')


def test_a_contact_who_is_a_case_carries_the_earlier_case() -> None:
    stay = Stay("ann", "x", NOON, NOON + timedelta(hours=1))
    later, earlier = Case("C2", "bob", NOON, NOON), Case("C3", "bob", NOON - timedelta(days=1), NOON)
    listed = rows(stay, replace(stay, person_id="bob"), cases=(CASE, later, earlier))
    assert {(r["case_id"], r["contact_case_id"]) for r in listed} == {("C", "C3"), ("C2", "C"), ("C3", "C")}


def test_no_movements_or_an_unknown_case_give_empty_tables_with_all_columns() -> None:
    result = found(World([CASE]))
    assert result.exposures.num_rows == result.contacts.num_rows == 0
    assert result.exposures.column_names[: len(EXPOSURE_COLUMNS)] == list(EXPOSURE_COLUMNS)
    assert result.contacts.column_names[: len(CONTACT_COLUMNS)] == list(CONTACT_COLUMNS)


def two_places() -> World:
    stay = Stay("ann", "x", NOON, NOON + timedelta(hours=1))
    return World([CASE], [replace(stay, person_id=p, place_id=x) for p in ("ann", "bob") for x in "xy"])


def test_contacts_combine_their_exposures() -> None:
    result = found(two_places())
    first, second = result.exposures["risk"].to_pylist()
    (contact,) = result.contacts.to_pylist()
    assert contact["risk"] == pytest.approx(1 - (1 - first) * (1 - second), abs=1e-8)
    assert (contact["rank"], contact["minutes"], json.loads(contact["settings"])) == (1, 120, ["place:x", "place:y"])
    assert contact["risk_low"] < contact["risk"] < contact["risk_high"]


def test_every_reason_names_a_known_factor_and_a_source() -> None:
    result = found(two_places())
    for row in [*result.exposures.to_pylist(), *result.contacts.to_pylist()]:
        for reason in json.loads(row["reasons"]):
            assert reason["factor"] in FACTORS
            assert reason["source"]
            assert reason["text"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    result = found(two_places())
    assert result.write_exposures(tmp_path / "o.parquet") == 2
    assert pq.read_schema(tmp_path / "o.parquet").names == list(EXPOSURE_COLUMNS)
    with pytest.raises(BadInput):
        result.write_contacts(tmp_path / "none" / "p.csv")
    with pytest.raises(BadInput):
        result.write_contacts(tmp_path / "p.txt")
    assert [p.name for p in tmp_path.iterdir()] == ["o.parquet"]


def test_one_case_id_with_two_contents_is_refused() -> None:
    times = pa.timestamp("us", tz="UTC")
    given = {"case_id": ["C", "C"], "person_id": ["ann", "bob"], "onset": [NOON, NOON], "confirmed": [NOON, NOON]}
    table = pa.table({k: pa.array(v, times if k in ("onset", "confirmed") else pa.string()) for k, v in given.items()})
    with pytest.raises(BadInput, match="case C"):
        Cases.of(table, Window())
    assert Cases.of(table.slice(0, 1), Window()).table.num_rows == 1


def test_the_engine_prints_no_progress_of_its_own() -> None:
    con = Movements().connect()
    assert con.con.execute("SELECT current_setting('enable_progress_bar')").fetchall() == [(False,)]
