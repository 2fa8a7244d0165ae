"""Every notice of the real lists, asked for exactly as it is printed."""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from serai.tracing.domain.formats.trips.read import COLUMNS, TYPES
from serai.tracing.domain.formats.trips.services import numbers
from serai.tracing.domain.formats.trips.text import clean, private
from serai.tracing.domain.imports import importer
from serai.tracing.domain.lookup import Query, Trip, answer, family_of, normal, readings, trips_from
from serai.tracing.domain.lookup.files import zone_of
from serai.tracing.domain.lookup.trips import period
from serai.tracing.domain.tables.mapping import zone_named

pytestmark = pytest.mark.reference


@pytest.mark.parametrize("told", [False, True], ids=["kind not told", "kind told"])
def test_what_a_notice_prints_is_found(told: bool) -> None:
    folder = Path(os.environ.get("SERAI_REFERENCE_DATA", "../shared/data")) / "trips"
    lists = sorted(folder.glob("*.csv"))
    if not lists:
        pytest.skip("third-party data is absent (SERAI_REFERENCE_DATA)")
    for path in lists:
        read = importer("trips")(path)
        assert read.notices is not None
        trips, _ = trips_from(read.notices, zone_named(zone_of(read.notices.schema)))
        refused = {one.row for one in read.report.rejections}
        on: dict[date, list[Trip]] = defaultdict(list)
        for trip in trips:
            for day in trip.dates:
                on[day].append(trip)
        span = period(trips)
        assert span is not None
        asked, missed = 0, []
        for mode, cell, day, unit in _usable(path, refused):
            asked += 1
            ways = readings(cell, mode if told else "")
            said = [answer(Query(f, n, day, unit), on[day], periods=[span]).verdict for f, n in ways]
            if "yes" not in said:
                missed.append(cell)
        assert asked > 2000
        assert len(missed) * 500 <= asked, missed  # what needs a second cell or the memo to be told


def _usable(path: Path, refused: set[int]) -> Iterator[tuple[str, str, date, str]]:
    """Mode, number, day and carriage as printed, of each row that was taken as a notice with a number."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for place, row in enumerate(csv.DictReader(stream), start=2):
            cell = {ours: next((row[c] for c in theirs if c in row), "") for ours, theirs in COLUMNS.names.items()}
            mode, text = TYPES.get(cell["mode"], ""), clean(cell["service"])
            if not mode or place in refused or private(text):
                continue
            read = numbers(mode, text, clean(cell["memo"]))
            if any(normal(one, family_of(read.mode)) for run in read.runs for one in run):
                yield mode, cell["service"], date.fromisoformat(cell["date"]), cell["units"]
