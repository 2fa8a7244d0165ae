"""Groups of trips: the server is told a group, never a trip.

A trip's group is the first bits of SHA-256 over its kind of transport, number and day. How many bits follows from how
many services run in the area: each group must cover at least `LEAST` trips that anybody may have made, whether or not
a case was on one of them. Everybody who asks for one of these trips asks for the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date

from serai.tracing.domain.lookup.trips import Trip

LEAST = 1000
"""Possible trips that a group covers at least."""

MOST_BITS = 16
WHOLE = 200
"""Lists up to this many trips are sent whole."""

_SIGMAS = 6
_STEP = 1024
_FORM = "serai-trips-1"
_NUMBER = re.compile(r"([A-Z]{0,4})([0-9]+)")
_TURN = 4  # numbers of one train: 265 to 268


@dataclass(frozen=True, slots=True)
class Meta:
    """What a client must know before it asks.

    `periods`: days covered, first and last of each stretch. `updated`: ISO moment when the list was last looked after,
    "" if it never was. `possible`: trips that anybody may have made in a group, on average.
    """

    form: str
    bits: int
    periods: list[tuple[str, str]]
    updated: str
    trips: int
    possible: int
    stale_after_days: int


def bits_for(services_a_day: int, days: int) -> int:
    """How many bits keep at least `LEAST` possible trips in every group, with a margin for uneven groups.

    Trips fall into groups at random in packs of up to `_TURN` (the numbers of one train fall together), so a group of
    mean m has a spread of at most sqrt(_TURN · m); six of them below the mean must still be `LEAST`: fewer than one
    group in a hundred million falls short.
    """
    possible = services_a_day * days
    needed = _mean_for(LEAST)
    return max(0, min(MOST_BITS, math.floor(math.log2(possible / needed)))) if possible >= needed else 0


def _mean_for(least: int) -> float:
    """The smallest mean m with m − σ·sqrt(_TURN · m) ≥ least."""
    half = _SIGMAS * math.sqrt(_TURN) / 2
    return (half + math.sqrt(half * half + least)) ** 2


def bucket(family: str, service: str, day: date, bits: int) -> int:
    """The group of a trip, 0 … 2**bits − 1.

    Trains that turn round change to a neighbouring number (K446/K447); such neighbours share a group, so whichever a
    traveller types, one group answers.
    """
    key = f"{_FORM}|{family}|{_pack(family, service)}|{day.isoformat()}"
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") >> (32 - bits) if bits else 0


def name(index: int, bits: int) -> str:
    """A group's name in addresses, "8-3f"; all names of one list are equally long."""
    return f"{bits}-{index:0{max(1, math.ceil(bits / 4))}x}"


def _pack(family: str, service: str) -> str:
    match = _NUMBER.fullmatch(service) if family == "rail" else None
    return f"{match[1]}/{(int(match[2]) + _TURN - 1) // _TURN}" if match else service


def buckets_of(trip: Trip, bits: int) -> set[int]:
    """Every group that the trip stands in: one for each of its numbers and days."""
    return {bucket(trip.family, service, day, bits) for service in trip.services for day in trip.dates}


class Catalogue:
    """A published list in its groups. `body(name)` gives a group's bytes; all of them are equally long."""

    def __init__(self, trips: Iterable[Trip], meta: Meta) -> None:
        self.meta = meta
        groups: dict[int, list[Trip]] = {index: [] for index in range(1 << meta.bits)}
        for trip in sorted(trips, key=lambda t: (t.dates, t.services, t.source_id)):
            for index in buckets_of(trip, meta.bits):
                groups[index].append(trip)
        bodies = {name(i, meta.bits): _body(name(i, meta.bits), found) for i, found in groups.items()}
        longest = max(map(len, bodies.values()))
        size = -(-(longest + 1) // _STEP) * _STEP
        self._bodies = {key: _padded(body, size) for key, body in bodies.items()}

    def names(self) -> Iterator[str]:
        """Every group's name."""
        return iter(self._bodies)

    def body(self, name: str) -> bytes | None:
        """A group as UTF-8 JSON; None if the list has no such group."""
        return self._bodies.get(name)

    def about(self) -> bytes:
        """The list's meta as JSON."""
        return json.dumps(asdict(self.meta), sort_keys=True).encode()


def _body(own: str, trips: list[Trip]) -> bytes:
    data = {"bucket": own, "trips": [trip.record() for trip in trips]}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _padded(body: bytes, size: int) -> bytes:
    """Blanks before the last brace, as JSON allows: whoever sees only sizes cannot tell the groups apart."""
    return body[:-1] + b" " * (size - len(body)) + b"}"


def trips_of(body: bytes) -> list[dict[str, object]]:
    """The records in a group's bytes, as the browser reads them."""
    found: list[dict[str, object]] = json.loads(body)["trips"]
    return found
