"""One call: files in, one Arrow table and its report out. Rows stream through DuckDB; none becomes a Python object."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from serai.registry.domain.errors import BadInput
from serai.registry.domain.rejections import Rejection, Report
from serai.tracing.domain.engine import open_engine
from serai.tracing.domain.tables import clocks, raw
from serai.tracing.domain.tables.mapping import ColumnMapping, checked
from serai.tracing.domain.tables.shapes import Shape
from serai.tracing.domain.tables.sources import Source, files, opened
from serai.tracing.domain.tables.statement import Cell, build, mark_names, quoted, text
from serai.tracing.domain.tables.watched import watched
from serai.tracing.domain.workspace import workspace

Progress = Callable[[float], None]
MEMORY = "1GB"
"""What DuckDB may hold; more goes to temporary files."""
REJECTED_MOST = 1_000_000
"""Bad rows in one file. More of them is no file with bad rows, but the wrong file or the wrong mapping."""


@dataclass(frozen=True, slots=True)
class Work:
    """What one call needs for every file. `folder` holds `judged-<n>.parquet` for each file read."""

    con: duckdb.DuckDBPyConnection
    folder: Path
    shape: Shape
    mapping: ColumnMapping
    zone: str
    strict: bool


def read(
    shape: Shape,
    where: Path | str,
    *,
    zone: ZoneInfo | None = None,
    mapping: Mapping[str, Any] | None = None,
    strict: bool = False,
    progress: Progress | None = None,
) -> tuple[pa.Table, Report]:
    """All good rows of the tables that `where` names (file, folder or glob), each once, in no order; and the report.

    `zone` is for times without one; else the mapping's, else UTC. Returns: `shape.schema`. Raises BadInput where a file
    is refused whole; under `strict` for the first bad row too.
    """
    known = checked(mapping, shape.names, shape.times)
    assumed = str(zone or known.zone or "UTC")
    report = Report()
    found = files(where)
    sizes = [path.stat().st_size + 1 for path in found]
    tell = _Part(progress, 0.0, 1.0)
    try:
        with workspace() as folder, open_engine(**_config(folder)) as con:
            work = Work(con, folder, shape, known, assumed, strict)
            for number, path in enumerate(found):
                begun, done = sum(sizes[:number]) / sum(sizes), sum(sizes[: number + 1]) / sum(sizes)
                with opened(path) as source:
                    report.add(_file(work, source, number, tell.part(0.8 * begun, 0.8 * done)))
            table = watched(con, lambda: _distinct(work), tell.part(0.8, 1.0).call)
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise BadInput(f"no room to work in {tempfile.gettempdir()}: {error}") from error
    report.taken = table.num_rows
    report.duplicates = report.read - len(report.rejections) - report.taken
    tell.done()
    return table, report


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the whole, from `low` to `high`, that tells how far it is as how far the whole is."""

    progress: Progress | None
    low: float
    high: float

    @property
    def call(self) -> Progress | None:
        """What to call with 0 … 1 of this part; None where nobody listens."""
        progress, low, high = self.progress, self.low, self.high
        return (lambda done: progress(low + done * (high - low))) if progress else None

    def part(self, low: float, high: float) -> _Part:
        """A part of this part."""
        size = self.high - self.low
        return _Part(self.progress, self.low + low * size, self.low + high * size)

    def done(self) -> None:
        """This part is done."""
        if self.call:
            self.call(1.0)


def _config(folder: Path) -> dict[str, Any]:
    return {"memory_limit": MEMORY, "temp_directory": str(folder / "spill")}


def _file(work: Work, source: Source, number: int, tell: _Part) -> Report:
    """Judge one file."""
    names, delimiter = raw.header(source, work.mapping.delimiter)
    table = raw.reader(source, len(names), delimiter)
    statement = build(work.shape, _cells(work, source, names, table), work.mapping, work.zone, table)
    clocked, judged = work.folder / "clocked.parquet", work.folder / f"judged-{number}.parquet"
    rows = watched(
        work.con,
        lambda: raw.write(work.con, source, statement.clocked, len(names), clocked),
        tell.part(0.0, 0.7).call,
    )
    work.con.execute(
        "CREATE OR REPLACE TEMP VIEW clocked AS SELECT *, file_row_number AS n "  # noqa: S608
        f"FROM read_parquet({text(str(clocked))}, file_row_number=true)"
    )
    clocks.learn(work.con, statement.zones)
    judge = f"COPY ({statement.judged}) TO {text(str(judged))} (FORMAT parquet)"
    watched(work.con, lambda: work.con.execute(judge), tell.part(0.7, 1.0).call)
    tell.done()
    clocked.unlink()
    work.con.execute(f"CREATE OR REPLACE TEMP VIEW judged AS FROM read_parquet({text(str(judged))})")
    return _report(work, source, rows, delimiter, statement.faults)


def _cells(work: Work, source: Source, names: list[str], table: str) -> dict[str, Cell]:
    """Where each of our columns comes from in this file. Raises BadInput where one is missing or named twice."""
    found = raw.columns(work.con, source, table, len(names))
    cells = {ours: Cell(text(value), "VARCHAR", ours) for ours, value in work.mapping.constants.items()}
    for ours in work.shape.names:
        theirs = work.mapping.columns.get(ours, ours)
        if ours in cells or (theirs not in names and ours not in work.mapping.columns):
            continue
        if theirs not in names:
            raise BadInput(f"no column {theirs!r}", where=source.name, expected="the columns that the mapping names")
        if names.count(theirs) > 1:
            raise BadInput(f"column {theirs!r} stands there twice", where=f"{source.name}, row 1")
        cells[ours] = Cell(*found[names.index(theirs)], theirs)
    if missing := [c.name for c in work.shape.columns if c.must and c.name not in cells]:
        must = ", ".join(c.name for c in work.shape.columns if c.must)
        raise BadInput(f"no column {missing[0]!r}", where=source.name, expected=f"the columns {must}, or a mapping")
    return cells


def _report(work: Work, source: Source, rows: int, delimiter: str, faults: list[tuple[str, str]]) -> Report:
    """What the view `judged` says of a file. Raises BadInput under `strict`, and for too many bad rows."""
    report = Report(read=rows)
    marks = mark_names(work.shape)
    sums = ", ".join(f"count(*) FILTER ({quoted('r_' + mark)})" for mark in marks)
    counts = work.con.execute(f"SELECT count(fault), {sums} FROM judged").fetchall()[0]  # noqa: S608
    remarks = dict(zip(marks, counts[1:], strict=True))
    if remarks.pop("bare"):
        report.zone_assumed = work.zone
    report.remarks.update({name: count for name, count in remarks.items() if count})
    if counts[0] > REJECTED_MOST:
        what = f"{counts[0]} of {rows} rows are bad"
        raise BadInput(what, where=source.name, expected=f"at most {REJECTED_MOST}: is it the right file and mapping?")
    if counts[0]:
        bad = work.con.execute("SELECT n, fault, value FROM judged WHERE fault IS NOT NULL ORDER BY n").fetchall()
        numbers = raw.line_numbers(source, rows, [n for n, _, _ in bad], delimiter)
        for (_, fault, value), row in zip(bad, numbers, strict=True):
            column, reason = faults[fault]
            report.rejections.append(Rejection(source.name, row, column, value, reason))
    if work.strict:
        refuse(report)
    return report


def refuse(report: Report) -> None:
    """Raise BadInput, in one line, where a report lists a bad row."""
    if not report.rejections:
        return
    first, others = report.rejections[0], len(report.rejections) - 1
    what = f"{first.value!r}: {first.reason}" if first.value else first.reason
    more = f" (and {others} more bad rows)" if others > 1 else " (and one more bad row)" if others else ""
    raise BadInput(what + more, where=f"{first.file}, row {first.row}, column {first.column}")


def _distinct(work: Work) -> pa.Table:
    """The good rows of all files, each once."""
    names = [quoted(field.name) for field in work.shape.schema]
    typed = [
        f"{name} AT TIME ZONE 'UTC' AS {name}" if pa.types.is_timestamp(field.type) else name
        for name, field in zip(names, work.shape.schema, strict=True)
    ]
    good = f"read_parquet({text(str(work.folder / 'judged-*.parquet'))}) WHERE fault IS NULL"
    work.con.execute("SET preserve_insertion_order = false")
    found = work.con.sql(f"SELECT {', '.join(typed)} FROM (SELECT DISTINCT {', '.join(names)} FROM {good})")  # noqa: S608
    return found.to_arrow_table().cast(work.shape.schema)
