"""The flights of a PAXLST message: TDT groups with LOC and DTM, joined into runs of one operating flight."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from serai.registry.domain.rejections import Report
from serai.tracing.domain.formats.edifact import Segment
from serai.tracing.domain.formats.edifact.air import Clocks, clock, service
from serai.tracing.domain.formats.edifact.result import Flight, reject

STOPS = {"125", "87", "92", "130", "5", "8", "188"}


@dataclass(slots=True)
class Stop:
    airport: str
    border: bool = False
    depart: datetime | None = None
    arrive: datetime | None = None


@dataclass(slots=True)
class Run:
    segment: int
    service: str
    stops: list[Stop] = field(default_factory=list)

    @property
    def date(self) -> date | None:
        """Local date of the first departure, else of the first arrival."""
        times = [stop.depart for stop in self.stops] + [stop.arrive for stop in self.stops]
        return next((time.date() for time in times if time), None)

    def ride(self, embark: str, debark: str, clocks: Clocks, report: Report) -> Flight | None:
        """The part between two airports; the whole run when they are not on it; None when it ends before it begins."""
        codes = [stop.airport for stop in self.stops]
        first = codes.index(embark) if embark in codes[:-1] else 0
        last = codes.index(debark, first + 1) if debark in codes[first + 1 :] else len(codes) - 1
        start, end = self.stops[first], self.stops[last]
        depart, arrive = clocks.utc(start.depart, start.airport), clocks.utc(end.arrive, end.airport)
        if depart and arrive and depart >= arrive:
            report.remarks["flight_times_not_in_order"] += 1
            depart = arrive = None
        origin = self.date
        return Flight(self.service, origin, start.airport, end.airport, depart, arrive) if origin else None


def runs(parts: list[Segment], name: str, report: Report) -> list[Run]:
    """Flights in order of travel. A group with the route of the one before is its codeshare: an alias, not a run."""
    found: list[Run] = []
    for part in parts:
        match part.tag:
            case "TDT":
                found += _started(part, name, report)
            case "LOC" if found and part.get(0) in STOPS and part.get(1):
                found[-1].stops.append(Stop(part.get(1).upper(), part.get(0) == "125"))
            case "DTM" if found and found[-1].stops and part.get(0) in {"189", "232"}:
                _time(part, found[-1].stops[-1], name, report)
    return _joined([run for run in found if run.service and _usable(run, name, report)], report)


def _started(part: Segment, name: str, report: Report) -> list[Run]:
    if part.get(0) not in {"20", ""}:
        report.remarks["transport_not_main_leg"] += 1
        return [Run(part.number, "")]
    number = service(part.get(1), part.get(4))
    if not number:
        reject(report, name, part.number, "TDT/2", part.get(1), "not a flight number")
    return [Run(part.number, number)]


def _time(part: Segment, stop: Stop, name: str, report: Report) -> None:
    time = clock(part.get(0, 1))
    if time is None:
        reject(report, name, part.number, "DTM/1", part.get(0, 1), "not a time as YYMMDDHHMM")
    elif part.get(0) == "189":
        stop.depart = time
    else:
        stop.arrive = time


def _usable(run: Run, name: str, report: Report) -> bool:
    if len(run.stops) >= 2 and run.date:
        return True
    reject(report, name, run.segment, "TDT/2", run.service, "flight without two airports and a time")
    return False


def _joined(found: list[Run], report: Report) -> list[Run]:
    kept: list[Run] = []
    for run in found:
        before = kept[-1] if kept else None
        if before and [s.airport for s in before.stops] == [s.airport for s in run.stops] and before.date == run.date:
            report.remarks[f"codeshare {run.service} = {before.service}"] += 1
        elif before and before.service == run.service and _continues(before, run):
            before.stops[-1].depart = run.stops[0].depart
            before.stops[-1].border = run.stops[0].border
            before.stops += run.stops[1:]
        else:
            kept.append(run)
    return kept


def _continues(before: Run, run: Run) -> bool:
    arrive, depart = before.stops[-1].arrive, run.stops[0].depart
    near = arrive is None or depart is None or timedelta(0) <= depart - arrive <= timedelta(hours=12)
    return before.stops[-1].airport == run.stops[0].airport and near
