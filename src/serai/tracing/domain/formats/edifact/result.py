"""From people and their flights to what an importer hands over."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pyarrow as pa

from serai.registry.domain.errors import BadInput
from serai.registry.domain.rejections import Rejection, Report
from serai.tracing.domain.formats.edifact.air import UNIT
from serai.tracing.domain.imports import LEGS, Imported, Traveller, reference


@dataclass(frozen=True, slots=True)
class Flight:
    """One person's ride on one run. `date` is the run's origin date, local; times are UTC or None."""

    service: str
    date: date
    board: str
    alight: str
    depart: datetime | None
    arrive: datetime | None


@dataclass(slots=True)
class Person:
    """A traveller as read, before naming; `party` is the booking that ties an infant to its adults."""

    segment: int
    who: Traveller
    party: str = ""
    rides: list[tuple[Flight, tuple[str, str] | None]] = field(default_factory=list)


def is_infant(born: date | None, on: date) -> bool:
    """Under two years old on that day: such a child flies on a lap unless it has a seat of its own."""
    return born is not None and timedelta(0) <= on - born < timedelta(days=730)


def reject(report: Report, name: str, row: int, column: str, value: str, reason: str) -> None:
    """Put one refused piece on the report."""
    report.rejections.append(Rejection(name, row, column, value[:80], reason))


def imported(people: list[Person], report: Report, *, key: bytes, strict: bool) -> Imported:
    """Names the people, seats lap infants, drops doubled legs; under `strict` the first rejection is raised."""
    if strict and report.rejections:
        first = report.rejections[0]
        raise BadInput(
            f"{first.column} {first.value!r}: {first.reason}",
            where=f"{first.file}, segment {first.row}",
            expected="no rejected rows (--strict)",
        )
    seat_lap_infants(people, report)
    travellers: dict[str, Traveller] = {}
    rows: dict[tuple[object, ...], None] = {}
    shared = _shared_documents(people, report)
    for person in people:
        ref = _reference(person.who, key, shared)
        travellers.setdefault(ref, replace(person.who, ref=ref))
        for ride, place in person.rides:
            row, column = place or ("", "")
            leg = (
                ref,
                "air",
                ride.service,
                ride.date,
                ride.board,
                ride.alight,
                ride.depart,
                ride.arrive,
                UNIT,
                row,
                column,
            )
            report.duplicates += leg in rows
            rows[leg] = None
    columns = list(zip(*rows, strict=True)) or [()] * len(LEGS)
    arrays = [pa.array(column, kind.type) for column, kind in zip(columns, LEGS, strict=True)]
    report.taken += len(people)
    return Imported(legs=pa.Table.from_arrays(arrays, schema=LEGS), travellers=list(travellers.values()), report=report)


def seat_lap_infants(people: list[Person], report: Report) -> None:
    """An infant without a seat takes that of the first adult of its booking on the same flight who has one."""
    seats: dict[tuple[str, Flight], tuple[str, str]] = {}
    for person in people:
        for ride, place in person.rides:
            if person.party and place and person.who.role == "passenger":
                seats.setdefault((person.party, ride), place)
    for person in people:
        for index, (ride, place) in enumerate(person.rides):
            if person.who.role == "infant" and place is None and (lap := seats.get((person.party, ride))):
                person.rides[index] = (ride, lap)
                report.remarks["lap_infant_on_adult_seat"] += 1


def _shared_documents(people: list[Person], report: Report) -> set[tuple[str, str, str]]:
    """Documents that name several people in one file: place-holders, which must not melt them into one."""
    names: dict[tuple[str, str, str], set[tuple[str, str, date | None]]] = defaultdict(set)
    for person in people:
        who = person.who
        if who.document:
            names[_document(who)].add((who.family.casefold(), who.given.casefold(), who.born))
    shared = {document for document, holders in names.items() if len(holders) > 1}
    report.remarks["document_shared"] += sum(_document(person.who) in shared for person in people)
    report.remarks += type(report.remarks)()  # drops zero counts
    return shared


def _document(who: Traveller) -> tuple[str, str, str]:
    return who.document_country, who.document_type, who.document


def _reference(who: Traveller, key: bytes, shared: set[tuple[str, str, str]]) -> str:
    return reference(
        key,
        country=who.document_country,
        document_type=who.document_type,
        document="" if _document(who) in shared else who.document,
        family=who.family,
        given=who.given,
        born=who.born.isoformat() if who.born else "",
    )
