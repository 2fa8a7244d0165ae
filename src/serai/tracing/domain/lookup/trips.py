"""A published trip: what the public may know of one notice, and nothing that tells of the person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from serai.tracing.domain.lookup.numbers import family_of, normal

if TYPE_CHECKING:
    import pyarrow as pa

_LONGEST_RIDE = timedelta(days=3)
_KEPT = 60


@dataclass(frozen=True, slots=True)
class Trip:
    """One ride of a confirmed case, as published.

    `services`: every number of the run in its one form (`normal`), the first stated first. `dates`: local days on
    which somebody may have boarded it, its own first; a ride over midnight has two. `depart`, `arrive`: local, with
    their offset, None where not stated. `units`: carriages, empty where unknown. `stops`: names of the run's stops in
    order, empty where unknown. No berth and no free text: they would point at a person.
    """

    source_id: str
    mode: str
    services: tuple[str, ...]
    dates: tuple[date, ...]
    depart: datetime | None = None
    arrive: datetime | None = None
    units: tuple[str, ...] = ()
    board: str = ""
    alight: str = ""
    stops: tuple[str, ...] = ()
    url: str = ""
    publisher: str = ""

    @property
    def family(self) -> str:
        """Air, rail, metro, road or ship."""
        return family_of(self.mode)

    def record(self) -> dict[str, Any]:
        """As JSON for the browser; what is not stated is left out."""
        found: dict[str, Any] = {
            "id": self.source_id,
            "mode": self.mode,
            "services": list(self.services),
            "dates": [day.isoformat() for day in self.dates],
            "depart": self.depart.isoformat(timespec="minutes") if self.depart else "",
            "arrive": self.arrive.isoformat(timespec="minutes") if self.arrive else "",
            "units": list(self.units),
            "board": self.board,
            "alight": self.alight,
            "stops": list(self.stops),
            "url": self.url,
            "publisher": self.publisher,
        }
        return {name: value for name, value in found.items() if value}


def trips_from(notices: pa.Table, zone: tzinfo) -> tuple[list[Trip], int]:
    """Trips of a table with the schema `imports.NOTICES`, and how many notices name no run that could be looked up.

    Args: zone: where the trips happened; notices keep UTC. Notices of places have no run and count among the rest.
    """
    found = [_trip(row, zone) for row in notices.to_pylist()]
    trips = [trip for trip in found if trip]
    return trips, len(found) - len(trips)


def _trip(row: dict[str, Any], zone: tzinfo) -> Trip | None:
    family = family_of(row["mode"] or "")
    numbers = [*(row["services"] or []), row["service"] or ""]
    services = tuple(dict.fromkeys(one for text in numbers if text for one in normal(text, family)))
    if not services or row["date"] is None:
        return None
    depart, arrive = (row[name].astimezone(zone) if row[name] else None for name in ("depart", "arrive"))
    return Trip(
        source_id=row["source_id"] or "",
        mode=row["mode"],
        services=services,
        dates=_dates(row["date"], depart, arrive),
        depart=depart,
        arrive=arrive,
        units=tuple(unit for unit in row["units"] or () if unit),
        board=(row["board"] or "")[:_KEPT],
        alight=(row["alight"] or "")[:_KEPT],
        url=row["url"] if (row["url"] or "").startswith(("https://", "http://")) else "",
        publisher=(row["publisher"] or "")[:_KEPT],
    )


def _dates(stated: date, depart: datetime | None, arrive: datetime | None) -> tuple[date, ...]:
    """The stated day, and every further day that the ride touches."""
    days = [stated]
    first = depart.date() if depart else stated
    last = arrive.date() if arrive else first
    if stated <= first <= last <= stated + _LONGEST_RIDE:
        days += [stated + timedelta(days=n) for n in range(1, (last - stated).days + 1)]
    return tuple(days)


def period(trips: Iterable[Trip]) -> tuple[date, date] | None:
    """The first and the last day of the trips; None without any."""
    days = [day for trip in trips for day in trip.dates]
    return (min(days), max(days)) if days else None
