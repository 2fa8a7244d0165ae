"""A carriage or cabin seen from above: who sat where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from serai.tracing.domain import seats

State = Literal["case", "1", "2", "3", "unnamed", "other", "empty"]
PITCH, ROW, SIDE, AISLE, LEFT, TOP = 39.0, 40.5, 34.0, 32.0, 34.0, 44.0
AROUND = 4  # rows before and behind the case that are drawn at first
DEFAULT = {"rail": "ABC DF", "air": "ABC DEF"}
WIDE = "ABC DEFG HJK"
MOST_ROWS = 120


@dataclass(frozen=True, slots=True)
class Rider:
    """Someone aboard, as the plan needs them. `contact`: id, rank, closeness and whether unnamed, if one."""

    person: str
    row: int | None
    letter: str
    contact: tuple[int, int, int, bool] | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat. `mark` is what is written on it; `contact` the id of the contact who sat there."""

    x: float
    y: float
    name: str
    state: State
    mark: str = ""
    rank: int = 0
    contact: int | None = None

    @property
    def middle(self) -> float:
        """Across."""
        return self.x + SIDE / 2

    @property
    def baseline(self) -> float:
        """Where a number stands on it."""
        return self.y + 22


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """`letters`: (letter, x); `rows`: (number, y of its text). Known and unknown count riders aboard the unit."""

    width: float
    height: float
    letters: tuple[tuple[str, float], ...]
    rows: tuple[tuple[int, float], ...]
    numbers_x: float
    seats: tuple[Seat, ...]
    known: int
    unknown: int
    case_seat: str
    whole: bool
    all_rows: tuple[int, int]

    @property
    def first_row(self) -> int:
        """The first row drawn."""
        return self.rows[0][0]

    @property
    def last_row(self) -> int:
        """The last row drawn."""
        return self.rows[-1][0]

    @property
    def told(self) -> list[Seat]:
        """Seats worth naming to who cannot see the plan: the case, then contacts by rank."""
        named = [s for s in self.seats if s.state not in ("empty", "other")]
        return sorted(named, key=lambda s: (s.state != "case", s.rank))

    @property
    def body_width(self) -> float:
        """Of the vehicle's outline."""
        return self.width - 12

    @property
    def body_height(self) -> float:
        """Of the vehicle's outline."""
        return self.height - 28


def rider(leg: Mapping[str, Any], contact: tuple[int, int, int, bool] | None = None) -> Rider:
    """From a leg of the store."""
    read = seats.parse(leg["row"], leg["seat"])
    return Rider(leg["person_id"], read.row, read.letter, contact)


def seat_plan(
    riders: Iterable[Rider], *, mode: str, case: str, layout: Mapping[str, Any] | None = None, whole: bool = False
) -> SeatPlan | None:
    """The plan of one unit, or None where no seat in it is known.

    Args: riders: everyone aboard the unit. case: the person of the case. layout: of the run's unit, with `layout`
    such as "ABC DF" and `rows`. whole: all rows, not only those near the case.
    """
    aboard = list(riders)
    known = [r for r in aboard if r.row and r.letter]
    if not known:
        return None
    own = next((r for r in known if r.person == case), None)
    groups = _groups(mode, {r.letter for r in known}, str((layout or {}).get("layout") or ""))
    rows = _rows(known, int((layout or {}).get("rows") or 0))
    shown = rows if whole or own is None else [n for n in rows if abs(n - _row(own)) <= AROUND]
    places, numbers_x, width = _columns(groups)
    at = {row: TOP + n * ROW for n, row in enumerate(shown)}
    taken: dict[tuple[int, str], list[Rider]] = {}
    for r in known:
        taken.setdefault((_row(r), r.letter), []).append(r)
    drawn = [_seat(places[letter], at[row], row, letter, taken.get((row, letter), []), case)
             for row in shown for letter in places]  # fmt: skip
    return SeatPlan(
        width=width, height=TOP + len(shown) * ROW + 14,
        letters=tuple((letter, x + SIDE / 2) for letter, x in places.items()),
        rows=tuple((row, y + 22) for row, y in at.items()), numbers_x=numbers_x, seats=tuple(drawn),
        known=len(known), unknown=len(aboard) - len(known), case_seat=f"{own.row}{own.letter}" if own else "",
        whole=len(shown) == len(rows), all_rows=(rows[0], rows[-1]),
    )  # fmt: skip


def _row(r: Rider) -> int:
    assert r.row is not None
    return r.row


def _rows(known: list[Rider], built: int) -> list[int]:
    last = max(max(_row(r) for r in known), built)
    first = 1 if built else max(1, min(_row(r) for r in known))
    return list(range(first, min(last, first + MOST_ROWS - 1) + 1))


def _groups(mode: str, letters: set[str], layout: str) -> list[str]:
    """Letters between aisles. A layout that lacks a letter somebody sat on is not believed."""
    for given in (layout.upper().replace("|", " ").replace("-", " "), DEFAULT.get(mode, ""), WIDE):
        groups = given.split()
        if groups and letters <= set("".join(groups)):
            return groups
    return ["".join(sorted(letters))]


def _columns(groups: list[str]) -> tuple[dict[str, float], float, float]:
    """x of each letter, of the row numbers, and the width."""
    places: dict[str, float] = {}
    x, numbers = LEFT, 0.0
    for n, group in enumerate(groups):
        if n:
            numbers = numbers or x - (PITCH - SIDE) + AISLE / 2 - 1
            x += AISLE
        for letter in group:
            places[letter] = x
            x += PITCH
    if not numbers:
        numbers = x + 8
        x += AISLE - 8
    return places, numbers, x - (PITCH - SIDE) + 14


def _seat(x: float, y: float, row: int, letter: str, here: list[Rider], case: str) -> Seat:
    name = f"{row}{letter}"
    if any(r.person == case for r in here):
        return Seat(x, y, name, "case")
    found = sorted((r.contact for r in here if r.contact), key=lambda c: c[1])
    if found:
        contact, rank, near, unnamed = found[0]
        state: State = "unnamed" if unnamed else "1" if near == 1 else "2" if near == 2 else "3"
        return Seat(x, y, name, state, "?" if unnamed else str(rank), rank, contact)
    return Seat(x, y, name, "other" if here else "empty")
