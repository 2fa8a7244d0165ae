"""Stays, legs and cases from tables (CSV, TSV, Parquet; plain, .gz, .zip) in anyone's columns, each row judged.

imported = read_stays("checkins/*.csv", zone=ZoneInfo("Asia/Shanghai"), mapping=read_mapping(Path("map.yaml")))
imported.stays, imported.report.rejections
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from serai.registry.domain.rejections import Report
from serai.tracing.domain.imports import Imported
from serai.tracing.domain.tables.mapping import read_mapping
from serai.tracing.domain.tables.reading import read, refuse
from serai.tracing.domain.tables.shapes import CASES, CASES_SHAPE, LEGS_SHAPE, STAYS_SHAPE

__all__ = ["CASES", "CasesRead", "read_cases", "read_legs", "read_mapping", "read_stays", "refuse"]


@dataclass(frozen=True, slots=True)
class CasesRead:
    """`table` has the schema CASES."""

    table: pa.Table
    report: Report


def read_stays(
    path: Path | str,
    *,
    zone: ZoneInfo | None = None,
    mapping: Mapping[str, Any] | None = None,
    strict: bool = False,
    progress: Callable[[float], None] | None = None,
) -> Imported:
    """Stays of a file, folder or glob: `.stays` (imports.STAYS; exact duplicates once, in no order) and `.report`.

    Args: zone: of times without one; else the mapping's, else UTC: `report.zone_assumed` says which, where it mattered.
    mapping: what the file calls our columns (see tables.mapping). strict: refuse the first bad row.
    progress: called with 0 … 1. Raises BadInput.
    """
    table, report = read(STAYS_SHAPE, path, zone=zone, mapping=mapping, strict=strict, progress=progress)
    return Imported(stays=table, report=report)


def read_legs(
    path: Path | str,
    *,
    zone: ZoneInfo | None = None,
    mapping: Mapping[str, Any] | None = None,
    strict: bool = False,
    progress: Callable[[float], None] | None = None,
) -> Imported:
    """Legs likewise: `.legs` (imports.LEGS). Units, rows and seats that cannot be read are null, with a remark."""
    table, report = read(LEGS_SHAPE, path, zone=zone, mapping=mapping, strict=strict, progress=progress)
    return Imported(legs=table, report=report)


def read_cases(path: Path | str, *, zone: ZoneInfo | None = None) -> CasesRead:
    """Cases likewise. A case needs onset or confirmed; a date is its midnight in `zone`."""
    return CasesRead(*read(CASES_SHAPE, path, zone=zone))
