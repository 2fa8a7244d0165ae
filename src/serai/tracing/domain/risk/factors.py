"""The closed list of factors that a reason can name, so that pages can say each in the reader's language."""

from __future__ import annotations

from enum import StrEnum


class Factor(StrEnum):
    """What a reason is about."""

    RULE = "rule"
    PROXIMITY = "proximity"
    RATE = "rate"
    DURATION = "duration"
    TIMING = "timing"
    SATURATION = "saturation"
    MEASURES = "measures"
    SEAT_UNKNOWN = "seat_unknown"
    UNIT_UNKNOWN = "unit_unknown"
    TIME_ASSUMED = "time_assumed"
    TIME_UNKNOWN = "time_unknown"
    NO_ONSET = "no_onset"
    COMBINED = "combined"


FACTORS: tuple[str, ...] = tuple(Factor)
