"""What a table may look like: packed, mapped, Parquet, large, odd."""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from serai.registry.domain.errors import BadInput
from serai.tracing.domain import imports
from serai.tracing.domain.tables import CASES, read_cases, read_legs, read_mapping, read_stays
from serai.tracing.domain.workspace import workspace
from tests.tracing.domain.tables.test_refusals import HEAD, ROW, parquet, zipped

HEADER, CELLS = (line.decode().strip().split(",") for line in (HEAD, ROW))
STAY = ("ann", "bar", datetime(2026, 11, 3, 20, tzinfo=UTC), datetime(2026, 11, 3, 22, tzinfo=UTC), "venue")


def rows(table: pa.Table) -> list[tuple[object, ...]]:
    """Rows in some order that is always the same."""
    return sorted(tuple(row.values()) for row in table.to_pylist())


def test_packed_and_plain_files_of_a_folder_are_one_table_and_doubles_collapse(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.csv").write_bytes(HEAD + ROW)
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(HEAD + ROW.replace(b"ann", b"bob")))
    (tmp_path / "deep" / "c.zip").write_bytes(zipped(c_csv=HEAD + ROW))
    (tmp_path / "d.tsv").write_bytes((HEAD + ROW).replace(b",", b"\t"))
    (tmp_path / "README.md").write_text("no table")
    found = read_stays(tmp_path)
    assert rows(found.stays) == [STAY, ("bob", *STAY[1:])]
    assert (found.report.read, found.report.taken, found.report.duplicates) == (4, 2, 2)
    assert found.stays.schema == imports.STAYS


def test_a_glob_takes_its_matches_and_a_name_with_its_signs_is_a_name(tmp_path: Path) -> None:
    (tmp_path / "a[1].csv").write_bytes(HEAD + ROW)
    (tmp_path / "a1.csv").write_bytes(HEAD + ROW.replace(b"ann", b"bob"))
    assert len(rows(read_stays(tmp_path / "a*.csv").stays)) == 2
    assert rows(read_stays(tmp_path / "a[1].csv").stays) == [STAY]


def test_names_mean_less_than_contents(tmp_path: Path) -> None:
    folder = tmp_path / "kind=home"
    folder.mkdir()
    (folder / "plain.csv.gz").write_bytes(HEAD + ROW)
    (folder / "parquet.csv").write_bytes(parquet(**{c: [v] for c, v in zip(HEADER, CELLS, strict=True)}))
    (folder / ".hidden.csv").write_bytes(b"nothing")
    (folder / "mac.zip").write_bytes(zipped(**{"m_csv": HEAD + ROW, "__MACOSX/._m.csv": b"x"}))
    found = read_stays(tmp_path)
    assert rows(found.stays) == [STAY]
    assert found.report.duplicates == 2


def test_nothing_temporary_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "temporary"
    own.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(HEAD + ROW))
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(HEAD + ROW)[:-9])
    read_stays(tmp_path / "a.csv.gz")
    with pytest.raises(BadInput):
        read_stays(tmp_path / "b.csv.gz")
    assert list(own.iterdir()) == []


def test_what_a_killed_process_left_is_removed_and_what_a_living_one_uses_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with workspace() as used:
        dead, other = tmp_path / "serai-dead", tmp_path / "serai-other"
        for folder in (dead, other):
            folder.mkdir()
        (dead / "lock").touch()
        (dead / "judged-0.parquet").touch()
        for folder in (used, dead, other):
            os.utime(folder, (0, 0))
        with workspace():
            assert (used.exists(), dead.exists(), other.exists()) == (True, False, True)


@pytest.mark.parametrize(
    "start",
    [
        pa.array([datetime(2026, 11, 3, 20, tzinfo=UTC)], pa.timestamp("us", "Asia/Tokyo")),
        pa.array([datetime(2026, 11, 3, 20, tzinfo=UTC)], pa.timestamp("ns", "UTC")),
        pa.array([datetime(2026, 11, 4, 4)], pa.timestamp("s")),  # noqa: DTZ001 (local)
        pa.array(["2026-11-04 04:00"]),
        pa.array(["2026-11-03T20:00Z"]).dictionary_encode(),
    ],
    ids=["zoned", "nanoseconds", "local", "text", "dictionary"],
)
def test_parquet_times_of_any_type_are_read(tmp_path: Path, start: pa.Array) -> None:
    path = tmp_path / "s.parquet"
    end = ["2026-11-03T22:00:00Z"]
    pq.write_table(pa.table({"person_id": ["ann"], "place_id": ["bar"], "start": start, "end": end}), path)
    assert rows(read_stays(path, zone=ZoneInfo("Asia/Shanghai")).stays) == [STAY]


def test_parquet_rows_are_numbered_as_below_a_header(tmp_path: Path) -> None:
    path = tmp_path / "s.parquet"
    people = ["ann", None, "eve"]
    times = {"start": [date(2026, 11, 3)] * 3, "end": [date(2026, 11, 4), date(2026, 11, 4), date(2026, 11, 2)]}
    pq.write_table(pa.table({"person_id": people, "place_id": [1, 2, 3], **times}), path)
    report = read_stays(path).report
    assert [(r.row, r.column, r.value) for r in report.rejections] == [(3, "person_id", ""), (4, "end", "2026-11-02")]


def test_a_mapping_renames_columns_fills_constants_and_reads_formats(tmp_path: Path) -> None:
    path, mapping = tmp_path / "s.csv", tmp_path / "m.yaml"
    path.write_text("PaxNo;Venue;In;Out;start\nann;bar;03.11.2026 21:00;03.11.2026 23:00;x\nbob;bar;3/11/2026;;x\n")
    mapping.write_text(
        "columns: {PaxNo: person_id, Venue: place_id, In: start, Out: end}\nconstants: {kind: Work}\n"
        'zone: Europe/Berlin\nformats: "%d.%m.%Y %H:%M"\n'
    )
    found = read_stays(path, mapping=read_mapping(mapping))
    assert rows(found.stays) == [(*STAY[:4], "work")]
    assert found.report.zone_assumed == "Europe/Berlin"
    assert [(r.row, r.column, r.value) for r in found.report.rejections] == [(3, "In", "3/11/2026")]


def test_a_zone_that_is_given_outranks_that_of_the_mapping(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(HEAD.decode() + "ann,bar,2026-11-03 20:00,2026-11-03 22:00\n")
    found = read_stays(path, zone=ZoneInfo("UTC"), mapping={"zone": "Asia/Tokyo"})
    assert rows(found.stays) == [STAY]


@pytest.mark.parametrize(
    ("mapping", "word"),
    [
        ({"columns": {"x": "nobody"}}, "nobody"),
        ({"colums": {}, "zone": "UTC"}, "colums"),
        ({"columns": ["a"]}, "columns"),
        ({"zone": "Mars/Base"}, "Mars/Base"),
        ({"formats": "%Q"}, "%Q"),
        ({"formats": {"start": "%H:%M %z"}}, "zone"),
        ({"formats": 3}, "formats"),
        ({"formats": {"person_id": "%H"}}, "person_id"),
        ({"delimiter": "--"}, "--"),
        ({"columns": {"PaxNo": "person_id"}}, "PaxNo"),
        ({"Missing": "person_id"}, "Missing"),
    ],
)
def test_a_bad_mapping_is_one_line(tmp_path: Path, mapping: dict[str, object], word: str) -> None:
    path, written = tmp_path / "s.csv", tmp_path / "m.json"
    path.write_bytes(HEAD + ROW)
    written.write_text(json.dumps(mapping))
    with pytest.raises(BadInput) as caught:
        read_stays(path, mapping=read_mapping(written))
    assert word in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["a: [", "- 1", "\x00", "!!python/object:os.system x", "a: &a [*a]", ""])
def test_a_mapping_file_that_is_none_is_one_line(tmp_path: Path, text: str) -> None:
    path, table = tmp_path / "m.yaml", tmp_path / "s.csv"
    path.write_text(text)
    table.write_bytes(HEAD + ROW)
    with pytest.raises(BadInput):
        read_stays(table, mapping=read_mapping(path))


def test_sql_in_names_is_just_a_name(tmp_path: Path) -> None:
    path = tmp_path / "o'; DROP TABLE raw; --.csv"
    path.write_bytes(HEAD.replace(b"place_id", b'"p""; DROP"') + ROW.replace(b"ann", b"'; SELECT 1; --"))
    found = read_stays(path, mapping={'p"; DROP': "place_id"})
    assert rows(found.stays) == [("'; SELECT 1; --", *STAY[1:])]


def test_stays_of_weeks_are_legal_and_zero_length_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_bytes(HEAD + b"ann,bar,2026-11-01,2026-12-24\nbob,bar,2026-11-01,2026-11-01\n")
    report = read_stays(path).report
    assert (report.taken, report.rejections, dict(report.remarks)) == (2, [], {"zero_length": 1})


def test_an_end_in_the_repeated_hour_is_the_second_one_where_the_first_were_before_its_start(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_bytes(HEAD + b"ann,bar,2026-10-25 02:50,2026-10-25 02:10\n")
    found = read_stays(path, zone=ZoneInfo("Europe/Berlin"))
    stay = found.stays.to_pylist()[0]
    assert (stay["start"], stay["end"]) == (
        datetime(2026, 10, 25, 0, 50, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 10, tzinfo=UTC),
    )
    assert found.report.remarks == {"time_repeated": 1}


def test_unreadable_seats_are_unknown_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text(
        "person_id,mode,service,date,unit,row,seat\n"
        "ann,rail,G1,2026-11-03,05,12?,A\nbob,rail,G1,2026-11-03,05,12,12?\njoe,rail,G1,2026-11-03,?,7,下铺\n"
    )
    found = read_legs(path)
    places = [
        (leg["unit"], leg["row"], leg["seat"]) for leg in sorted(found.legs.to_pylist(), key=lambda x: x["person_id"])
    ]
    assert places == [("05", None, "A"), ("05", "12", None), (None, "7", "下铺")]
    assert found.report.remarks == {"row_unreadable": 1, "seat_unreadable": 1, "unit_unreadable": 1}
    assert found.legs.schema == imports.LEGS


def test_the_dates_of_a_case_are_midnight_in_the_zone(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("case_id,person_id,onset,confirmed\nC1,ann,,2026-11-05\n")
    found = read_cases(path, zone=ZoneInfo("Asia/Shanghai"))
    assert found.table.schema == CASES
    assert found.table.to_pylist()[0]["confirmed"] == datetime(2026, 11, 4, 16, tzinfo=UTC)
    assert found.report.zone_assumed == "Asia/Shanghai"


def test_a_table_without_rows_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_bytes(HEAD)
    assert read_stays(path).stays.num_rows == 0
    path.write_bytes(HEAD.strip())
    assert read_stays(path).stays.num_rows == 0


def test_progress_runs_from_nothing_to_all(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.csv").write_bytes(HEAD + ROW * 100)
    told: list[float] = []
    read_stays(tmp_path, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1
    assert len(set(told)) > 3
