"""`serai tracing lookup`: was a confirmed case on this trip?"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

import typer

from serai.core.terminal import bar, clear, counted
from serai.registry.domain.errors import BadInput, OutOfScope

TRIPS = "Lists of trip notices: a folder or a file, CSV or Parquet."
ZONE = "Zone in which the trips happened (default: that of the list)."
MODE = (
    "Kind of transport: air, rail, metro, road or ship; without it, a word beside the number tells, or each is tried."
)


def lookup(
    service: Annotated[
        str, typer.Argument(metavar="SERVICE", help="Number as on the ticket, such as G1234 or MU5101.")
    ],
    day: Annotated[str, typer.Argument(metavar="DATE", help="Day of boarding, YYYY-MM-DD.")],
    trips: Annotated[Path, typer.Option("--trips", metavar="DIR", help=TRIPS)],
    unit: Annotated[str, typer.Option(metavar="U", help="Carriage.")] = "",
    board: Annotated[str, typer.Option(metavar="A", help="Where you got on.")] = "",
    alight: Annotated[str, typer.Option(metavar="B", help="Where you got off.")] = "",
    mode: Annotated[str, typer.Option(metavar="M", help=MODE)] = "",
    zone: Annotated[str, typer.Option(metavar="Z", help=ZONE)] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Say whether a confirmed case was on a trip. Exit code 0: yes, 1: none known, 2: bad input."""
    try:
        found = _look(service, day, trips, (unit, board, alight), mode, zone)
    except BadInput as error:
        clear()
        typer.echo(str(error), err=True)
        raise typer.Exit(3 if isinstance(error, OutOfScope) else 2) from None
    clear()
    _say(json.dumps(found, ensure_ascii=False) if as_json else _words(found))
    raise typer.Exit(0 if found["verdict"] == "yes" else 1)


def _say(text: str) -> None:
    """To stdout; one line and exit code 2 where that is full or closed."""
    try:
        typer.echo(text)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left in the buffer has no place
        typer.echo(f"the answer cannot be written: {error.strerror}", err=True)
        raise typer.Exit(2) from None


def _look(service: str, day: str, folder: Path, narrower: tuple[str, str, str], mode: str, zone: str) -> dict[str, Any]:
    from serai.tracing.domain.lookup import Query, answer, family_of, readings
    from serai.tracing.domain.lookup.files import read_trips
    from serai.tracing.domain.lookup.trips import period

    when = _day(day)
    if mode and not family_of(mode):
        raise BadInput(f"mode {mode!r}", expected="air, rail, metro, road or ship")
    if zone and zone not in available_timezones():
        raise BadInput(f"zone {zone!r}", expected="a name such as Asia/Shanghai")
    ways = readings(service, mode)
    if not ways:
        raise BadInput(f"service {service!r}", expected="a number as on the ticket, such as G1234 or MU5101")
    read = read_trips(folder, ZoneInfo(zone) if zone else None, bar())
    span = period(read.trips)
    first, last = (end.isoformat() for end in span) if span else ("", "")
    answers = [
        answer(Query(family, found, when, *narrower), read.trips, periods=[span] if span else [])
        for family, found in ways
    ]
    best = next((a for a in answers if a.verdict == "yes"), answers[0])  # one yes is a yes
    shown = best.found or [pair for a in answers for pair in a.found]
    return {
        "verdict": best.verdict,
        "why": best.why,
        "service": ways[answers.index(best)][1][0],
        "date": when.isoformat(),
        "trips": [{"closeness": near} | trip.record() for near, trip in shown],
        "list": {
            "trips": len(read.trips), "not_usable": read.unused, "refused_rows": read.refused, "zone": read.zone,
            "first": first, "last": last,
        },
    }  # fmt: skip


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"date {text!r}", expected="YYYY-MM-DD") from None


_NEAR = {
    "same_unit": "same carriage",
    "same_run": "same run, carriage not compared",
    "other_unit": "other carriage",
    "other_section": "other section: not aboard at the same time",
}
_WHY = {
    "not_covered": "the list does not cover that day",
    "after": "the day is after the last day of the list",
    "none_published": "the list holds no trip",
    "incomplete": "no such number is listed; write it as on the ticket, with its letters, or the city before a route",
}


def _words(found: dict[str, Any]) -> str:
    trip, period = f"{found['service']} on {found['date']}", found["list"]
    covered = f" ({period['first']} to {period['last']})" if period["first"] else ""
    head = {
        "yes": f"Yes: a confirmed case was on {trip}.",
        "no": f"No: no confirmed case is known on {trip}.",
        "unknown": f"Cannot tell: {_WHY.get(found['why'], '')}{covered}.",
    }[found["verdict"]]
    refused = period["refused_rows"]
    tail = [f"{counted(refused, 'rows')} of the list could not be read."] if refused else []
    return "\n".join([head, *(_line(one) for one in found["trips"]), *tail])


def _line(trip: dict[str, Any]) -> str:
    day = trip["dates"][0]
    times = " to ".join(_time(trip.get(name, ""), day) for name in ("depart", "arrive"))
    parts = [
        f"- {'/'.join(trip['services'])} {day}",
        times if times != "? to ?" else "time unknown",
        f"{trip.get('board', 'stop unknown')} to {trip.get('alight', 'stop unknown')}",
        f"carriage {', '.join(trip['units'])}" if "units" in trip else "carriage unknown",
        _NEAR[trip["closeness"]],
        trip.get("publisher", ""),
        trip.get("url", ""),
    ]
    return "; ".join(part for part in parts if part)


def _time(moment: str, day: str) -> str:
    """The time of day, with its day where that is another than the ride's own."""
    if not moment:
        return "?"
    return moment[11:16] if moment[:10] == day else f"{moment[:10]} {moment[11:16]}"
