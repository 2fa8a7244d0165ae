"""`serai tracing lookup` from outside: what it says, and with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from serai.tracing.cli import app
from serai.tracing.domain.imports import NOTICES

LIST = """id,date,type,no,no_sub,start,end,pos_start,pos_end,source,who
1,2020-01-22,2,G1234次,7、8车,2020-01-22 09:00,2020-01-22 14:10,武汉站,南昌,https://example.org/a,卫健委
2,2020-01-22,2,K446/447,,,,西安,兰州,,
3,2020-01-23,1,国航CA0123,,2020-01-23 22:00,2020-01-24 01:30,,,,
4,2020-01-24,8,集安市卫生院,,,,,,,
5,2020-01-20,4,云GV5592,,,,,,,
6,2020-01-21,5,济南K139路,,,,,,,
"""


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "list.csv").write_text(LIST, "utf-8")
    return folder


def look(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["lookup", "--trips", str(folder), *arguments])


@pytest.mark.parametrize(
    "asked",
    [("G1234", "2020-01-22"), ("ｇ 1234", "2020-01-22"), ("K447", "2020-01-22"), ("CA123", "2020-01-23"),
     ("ca-0123", "2020-01-24"), ("云GV5592", "2020-01-20"), ("济南K139路", "2020-01-21"),
     ("济南公交K139", "2020-01-21", "--mode", "road"), ("447", "2020-01-22"), ("train G1234", "2020-01-22"),
     ("G1234", "2020-01-22", "--mode", "rail")],
)  # fmt: skip
def test_a_trip_on_the_list_is_a_yes(lists: Path, asked: tuple[str, ...]) -> None:
    found = look(lists, *asked)
    assert (found.exit_code, found.output[:4]) == (0, "Yes:")


@pytest.mark.parametrize(
    "asked", [("G1234", "2020-01-21"), ("G1235", "2020-01-22"), ("CA123", "2020-01-22"), ("G1234", "2021-01-01")]
)
def test_none_known_is_exit_code_1(lists: Path, asked: tuple[str, ...]) -> None:
    assert look(lists, *asked).exit_code == 1


def test_a_day_outside_the_list_is_not_a_no(lists: Path) -> None:
    found = look(lists, "G1234", "2021-01-01", "--json")
    assert (json.loads(found.output)["verdict"], json.loads(found.output)["why"]) == ("unknown", "after")
    assert "2020-01-20 to 2020-01-24" in look(lists, "G1234", "2021-01-01").output


def test_the_carriage_and_the_section_say_how_near(lists: Path) -> None:
    def nearness(*more: str) -> tuple[str, str]:
        found = json.loads(look(lists, "G1234", "2020-01-22", "--json", *more).output)
        return found["verdict"], found["trips"][0]["closeness"]

    assert nearness() == ("yes", "same_run")
    assert nearness("--unit", "07") == ("yes", "same_unit")
    assert nearness("--unit", "3") == ("yes", "other_unit")
    assert nearness("--board", "南昌站") == ("no", "other_section")
    assert nearness("--board", "武汉", "--alight", "南昌") == ("yes", "same_run")


def test_times_are_local_and_the_source_is_named(lists: Path) -> None:
    line = look(lists, "G1234", "2020-01-22").output
    assert "09:00 to 14:10" in line
    assert "https://example.org/a" in line
    assert "carriage 07, 08" in line


def test_a_table_of_notices_is_read_as_well(tmp_path: Path) -> None:
    row = dict.fromkeys(NOTICES.names) | {
        "source_id": "x", "mode": "rail", "service": "G1", "services": ["G1"], "date": date(2020, 2, 1)
    }  # fmt: skip
    folder = tmp_path / "store" / "notices"
    folder.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist([row], NOTICES), folder / "a.parquet")
    assert look(tmp_path / "store", "G1", "2020-02-01").exit_code == 0
    assert look(folder / "a.parquet", "G2", "2020-02-01").exit_code == 1


def test_an_imported_list_answers_from_the_store_in_its_own_time(lists: Path, tmp_path: Path) -> None:
    into = ["import", "trips", str(lists / "list.csv"), "--into", str(tmp_path / "store")]
    assert CliRunner().invoke(app, into).exit_code == 0
    for folder in (lists, tmp_path / "store"):
        assert "09:00 to 14:10" in look(folder, "G1234", "2020-01-22").output
        assert look(folder, "CA123", "2020-01-24").exit_code == 0, "a flight over midnight, on its second day"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("?!", "2020-01-22"), "service '?!'; expected a number as on the ticket"),
        (("G1234", "22.1.2020"), "date '22.1.2020'; expected YYYY-MM-DD"),
        (("G1234", "2020-01-22", "--mode", "rocket"), "mode 'rocket'"),
        (("G1234", "2020-01-22", "--zone", "Mars/Base"), "zone 'Mars/Base'"),
    ],
)
def test_bad_questions_get_one_line(lists: Path, asked: tuple[str, ...], said: str) -> None:
    found = look(lists, *asked)
    assert found.exit_code == 2
    assert found.output.startswith(said)
    assert found.output.count("\n") == 1


def test_bad_lists_get_one_line(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name, content in (("a.parquet", b"PAR1 not whole"), ("b.csv", b"\x00\xff\xfe"), ("c.csv", b"x,y\n1,2\n")):
        folder = tmp_path / name.replace(".", "")
        folder.mkdir()
        (folder / name).write_bytes(content)
    for folder in (*tmp_path.iterdir(), tmp_path / "absent"):
        found = look(folder, "G1", "2020-01-22")
        assert (found.exit_code, found.output.count("\n")) == (2, 1), found.output


def test_a_time_out_of_range_gets_one_line(tmp_path: Path) -> None:
    row = {"mode": "rail", "service": "G1", "services": ["G1"], "date": date(2020, 2, 1), "depart": 2**62}
    pq.write_table(pa.Table.from_pylist([row], NOTICES), tmp_path / "a.parquet")
    found = look(tmp_path, "G1", "2020-02-01")
    assert (found.exit_code, found.output.count("\n")) == (2, 1), found.output


@pytest.mark.parametrize("asked", ["448", "K139路", "bus 139"])
def test_half_a_number_is_no_flat_no(lists: Path, asked: str) -> None:
    found = look(lists, asked, "2020-01-22")
    assert (found.exit_code, found.output[:12]) == (1, "Cannot tell:")
    assert "write it as on the ticket" in found.output


def test_rows_that_could_not_be_read_are_named(lists: Path) -> None:
    assert "could not be read" not in look(lists, "G1234", "2020-01-22").output
    with (lists / "list.csv").open("a", encoding="utf-8") as stream:
        stream.write("7,yesterday,2,G9,,,,,,,\n")
    assert look(lists, "G1234", "2020-01-22").output.endswith("1 row of the list could not be read.\n")


def test_a_ride_over_midnight_shows_both_days(lists: Path) -> None:
    assert "22:00 to 2020-01-24 01:30" in look(lists, "CA123", "2020-01-23").output


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_gets_one_line(lists: Path) -> None:
    arguments = [sys.executable, "-m", "serai", "tracing", "lookup", "--trips", str(lists), "G1234", "2020-01-22"]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (2, "the answer cannot be written: No space left on device\n")


@pytest.mark.reference
def test_real_lists_answer() -> None:
    folder = Path(os.environ.get("SERAI_REFERENCE_DATA", "../shared/data")) / "trips"
    if not folder.exists():
        pytest.skip("third-party data is absent (SERAI_REFERENCE_DATA)")
    found = json.loads(look(folder, "K9049", "2020-02-13", "--board", "肇庆", "--json").output)
    assert found["verdict"] == "yes"
    assert found["list"]["trips"] > 4000
