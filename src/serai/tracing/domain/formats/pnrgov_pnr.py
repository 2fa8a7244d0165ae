"""One booking of a PNRGOV message (from SRC on): its people, flights and seats. History (after ABI) is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from serai.registry.domain.rejections import Report
from serai.tracing.domain.formats.edifact import Segment
from serai.tracing.domain.formats.edifact.air import Clocks, day, seat, service
from serai.tracing.domain.formats.edifact.result import Flight, Person, is_infant, reject
from serai.tracing.domain.imports import Traveller

NOT_TRAVELLING = {"HX", "XX", "UC", "UN", "NO", "XL", "XK", "XR"}
SEAT_REQUESTS = {"SEAT", "NSST", "NSSA", "NSSW", "NSSB", "NSSR", "RQST", "SMST", "SMSA", "SMSW"}
_TITLE = re.compile(r"(?:\s+(?:MR|MRS|MS|MISS|MSTR|DR|PROF)|(?<=[A-Z]{2})(?:MRS|MSTR|MISS|MR))$")


@dataclass(slots=True)
class Trip:
    """One flight of the itinerary; `seats` by traveller reference, where what was boarded beats what was booked."""

    segment: int
    marketing: str
    number: str
    operating: str
    flight: Flight
    own_number: str = ""
    status: str = ""
    booked: dict[str, str] = field(default_factory=dict)
    boarded: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Passenger:
    segment: int
    ref: str
    who: Traveller


def trip(part: Segment, clocks: Clocks, name: str, report: Report) -> Trip | None:
    """The flight of a TVL segment; None (with the reason on the report) when it is no flight."""
    carrier, operating = part.get(3).upper(), part.get(3, 1).upper()
    number, board, alight = part.get(4), part.get(1).upper(), part.get(2).upper()
    if not (re.fullmatch(r"[A-Z]{3}", board) and re.fullmatch(r"[A-Z]{3}", alight)):
        report.remarks["not_a_flight"] += 1
        return None
    known = service(number, carrier)
    on = _day(part.get(0, 0))
    if not known or on is None:
        column, value = ("TVL/1", part.get(0)) if known else ("TVL/5", number)
        reject(report, name, part.number, column, value, "not a flight number" if not known else "not a date as DDMMYY")
        return None
    depart, arrive = _times(part, on, board, alight, clocks, name, report)
    return Trip(part.number, carrier, number, operating, Flight(known, on, board, alight, depart, arrive))


def _day(text: str) -> date | None:
    return day(text[4:6] + text[2:4] + text[:2]) if re.fullmatch(r"[0-9]{6}", text) else day(text)


def _times(
    part: Segment, on: date, board: str, alight: str, clocks: Clocks, name: str, report: Report
) -> tuple[datetime | None, datetime | None]:
    fields = [part.get(0, index) for index in range(1, 5)]
    leave = _time(fields[0])
    if _time(fields[1]) and not fields[2]:
        fields[1], fields[2] = "", fields[1]
    land, landing_day = _time(fields[2]), _day(fields[1]) if fields[1] else on
    depart = clocks.utc(datetime.combine(on, leave), board) if leave else None
    arrive = clocks.utc(datetime.combine(landing_day, land), alight) if land and landing_day else None
    if depart and arrive and not fields[1]:
        while arrive <= depart and arrive.year < 9999:
            arrive += timedelta(days=1)
    if depart and arrive and arrive <= depart:
        reject(report, name, part.number, "TVL/1", part.get(0), "arrives before it departs: times are left unknown")
        return None, None
    return depart, arrive


def _time(text: str) -> time | None:
    if not re.fullmatch(r"[0-9]{4}", text) or int(text[:2]) > 23 or int(text[2:]) > 59:
        return None
    return time(int(text[:2]), int(text[2:]))


class Booking:
    """Reads the segments of one booking in order; `people` gives what it holds."""

    def __init__(self, start: Segment, header: Trip | None, clocks: Clocks, name: str, report: Report) -> None:
        self.start, self.header, self.clocks, self.name, self.report = start, header, clocks, name, report
        self.passengers: list[Passenger] = []
        self.trips: list[Trip] = []
        self.current: Passenger | None = None
        self.trip: Trip | None = None
        self.locator = ""
        self.waiting: list[Segment] = []
        self.history = False

    def take(self, part: Segment) -> None:
        match part.tag:
            case "ABI" | "SAC":
                self.history = True
            case "TVL" if self.history:
                self.report.remarks["history_flight_left_out"] += 1
            case _ if self.history:
                pass
            case "RCI" if not self.locator:
                self.locator = f"{part.get(0)}/{part.get(0, 1)}"
            case "MSG":
                self.trip = None
            case "TIF":
                self.passenger(part)
            case "TVL":
                self.travel(part)
            case "RPI" if self.trip:
                self.trip.status = part.get(1).upper()
            case "SSD" if self.trip and self.current and part.get(0):
                self.trip.boarded[self.current.ref] = part.get(0)
            case "SSR":
                self.request(part)

    def passenger(self, part: Segment) -> None:
        given = _TITLE.sub("", part.get(1).upper())
        known = next((p for p in self.passengers if p.ref == part.get(1, 2) and p.ref), None)
        if known is None and (self.trip or any(p.who.family == part.get(0) for p in self.passengers)):
            known = next((p for p in self.passengers if p.who.family == part.get(0) and p.who.given == given), None)
        if known is None and self.trip is None:
            role = "infant" if part.get(1, 1).upper() == "IN" else "passenger"
            ref = part.get(1, 2) or f"#{part.number}"
            self.passengers.append(known := Passenger(part.number, ref, Traveller("", part.get(0), given, role=role)))
        self.current = known

    def travel(self, part: Segment) -> None:
        if not (part.get(0) or part.get(1) or part.get(2)):
            if self.trip and part.get(4):
                self.trip.own_number = part.get(4)
            return
        self.trip = trip(part, self.clocks, self.name, self.report)
        self.current = None
        if self.trip:
            self.trips.append(self.trip)

    def request(self, part: Segment) -> None:
        kind = part.get(0).upper()
        if kind == "DOCS":
            self.document(part)
        elif kind == "INFT":
            self.infant(part)
        elif kind in SEAT_REQUESTS:
            self.waiting.append(part)

    def document(self, part: Segment) -> None:
        text = next((piece for piece in part.elements[0] if "/" in piece), "")
        parts = [piece.strip() for piece in text.split("/")] + [""] * 11
        _, kind, country, number, nation, born, sex, _, family, given, middle = parts[:11]
        ref = next((part.get(i, 2) for i in range(1, len(part.elements)) if part.get(i, 2)), "")
        target = next((p for p in self.passengers if p.ref == ref), None) if ref else self.current
        if sex.upper().endswith("I"):
            same = [p for p in self.passengers if p.who.role == "infant"]
            target = next((p for p in same if _squeezed(p.who.family) == _squeezed(family)), same[0] if same else None)
        if target is None:
            self.report.remarks["document_without_person"] += 1
            return
        birth = day(born, latest=self.latest())
        if born and birth is None:
            reject(self.report, self.name, part.number, "SSR/1", born, "not a birth date as DDMMMYY")
        who = target.who
        if _squeezed(family) == _squeezed(who.family):
            family = who.family
        target.who = replace(
            who,
            family=family or who.family,
            given=_TITLE.sub("", " ".join(x for x in (given, middle) if x)) or who.given,
            born=birth or who.born,
            sex=sex[:1] or who.sex,
            nationality=nation or who.nationality,
            document_type=(kind or "P") if number else who.document_type,
            document=number or who.document,
            document_country=country if number else who.document_country,
        )

    def infant(self, part: Segment) -> None:
        """A lap infant that is named only in its adult's request."""
        text = next((piece for piece in part.elements[0] if "/" in piece), "")
        family, given, born = ([piece.strip() for piece in text.split("/")] + ["", "", ""])[:3]
        if not family or any(p.who.role == "infant" and p.who.family == family for p in self.passengers):
            return
        who = Traveller("", family, given, day(born, latest=self.latest()), role="infant")
        self.passengers.append(Passenger(part.number, f"#{part.number}", who))

    def latest(self) -> date | None:
        return self.header.flight.date if self.header else None

    def people(self) -> list[Person]:
        """The travellers with their flights; a booking without a person or a flight goes to the report."""
        self.merge_infants()
        if not self.passengers:
            reject(self.report, self.name, self.start.number, "SRC", self.locator, "booking without a traveller (TIF)")
            return []
        if not self.trips and self.header:
            self.trips = [replace(self.header, booked={}, boarded={})]
            self.report.remarks["flight_from_header"] += 1
        if not self.trips:
            reject(self.report, self.name, self.start.number, "SRC", self.locator, "booking without a usable flight")
            return []
        self.assign()
        return [self.person(passenger) for passenger in self.passengers]

    def merge_infants(self) -> None:
        kept: list[Passenger] = []
        for passenger in self.passengers:
            who = passenger.who
            same = [p for p in kept if p.who.role == who.role == "infant" and _same_name(p.who, who)]
            if same:
                same[0].who = replace(same[0].who, born=same[0].who.born or who.born)
                same[0].ref = passenger.ref
            else:
                kept.append(passenger)
        self.passengers = kept

    def assign(self) -> None:
        for part in self.waiting:
            board, alight = part.get(0, 6).upper(), part.get(0, 7).upper()
            trips = [t for t in self.trips if (t.flight.board, t.flight.alight) == (board, alight)]
            if not trips:
                self.report.remarks["seat_for_other_flight"] += 1
            for index in range(1, len(part.elements)):
                ref, place = part.get(index, 2), part.get(index)
                if place and not ref and len(self.passengers) == 1:
                    ref = self.passengers[0].ref
                for one in trips:
                    if place and ref and (part.get(0) == "SEAT" or ref not in one.booked):
                        one.booked[ref] = place

    def person(self, passenger: Passenger) -> Person:
        self.report.read += 1
        who = passenger.who
        if self.trips and is_infant(who.born, self.trips[0].flight.date):
            who = replace(who, role="infant")
        person = Person(passenger.segment, who, self.locator)
        for one in self.trips:
            if one.status in NOT_TRAVELLING:
                self.report.remarks["flight_not_confirmed"] += 1
                continue
            person.rides.append((self.operated(one), self.place(one, passenger.ref)))
        return person

    def place(self, one: Trip, ref: str) -> tuple[str, str] | None:
        for text in (one.boarded.get(ref, ""), one.booked.get(ref, "")):
            if text:
                if place := seat(text):
                    return place
                self.report.remarks["seat_unreadable"] += 1
        return None

    def operated(self, one: Trip) -> Flight:
        """The run under its operating flight number; the codeshare number becomes an alias in the remarks."""
        head, name = self.header, one.flight.service
        if head and one.operating and _same_run(one, head):
            name = head.flight.service
        elif one.operating and one.operating != one.marketing:
            name = service(one.own_number, one.operating)
            if not name:
                self.report.remarks["operating_number_unknown"] += 1
                return one.flight
        if name != one.flight.service:
            self.report.remarks[f"codeshare {one.flight.service} = {name}"] += 1
        return replace(one.flight, service=name)


def _squeezed(text: str) -> str:
    """Without blanks: a line break in the middle of a name may arrive as one."""
    return text.replace(" ", "").upper()


def _same_name(one: Traveller, other: Traveller) -> bool:
    mine, theirs = (one.family, one.given), (other.family, other.given)
    return tuple(map(_squeezed, mine)) == tuple(map(_squeezed, theirs))


def _same_run(one: Trip, head: Trip) -> bool:
    route = (one.flight.board, one.flight.alight, one.flight.date)
    same = (head.flight.board, head.flight.alight, head.flight.date) == route
    return same and one.operating in {head.operating or head.marketing, head.marketing}
