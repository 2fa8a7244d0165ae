"""Infections per hour near an average infectious person, by setting and seat.

Trains and aircraft: Hu et al., Clin Infect Dis 72:604 (2021), 72,093 contacts aboard Chinese high-speed trains: attack
rate of neighbours 3.5 % (2.9–4.3) rising by 1.3 % an hour, same row 1.5 % (1.3–1.8), other rows 0.14 % (0.11–0.17), all
within 3 rows 0.32 % (0.29–0.37) rising by 0.15 % an hour. Where no hourly figure is published, it is the attack rate
times 1.3 / 3.5.

Elsewhere: Ferretti et al., Nature 626:145 (2023), 7 million contacts: 1.1 % an hour at first. No interval of it is
published; the range is a factor of two either way, by assumption.

The dose grows in line with time only at first. Hours of one day count as cap · (1 − exp(−hours / cap)). At home the cap
is calibrated so that twelve average infectious days give the secondary attack rate of households, 18.9 % (16.2–22.0;
Madewell et al., JAMA Netw Open 4:e2122240, 2021). Other places have the same cap, since no other is measured; a week of
working days together comes out at 8 %, still above the 1.9 % (0.0–3.9) of contacts at work in Thompson et al., Clin
Infect Dis 73:e754 (2021), of which few share a room. Aboard it is 8 hours, an assumption: Hu et al. saw the rate rise
in line with time for as long as people ride.
"""

from __future__ import annotations

from dataclasses import dataclass

from serai.registry.domain.movements import MODES

HU = "Hu et al. 2021"
FERRETTI = "Ferretti et al. 2023"
MADEWELL = "Madewell et al. 2021"


@dataclass(frozen=True, slots=True)
class Rate:
    """Infections per hour with its 95 % range, and the hours of a day after which more hours add little."""

    per_hour: float
    low: float
    high: float
    source: str
    cap_hours: float = 8.0
    cap_source: str = "Assumption: as long as people ride"


_NEIGHBOUR = Rate(0.013, 0.0108, 0.0160, HU)
_ROW = Rate(0.0056, 0.0048, 0.0067, HU)
_NEAR = Rate(0.00052, 0.00041, 0.00063, HU)
_FAR = Rate(0.00041, 0.0, 0.00063, f"{HU}: the lower bound of other rows")
_SOMEWHERE = Rate(0.0015, 0.00136, 0.00173, f"{HU}: mean of all seats nearby")
_RUN = Rate(0.00019, 0.0, 0.0015, f"{HU}: mean of all seats, one unit in eight")
_GENERAL = Rate(0.011, 0.0055, 0.022, FERRETTI)
_PLACE = Rate(0.011, 0.0055, 0.022, FERRETTI, 1.59, f"{MADEWELL}: as calibrated at home")
_HOME = Rate(0.011, 0.0093, 0.0130, FERRETTI, 1.59, MADEWELL)

_SEATED = {"same_seat_block": _NEIGHBOUR, "same_row": _ROW, "near_rows": _NEAR, "same_unit": _FAR, "same_run": _RUN}


def rate(kind: str, proximity: str, seat_known: bool = True) -> Rate:
    """The rate of a kind of place or a mode and a proximity."""
    if kind in ("air", "rail"):
        return _SOMEWHERE if proximity == "same_unit" and not seat_known else _SEATED.get(proximity, _FAR)
    if proximity == "same_seat_block":
        return _NEIGHBOUR
    if proximity == "same_run":
        return _RUN
    if kind in MODES:
        return _GENERAL
    return _HOME if kind == "home" else _PLACE
