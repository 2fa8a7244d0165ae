"""`serai tracing import`: files of movements in, rows in a movement store."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from serai.core.terminal import bar, clear, counted
from serai.registry.domain.errors import BadInput, OutOfScope

if TYPE_CHECKING:
    from serai.tracing.commands.importing import Summary

KIND = "What the files hold: stays, legs, paxlst, pnrgov, trips, routes or encounters."
INTO = "Folder of the movement store; it is made where there is none. Without it: say what would be taken."


def import_(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=KIND)],
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Files, folders or globs.")],
    into: Annotated[Path | None, typer.Option(metavar="DIR", help=INTO)] = None,
    rejects: Annotated[Path | None, typer.Option(metavar="R", help="Where refused rows are listed (CSV).")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Refuse a file that has a bad row.")] = False,
    zone: Annotated[str, typer.Option(metavar="Z", help="Zone of times without one, such as Asia/Shanghai.")] = "",
    mapping: Annotated[Path | None, typer.Option(metavar="M", help="What the files call our columns (YAML).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a summary as JSON.")] = False,
) -> None:
    """Bring files of movements into a movement store: each file whole, bad rows listed, nothing taken twice."""
    from serai.tracing.commands.importing import Job, run

    began = time.monotonic()
    try:
        done = run(Job(kind, files, into, rejects, strict, zone, mapping), bar())
    except BadInput as error:
        clear()
        typer.echo(str(error), err=True)
        raise typer.Exit(3 if isinstance(error, OutOfScope) else 2) from None
    clear()
    for refused in done.refused:
        typer.echo(str(refused), err=True)
    if as_json:
        typer.echo(json.dumps(done.as_dict() | {"seconds": round(time.monotonic() - began, 3)}, ensure_ascii=False))
    elif done.files:
        typer.echo(_said(done, rejects))
    if done.refused:
        raise typer.Exit(3 if all(isinstance(error, OutOfScope) for error in done.refused) else 2)


def _said(done: Summary, rejects: Path | None) -> str:
    """What happened, in plain words."""
    found = {name: done.total(name) for name in ("stays", "legs", "points", "encounters", "notices")}
    good = ", ".join(counted(count, name) for name, count in found.items() if count) or "nothing"
    where = f"in {done.into} now" if done.into else "could be taken (say where --into)"
    lines = [f"{good} {where}, of {counted(done.report.read, 'rows')} read."]
    if known := sum(one["known"] for one in done.files):
        lines.append(f"Taken before, so nothing was added: {counted(known, 'files')}.")
    if done.report.duplicates:
        lines.append(f"Exact duplicates left out: {done.report.duplicates}.")
    if there := done.total("already_there"):
        lines.append(f"In the store already: {counted(there, 'rows')}.")
    if people := done.total("travellers"):
        lines.append(f"{counted(people, 'travellers')}, each by a code; no name or document is kept.")
    if bad := len(done.report.rejections):
        lines.append(f"Refused: {counted(bad, 'rows')}, {f'see {rejects}' if rejects else 'list them with --rejects'}.")
    if remarks := ", ".join(f"{name} {count}" for name, count in sorted(done.report.remarks.items())):
        lines.append(f"Remarks: {remarks}.")
    if done.report.zone_assumed:
        lines.append(f"Times without a zone were read as {done.report.zone_assumed}.")
    return "\n".join(lines)
