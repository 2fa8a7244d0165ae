"""`serai demo` writes files that the engine reads, and judges the ranking by their truth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from serai.demo.cli import app
from serai.demo.judge import BUDGETS
from tests.tracing.commands.calls import call as match_call

pytestmark = pytest.mark.pure
FILES = {"cases.csv", "stays.parquet", "legs.parquet", "persons.parquet", "places.parquet", "runs.json", "truth.csv",
         "README.md"}  # fmt: skip


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("demo") / "new" / "folder"
    result = call("--out", folder, "--people", 3000, "--days", 12, "--seed", 5, "--json")
    assert result.exit_code == 0, result.output
    return folder, json.loads(result.stdout)


def test_cases_of_another_origin_are_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("real cases\n")
    result = call("--out", tmp_path, "--people", 500, "--days", 5)
    assert (result.exit_code, "another origin" in result.stderr) == (2, True)
    assert [p.name for p in tmp_path.iterdir()] == ["cases.csv"]


def test_all_files_are_written_and_counted(written: tuple[Path, dict[str, Any]]) -> None:
    folder, said = written
    assert {p.name for p in folder.iterdir()} == FILES
    assert said["people"] == 3000
    assert said["cases"] + 1 == len((folder / "cases.csv").read_text().splitlines())
    assert f"seed {said['seed']}" in (folder / "README.md").read_text()


def test_the_same_seed_gives_the_same_bytes(written: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    assert call("--out", tmp_path, "--people", 3000, "--days", 12, "--seed", 5).exit_code == 0
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (written[0] / name).read_bytes(), name


def test_another_seed_gives_other_bytes(written: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    assert call("--out", tmp_path, "--people", 3000, "--days", 12, "--seed", 6).exit_code == 0
    same = [n for n in FILES if (tmp_path / n).read_bytes() == (written[0] / n).read_bytes()]
    assert same == ["runs.json"]  # the timetable is the same in every world


def test_the_engine_matches_the_files_as_they_are(written: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    folder = written[0]
    result = match_call(
        "match", "--cases", folder / "cases.csv", "--stays", folder / "stays.parquet",
        "--legs", folder / "legs.parquet", "--out", tmp_path / "o.csv", "--json",
    )  # fmt: skip
    said = json.loads(result.stdout)
    assert said["cases"] == written[1]["cases"]
    assert said["contacts"] > said["cases"]


def test_the_ranking_is_judged_beside_two_others(written: tuple[Path, dict[str, Any]]) -> None:
    result = call("evaluate", written[0], "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    for name in ("risk", "time", "random"):
        by_budget = [found["recall"][name][str(k)] for k in BUDGETS]
        assert all(0 <= low <= value <= high <= 1 for value, low, high in by_budget)
        assert by_budget == sorted(by_budget)
        assert by_budget[-1][0] <= found["ceiling"][0]
    assert sum(s["infected"] for s in found["settings"]) == found["secondary"]
    assert found["recorded"][0] < 0.95  # of two rows, each is missing in 15 %
    # Sense, not quality: whoever ranks by risk must find more than whoever draws lots.
    assert found["recall"]["risk"]["10"][0] > found["recall"]["random"]["10"][0]


def test_the_figures_are_printed_as_a_table(written: tuple[Path, dict[str, Any]]) -> None:
    lines = call("evaluate", written[0]).stdout.splitlines()
    assert "On the list at all" in lines[5]
    assert lines[2].startswith("by risk")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--out is missing"),
        (("--out", "x", "--people", 3), "500 people or more"),
        (("--out", "x", "--days", 90), "5 to 60 days"),
        (("--out", "x", "--seed", -1), "seed of 0 or more"),
        (("evaluate", "nowhere"), "holds no truth.csv"),
        (("--out", "/proc/nowhere", "--people", 500, "--days", 5), "/proc/nowhere"),
    ],
)
def test_bad_use_ends_with_one_line_and_code_two(arguments: tuple[object, ...], said: str) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_truth_that_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "truth.csv").write_bytes(b"\x00\x01,\xff\n")
    result = call("evaluate", tmp_path)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


def test_files_without_any_infection_are_refused(written: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_bytes((written[0] / name).read_bytes())
    (tmp_path / "truth.csv").write_text("infector,infectee,setting,time,onset,case_id\n")
    result = call("evaluate", tmp_path)
    assert (result.exit_code, "infected anybody" in result.stderr) == (2, True)
