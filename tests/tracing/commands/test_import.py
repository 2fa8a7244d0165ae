"""`serai tracing import` as a caller sees it."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pyarrow.parquet as pq
import pytest

from serai.tracing.domain.store import MovementStore
from tests.tracing.commands.calls import call, killed, kills, refused, rows
from tests.tracing.domain.formats.message_samples import paxlst

STAYS = (
    "person_id,place_id,start,end,kind\n"
    "ann,bar,2026-11-03 20:00:00,2026-11-03 22:00:00,venue\n"
    "ann,bar,2026-11-03 20:00:00,2026-11-03 22:00:00,venue\n"
    "bob,bar,2026-11-03T20:30:00Z,2026-11-03T21:00:00Z,venue\n"
)
BAD = (
    ",bar,2026-11-03T20:30:00Z,2026-11-03T21:00:00Z,venue\n"
    "eve,bar,2026-11-03T21:55:00 Mars/Base,2026-11-03T23:00:00Z,venue\n"
    "eve,bar,2026-11-03T21:55:00Z,2026-11-03T20:00:00Z,venue\n"
)
LEGS = "person_id,mode,service,date,unit,row,seat\nann,rail,G1,2026-11-04,05,12,A\njoe,rail,G1,2026-11-04,05,12?,B\n"
PEOPLE = ["ann", "bob", "eve", "joe", *(f"P{n}" for n in range(3000))]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with stays and legs."""
    (tmp_path / "stays.csv").write_text(STAYS)
    (tmp_path / "legs.csv").write_text(LEGS)
    return tmp_path


def held(store: Path) -> list[tuple[object, ...]]:
    """All stays of a store."""
    stays, _ = MovementStore.open(store).movements_of(
        PEOPLE, datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    )
    return sorted(tuple(row.values()) for row in stays.to_pylist())


def test_good_rows_are_taken_and_bad_ones_are_listed_to_the_row(files: Path) -> None:
    (files / "stays.csv").write_text(STAYS + BAD)
    found = call("import", "stays", files / "stays.csv", "--into", files / "st", "--rejects", files / "x.csv", "--json")
    assert found.returncode == 0, found.stderr
    assert found.stderr == ""
    summary = json.loads(found.stdout)
    assert [summary[k] for k in ("rows_read", "stays", "duplicates", "rejected")] == [6, 2, 1, 3]
    assert summary["zone_assumed"] == "UTC"
    assert [(r["row"], r["column"], r["value"], r["reason"]) for r in rows(files / "x.csv")] == [
        ("5", "person_id", "", "no person"),
        ("6", "start", "2026-11-03T21:55:00 Mars/Base", "unknown zone"),
        ("7", "end", "2026-11-03T20:00:00Z", "end before start"),
    ]
    assert [row[0] for row in held(files / "st")] == ["ann", "bob"]


def test_the_same_file_again_changes_nothing(files: Path) -> None:
    first = call("import", "stays", files / "stays.csv", "--into", files / "st")
    before = held(files / "st"), MovementStore.open(files / "st").size()
    again = call("import", "stays", files / "stays.csv", "--into", files / "st")
    assert (first.returncode, again.returncode) == (0, 0)
    assert "Taken before" in again.stdout
    assert (held(files / "st"), MovementStore.open(files / "st").size()) == before


def test_the_same_rows_in_another_file_are_taken_once(files: Path) -> None:
    (files / "more.csv").write_text(STAYS + "eve,bar,2026-11-03,2026-11-04,venue\n")
    call("import", "stays", files / "stays.csv", "--into", files / "st")
    found = call("import", "stays", files / "more.csv", "--into", files / "st", "--json")
    assert json.loads(found.stdout)["already_there"] == 2
    assert [row[0] for row in held(files / "st")] == ["ann", "bob", "eve"]


def test_without_a_store_it_says_what_could_be_taken_and_makes_nothing(files: Path) -> None:
    before = sorted(files.iterdir())
    found = call("import", "legs", files / "legs.csv")
    assert found.returncode == 0
    assert found.stdout.splitlines()[0] == "2 legs could be taken (say where --into), of 2 rows read."
    assert "row_unreadable 1" in found.stdout
    assert sorted(files.iterdir()) == before


def test_strict_refuses_a_file_with_a_bad_row_and_takes_the_others(files: Path) -> None:
    (files / "bad.csv").write_text(STAYS + BAD + BAD)
    found = call(
        "import", "stays", files / "bad.csv", files / "stays.csv", "--into", files / "st", "--strict", "--json",
        "--rejects", files / "rejects.csv",
    )  # fmt: skip
    assert found.returncode == 2
    summary = json.loads(found.stdout)
    assert [Path(one["file"]).name for one in summary["files"]] == ["stays.csv"]
    assert summary["refused"] == found.stderr.splitlines()
    assert "bad.csv, row 5" in found.stderr
    assert "more bad row" in found.stderr
    listed = (files / "rejects.csv").read_text().splitlines()[1:]
    assert len(listed) == summary["rejected"] == len((BAD + BAD).splitlines())
    assert len(held(files / "st")) == 2


def test_a_file_that_cannot_be_parsed_leaves_nothing_of_itself(files: Path) -> None:
    (files / "cut.csv").write_text(STAYS[:-30])
    found = call("import", "stays", files / "cut.csv", "--into", files / "st")
    refused(found, "cut.csv, row 4")
    assert not (files / "st").exists()


def test_zone_and_mapping_say_how_times_and_columns_are_meant(files: Path) -> None:
    (files / "s.csv").write_text("PaxNo;Venue;In;Out\nann;bar;04.11.2026 04:00;04.11.2026 06:00\n")
    (files / "m.yaml").write_text(
        'columns: {PaxNo: person_id, Venue: place_id, In: start, Out: end}\nformats: "%d.%m.%Y %H:%M"\n'
    )
    given = ["--mapping", files / "m.yaml", "--zone", "Asia/Shanghai", "--into", files / "st", "--json"]
    found = call("import", "stays", files / "s.csv", *given)
    assert json.loads(found.stdout)["zone_assumed"] == "Asia/Shanghai"
    assert [str(row[2]) for row in held(files / "st")] == ["2026-11-03 20:00:00+00:00"]


def test_travellers_go_by_the_key_of_the_store_and_leave_no_name_behind(files: Path) -> None:
    (files / "list.edi").write_text(paxlst())
    for store in ("st", "other"):
        found = call("import", "paxlst", files / "list.edi", "--into", files / store)
        assert found.returncode == 0, found.stderr
    assert "no name or document is kept" in found.stdout
    persons = []
    for store in ("st", "other"):
        con = MovementStore.open(files / store).connect()
        persons.append(set(con.table("persons").to_pyarrow().column("text").to_pylist()))
        assert con.table("legs").count().to_pyarrow().as_py() > 0
    assert all(code.startswith("T-") for code in persons[0])
    assert not persons[0] & persons[1]
    written = b"".join(p.read_bytes() for p in (files / "st").rglob("*") if p.is_file())
    assert b"ARDEN" not in written
    assert b"C01X" not in written


def test_notices_lie_beside_the_movements_once(files: Path) -> None:
    (files / "trips.csv").write_text(
        "date,start,end,type,no,no_sub,memo,pos_start,pos_end,source,who\n"
        "2020-01-20,2020-01-20 08:00,2020-01-20 10:00,2,G1234,7车,,广州,南昌,https://example.org,x\n"
    )
    for _ in range(2):
        found = call("import", "trips", files / "trips.csv", "--into", files / "st")
        assert found.returncode == 0, found.stderr
    assert "Taken before" in found.stdout
    (written,) = (files / "st" / "notices").iterdir()
    assert pq.read_table(written).column("service").to_pylist() == ["G1234"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["cats", "stays.csv"], "cats"),
        (["stays", "none.csv"], "none.csv"),
        (["stays", "stays.csv", "--zone", "Mars/Base"], "Mars/Base"),
        (["stays", "stays.csv", "--mapping", "none.yaml"], "none.yaml"),
        (["stays", "stays.csv", "--rejects", "none/x.csv"], "none/x.csv"),
        (["stays", "stays.csv", "--into", "legs.csv"], "legs.csv"),
        (["legs", "stays.csv"], "mode"),
    ],
)
def test_bad_options_are_one_line(
    files: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], word: str
) -> None:
    monkeypatch.chdir(files)
    refused(call("import", *arguments), word)


@pytest.mark.slow
@pytest.mark.soak
def test_killed_imports_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    for part in range(3):
        lines = [
            f"P{n},L{n % 40},2026-11-{1 + part * 3:02}T08:00:00Z,2026-11-{2 + part * 3:02}T08:00:00Z,work\n"
            for n in range(3000)
        ]
        (tmp_path / f"{part}.csv").write_text(STAYS.splitlines(keepends=True)[0] + "".join(lines))
    given = sorted(tmp_path.glob("*.csv"))
    assert call("import", "stays", *given, "--into", tmp_path / "whole").returncode == 0
    whole, rng, at_work = held(tmp_path / "whole"), Random(2), 0
    assert len(whole) == 9000
    for _ in range(kills()):
        at_work += killed(rng, tmp_path, 1.5, "import", "stays", *given, "--into", tmp_path / "st")
        if (tmp_path / "st" / "manifest.json").exists():
            now = held(tmp_path / "st")
            assert len(now) % 3000 == 0, "a file is taken whole or not at all"
            assert set(now) <= set(whole)
        if rng.random() < 0.3:
            shutil.rmtree(tmp_path / "st", ignore_errors=True)
    assert at_work, "no process was killed while it worked"
    assert call("import", "stays", *given, "--into", tmp_path / "st").returncode == 0
    assert held(tmp_path / "st") == whole
