"""Closeness: one number of four by which lists and seat maps are drawn."""

from __future__ import annotations

CLOSENESS = {"same_seat_block": 1, "same_row": 1, "near_rows": 2, "same_unit": 3, "same_run": 4}
INTIMATE = frozenset({"home", "health", "encounter"})  # one household, a treatment, or measured within metres


def closeness(tier: str, proximity: str, kind: str, *, seat_unknown: bool) -> int:
    """1 next to each other or one household, 2 a few rows apart or one room, 3 one vehicle, 4 seat or carriage unknown.

    Args: tier: close or casual. proximity: class of the exposure. kind: of the place, or the mode. seat_unknown: of a
    vehicle with seats.
    """
    if proximity == "same_place":
        return 1 if kind in INTIMATE else 2 if tier == "close" else 3
    number = CLOSENESS.get(proximity, 4)
    if number == 3 and seat_unknown:
        return 4
    if number == 3 and tier == "close":  # a coach or bus in which everyone is a close contact
        return 2
    return max(number, 3) if tier == "casual" else number
