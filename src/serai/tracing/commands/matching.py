"""The work behind `serai tracing match`: read strictly, match, write whole files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from serai.registry.domain.errors import BadInput
from serai.registry.domain.rejections import Report
from serai.tracing.commands.outputs import check_apart, check_place, sweep, write_rejects
from serai.tracing.domain import tables
from serai.tracing.domain.match import Movements, Source
from serai.tracing.domain.match import match as find
from serai.tracing.domain.rules import RuleSet, load_rules
from serai.tracing.domain.store import MovementStore
from serai.tracing.domain.tables.mapping import zone_named
from serai.tracing.domain.window import Window

Progress = Callable[[float], None]
LONGEST = 24.0 * 366


@dataclass(frozen=True, slots=True)
class Job:
    """The options of one call."""

    cases: str
    stays: str
    legs: str
    rules: Path | None
    out: Path
    contacts: Path | None
    rejects: Path | None
    zone: str
    engine: str
    before: float | None
    after: float | None


def run(job: Job, progress: Progress | None) -> dict[str, Any]:
    """Do it. Returns the summary. Raises BadInput."""
    tell = progress or (lambda _: None)
    rules = load_rules(job.rules)
    window = _checked(job, rules)
    report = Report()
    found = _cases(job, report)
    source = _source(job, report, lambda done: tell(0.4 * done))
    _strict(job, report)
    result = find(found, source=source, rules=rules, window=window, progress=lambda done: tell(0.4 + 0.4 * done))
    if job.contacts:
        result.write_contacts(job.contacts)
    tell(0.9)
    result.write_exposures(job.out)
    tell(1.0)
    return result.summary | {
        "out": str(job.out),
        "window_hours": [window.before_hours, window.after_hours],
        "rows_read": report.read,
        "duplicates": report.duplicates,
        "remarks": dict(report.remarks),
        "zone_assumed": report.zone_assumed,
        "engine": job.engine,
        "not_used": _not_used(source),
    }


def _not_used(source: Source) -> dict[str, int]:
    """What a store holds and a match does not go by: distances and days without hours are no shared time."""
    size = source.size() if isinstance(source, MovementStore) else {}
    return {name: size[name] for name in ("encounters", "points") if size.get(name)}


def _checked(job: Job, rules: RuleSet) -> Window:
    if job.engine != "duckdb":
        raise BadInput(f"engine {job.engine!r} is unknown", expected="duckdb")
    for path in (job.out, job.contacts):
        if path and path.suffix.lower() not in (".csv", ".parquet"):
            raise BadInput("names no known format", where=str(path), expected="a name that ends in .csv or .parquet")
    check_apart((job.out, job.contacts, job.rejects), (job.cases, job.stays, job.legs, str(job.rules or "")))
    for path in (job.out, job.contacts, job.rejects):
        check_place(path)
        sweep(path)
    before = rules.before_hours if job.before is None else job.before
    after = rules.after_hours if job.after is None else job.after
    for name, hours in (("--window-before", before), ("--window-after", after)):
        if not 0 <= hours <= LONGEST:
            raise BadInput(f"is {hours:g} hours", where=name, expected=f"0 to {LONGEST:g}")
    return Window(before, after)


def _zone(job: Job) -> ZoneInfo | None:
    return zone_named(job.zone) if job.zone else None


def _cases(job: Job, report: Report) -> pa.Table:
    read = tables.read_cases(job.cases, zone=_zone(job))
    report.add(read.report)
    return read.table


def _source(job: Job, report: Report, tell: Progress) -> Source:
    folder = Path(job.stays)
    if (folder / "manifest.json").is_file():
        if job.legs:
            raise BadInput(
                "cannot be added to a movement store", where=job.legs, expected="legs imported into the store"
            )
        store: Source = MovementStore.open(folder)
        return store
    stays = tables.read_stays(job.stays, zone=_zone(job), progress=tell)
    report.add(stays.report)
    legs = None
    if job.legs:
        read = tables.read_legs(job.legs, zone=_zone(job))
        report.add(read.report)
        legs = read.legs
    return Movements(stays.stays, legs)


def _strict(job: Job, report: Report) -> None:
    """List refused rows where asked to, and refuse the run if there are any."""
    if job.rejects:
        write_rejects(report, job.rejects)
    tables.refuse(report)
