"""From shared hours to a probability, on whole columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from serai.tracing.domain.risk.infectiousness import Floats, relative

UNKNOWN_HOURS = 1.0
"""Hours taken for a ride of which no clock is known; the reason says so."""


@dataclass(frozen=True, slots=True)
class Risk:
    """Columns of equal length: probability with its range, hours as dosed, and infectiousness over the average
    day's.
    """

    risk: Floats
    low: Floats
    high: Floats
    dosed: Floats
    timing: Floats


def risks(
    hours: Floats,
    first: Floats,
    last: Floats,
    per_hour: Floats,
    low: Floats,
    high: Floats,
    cap: Floats,
    measures: float = 1.0,
) -> Risk:
    """p = 1 − exp(−λ · dosed hours · w · m).

    Args: hours: shared time, NaN where unknown. first, last: days from onset of its begin and end. per_hour, low,
    high: λ and
    its range. cap: hours of a day at which the dose saturates. measures: m, 1 without masks or ventilation.
    The dose is capped per day: a piece of several days has as many caps as days.
    """
    known = np.where(np.isnan(hours), UNKNOWN_HOURS, hours)
    limit = cap * np.maximum(known / 24, 1)
    dosed = limit * -np.expm1(-known / limit)
    timing = relative(first, last)
    dose = dosed * timing * measures
    return Risk(-np.expm1(-per_hour * dose), -np.expm1(-low * dose), -np.expm1(-high * dose), dosed, timing)
