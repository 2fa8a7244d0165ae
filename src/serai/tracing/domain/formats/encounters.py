"""Proximity encounters: two people within some metres of each other for a time, as phones and badges record them.

Two forms are read. A table with a header: `person_a, person_b, start, end` (or `minutes`) and `metres`. And the bare
form of published contact studies, four columns of numbers without a header: time step, person, person, metres.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from serai.registry.domain.errors import BadInput
from serai.registry.domain.rejections import Rejection, Report
from serai.tracing.domain.formats.routes import number
from serai.tracing.domain.formats.rows import Columns, Row, rows, strictly
from serai.tracing.domain.imports import ENCOUNTERS, Imported
from serai.tracing.domain.tables.mapping import ColumnMapping, checked

COLUMNS = Columns(
    {
        "person_a": ("person_a", "a", "user1", "id1"),
        "person_b": ("person_b", "b", "user2", "id2"),
        "start": ("start", "time", "datetime"),
        "end": ("end",),
        "minutes": ("minutes", "duration"),
        "metres": ("metres", "meters", "distance"),
        "step": ("step", "time_step"),
    },
    must=("person_a", "person_b", "metres"),
    bare=("step", "person_a", "person_b", "metres"),
)
_OURS = (*COLUMNS.names, "origin", "step_minutes", "steps_a_day")
LONGEST = timedelta(days=7)
FARTHEST = 1000.0
"""Metres: what is further apart is no encounter but a mistake of units."""


@dataclass(frozen=True, slots=True)
class Steps:
    """What a time step means: step 1 starts at `origin`, and each day has `a_day` steps from that hour on.

    The defaults are those of the Haslemere study (Kissler et al. 2018): five minutes, 07:00 to 23:00, from 12 October
    2017, in London. A mapping's constants `origin`, `step_minutes` and `steps_a_day` say otherwise.
    """

    origin: datetime
    minutes: int = 5
    a_day: int = 192

    def span(self, step: int) -> tuple[datetime, datetime]:
        """[start, end) of a step, UTC. Raises OverflowError for one beyond the calendar."""
        day, slot = divmod(step - 1, self.a_day)
        start = self.origin + timedelta(days=day, minutes=slot * self.minutes)
        return start.astimezone(UTC), (start + timedelta(minutes=self.minutes)).astimezone(UTC)


def read(
    path: Path,
    *,
    zone: ZoneInfo | None = None,
    mapping: Mapping[str, Any] | None = None,
    strict: bool = False,
    progress: Callable[[float], None] | None = None,
) -> Imported:
    """Encounters of every table in `path`, each pair in text order, the same one twice once.

    Times without a zone are in `zone`, else the mapping's, else UTC (steps: where the study was). Raises BadInput.
    """
    wanted = checked(mapping, _OURS, ("start", "end"))
    clock = zone or wanted.zone
    steps = _steps(wanted, clock)
    report = Report()
    found: dict[tuple[Any, ...], None] = {}
    for row in rows(path, COLUMNS, wanted, progress):
        report.read += 1
        if row.number <= 2 and not {"start", "step"} & row.labels.keys() | wanted.constants.keys():
            raise BadInput("has no column for start", where=f"{row.file}, row 1", expected="start, or a time step")
        encounter = _encounter(row, steps, clock, report)
        if isinstance(encounter, Rejection):
            report.rejections.append(encounter)
            continue
        report.duplicates += encounter in found
        found[encounter] = None
    report.taken = len(found)
    if strict:
        strictly(report)
    columns = list(zip(*found, strict=True)) or [()] * len(ENCOUNTERS)
    arrays = [pa.array(column, kind.type) for column, kind in zip(columns, ENCOUNTERS, strict=True)]
    return Imported(encounters=pa.Table.from_arrays(arrays, schema=ENCOUNTERS), report=report)


def _encounter(row: Row, steps: Steps, zone: ZoneInfo | None, report: Report) -> tuple[Any, ...] | Rejection:
    for name in ("person_a", "person_b"):
        if not row[name]:
            return row.refused(name, "no person")
    if row["person_a"] == row["person_b"]:
        return row.refused("person_b", "a person with itself")
    metres = number(row["metres"])
    if metres is None or not 0 <= metres <= FARTHEST:
        return row.refused("metres", f"not a distance of 0 to {FARTHEST:g} metres")
    span = _step_span(row, steps, report) if row["step"] else _clock_span(row, zone, report)
    if isinstance(span, Rejection):
        return span
    if span[1] < span[0]:
        return row.refused("end", "end before start")
    if span[1] - span[0] > LONGEST:
        return row.refused("end", "longer than a week")
    return (*sorted((row["person_a"], row["person_b"])), *span, metres)


def _step_span(row: Row, steps: Steps, report: Report) -> tuple[datetime, datetime] | Rejection:
    step = number(row["step"])
    if step is None or step != int(step) or not 1 <= step <= 10_000_000:
        return row.refused("step", "not a time step from 1 on")
    report.zone_assumed = report.zone_assumed or str(steps.origin.tzinfo)
    return steps.span(int(step))


def _clock_span(row: Row, zone: ZoneInfo | None, report: Report) -> tuple[datetime, datetime] | Rejection:
    times: list[datetime] = []
    for name in ("start", "end"):
        if name == "end" and not row["end"] and row["minutes"]:
            minutes = number(row["minutes"])
            if minutes is None or not 0 <= minutes <= LONGEST / timedelta(minutes=1):
                return row.refused("minutes", "not a number of minutes up to a week")
            times.append(times[0] + timedelta(minutes=minutes))
            continue
        try:
            when = datetime.fromisoformat(row[name].replace("/", "-"))
            if when.tzinfo is None:
                when = when.replace(tzinfo=zone or UTC)
                report.zone_assumed = report.zone_assumed or ("" if zone else "UTC")
            times.append(when.astimezone(UTC))
        except (ValueError, OverflowError):
            return row.refused(name, "not a date or time" if row[name] else f"no {name}")
    return times[0], times[1]


def _steps(mapping: ColumnMapping, zone: ZoneInfo | None) -> Steps:
    constants = mapping.constants
    try:
        origin = datetime.fromisoformat(constants.get("origin", "2017-10-12T07:00"))
        minutes, a_day = int(constants.get("step_minutes", "5")), int(constants.get("steps_a_day", "192"))
    except ValueError as error:
        raise BadInput(
            "mapping: origin is no time, or steps are no number", expected="2017-10-12T07:00, 5 and 192"
        ) from error
    if not (1 <= minutes <= 1440 and 1 <= a_day <= 1440 // minutes and 1900 <= origin.year <= 2200):
        raise BadInput("mapping: such steps fill more than a day", expected="minutes × steps within 1440")
    return Steps(origin if origin.tzinfo else origin.replace(tzinfo=zone or ZoneInfo("Europe/London")), minutes, a_day)
