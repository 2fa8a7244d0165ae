from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.registry.domain.errors import BadInput
from serai.tracing.domain.formats import encounters, routes
from serai.tracing.domain.formats.encounters import Steps
from serai.tracing.domain.imports import ENCOUNTERS, POINTS, Imported

DATA = Path(os.environ.get("SERAI_REFERENCE_DATA", Path(__file__).parents[5] / "shared/data"))
POINT = "person_id,date,kind,lat,lon\n"
PAIR = "person_a,person_b,start,end,metres\n"


def points(tmp_path: Path, text: str, **options: object) -> Imported:
    (tmp_path / "p.csv").write_text(text)
    return routes.read(tmp_path / "p.csv", **options)  # type: ignore[arg-type]


def pairs(tmp_path: Path, text: str, **options: object) -> Imported:
    (tmp_path / "e.csv").write_text(text)
    return encounters.read(tmp_path / "e.csv", **options)  # type: ignore[arg-type]


def test_same_point_twice_counts_once_and_kinds_are_in_lower_case(tmp_path: Path) -> None:
    got = points(tmp_path, POINT + "A,2020-02-01,Store,37.5,127.0\nA,2020-02-01,store,37.50,127\n")
    assert got.points.schema == POINTS
    assert got.points.to_pylist() == [
        {"person_id": "A", "date": date(2020, 2, 1), "kind": "store", "lat": 37.5, "lon": 127.0}
    ]
    assert (got.report.read, got.report.taken, got.report.duplicates) == (2, 1, 1)


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (",2020-02-01,x,1,1", "person_id", "no person"),
        ("A,,x,1,1", "date", "no date"),
        ("A,2020-02-31,x,1,1", "date", "not a date"),
        ("A,2020-02-01,x,,1", "lat", "no position"),
        ("A,2020-02-01,x,127.0,37.5", "lat", "beyond 90 degrees"),
        ("A,2020-02-01,x,1,181", "lon", "beyond 180 degrees"),
        ("A,2020-02-01,x,nan,1", "lat", "not a number of degrees"),
    ],
)
def test_bad_point_is_refused_to_the_row(tmp_path: Path, row: str, column: str, reason: str) -> None:
    got = points(tmp_path, POINT + "A,2020-02-01,x,1,1\n" + row + "\n")
    assert got.points.num_rows == 1
    assert [(r.row, r.column, r.reason) for r in got.report.rejections] == [(3, column, reason)]
    with pytest.raises(BadInput, match=f"row 3, column {column}"):
        points(tmp_path, POINT + row.join(["B,2020-02-01,x,1,1\n", "\n"]), strict=True)


def test_points_with_other_headers_and_dates_are_read_through_a_mapping(tmp_path: Path) -> None:
    mapping = {"columns": {"wer": "person_id", "wann": "date"}, "formats": {"date": "%d.%m.%Y"}}
    got = points(tmp_path, "wer;wann;latitude;lng\nA;03.02.2020;1;2\n", mapping=mapping)
    assert got.points["date"].to_pylist() == [date(2020, 2, 3)]


def test_pair_reported_from_both_sides_is_one_encounter(tmp_path: Path) -> None:
    span = "2020-02-01T10:00,2020-02-01T10:05"
    got = pairs(tmp_path, PAIR + f"B,A,{span},1.5\nA,B,{span},1.5\n")
    assert got.encounters.schema == ENCOUNTERS
    assert [(e["person_a"], e["person_b"]) for e in got.encounters.to_pylist()] == [("A", "B")]
    assert (got.report.duplicates, got.report.zone_assumed) == (1, "UTC")


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (",B,2020-02-01T10:00,2020-02-01T10:05,1", "person_a", "no person"),
        ("A,A,2020-02-01T10:00,2020-02-01T10:05,1", "person_b", "a person with itself"),
        ("A,B,2020-02-01T10:05,2020-02-01T10:00,1", "end", "end before start"),
        ("A,B,noon,2020-02-01T10:00,1", "start", "not a date or time"),
        ("A,B,2020-02-01T10:05,,1", "end", "no end"),
        ("A,B,2020-02-01T10:00,2020-02-01T10:05,-1", "metres", "not a distance of 0 to 1000 metres"),
        ("A,B,2020-02-01T10:00,2020-02-01T10:05,", "metres", "not a distance of 0 to 1000 metres"),
        ("A,B,2020-02-01T10:00,2020-02-11T10:05,1", "end", "longer than a week"),
    ],
)
def test_bad_encounter_is_refused_to_the_row(tmp_path: Path, row: str, column: str, reason: str) -> None:
    got = pairs(tmp_path, PAIR + row + "\n")
    assert got.encounters.num_rows == 0
    assert [(r.row, r.column, r.reason) for r in got.report.rejections] == [(2, column, reason)]


def test_bare_study_file_is_five_minute_steps_from_seven_in_the_morning(tmp_path: Path) -> None:
    got = pairs(tmp_path, "1,2,390,17\n193,2,390,3\n")
    starts = got.encounters["start"].to_pylist()
    assert starts == [datetime(2017, 10, 12, 6, tzinfo=UTC), datetime(2017, 10, 13, 6, tzinfo=UTC)]
    assert got.report.zone_assumed == "Europe/London"


def test_mapping_says_what_another_studys_steps_mean(tmp_path: Path) -> None:
    constants = {"origin": "2021-05-03T00:00", "step_minutes": "10", "steps_a_day": "144"}
    got = pairs(tmp_path, "145,2,390,17\n", mapping={"constants": constants, "zone": "UTC"})
    assert got.encounters["start"].to_pylist() == [datetime(2021, 5, 4, tzinfo=UTC)]
    with pytest.raises(BadInput, match="fill more than a day"):
        pairs(tmp_path, "1,2,3,4\n", mapping={"constants": constants | {"steps_a_day": "145"}})


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "person_a,person_b,metres\nA,B,1\n"])
def test_table_without_what_is_needed_is_refused(tmp_path: Path, text: str) -> None:
    for read in (points, pairs):
        with pytest.raises(BadInput):
            read(tmp_path, text)


@given(st.integers(1, 2000), st.sampled_from([(5, 192), (10, 144), (60, 24), (1, 1440)]))
def test_steps_follow_one_another_within_a_day_and_start_again_at_its_hour(step: int, form: tuple[int, int]) -> None:
    steps = Steps(datetime(2020, 1, 1, 0, tzinfo=UTC), *form)
    (start, end), (following, _) = steps.span(step), steps.span(step + 1)
    assert (end - start).total_seconds() == 60 * form[0]
    assert following == end if step % form[1] else (following.hour, following.minute) == (0, 0)


@pytest.mark.reference
@pytest.mark.skipif(not (DATA / "ds4c").is_dir(), reason="SERAI_REFERENCE_DATA has no ds4c")
def test_published_routes_are_read_whole() -> None:
    got = routes.read(DATA / "ds4c" / "PatientRoute.csv", strict=True)
    assert got.report.read == got.points.num_rows + got.report.duplicates


@pytest.mark.reference
@pytest.mark.skipif(not (DATA / "haslemere").is_dir(), reason="SERAI_REFERENCE_DATA has no haslemere")
def test_published_encounters_are_read_whole() -> None:
    got = encounters.read(DATA / "haslemere" / "Kissler_DataS1.csv", strict=True)
    assert got.report.read == got.encounters.num_rows
    assert len(set(got.encounters["start"].to_pylist())) <= 576
