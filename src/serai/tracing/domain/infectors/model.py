"""How plausible it is that one case infected another: three terms, each a log-likelihood, added with fixed weights.

    interval   how long after the candidate's anchor the case's came
    nearness   how far apart the places are that the two are known to have been at
    meeting    the rarest place at which both were within a fortnight

The forms and their parameters are published ones (named below). The weights, the error of the anchors, the share of
long intervals and the discount of hospitals were chosen on one half of the pairs of one published outbreak (cases
whose SHA-256 starts with an even byte); docs/evaluation.md reports
both, and says that both were in view.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LATEST = 3.0
"""Days: a candidate may fall ill this much later than the case, because people infect before they fall ill."""

INTERVAL_WEIGHT, NEARNESS_WEIGHT, MEETING_WEIGHT = 0.5, 1.0, 0.3
"""Under 1 where terms repeat one another's news: two people of one street are near, meet, and fall ill together."""

ANCHOR_SD = 2.0
"""Days: how well the days of onset are known (recalled, or put at 48 hours before the test)."""
LONG, LONG_DAYS = 0.2, 60.0
"""Share of pairs whose interval says little (late tests, long illness): evenly over this many days, then fading."""

RANGE_KM, FALL = 1.5, 1.75
NEARNESS_SOURCE = "Distances people move: González et al. 2008, (r + 1.5 km)^-1.75"
FAR_KM = 500.0
"""Where no route is known, or beyond it."""
BOTH_WAYS = 0.3
"""Share of the candidate's places in the nearness; the rest are the case's."""

SPOT_KM = 0.1
"""Two points this near are one place: published points are addresses, put on the map to about this."""
REACH_KM = 3 * SPOT_KM
FORTNIGHT = 14.0
MEETING_SOURCE = "Route points; incubation to 14 days: ECDC 2020"
MEETING_FLOOR = 0.003
CROWD_POWER = 0.25
HEALTH_KINDS = ("hospital", "health", "clinic")
HEALTH_WEIGHT = 0.5
"""Hospitals say little of where somebody lives and whom they meet: every case ends up in one."""

_STEP = 0.25
_FIRST, _LAST = -30.0, 400.0


@dataclass(frozen=True, slots=True)
class Serial:
    """Serial interval of a disease: lognormal, by its mean and standard deviation in days."""

    mean: float
    sd: float
    source: str

    @property
    def text(self) -> str:
        """The source as a reason names it."""
        return f"Serial interval: {self.source}, lognormal, mean {self.mean:g} d, SD {self.sd:g} d"


COVID = Serial(4.7, 2.9, "Nishiura et al. 2020")


@cache
def _interval_table(serial: Serial) -> tuple[Floats, Floats]:
    days = np.arange(_FIRST, _LAST, _STEP)
    spread = math.log1p((serial.sd / serial.mean) ** 2)
    middle = math.log(serial.mean) - spread / 2
    past = np.maximum(days, 1e-9)
    density = np.exp(-((np.log(past) - middle) ** 2) / 2 / spread) / past / math.sqrt(2 * math.pi * spread)
    density[days <= 0] = 0
    error = np.exp(-((np.arange(-10, 10 + _STEP, _STEP) / ANCHOR_SD) ** 2) / 2)
    smeared = np.convolve(density, error / error.sum(), "same")
    late = np.where(days >= -LATEST, 1.0, 0.0) * np.where(days < LONG_DAYS, 1.0, np.exp((LONG_DAYS - days) / LONG_DAYS))
    late /= late.sum() * _STEP
    return days, np.log((1 - LONG) * smeared + LONG * late + 1e-9)


def interval(days: Floats, serial: Serial = COVID) -> Floats:
    """Log-density of `days` from the candidate's anchor to the case's. Same shape; never −inf."""
    table, value = _interval_table(serial)
    return np.interp(days, table, value)


def nearness(km: Floats) -> Floats:
    """Log-likelihood of moving `km` or more from one's places, up to a constant: 0 at 0 km. Same shape."""
    return -FALL * np.log((np.minimum(km, FAR_KM) + RANGE_KM) / RANGE_KM)


def meeting(strength: Floats) -> Floats:
    """Log of the strength of the best common place (0: none … 1: the very place, where nobody else was)."""
    return np.log((strength + MEETING_FLOOR) / MEETING_FLOOR)


def spot(km: Floats) -> Floats:
    """How surely two points are one place: 1 at 0 m, 0.6 at 100 m, 0.1 at 200 m."""
    return np.exp(-((km / SPOT_KM) ** 2) / 2)
