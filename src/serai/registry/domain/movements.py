"""Where people were and what they travelled on: the two shapes every source of movements is brought into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime
from typing import Literal, get_args

Mode = Literal["air", "rail", "coach", "bus", "metro", "ship", "taxi"]
Kind = Literal["venue", "home", "school", "work", "health"]

MODES: tuple[Mode, ...] = get_args(Mode)
KINDS: tuple[Kind, ...] = get_args(Kind)

STAY_COLUMNS = ("person_id", "place_id", "start", "end", "kind")
LEG_COLUMNS = (
    "person_id",
    "mode",
    "service",
    "date",
    "board",
    "alight",
    "depart",
    "arrive",
    "unit",
    "row",
    "seat",
)


@dataclass(frozen=True, slots=True)
class Stay:
    """A person at a place during [start, end), both with a zone. `kind` may be any word that the rules name."""

    person_id: str
    place_id: str
    start: datetime
    end: datetime
    kind: str = "venue"


@dataclass(frozen=True, slots=True)
class Leg:
    """A person on one service run (`date` is the run's origin date, local), aboard during [depart, arrive) where known.

    `unit` is the carriage, coach or deck; `row` and `seat` the place in it. Empty text means unknown.
    """

    person_id: str
    mode: str
    service: str
    date: Date
    board: str = ""
    alight: str = ""
    depart: datetime | None = None
    arrive: datetime | None = None
    unit: str = ""
    row: str = ""
    seat: str = ""
