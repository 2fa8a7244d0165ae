"""What runs between the cities: trains, coaches, aircraft and a ferry, with their stops, carriages and seats."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from serai.demo.domain.dice import Column
from serai.demo.domain.land import AQTEPE, NORDVIK, PORT_HALIM, SARAY, ZARHAN, clock

MODES = ("rail", "coach", "air", "ship")
RAIL, COACH, AIR, SHIP = range(len(MODES))


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One unit as built. `letters`: seats of a row, | is the aisle; "" = nobody has a seat of their own. `row` and
    `seat` in metres, `air` changes an hour, `volume` in m³. `first` is the number of the first unit.
    """

    letters: str
    rows: int
    row: float
    seat: float
    volume: float
    air: float
    first: int = 1

    @property
    def seats(self) -> int:
        """How many people can sit in a unit."""
        return self.rows * len(self.letters.replace("|", "")) if self.letters else 240

    def across(self) -> Column:
        """Metres from the left wall of each letter, the aisle half a metre wide."""
        at, found = 0.0, []
        for letter in self.letters:
            at += 0.5 if letter == "|" else self.seat
            if letter != "|":
                found.append(at)
        return np.array(found or [0.0])


SALOON = Vehicle("ABC|DF", 17, 0.98, 0.47, 172, 10.5, first=5)
EXPRESS = Vehicle("AB|CD", 20, 1.02, 0.5, 176, 13, first=1)
BUS = Vehicle("AB|CD", 12, 0.79, 0.44, 64, 3.6)
NARROW = Vehicle("ABC|DEF", 28, 0.77, 0.44, 148, 19)
TURBOPROP = Vehicle("AC|DF", 17, 0.79, 0.45, 82, 17)
DECK = Vehicle("", 0, 0, 0, 1150, 5.2)


@dataclass(frozen=True, slots=True)
class Line:
    """`stops`: (city, minutes from the start on arrival, minutes standing). `hours`: departures in local minutes of the
    first city, going out; the way back leaves `turn` minutes later from the other end. `numbers`: prefix and first
    number; out is even, back odd. `renumbered`: the number it bears from its second stop on, one higher.
    """

    mode: int
    prefix: str
    number: int
    vehicle: Vehicle
    units: int
    stops: tuple[tuple[int, int, int], ...]
    hours: tuple[int, ...]
    turn: int
    renumbered: bool = False
    partner: str = ""


LINES = (
    Line(RAIL, "K", 72, SALOON, 5, ((ZARHAN, 0, 0), (SARAY, 155, 8), (AQTEPE, 325, 0)), (545, 790, 1010), 35),
    Line(RAIL, "G", 20, EXPRESS, 4, ((ZARHAN, 0, 0), (SARAY, 71, 3), (AQTEPE, 148, 0)), (455, 980), 50),
    Line(RAIL, "T", 8, SALOON, 5, ((AQTEPE, 0, 0), (ZARHAN, 310, 25), (PORT_HALIM, 1105, 0)), (930,), 210, True),
    Line(COACH, "ZB", 310, BUS, 1, ((ZARHAN, 0, 0), (SARAY, 185, 0)), (420, 840, 1080), 20),
    Line(COACH, "ZB", 710, BUS, 1, ((SARAY, 0, 0), (AQTEPE, 200, 0)), (450, 900), 45),
    Line(COACH, "NL", 502, BUS, 1, ((NORDVIK, 0, 0), (PORT_HALIM, 175, 0)), (430, 700, 1020), 30),
    Line(AIR, "SR", 218, NARROW, 1, ((PORT_HALIM, 0, 0), (ZARHAN, 145, 0)), (610, 1015), 70, partner="NV6"),
    Line(AIR, "NV", 402, NARROW, 1, ((NORDVIK, 0, 0), (ZARHAN, 165, 0)), (480, 870, 1090), 60, partner="SR5"),
    Line(AIR, "SR", 30, TURBOPROP, 1, ((ZARHAN, 0, 0), (AQTEPE, 62, 0)), (500, 1110), 40),
    Line(SHIP, "NF", 6, DECK, 2, ((NORDVIK, 0, 0), (PORT_HALIM, 250, 0)), (535, 960), 60),
)


@dataclass(slots=True)
class Runs:
    """Columns by run, and its stops as (city, arrive, depart) in minutes from the first day, UTC. `day` counts local
    days of the first stop. `line` numbers LINES; `back` is true from the last city to the first.
    """

    line: Column
    back: Column
    day: Column
    number: Column
    arrive: Column
    depart: Column
    stops: list[tuple[int, ...]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.line)

    def service(self, run: int) -> str:
        """Its number, such as K72."""
        line = LINES[self.line[run]]
        return f"{line.prefix}{self.number[run]}"

    def aliases(self, run: int) -> list[str]:
        """Other numbers of the same run: after renumbering on the way, or the partner's."""
        line, number = LINES[self.line[run]], int(self.number[run])
        if line.renumbered:
            return [f"{line.prefix}{number + 200}"]
        return [f"{line.partner}{number}"] if line.partner else []

    def mode(self, run: int) -> str:
        """One of MODES."""
        return MODES[LINES[self.line[run]].mode]


def runs(days: int, people: int) -> Runs:
    """Every run of `days` days. With more people each departure is doubled, so that loads stay as they are."""
    doubled = max(1, round(people / 50_000))
    rows: list[tuple[int, bool, int, int]] = []
    arrive: list[list[int]] = []
    depart: list[list[int]] = []
    stops: list[tuple[int, ...]] = []
    for day in range(days):
        for number, line in enumerate(LINES):
            for turn, hour in enumerate(h + 4 * d for h in line.hours for d in range(doubled)):
                for back in (False, True):
                    rows.append((number, back, day, line.number + 2 * turn - (1 if back else 0)))
                    cities, times = _times(line, back, day, hour)
                    stops.append(tuple(cities))
                    arrive.append([t[0] for t in times] + [0] * (3 - len(times)))
                    depart.append([t[1] for t in times] + [0] * (3 - len(times)))
    table = np.array(rows, np.int32)
    return Runs(
        table[:, 0], table[:, 1].astype(bool), table[:, 2], table[:, 3], np.array(arrive, np.int32),
        np.array(depart, np.int32), stops,
    )  # fmt: skip


def _times(line: Line, back: bool, day: int, hour: int) -> tuple[list[int], list[tuple[int, int]]]:
    total = line.stops[-1][1]
    out = line.stops
    first = out[-1][0] if back else out[0][0]
    start = day * 1440 + hour + (line.turn if back else 0) - clock(first)
    if not back:
        return [s[0] for s in out], [(start + at, start + at + stand) for _, at, stand in out]
    times = []
    for city, at, stand in reversed(out):
        reach = start + total - at - stand if city != first else start
        times.append((city, reach, reach + stand))
    return [t[0] for t in times], [(a, d) for _, a, d in times]
