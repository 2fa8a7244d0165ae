"""`serai tracing match`: files in, exposures and ranked contacts out."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from serai.core.terminal import bar, clear, counted
from serai.registry.domain.errors import BadInput, OutOfScope

CASES = "Cases: case_id, person_id, onset, confirmed (CSV or Parquet)."
STAYS = "Stays: a file, folder or glob of CSV or Parquet, or the folder of a movement store."
OUT = "Exposures, one row per case, contact, setting and day (.csv or .parquet)."


def match(
    cases: Annotated[str, typer.Option("--cases", metavar="C", help=CASES)],
    stays: Annotated[str, typer.Option("--stays", metavar="S", help=STAYS)],
    out: Annotated[Path, typer.Option("--out", metavar="O", help=OUT)],
    legs: Annotated[str, typer.Option("--legs", metavar="L", help="Legs of journeys: a file, folder or glob.")] = "",
    rules: Annotated[
        Path | None, typer.Option(metavar="R", help="Contact rules (YAML) in place of the default.")
    ] = None,
    contacts: Annotated[Path | None, typer.Option(metavar="P", help="Contacts, ranked by risk.")] = None,
    rejects: Annotated[Path | None, typer.Option(metavar="X", help="Where refused rows are listed (CSV).")] = None,
    zone: Annotated[str, typer.Option(metavar="Z", help="Zone of times without one, such as Asia/Shanghai.")] = "",
    engine: Annotated[str, typer.Option(help="Engine: duckdb.")] = "duckdb",
    window_before: Annotated[float | None, typer.Option(metavar="HOURS", help="Hours before the anchor.")] = None,
    window_after: Annotated[float | None, typer.Option(metavar="HOURS", help="Hours after the anchor.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a summary as JSON.")] = False,
) -> None:
    """Find who shared a place or a ride with a case, ranked by risk, with reasons."""
    from serai.tracing.commands.matching import Job, run

    job = Job(cases, stays, legs, rules, out, contacts, rejects, zone, engine, window_before, window_after)
    began = time.monotonic()
    try:
        summary = run(job, bar())
    except BadInput as error:
        clear()
        typer.echo(str(error), err=True)
        raise typer.Exit(3 if isinstance(error, OutOfScope) else 2) from None
    clear()
    summary["seconds"] = round(time.monotonic() - began, 3)
    typer.echo(json.dumps(summary, ensure_ascii=False) if as_json else _line(summary, out))


def _line(summary: dict[str, Any], out: Path) -> str:
    found = {name: counted(summary[name], name) for name in ("contacts", "cases", "exposures")}
    lines = [f"{found['contacts']} of {found['cases']}, {found['exposures']} written to {out}."]
    if unseen := summary["cases_without_movements"]:
        lines.append(f"Without movements: {counted(unseen, 'cases')}.")
    if left := ", ".join(f"{count} {name}" for name, count in summary["not_used"].items()):
        lines.append(f"In the store, and not used: {left}. A match goes by stays and legs.")
    if doubled := summary["duplicates"]:
        lines.append(f"Exact duplicates left out: {doubled}.")
    if remarks := ", ".join(f"{name} {count}" for name, count in sorted(summary["remarks"].items())):
        lines.append(f"Remarks: {remarks}.")
    if summary["zone_assumed"]:
        lines.append(f"Times without a zone were read as {summary['zone_assumed']}.")
    return "\n".join(lines)
