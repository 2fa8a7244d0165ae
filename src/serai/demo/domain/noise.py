"""What reaches the authorities of all that happened: rows are missing, seats are wrong, times are remembered badly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from serai.demo.domain.dice import Column, Dice
from serai.demo.domain.lines import LINES, Runs
from serai.demo.domain.routine import Stays
from serai.demo.domain.trips import Rides

MISSING = 0.15
CARELESS, CARELESS_MISSING = 0.19, 0.5  # some people leave few traces; the others lose what is left of MISSING
REMEMBERED = 0.05
SEAT_WRONG, SEAT_UNKNOWN, UNIT_UNKNOWN, CLOCK_UNKNOWN = 0.035, 0.06, 0.025, 0.04


@dataclass(slots=True)
class Reported:
    """Stays and rides as reported, and the position of each in the true ones. A unit, row or letter of −1 is unknown
    (or there is none); `no_clock`: times of the ride unknown.
    """

    stays: Stays
    rides: Rides
    stay_of: Column
    ride_of: Column
    no_clock: Column


def reported(seed: int, stays: Stays, rides: Rides, runs: Runs, people: int) -> Reported:
    """Lose, blur and mistake."""
    dice = Dice(seed, "noise")
    careful = (MISSING - CARELESS * CARELESS_MISSING) / (1 - CARELESS)
    lost = np.where(dice.chance(CARELESS, people), CARELESS_MISSING, careful)
    stay_of = np.flatnonzero(~dice.chance(lost[stays.person], len(stays)))
    ride_of = np.flatnonzero(~dice.chance(lost[rides.person], len(rides)))
    seen, aboard = stays.only(stay_of), rides.only(ride_of)
    _remembered(dice, seen)
    _seats(dice, aboard, runs)
    return Reported(seen, aboard, stay_of, ride_of, dice.chance(CLOCK_UNKNOWN, len(aboard)))


def _remembered(dice: Dice, stays: Stays) -> None:
    """Told from memory days later: both ends off by up to an hour, and rounded to the half hour."""
    count = len(stays)
    told = np.flatnonzero(dice.chance(REMEMBERED, count))
    start = stays.start[told] + (38 * dice.normal(len(told))).astype(np.int32)
    end = stays.end[told] + (38 * dice.normal(len(told))).astype(np.int32)
    start, end = (np.maximum((t + 15) // 30 * 30, 0).astype(np.int32) for t in (start, end))
    sound = end > start
    stays.start[told[sound]], stays.end[told[sound]] = start[sound], end[sound]


def _seats(dice: Dice, rides: Rides, runs: Runs) -> None:
    count = len(rides)
    vehicles = [LINES[n].vehicle for n in runs.line.tolist()]
    rows = np.array([v.rows for v in vehicles])[rides.run]
    across = np.array([max(len(v.letters.replace("|", "")), 1) for v in vehicles])[rides.run]
    seated = rides.row >= 0
    wrong = seated & dice.chance(SEAT_WRONG, count)
    shift = np.clip(rides.row + dice.below(7, count) - 3, 0, np.maximum(rows - 1, 0))
    rides.row[wrong] = shift[wrong]
    rides.letter[wrong] = (dice.uniform(count) * across)[wrong].astype(np.int16)
    blank = seated & dice.chance(SEAT_UNKNOWN, count)
    nowhere = dice.chance(UNIT_UNKNOWN, count)
    rides.row[blank | nowhere], rides.letter[blank | nowhere] = -1, -1
    rides.unit[nowhere] = -1
