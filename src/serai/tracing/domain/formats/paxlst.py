"""PAXLST (WCO/IATA/ICAO API guide, D.02B to D.12B): who was on a flight, and in which seat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from serai.registry.domain.errors import BadInput
from serai.registry.domain.rejections import Report
from serai.tracing.domain.formats.edifact import Message, Segment, messages
from serai.tracing.domain.formats.edifact.air import Clocks, day, seat
from serai.tracing.domain.formats.edifact.envelope import text_of
from serai.tracing.domain.formats.edifact.result import Person, imported, is_infant, reject
from serai.tracing.domain.formats.paxlst_route import Run, runs
from serai.tracing.domain.imports import Imported, Traveller

ROLES = {"FL": "passenger", "FM": "crew", "DDT": "crew", "DDU": "passenger"}
NOT_FLOWN = {"CLNB": "not_on_board", "XR": "reservation_cancelled", "XF": "flight_cancelled"}


def read(
    path: Path,
    *,
    zone: ZoneInfo | None = None,
    mapping: Mapping[str, Any] | None = None,
    strict: bool = False,
    progress: Callable[[float], None] | None = None,
    key: bytes = b"",
) -> Imported:
    """People and legs of every PAXLST message in `path`; `zone` is for airports that are not known.

    `mapping` is not used. BadInput when the file is refused whole (syntax, or no PAXLST), or a row is and `strict`.
    Rejections carry the segment's number in the file as row, and tag/element as column.
    """
    del mapping
    report = Report()
    found = messages(text_of(path), path.name, report.remarks)
    wanted = [message for message in found if message.kind == "PAXLST"]
    if not wanted:
        raise BadInput(f"no PAXLST message but {found[0].kind[:12]!r}", where=path.name, expected="PAXLST")
    people: list[Person] = []
    for index, message in enumerate(found):
        if message.kind == "PAXLST":
            people += _people(message, path.name, Clocks(zone, report), report)
        else:
            header = message.header
            reject(report, path.name, header.number, "UNH/2", message.kind, "not a PAXLST message")
        if progress:
            progress((index + 1) / len(found))
    return imported(people, report, key=key, strict=strict)


def _people(message: Message, name: str, clocks: Clocks, report: Report) -> list[Person]:
    groups = _groups(message.segments)
    flights = runs(groups[0], name, report)
    for run in flights:
        trial = Report()
        run.ride("", "", Clocks(clocks.fallback, trial), trial)
        if trial.remarks["flight_times_not_in_order"]:
            reject(report, name, run.segment, "DTM", run.service, "arrives before it departs: times are left unknown")
    begin = next((part for part in groups[0] if part.tag == "BGM"), None)
    absent = NOT_FLOWN.get(begin.get(1).upper(), "") if begin else ""
    people = []
    for group in groups[1:]:
        person = _person(group, flights, name, clocks, report)
        if person is None:
            continue
        if absent:
            report.remarks[absent] += 1
            person.rides = []
        people.append(person)
    return people


def _groups(parts: list[Segment]) -> list[list[Segment]]:
    """The head, then one group per named person."""
    groups: list[list[Segment]] = [[]]
    for part in parts:
        if part.tag == "NAD" and part.get(0) != "MS":
            groups.append([])
        elif part.tag == "CNT":
            break
        groups[-1].append(part)
    return groups


def _person(group: list[Segment], flights: list[Run], name: str, clocks: Clocks, report: Report) -> Person | None:
    head = group[0]
    report.read += 1
    role = ROLES.get(head.get(0).upper(), "")
    if not role:
        reject(report, name, head.number, "NAD/1", head.get(0), "not a passenger or crew code (FL, FM, DDT, DDU)")
        return None
    on = next((run.date for run in flights if run.date), None)
    who = _identity(group, role, on, name, report)
    if not (who.family or who.document):
        reject(report, name, head.number, "NAD/4", head.get(3), "no person: neither a name nor a document")
        return None
    if not flights:
        reject(report, name, head.number, "NAD/4", "", "no usable flight for this person")
        return None
    person = Person(head.number, who, _value(group, "RFF", "AVF"))
    embark, debark = _place(group, "178"), _place(group, "179")
    places = dict(zip(map(id, flights), _seats(group, who.role, flights, report), strict=True))
    codes = [stop.airport for run in flights for stop in run.stops]
    report.remarks["airport_not_on_route"] += sum(bool(code) and code not in codes for code in (embark, debark))
    for run in _part(flights, embark, debark):
        flight = run.ride(embark, debark, clocks, report)
        if flight:
            person.rides.append((flight, places[id(run)]))
    return person


def _part(flights: list[Run], embark: str, debark: str) -> list[Run]:
    starts = [i for i, run in enumerate(flights) if embark in [s.airport for s in run.stops[:-1]]]
    first = starts[0] if starts else 0
    ends = [i for i, run in enumerate(flights) if i >= first and debark in [s.airport for s in run.stops[1:]]]
    return flights[first : (ends[0] if ends else len(flights) - 1) + 1]


def _seats(group: list[Segment], role: str, flights: list[Run], report: Report) -> list[tuple[str, str] | None]:
    """One seat per run: as listed when as many, else the one seat is that of the border crossing."""
    texts = [part.get(0, 1) for part in group if part.tag == "RFF" and part.get(0) == "SEA"]
    if role == "crew":
        texts = []
    read = [seat(text) for text in texts]
    report.remarks["seat_unreadable"] += sum(place is None for place in read)
    if len(read) == len(flights):
        return list(read)
    seats: list[tuple[str, str] | None] = [None] * len(flights)
    if read:
        border = [i for i, run in enumerate(flights) if any(stop.border for stop in run.stops)]
        seats[border[0] if border else 0] = read[0]
        report.remarks["seat_beyond_first"] += max(len(read) - 1, 0)
    return seats


def _identity(group: list[Segment], role: str, on: date | None, name: str, report: Report) -> Traveller:
    head = group[0]
    given = " ".join(part for part in (head.get(3, 1), head.get(3, 2)) if part)
    said: dict[str, Any] = {"family": head.get(3, 0), "given": given, "role": role}
    document_open = False
    for part in group:
        code = part.get(0)
        match part.tag:
            case "ATT" if code == "2":
                said["sex"] = part.get(2)
            case "DTM" if code == "329":
                born = day(part.get(0, 1), latest=on)
                if born is None or (on and born > on):
                    reject(report, name, part.number, "DTM/1", part.get(0, 1), "not a birth date as YYMMDD")
                else:
                    infant = role == "passenger" and on and is_infant(born, on)
                    said |= {"born": born, "role": "infant" if infant else role}
            case "NAT":
                said["nationality"] = part.get(1)
            case "DOC":
                visa = said.get("document_type", "")[:1] == "V"
                document_open = bool(part.get(1)) and (not said.get("document") or visa)
                if document_open:
                    said |= {"document_type": code, "document": part.get(1), "document_country": ""}
            case "LOC" if code == "91" and document_open:
                said["document_country"] = part.get(1)
    return Traveller("", **said)


def _value(group: list[Segment], tag: str, code: str) -> str:
    return next((part.get(0, 1) for part in group if part.tag == tag and part.get(0) == code), "")


def _place(group: list[Segment], code: str) -> str:
    return next((part.get(1).upper() for part in group if part.tag == "LOC" and part.get(0) == code), "")
