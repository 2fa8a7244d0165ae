"""`serai tracing infectors`: which earlier cases may have infected each case."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from serai.core.terminal import bar, clear
from serai.registry.domain.errors import BadInput, OutOfScope

if TYPE_CHECKING:
    from serai.tracing.domain.infectors import Serial

CASES = "Cases: case_id, person_id, onset, confirmed (CSV or Parquet)."
POINTS = "Dated route points: person_id, date, kind, lat, lon (CSV or Parquet)."
TOP_MOST = 10_000


def infectors(
    cases: Annotated[str, typer.Option("--cases", metavar="C", help=CASES)],
    points: Annotated[str, typer.Option("--points", metavar="P", help=POINTS)],
    out: Annotated[Path, typer.Option("--out", metavar="O", help="Ranked candidates (.csv or .parquet).")],
    top: Annotated[int, typer.Option(metavar="N", help="Candidates for each case.")] = 10,
    interval_mean: Annotated[
        float | None, typer.Option(metavar="DAYS", help="Mean serial interval of the disease (COVID-19: 4.7).")
    ] = None,
    interval_sd: Annotated[
        float | None, typer.Option(metavar="DAYS", help="Its standard deviation (COVID-19: 2.9).")
    ] = None,
    zone: Annotated[str, typer.Option(metavar="Z", help="Zone of times without one, such as Asia/Seoul.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print a summary as JSON.")] = False,
) -> None:
    """Rank the earlier cases who may have infected each case, with reasons."""
    began = time.monotonic()
    try:
        interval = (interval_mean, interval_sd)
        summary = run(cases, points, out, top=top, interval=interval, zone=zone, progress=bar())
    except BadInput as error:
        clear()
        typer.echo(str(error), err=True)
        raise typer.Exit(3 if isinstance(error, OutOfScope) else 2) from None
    clear()
    summary["seconds"] = round(time.monotonic() - began, 3)
    counts = f"{summary['rows']} candidates of {summary['cases']} cases written to {out}."
    typer.echo(json.dumps(summary, ensure_ascii=False) if as_json else counts)


def run(
    cases: str,
    points: str,
    out: Path,
    *,
    top: int,
    interval: tuple[float | None, float | None],
    zone: str,
    progress: Callable[[float], None] | None,
) -> dict[str, Any]:
    """Do it. Returns the summary. Raises BadInput."""
    from serai.tracing.commands.outputs import check_apart, check_place, sweep
    from serai.tracing.domain import tables
    from serai.tracing.domain.formats import routes
    from serai.tracing.domain.imports import POINTS
    from serai.tracing.domain.infectors import rank
    from serai.tracing.domain.tables.mapping import zone_named

    if not 1 <= top <= TOP_MOST:
        raise BadInput(f"is {top}", where="--top", expected=f"1 to {TOP_MOST}")
    if out.suffix.lower() not in (".csv", ".parquet"):
        raise BadInput("names no known format", where=str(out), expected="a name that ends in .csv or .parquet")
    serial = _serial(*interval)
    check_apart((out,), (cases, points))
    check_place(out)
    sweep(out)
    read = tables.read_cases(cases, zone=zone_named(zone) if zone else None)
    if read.report.rejections:
        first = read.report.rejections[0]
        where = f"{first.file}, row {first.row}, column {first.column}"
        raise BadInput(f"{first.value!r}: {first.reason}" if first.value else first.reason, where=where)
    _distinct(read.table["case_id"].to_pylist(), cases)
    found = routes.read(Path(points), strict=True)
    route = found.points if found.points is not None else POINTS.empty_table()
    ranked = rank(read.table, route, top=top, serial=serial, progress=progress)
    _write(ranked, out)
    people = set(route["person_id"].to_pylist())
    return {
        "cases": read.table.num_rows,
        "cases_without_route": sum(person not in people for person in read.table["person_id"].to_pylist()),
        "points": found.report.taken,
        "duplicates": read.report.duplicates + found.report.duplicates,
        "rows": ranked.num_rows,
        "serial_interval_days": [serial.mean, serial.sd],
        "zone_assumed": read.report.zone_assumed,
        "out": str(out),
    }


def _serial(mean: float | None, sd: float | None) -> Serial:
    from serai.tracing.domain.infectors import COVID, Serial

    if mean is None and sd is None:
        return COVID
    if mean is None or sd is None:
        raise BadInput("--interval-mean and --interval-sd belong together", expected="both or neither")
    for name, days in (("--interval-mean", mean), ("--interval-sd", sd)):
        if not 0.1 <= days <= 100:
            raise BadInput(f"is {days:g}", where=name, expected="0.1 to 100 days")
    return Serial(mean, sd, "as given")


def _distinct(names: list[str], where: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise BadInput(f"case {name!r} stands twice", where=where, expected="one row a case")
        seen.add(name)


def _write(table: Any, out: Path) -> None:
    """The whole file or none of it."""
    import pyarrow as pa
    from pyarrow import csv, parquet

    partial = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        if out.suffix.lower() == ".csv":
            csv.write_csv(table, partial)
        else:
            parquet.write_table(table, partial, compression="zstd")
        partial.replace(out)
    except (OSError, pa.ArrowException) as error:
        raise BadInput(f"cannot be written: {error}", where=str(out)) from error
    finally:
        partial.unlink(missing_ok=True)
