"""ZR-26, which nobody has ever had: how it shows and how it spreads through the air of a room.

Every figure here is made for this world. None is taken from the engine or from its sources.
"""

from __future__ import annotations

import math

import numpy as np

from serai.demo.domain.dice import Column

# How much one carrier breathes out differs more than anything else: gamma with this shape, mean 1.
SPREAD_SHAPE = 0.42
# Infectious doses breathed out in an hour at rest on the worst day by a carrier of mean 1.
DOSES = 6.6
BREATH = 0.54  # m³ breathed in an hour
DECAY = 0.73  # an hour: what settles or dies in the air, on top of the air that is renewed
NEAR, REACH = 0.0071, 0.83  # share of a dose that reaches the next seat before the air mixes; metres
SILENT = 0.57  # what a carrier without symptoms breathes out, of one with them
CHILD = 0.63  # how susceptible children are, of adults

# Time from infection in days.
RISE, SCALE = 2.7, 3.15  # Weibull: when a carrier breathes out how much
LAST = 7.5
INCUBATION, INCUBATION_SPREAD = 2.55, 0.36  # log-normal: median, sigma


def shedding(days: Column) -> Column:
    """How much is breathed out by day from infection, 1 on the worst day. Same shape."""
    x = np.maximum(np.asarray(days, float), 1e-9) / SCALE
    peak = ((RISE - 1) / RISE) ** (1 / RISE)
    raw = x ** (RISE - 1) * np.exp(-(x**RISE))
    return np.where(np.asarray(days) > LAST, 0.0, raw / (peak ** (RISE - 1) * math.exp(-(peak**RISE))))


def chance(doses: Column) -> Column:
    """That somebody who breathed in so many doses falls ill."""
    return -np.expm1(-doses)


def room(removal: Column, volume: Column, effort: Column) -> Column:
    """Doses that one breathes in during an hour for each that a carrier at rest breathes out in an hour.

    Args: removal: clean air in m³ an hour. volume: m³. effort: how much harder than at rest people breathe.
    Well mixed: everybody in the room breathes the same air, wherever they sit.
    """
    return effort * BREATH / (removal + DECAY * volume)


def seat(metres: Column) -> Column:
    """The same for what goes straight from seat to seat, before it mixes."""
    return NEAR * np.exp(-metres / REACH)
