"""Infectiousness by day from onset of symptoms.

Source: He et al., Nat Med 26:672 (2020) with the author correction of 7 August 2020 (doi 10.1038/s41591-020-1016-z),
which
replaced the profile first published (start −2.3 d, peak −0.7 d): a gamma density shifted by 12.27 days. It peaks at
onset and puts
44 % of transmission before it, 9 % before day −3, 1 % before day −5.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

SHAPE, RATE, SHIFT = 20.516508, 1.592124, 12.272481
WINDOW = (-2.0, 10.0)
SOURCE = "He et al. 2020, corrected"

Floats = NDArray[np.float64]


def infectiousness(day_from_onset: Floats) -> Floats:
    """Relative infectiousness per day, scaled so that its integral over all days is 1.

    Args: days from onset, any shape; negative before onset. Returns: same shape.
    """
    x = np.maximum(np.asarray(day_from_onset, float) + SHIFT, 1e-12)
    return np.exp(SHAPE * math.log(RATE) - math.lgamma(SHAPE) + (SHAPE - 1) * np.log(x) - RATE * x)


@cache
def _cumulated() -> tuple[Floats, Floats]:
    days = np.arange(-SHIFT, 60, 1 / 64)
    density = infectiousness(days)
    return days, np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2 / 64)])


def cumulative(day_from_onset: Floats) -> Floats:
    """Share of all infectiousness before a day. Same shape; trapezoids of 1/64 day."""
    days, share = _cumulated()
    return np.interp(day_from_onset, days, share)


def relative(first: Floats, last: Floats) -> Floats:
    """Mean infectiousness of [first, last] (days from onset) over that of the default window, days −2 to 10.

    The published hourly rates are averages over contacts met on those days; so 1 means an average infectious day.
    """
    low, high = (float(cumulative(np.array(day))) for day in WINDOW)
    average = (high - low) / (WINDOW[1] - WINDOW[0])
    length = np.maximum(last - first, 1 / 64)
    return (cumulative(first + length) - cumulative(first)) / length / average
