"""`serai demo --out DIR` writes a generated outbreak; `serai demo evaluate` judges the ranking by its truth."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import typer

from serai.registry.domain.errors import BadInput

PEOPLE, DAYS = 50_000, 14

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


def fail(error: BadInput) -> typer.Exit:
    """One line on stderr, exit code 2."""
    typer.echo(str(error), err=True)
    return typer.Exit(2)


@app.callback(invoke_without_command=True)
def demo(
    context: typer.Context,
    out: Path | None = typer.Option(None, metavar="DIR", help="Folder to write to."),
    people: int = typer.Option(PEOPLE, metavar="N", help="How many people (500 or more)."),
    days: int = typer.Option(DAYS, metavar="D", help="How many days (5 to 60)."),
    seed: int = typer.Option(1, metavar="S", help="The same seed gives the same files."),
    as_json: bool = typer.Option(False, "--json", help="Print a summary as JSON."),
) -> None:
    """Write a generated outbreak, with its truth."""
    if context.invoked_subcommand:
        return
    if out is None:
        raise fail(BadInput("--out is missing", expected="serai demo --out DIR, or serai demo evaluate"))
    began = time.monotonic()
    try:
        world = made(people, days, seed)
        from serai.demo.files import write

        summary = write(world, out)
    except BadInput as error:
        raise fail(error) from None
    summary["seconds"] = round(time.monotonic() - began, 2)
    typer.echo(json.dumps(summary) if as_json else _line(summary, out))


def made(people: int, days: int, seed: int) -> Any:
    """A world. Raises BadInput for sizes that cannot be."""
    from serai.demo.domain import generate

    try:
        return generate(people_count=people, days=days, seed=seed)
    except ValueError as error:
        raise BadInput(f"people {people}, days {days}, seed {seed}: {error}") from error


def _line(s: dict[str, Any], out: Path) -> str:
    return (
        f"{s['people']:,} people, {s['stays']:,} stays and {s['legs']:,} rides reported, {s['infected']} infected, "
        f"{s['cases']} of them confirmed; written to {out} in {s['seconds']} s."
    )


@app.command()
def evaluate(
    folders: list[Path] = typer.Argument(None, metavar="[DIR]...", help="Written by serai demo --out; else new ones."),
    people: int = typer.Option(PEOPLE, metavar="N", help="People of each new world."),
    days: int = typer.Option(DAYS, metavar="D", help="Days of each new world."),
    seeds: int = typer.Option(5, metavar="K", min=1, help="How many new worlds: seeds 1 to K."),
    as_json: bool = typer.Option(False, "--json", help="Print the figures as JSON."),
) -> None:
    """Say how many of those whom a case infected stand among its first contacts."""
    from serai.demo.judge import judged, read, trial

    total = len(folders or range(seeds))
    try:
        worlds = (read(f) for f in folders) if folders else (trial(made(people, days, s + 1)) for s in range(seeds))
        found = judged(worlds, lambda done: _progress(done, total))
    except BadInput as error:
        raise fail(error) from None
    typer.echo(json.dumps(found) if as_json else "\n".join(lines(found)))


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        typer.echo(f"\r{done} of {total} worlds", nl=done == total, err=True)


def lines(found: dict[str, Any]) -> list[str]:
    """The figures as a table."""

    def cell(value: tuple[float, float, float]) -> str:
        return f"{value[0]:.1%} ({value[1]:.1%} to {value[2]:.1%})"

    names = {"risk": "by risk", "time": "same place, longest time", "random": "at random"}
    head = f"{found['cases']} cases of {found['worlds']} worlds infected {found['secondary']} people; "
    rows = [head + f"a case has {found['contacts_median']:.0f} contacts (median)."]
    rows.append(f"{'first contacts of a case':26}" + "".join(f"{k:>28}" for k in found["recall"]["risk"]))
    for name, by_budget in found["recall"].items():
        rows.append(f"{names[name]:26}" + "".join(f"{cell(v):>28}" for v in by_budget.values()))
    rows.append(f"On the list at all: {cell(found['ceiling'])}. 95 % intervals: bootstrap over worlds and cases.")
    rows.append(f"Meetings that the files hold from both sides: {cell(found['recorded'])}.")
    rows.append("Infected at, and share among the first 20 by risk, by time:")
    rows += [f"  {s['kind']:8} {s['infected']:5} {s['risk']:7.1%} {s['time']:7.1%}" for s in found["settings"]]
    return rows
