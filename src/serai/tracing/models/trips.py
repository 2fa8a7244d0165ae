"""The public list of trips that confirmed cases made. What stands here anybody may read; nothing tells of a person."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.db import models

from serai.core import clock, ids
from serai.tracing.domain.lookup.trips import Trip


class PublishedTrip(models.Model):
    """One trip of a confirmed case, as published. Berths and free text of a notice are not kept.

    `digest` is of its content: published again, it stays one trip, and a withdrawn one stays withdrawn. `dates`: local
    days, ISO. `depart`, `arrive` are UTC and shown in `zone`. `kept_from`: the day from which retention counts.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    source_id = models.CharField(max_length=80, blank=True)
    mode = models.CharField(max_length=10)
    services = models.JSONField(help_text="every number of the run")
    dates = models.JSONField()
    zone = models.CharField(max_length=60)
    depart = models.DateTimeField(null=True, blank=True)
    arrive = models.DateTimeField(null=True, blank=True)
    units = models.JSONField(default=list)
    board = models.CharField(max_length=80, blank=True)
    alight = models.CharField(max_length=80, blank=True)
    stops = models.JSONField(default=list, help_text="stops of the run in order, where known")
    url = models.CharField(max_length=500, blank=True)
    publisher = models.CharField(max_length=80, blank=True)
    kept_from = models.DateField(db_index=True)
    published_at = models.DateTimeField(default=clock.now)
    published_by = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.digest[:12]

    def trip(self) -> Trip:
        """The same as the lookup knows it."""
        zone = ZoneInfo(self.zone)
        return Trip(
            source_id=self.source_id,
            mode=self.mode,
            services=tuple(self.services),
            dates=tuple(map(date.fromisoformat, self.dates)),
            depart=self.depart.astimezone(zone) if self.depart else None,
            arrive=self.arrive.astimezone(zone) if self.arrive else None,
            units=tuple(self.units),
            board=self.board,
            alight=self.alight,
            stops=tuple(self.stops),
            url=self.url,
            publisher=self.publisher,
        )


class TripList(models.Model):
    """When the public list was last looked after: one row. A publication without a new trip counts as well."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    updated_at = models.DateTimeField()
    updated_by = models.CharField(max_length=200)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="tracing_one_trip_list")]

    def __str__(self) -> str:
        return self.updated_at.isoformat()
