"""`serai tracing infectors` as a caller sees it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

CASES = "case_id,person_id,onset,confirmed\nC1,ann,2020-03-09,\nC2,bob,,2020-03-08\nC3,eve,2020-03-20,2020-03-22\n"
POINTS = (
    "person_id,date,kind,lat,lon\nann,2020-03-05,store,37.5,127.0\nbob,2020-03-05,store,37.5,127.0\n"
    '"x\'; DROP TABLE y; --",2020-03-05,store,37.5,127.0\neve,2020-03-15,school,35.1,129.0\n'
)


def call(folder: Path, *more: str, out: str = "o.csv") -> subprocess.CompletedProcess[str]:
    own = ["--cases", folder / "cases.csv", "--points", folder / "points.csv", "--out", folder / out]
    command = [sys.executable, "-m", "serai", "tracing", "infectors", *map(str, own), *more]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "cases.csv").write_text(CASES)
    (tmp_path / "points.csv").write_text(POINTS)
    return tmp_path


def test_answer_is_a_table_of_ranked_candidates_with_reasons(files: Path) -> None:
    found = call(files, "--json")
    assert found.returncode == 0, found.stderr
    summary = json.loads(found.stdout)
    assert (summary["cases"], summary["rows"], summary["zone_assumed"]) == (3, 4, "UTC")
    with (files / "o.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["case_id", "candidate_id", "rank", "score", "reasons"]
    assert [(r["case_id"], r["candidate_id"], r["rank"]) for r in rows[:2]] == [("C1", "C2", "1"), ("C2", "C1", "1")]
    assert {reason["factor"] for reason in json.loads(rows[0]["reasons"])} >= {"interval", "nearness", "meeting"}


def test_parquet_and_top_are_as_asked_for(files: Path) -> None:
    assert call(files, "--top", "1", out="o.parquet").returncode == 0
    assert pq.read_table(files / "o.parquet").column("rank").to_pylist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("points.csv", "person_id,date,kind,lat,lon\nann,2020-03-05,store,137.5,127.0\n", "beyond 90 degrees"),
        ("points.csv", "a,b\n1,2\n", "has no column for person_id"),
        ("cases.csv", "case_id,person_id,onset,confirmed\nC1,ann,,\n", "neither onset nor confirmed"),
        ("cases.csv", CASES + "C1,zoe,2020-03-01,\n", "stands twice"),
    ],
)
def test_bad_input_is_one_clear_line_and_no_output(files: Path, name: str, text: str, word: str) -> None:
    (files / name).write_text(text)
    found = call(files)
    assert found.returncode == 2
    assert word in found.stderr
    assert found.stderr.count("\n") == 1
    assert sorted(p.name for p in files.iterdir()) == ["cases.csv", "points.csv"]


def test_another_diseases_interval_is_used_and_named(files: Path) -> None:
    found = call(files, "--interval-mean", "12.6", "--interval-sd", "2.8", "--json")
    assert json.loads(found.stdout)["serial_interval_days"] == [12.6, 2.8]
    assert "mean 12.6 d, SD 2.8 d" in (files / "o.csv").read_text()
    refused = call(files, "--interval-mean", "12.6")
    assert refused.returncode == 2
    assert "belong together" in refused.stderr


def test_impossible_options_are_refused(files: Path) -> None:
    assert call(files, "--top", "0").returncode == 2
    assert call(files, out="o.txt").returncode == 2
    assert call(files, out="none/o.csv").returncode == 2
