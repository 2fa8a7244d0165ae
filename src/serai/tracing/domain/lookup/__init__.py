"""Was a confirmed case on this trip? Worked out from a list of notices, or from one group of trips of that list.

Lists are read by `serai.tracing.domain.lookup.files`, apart so that this needs no Arrow.
"""

from serai.tracing.domain.lookup.answer import Answer, Query, Why, answer
from serai.tracing.domain.lookup.buckets import LEAST, Catalogue, Meta, bits_for, bucket, name, trips_of
from serai.tracing.domain.lookup.numbers import FAMILIES, family_of, normal, readings, station
from serai.tracing.domain.lookup.trips import Trip, trips_from

__all__ = [
    "FAMILIES",
    "LEAST",
    "Answer",
    "Catalogue",
    "Meta",
    "Query",
    "Trip",
    "Why",
    "answer",
    "bits_for",
    "bucket",
    "family_of",
    "name",
    "normal",
    "readings",
    "station",
    "trips_from",
    "trips_of",
]
