"""The public list as it is read: whole, or in groups that are made once a change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max

from serai.core import clock
from serai.tracing.domain.lookup import Catalogue, Meta, Trip, bits_for
from serai.tracing.domain.lookup.buckets import WHOLE
from serai.tracing.models import PublishedTrip, TripList

TRIPS_KEPT = timedelta(days=28)
STALE_DAYS = 7
_AHEAD = timedelta(hours=14)  # the day that has begun somewhere


@dataclass(frozen=True, slots=True)
class Listed:
    """A trip with what staff need to take it off the list."""

    id: UUID
    trip: Trip


def trips_listed() -> list[Listed]:
    """Every trip on the list, latest day first."""
    found = [Listed(row.id, row.trip()) for row in _rows()]
    return sorted(found, key=lambda one: (one.trip.dates, one.trip.services), reverse=True)


def updated_at() -> datetime | None:
    """When the list was last looked after."""
    return TripList.objects.filter(pk=1).values_list("updated_at", flat=True).first()


def catalogue() -> Catalogue:
    """The list in its groups. Made anew when it changed or a day began; otherwise from memory."""
    seen = PublishedTrip.objects.filter(withdrawn_at=None).aggregate(count=Count("id"), newest=Max("published_at"))
    looked = updated_at()
    updated = looked.isoformat(timespec="seconds") if looked else ""
    return _catalogue(
        f"{_database()}|{seen['count']}|{seen['newest']}|{looked}", updated, clock.today(), settings.RUNS_A_DAY
    )


def etag(body: bytes) -> str:
    """A strong validator of these bytes."""
    return f'"{hashlib.sha256(body).hexdigest()[:20]}"'


@lru_cache(maxsize=2)
def _catalogue(version: str, updated: str, today: date, runs_a_day: int) -> Catalogue:
    del version  # only tells one state of the list from another
    trips = [row.trip() for row in _rows()]
    bits = bits_for(runs_a_day, TRIPS_KEPT.days) if len(trips) > WHOLE else 0
    meta = Meta(
        form="serai-trips-1",
        bits=bits,
        periods=_periods(trips, today) if updated else [],
        updated=updated,
        trips=len(trips),
        possible=runs_a_day * TRIPS_KEPT.days >> bits,
        stale_after_days=STALE_DAYS,
    )
    return Catalogue(trips, meta)


def _rows() -> list[PublishedTrip]:
    since = (clock.now() - TRIPS_KEPT).date()
    return list(PublishedTrip.objects.filter(withdrawn_at=None, kept_from__gte=since))


def _periods(trips: list[Trip], today: date) -> list[tuple[str, str]]:
    """The last weeks, and before them the stretch of what was published late."""
    first, last = today - TRIPS_KEPT, (clock.now() + _AHEAD).date()
    late = [day for trip in trips for day in trip.dates if day < first]
    stretches = [(min(late), max(late))] if late else []
    if stretches and stretches[0][1] == first - timedelta(days=1):
        return [(stretches[0][0].isoformat(), last.isoformat())]
    return [(lo.isoformat(), hi.isoformat()) for lo, hi in [*stretches, (first, last)]]


def _database() -> str:
    return str(settings.DATABASES["default"]["NAME"])
