"""Reading a table equals reading it row by row."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from serai.tracing.domain.tables import read_legs, read_stays
from tests.tracing.domain.tables import slow
from tests.tracing.domain.tables.files import LEG_COLUMNS, STAY_COLUMNS, table

FILES, TOGETHER = (2000 if os.environ.get("SERAI_SOAK") else 60), 20
ZONES = [None, "Asia/Shanghai", "Europe/Berlin", "America/New_York"]


def plain(table: pa.Table) -> list[tuple[object, ...]]:
    """Rows with UTC times that carry no zone."""
    return [
        tuple(v.replace(tzinfo=None) if hasattr(v, "tzinfo") else v for v in row.values()) for row in table.to_pylist()
    ]


def same(found: Any, table: pa.Table, expected: slow.Read, zone: str | None) -> None:
    rows = plain(table)
    assert len(rows) == len(set(rows))
    assert set(rows) == set(expected.rows)
    report = found.report
    assert [(r.row, r.column, r.value, r.reason) for r in report.rejections] == expected.faults
    assert report.read == expected.read == report.taken + report.duplicates + len(report.rejections)
    assert dict(report.remarks) == dict(expected.remarks)
    assert report.zone_assumed == ((zone or "UTC") if expected.bare else "")


@pytest.mark.soak
@pytest.mark.parametrize("first", range(0, FILES, TOGETHER))
@pytest.mark.parametrize("kind", ["stays", "legs"])
def test_reading_equals_a_slow_obvious_reader(tmp_path: Path, kind: str, first: int) -> None:
    columns, fast, plainly = {
        "stays": (STAY_COLUMNS, read_stays, slow.stays),
        "legs": (LEG_COLUMNS, read_legs, slow.legs),
    }[kind]
    path = tmp_path / "table.csv"
    for seed in range(first, first + TOGETHER):
        rng = Random(seed)
        data, delimiter = table(rng, columns, must=4)
        zone = rng.choice(ZONES)
        path.write_bytes(data)
        found = fast(path, zone=ZoneInfo(zone) if zone else None)
        same(found, getattr(found, kind), plainly(data, delimiter, zone or "UTC"), zone)
