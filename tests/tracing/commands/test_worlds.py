"""The command, from files to file, equals the definition of a match."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from serai.registry.domain.movements import LEG_COLUMNS, STAY_COLUMNS
from tests.tracing.commands.calls import call
from tests.tracing.domain.reference import matched
from tests.tracing.domain.test_match import COMPARED
from tests.tracing.domain.worlds import world

CASE_COLUMNS = ("case_id", "person_id", "onset", "confirmed")
TOGETHER = 25
ZONE = ZoneInfo("Asia/Kathmandu")


def stamp(moment: datetime | None, rng: Random) -> str:
    """The same moment in one of the forms that files have; without a zone it is meant in ZONE."""
    if moment is None:
        return ""
    form = rng.randrange(4)
    if form == 0:
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    if form == 1:
        return moment.astimezone(timezone(timedelta(hours=-5))).isoformat(" ")
    if form == 2:
        return moment.astimezone(ZoneInfo("Europe/Lisbon")).strftime("%Y-%m-%d %H:%M:%S") + " Europe/Lisbon"
    return moment.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M:%S.000")


def cells(rows: Iterable[object], columns: tuple[str, ...], rng: Random) -> list[list[str]]:
    """Rows as text."""

    def text(value: object) -> str:
        if isinstance(value, datetime):
            return stamp(value, rng)
        return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)

    return [[text(getattr(row, column)) for column in columns] for row in rows]


def as_csv(path: Path, columns: tuple[str, ...], rows: list[list[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([columns, *rows])
    return path


def as_folder(path: Path, columns: tuple[str, ...], rows: list[list[str]]) -> Path:
    """A gzip with one half, a Parquet with the other, some rows in both."""
    path.mkdir()
    half = len(rows) // 2
    packed = as_csv(path / "a", columns, rows[: half + 3])
    (path / "a.csv.gz").write_bytes(gzip.compress(packed.read_bytes()))
    packed.unlink()
    table = pa.table({c: [row[i] for row in rows[half:]] for i, c in enumerate(columns)})
    pq.write_table(table, path / "b.parquet")
    return path


def as_store(path: Path, stays: Path, legs: Path) -> Path:
    for kind, source in (("stays", stays), ("legs", legs)):
        done = call("import", kind, source, "--into", path, "--zone", ZONE.key)
        assert done.returncode == 0, done.stderr
    return path


def told(path: Path) -> set[tuple[object, ...]]:
    """The rows of the exposure file, in the columns that the reference speaks of."""

    def value(row: dict[str, str], column: str) -> object:
        text = row[column] or None
        if text is None:
            return None
        return date.fromisoformat(text) if column == "day" else float(text) if column == "minutes" else text

    with path.open(newline="", encoding="utf-8") as stream:
        found = [tuple(value(row, column) for column in COMPARED) for row in csv.DictReader(stream)]
    assert len(found) == len(set(found))
    return set(found)


@pytest.mark.parametrize("first", [5000, 5025])
@pytest.mark.parametrize("form", ["csv", "folder", "store"])
def test_match_from_files_equals_the_slow_reference(tmp_path: Path, first: int, form: str) -> None:
    rng, worlds = Random(first), [world(seed) for seed in range(first, first + TOGETHER)]
    write: Callable[[Path, tuple[str, ...], list[list[str]]], Path] = as_folder if form == "folder" else as_csv
    cases = as_csv(tmp_path / "cases.csv", CASE_COLUMNS, cells((c for w in worlds for c in w.cases), CASE_COLUMNS, rng))
    stays = write(tmp_path / "stays", STAY_COLUMNS, cells((s for w in worlds for s in w.stays), STAY_COLUMNS, rng))
    legs = write(tmp_path / "legs", LEG_COLUMNS, cells((x for w in worlds for x in w.legs), LEG_COLUMNS, rng))
    given: list[str | Path] = ["--stays", stays, "--legs", legs]
    if form == "store":
        given = ["--stays", as_store(tmp_path / "store", stays, legs)]
    done = call("match", "--cases", cases, *given, "--out", tmp_path / "o.csv", "--zone", ZONE.key)
    assert done.returncode == 0, done.stderr
    expected = {row for w in worlds for row in matched(w)}
    assert expected
    assert told(tmp_path / "o.csv") - expected == set()
    assert expected - told(tmp_path / "o.csv") == set()
