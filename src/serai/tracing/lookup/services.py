"""Putting trips on the public list, and taking them off."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction

from serai.core import audit, clock
from serai.identity.actors import Actor
from serai.registry.domain.errors import BadInput
from serai.registry.models import ServiceRun
from serai.tracing.domain.lookup import Trip, family_of, normal, trips_from
from serai.tracing.models import PublishedTrip, TripList

if TYPE_CHECKING:
    import pyarrow as pa


def notices_publish(*, by: Actor, notices: pa.Table, zone: str = "") -> int:
    """Put the trips of notices on the public list; the same again changes nothing but the list's age.

    Notices of places, or without a readable number, cannot be looked up and stay off it; so does what was withdrawn.

    Args: notices: schema `imports.NOTICES`. zone: where the trips happened, such as Asia/Shanghai; by default the one
    that the table names, else UTC.
    Returns: how many trips are new there. Raises: BadInput for an unknown zone.
    """
    from serai.tracing.domain.lookup.files import zone_of  # it brings Arrow, which a page does not need

    if zone and zone not in available_timezones():
        raise BadInput(f"zone {zone!r}", expected="a name such as Asia/Shanghai")
    place = ZoneInfo(zone or zone_of(notices.schema) or "UTC")
    trips, unused = trips_from(notices, place)
    by_digest = {_digest(trip): trip for trip in trips}
    with transaction.atomic():
        known = _known(list(by_digest))
        new = {digest: trip for digest, trip in by_digest.items() if digest not in known}
        stops = _stops(list(new.values()))
        PublishedTrip.objects.bulk_create(
            [_row(by, digest, trip, place.key, stops) for digest, trip in new.items()],
            batch_size=500,
            ignore_conflicts=True,
        )
        _looked_after(by)
        audit.record(
            by=by,
            action="trips.publish",
            object_type="trips",
            object_id="list",
            details={"new": len(new), "known": len(known), "unused": unused},
        )
    return len(new)


def trip_withdraw(*, by: Actor, trip: UUID) -> bool:
    """Take a trip off the public list. It stays off, even if it is published again. False if it is not there."""
    with transaction.atomic():
        gone = PublishedTrip.objects.filter(pk=trip, withdrawn_at=None).update(withdrawn_at=clock.now())
        if gone:
            _looked_after(by)
            audit.record(by=by, action="trips.withdraw", object_type="trip", object_id=str(trip))
    return bool(gone)


def trips_purge(age: timedelta, dry_run: bool) -> int:
    """Delete trips whose time is over: `age` after the ride, or after its publication where that was later."""
    old = PublishedTrip.objects.filter(kept_from__lt=(clock.now() - age).date())
    return old.count() if dry_run else old.delete()[0]


def _looked_after(by: Actor) -> None:
    TripList.objects.update_or_create(pk=1, defaults={"updated_at": clock.now(), "updated_by": by.name})


def _digest(trip: Trip) -> str:
    """Of what the trip says; its id and its source differ between lists that tell of the same."""
    told = {name: value for name, value in trip.record().items() if name not in ("id", "url", "publisher")}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _known(digests: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(digests), 500):
        part = digests[start : start + 500]
        found |= set(PublishedTrip.objects.filter(digest__in=part).values_list("digest", flat=True))
    return found


def _stops(trips: list[Trip]) -> dict[tuple[str, str, date], list[str]]:
    """Stops in order of the runs that the registry knows."""
    days = {trip.dates[0] for trip in trips}
    runs = ServiceRun.objects.filter(date__in=days).exclude(stops=[]) if days else ServiceRun.objects.none()
    found: dict[tuple[str, str, date], list[str]] = {}
    for run in runs.iterator():
        ordered = sorted(run.stops, key=lambda stop: stop.get("seq", 0))
        names = [stop["name"] for stop in ordered if stop.get("name")]
        for number in (run.service, *run.aliases):
            found |= {(run.mode, one, run.date): names for one in normal(number, family_of(run.mode))}
    return found


def _row(by: Actor, digest: str, trip: Trip, zone: str, stops: dict[tuple[str, str, date], list[str]]) -> PublishedTrip:
    keys = [(trip.mode, service, trip.dates[0]) for service in trip.services]
    return PublishedTrip(
        digest=digest,
        source_id=trip.source_id[:80],
        mode=trip.mode,
        services=list(trip.services),
        dates=[day.isoformat() for day in trip.dates],
        zone=zone,
        depart=trip.depart,
        arrive=trip.arrive,
        units=list(trip.units),
        board=trip.board,
        alight=trip.alight,
        stops=next((stops[key] for key in keys if key in stops), []),
        url=trip.url if len(trip.url) <= 500 else "",
        publisher=trip.publisher,
        kept_from=max(trip.dates[-1], clock.today()),
        published_by=by.name,
    )
