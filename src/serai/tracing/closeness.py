"""Closeness: one number of four by which lists and seat maps are drawn."""

from __future__ import annotations

CLOSENESS = {
    "same_seat_block": 1,
    "same_row": 1,
    "same_place": 1,
    "near_rows": 2,
    "same_unit": 3,
    "same_run": 4,
}


def closeness(tier: str, proximity: str, *, seat_unknown: bool) -> int:
    """1 nearest (next to each other, or in one room), 2 near, 3 in the same vehicle, 4 seat or carriage unknown.

    Args: tier: close or casual. proximity: class of the exposure. seat_unknown: of a vehicle with seats.
    """
    number = CLOSENESS.get(proximity, 4)
    if number == 3 and seat_unknown:
        return 4
    if number == 3 and tier == "close":  # a coach or bus in which everyone is a close contact
        return 2
    return max(number, 3) if tier == "casual" else number
