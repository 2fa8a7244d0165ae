"""The one call: cases and movements in, exposures and contacts out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from serai.registry.domain.errors import BadInput
from serai.tracing.domain.match import output, rating
from serai.tracing.domain.match.profiles import Profiles
from serai.tracing.domain.match.source import Source
from serai.tracing.domain.match.writing import write
from serai.tracing.domain.readable import readable
from serai.tracing.domain.rules import RuleSet, default_rules
from serai.tracing.domain.window import Window, anchor

CASE_COLUMNS = ("case_id", "person_id", "onset", "confirmed")
BATCH = 250_000

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Cases:
    """Checked cases: `table` (case, case_id, person_id, lo, hi) and per case the anchor in microseconds and whether
    onset is missing.
    """

    table: pa.Table
    anchor: Any
    no_onset: Any

    @classmethod
    def of(cls, given: pa.Table, window: Window) -> Cases:
        """From CASE_COLUMNS. Exact duplicates collapse. Raises BadInput for one id with two contents or a case without
        dates.
        """
        seen: dict[str, dict[str, Any]] = {}
        for row in given.select(CASE_COLUMNS).to_pylist():
            if row["onset"] is None and row["confirmed"] is None:
                raise BadInput(
                    "has neither onset nor confirmed", where=f"case {row['case_id']}", expected="one of the dates"
                )
            if seen.setdefault(row["case_id"], row) != row:
                raise BadInput(
                    "is given twice and differently", where=f"case {row['case_id']}", expected="one row a case"
                )
        anchors = [anchor(_utc(r["onset"]), _utc(r["confirmed"])) for r in seen.values()]  # type: ignore[arg-type]
        spans = [window.around(a) for a in anchors]
        micros = pa.array(anchors, pa.timestamp("us")).cast(pa.int64()).to_numpy(zero_copy_only=False)
        table = pa.table(
            {
                "case": pa.array(range(len(seen)), pa.int32()),
                "case_id": pa.array(seen, pa.string()),
                "person_id": pa.array([r["person_id"] for r in seen.values()], pa.string()),
                "lo": pa.array([s[0] for s in spans], pa.timestamp("us")),
                "hi": pa.array([s[1] for s in spans], pa.timestamp("us")),
                "anchor": pa.array(anchors, pa.timestamp("us")),
            }
        )
        return cls(table, micros, np.array([r["onset"] is None for r in seen.values()], bool))


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment is not None and moment.tzinfo else moment


@dataclass
class MatchResult:
    """What was found. Texts and reasons are made when asked for, so that a million rows can go straight to a file."""

    con: Any
    rows: int
    summary: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def exposures(self) -> pa.Table:
        """EXPOSURE_COLUMNS, then risk_low and risk_high; ordered by case, contact (number), day and setting."""
        sql = output.chosen(output.EXPOSURES, output.EXPOSURE_COLUMNS + output.RANGE)
        return self.con.con.sql(sql).to_arrow_table()

    @cached_property
    def contacts(self) -> pa.Table:
        """CONTACT_COLUMNS, then risk_low and risk_high; ordered by case and rank."""
        self._ranked  # noqa: B018 (makes the table)
        sql = output.chosen(output.CONTACTS, output.CONTACT_COLUMNS + output.RANGE)
        return self.con.con.sql(sql).to_arrow_table()

    @cached_property
    def _ranked(self) -> bool:
        self.con.raw_sql(output.RANKED)
        return True

    def write_exposures(self, path: Path) -> int:
        """Write EXPOSURE_COLUMNS as CSV or Parquet by name; the file appears whole or not at all. Returns rows."""
        return write(self.con, output.chosen(output.EXPOSURES, output.EXPOSURE_COLUMNS), path)

    def write_contacts(self, path: Path) -> int:
        """Write CONTACT_COLUMNS likewise."""
        self._ranked  # noqa: B018 (makes the table)
        return write(self.con, output.chosen(output.CONTACTS, output.CONTACT_COLUMNS), path)


def match(
    cases: pa.Table,
    *,
    source: Source,
    rules: RuleSet | None = None,
    window: Window | None = None,
    progress: Progress | None = None,
    threads: int = 2,
) -> MatchResult:
    """Find everyone who shared a setting with a case.

    Args: cases: CASE_COLUMNS; onset and confirmed as timestamps, UTC where they carry no zone; onset may be null.
    source: a movement store or Movements. window: by default that of the rules. progress: called with 0 … 1.
    Raises BadInput, also for a damaged store.
    """
    rules = rules or default_rules()
    asked = Cases.of(cases, window or Window(rules.before_hours, rules.after_hours))
    with readable(getattr(source, "folder", "the movements")):
        return _found(asked, source, rules, progress or (lambda _: None), threads)


def _found(asked: Cases, source: Source, rules: RuleSet, tell: Progress, threads: int) -> MatchResult:
    from serai.tracing.domain.join import numbered, place_exposures, ride_exposures

    con = source.connect(threads=threads)
    tell(0.05)
    people = numbered(con, asked.table)
    profiles = Profiles()
    places = place_exposures(con, people, rules)
    tell(0.5)
    rides = ride_exposures(con, people)
    tell(0.6)
    parts = [
        rating.rated(part, rating.place_profiles(part, asked.no_onset, rules, profiles), asked.anchor, profiles, rules)
        for part in _batches(places)
    ]
    if rides.num_rows:
        modes = _modes(con, rides)
        found = rating.ride_profiles(rides, modes, asked.no_onset, rules, profiles)
        parts.append(rating.rated(rides, found, asked.anchor, profiles, rules))
    tell(0.7)
    rows = _gathered(parts)
    _register(con, asked, people, profiles.table(rules), rows)
    tell(1.0)
    return MatchResult(con, rows.num_rows, _summary(asked, people, rows, rules))


def _batches(table: pa.Table) -> list[pa.Table]:
    return [table.slice(at, BATCH) for at in range(0, table.num_rows, BATCH)]


def _modes(con: Any, rides: pa.Table) -> list[str]:
    runs = con.table("runs")
    known = runs.filter(runs.id.isin(rides["run"].unique().to_pylist())).select("id", "mode").to_pyarrow().to_pylist()
    names = {r["id"]: str(r["mode"]) for r in known}
    return [names[r] for r in rides["run"].to_pylist()]


ROW_SCHEMA = pa.schema(
    [
        ("case", pa.int32()), ("contact", pa.int64()), ("place", pa.int64()), ("run", pa.int64()), ("unit",
        pa.string()),
        ("day", pa.date32()), ("minutes", pa.float64()), ("profile", pa.int32()), ("risk", pa.float64()),
        ("risk_low", pa.float64()), ("risk_high", pa.float64()), ("dosed", pa.float64()), ("timing", pa.float64()),
        ("from_onset", pa.float64()),
    ]
)  # fmt: skip


def _gathered(parts: list[pa.Table]) -> pa.Table:
    whole = pa.concat_tables([ROW_SCHEMA.empty_table(), *parts], promote_options="default").select(ROW_SCHEMA.names)
    return whole.append_column("row", pa.array(np.arange(whole.num_rows)))


def _register(con: Any, asked: Cases, people: pa.Table, profiles: pa.Table, rows: pa.Table) -> None:
    first = people.join(asked.table.select(["case", "case_id", "anchor"]), "case").sort_by(
        [("anchor", "ascending"), ("case_id", "ascending")]
    )
    by_person: dict[int, str] = {}
    for row in first.select(["person", "case_id"]).to_pylist():
        by_person.setdefault(row["person"], row["case_id"])
    contact_case = pa.table(
        {"person": pa.array(by_person, pa.int64()), "case_id": pa.array(by_person.values(), pa.string())}
    )
    con.con.register("serai_rated", rows)
    con.con.register("serai_case", asked.table)
    con.con.register("serai_profile", profiles)
    con.con.register("serai_contact_case", contact_case)
    con.raw_sql("SET preserve_insertion_order = true")  # files keep the order of the rows
    con.raw_sql(output.rows(profiles))
    con.con.unregister("serai_rated")


def _summary(asked: Cases, people: pa.Table, rows: pa.Table, rules: RuleSet) -> dict[str, Any]:
    pairs = rows.group_by(["case", "contact"]).aggregate([])
    return {
        "cases": asked.table.num_rows,
        "cases_without_movements": asked.table.num_rows - people.num_rows,
        "exposures": rows.num_rows,
        "contacts": pairs.num_rows,
        "rules": rules.digest[:12],
        "pathogen": rules.pathogen,
    }
