"""`serai tracing match` as a caller sees it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pyarrow.parquet as pq
import pytest

from serai.tracing.domain import rules
from serai.tracing.domain.match import CONTACT_COLUMNS, EXPOSURE_COLUMNS
from tests.tracing.commands.calls import Called, call, killed, kills, refused, rows

CASES = "case_id,person_id,onset,confirmed\nC1,ann,2026-11-03T08:00:00Z,2026-11-05\nC2,bob,,2026-11-06T00:00:00Z\n"
STAYS = (
    "person_id,place_id,start,end,kind\n"
    "ann,bar,2026-11-03 20:00:00,2026-11-03 22:00:00,venue\n"
    "bob,bar,2026-11-03T20:30:00Z,2026-11-03T21:00:00Z,venue\n"
    "eve,bar,2026-11-03T21:55:00Z,2026-11-03T23:00:00Z,venue\n"
    '"x\'; DROP TABLE persons; --",bar,2026-11-03T20:00:00Z,2026-11-03T21:00:00Z,\n'
)
LEGS = (
    "person_id,mode,service,date,board,alight,depart,arrive,unit,row,seat\n"
    "ann,rail,G1,2026-11-04,A,C,2026-11-04T08:00:00Z,2026-11-04T10:00:00Z,05,12,A\n"
    "joe,rail,G1,2026-11-04,A,C,2026-11-04T08:00:00Z,2026-11-04T10:00:00Z,05,12,B\n"
    "kim,rail,G1,2026-11-04,A,C,2026-11-04T08:00:00Z,2026-11-04T10:00:00Z,,,12?\n"
)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with the three inputs."""
    for name, text in (("cases", CASES), ("stays", STAYS), ("legs", LEGS)):
        (tmp_path / f"{name}.csv").write_text(text)
    return tmp_path


def arguments(folder: Path, *more: str | Path, out: str = "o.csv") -> list[str | Path]:
    """The call with all three inputs."""
    own = ["--cases", folder / "cases.csv", "--stays", folder / "stays.csv", "--legs", folder / "legs.csv"]
    return ["match", *own, "--out", folder / out, *more]


def match(folder: Path, *more: str | Path, out: str = "o.csv") -> Called:
    """Run it to its end."""
    return call(*arguments(folder, *more, out=out))


def test_a_match_writes_both_files_in_the_columns_of_the_contract(files: Path) -> None:
    found = match(files, "--contacts", str(files / "p.csv"), "--json")
    assert found.returncode == 0, found.stderr
    assert found.stderr == ""
    summary = json.loads(found.stdout)
    exposures, contacts = rows(files / "o.csv"), rows(files / "p.csv")
    assert (summary["cases"], summary["exposures"], summary["contacts"]) == (2, len(exposures), len(contacts))
    assert summary["zone_assumed"]
    assert tuple(exposures[0]) == EXPOSURE_COLUMNS
    assert tuple(contacts[0]) == CONTACT_COLUMNS
    told = {(r["case_id"], r["contact_id"], r["setting"]): (r["minutes"], r["proximity"], r["tier"]) for r in exposures}
    assert told["C1", "bob", "place:bar"][1:] == ("same_place", "close")
    assert float(told["C1", "bob", "place:bar"][0]) == 30
    assert told["C1", "joe", "rail:G1:2026-11-04:05"][1:] == ("same_seat_block", "close")
    assert told["C1", "kim", "rail:G1:2026-11-04:05"][1:] == ("same_run", "casual")
    assert ("C1", "eve", "place:bar") not in told
    assert ("C1", "x'; DROP TABLE persons; --", "place:bar") in told
    assert [int(c["rank"]) for c in contacts if c["case_id"] == "C1"] == [1, 2, 3, 4]


def test_parquet_is_written_by_name_and_folders_and_globs_are_read(files: Path) -> None:
    (files / "s").mkdir()
    head, *body = STAYS.splitlines(keepends=True)
    for i, line in enumerate(body):
        (files / "s" / f"{i}.csv").write_text(head + line)
    command = arguments(files, out="o.parquet")
    tables = []
    for source in (files / "stays.csv", files / "s", files / "s" / "*.csv"):
        command[command.index("--stays") + 1] = source
        assert call(*command).returncode == 0
        tables.append(pq.read_table(files / "o.parquet"))
    assert tables[0].column_names == list(EXPOSURE_COLUMNS)
    assert tables[0].equals(tables[1])
    assert tables[0].equals(tables[2])


def test_nobody_met_is_no_error(files: Path) -> None:
    (files / "cases.csv").write_text("case_id,person_id,onset,confirmed\nC9,nobody,,2026-11-05\n")
    found = match(files)
    assert found.returncode == 0, found.stderr
    assert rows(files / "o.csv") == []


def test_a_narrower_window_leaves_contacts_out(files: Path) -> None:
    match(files, "--window-after", "12.5", "--window-before", "1")
    assert {r["contact_id"] for r in rows(files / "o.csv") if r["case_id"] == "C1"} == {"x'; DROP TABLE persons; --"}


def test_rules_of_ones_own_take_the_place_of_the_default(files: Path) -> None:
    text = (Path(rules.__file__).parent / "default.yaml").read_text()
    (files / "rules.yaml").write_text(text.replace("min_minutes: 15", "min_minutes: 3"))
    assert match(files, "--rules", files / "rules.yaml").returncode == 0
    assert ("C1", "eve") in {(r["case_id"], r["contact_id"]) for r in rows(files / "o.csv")}
    (files / "rules.yaml").write_text(text.replace("min_minutes: 15", "min_minutes: soon", 1))
    refused(match(files, "--rules", files / "rules.yaml"), "rules.yaml")


def test_zone_moves_times_that_have_none(files: Path) -> None:
    assert match(files, "--zone", "Asia/Shanghai").returncode == 0
    assert [r for r in rows(files / "o.csv") if r["contact_id"] == "bob"] == []


def test_bad_rows_refuse_the_run_and_are_listed(files: Path) -> None:
    bad = STAYS + "joe,bar,2026-11-03T22:00:00Z,2026-11-03T21:00:00Z,venue\n,bar,2026-11-03,2026-11-04,venue\n"
    (files / "stays.csv").write_text(bad)
    refused(match(files, "--rejects", str(files / "x.csv")), "stays.csv")
    assert [int(r["row"]) for r in rows(files / "x.csv")] == [6, 7]
    assert not (files / "o.csv").exists()


@pytest.mark.parametrize(
    ("more", "word"),
    [
        (["--zone", "Mars/Base"], "Mars/Base"),
        (["--engine", "abacus"], "abacus"),
        (["--rules", "none.yaml"], "none.yaml"),
        (["--contacts", "p.txt"], "p.txt"),
        (["--window-after", "1e9"], "--window-after"),
    ],
)
def test_bad_options_are_one_line(files: Path, more: list[str], word: str) -> None:
    refused(match(files, *more), word)


def test_files_that_are_none_are_one_line(files: Path) -> None:
    (files / "cases.csv").write_bytes(os.urandom(3000))
    refused(match(files), "cases.csv")
    (files / "cases.csv").unlink()
    refused(match(files), "cases.csv")


@pytest.mark.slow
@pytest.mark.soak
def test_a_kill_leaves_the_former_result_or_the_new_one_and_no_half(files: Path) -> None:
    assert match(files, "--contacts", files / "p.csv").returncode == 0
    names = ("o.csv", "p.csv")
    before = [(files / name).read_bytes() for name in names]
    (files / "legs.csv").write_text(LEGS + LEGS.splitlines()[2].replace("joe", "zoe") + "\n")
    assert match(files, "--contacts", files / "new-p.csv", out="new-o.csv").returncode == 0
    new = [(files / f"new-{name}").read_bytes() for name in names]
    rng, at_work = Random(1), 0
    for _ in range(kills()):
        at_work += killed(rng, files, 2.5, *arguments(files, "--contacts", files / "p.csv"))
        now = [(files / name).read_bytes() for name in names]
        assert all(n in pair for n, pair in zip(now, zip(before, new, strict=True), strict=True))
    assert at_work, "no process was killed while it worked"
    (files / ".o.csv.99999999.part").write_bytes(b"half")  # what a kill may leave, made certain
    assert match(files, "--contacts", files / "p.csv").returncode == 0
    assert [(files / name).read_bytes() for name in names] == new
    assert [p.name for p in files.iterdir() if p.name.startswith(".")] == []


def test_the_tracing_help_names_every_command_without_importing_them() -> None:
    code = "import sys; from serai.tracing.cli import app; app(['--help'], standalone_mode=False); print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert all(name in found.stdout for name in ("match", "import", "infectors", "lookup"))
    assert not {"ibis", "duckdb", "pyarrow", "django"} & set(found.stdout.split())


def test_no_output_is_written_over_what_is_read_or_over_another(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("case_id,person_id,onset,confirmed\nC1,a,2026-11-03,2026-11-05\n")
    (tmp_path / "stays").mkdir()
    (tmp_path / "stays" / "s.csv").write_text("person_id,place_id,start,end\na,x,2026-11-03,2026-11-04\n")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.csv")}
    for out, contacts, rejects in (
        ("c.csv", "p.csv", "r.csv"), ("stays/s.csv", "p.csv", "r.csv"), ("o.csv", "o.csv", "r.csv"),
        ("o.csv", "p.csv", "c.csv"), ("o.csv", "stays/../c.csv", "r.csv"),
    ):  # fmt: skip
        found = call(
            "match", "--cases", tmp_path / "c.csv", "--stays", tmp_path / "stays", "--out", tmp_path / out,
            "--contacts", tmp_path / contacts, "--rejects", tmp_path / rejects,
        )  # fmt: skip
        assert found.returncode == 2, found.stdout
        assert found.stderr.count("\n") == 1
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.csv")} == before
