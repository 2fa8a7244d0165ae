"""Where people meet."""

from __future__ import annotations

from functools import partial

from django.db import models

from serai.core.ids import new_code

place_code = partial(new_code, "L")
facility_code = partial(new_code, "F")


class Place(models.Model):
    """A place with a name in each language that it has one in. `kind` is what contact rules go by."""

    code = models.CharField(max_length=60, unique=True, default=place_code)
    kind = models.CharField(max_length=20, default="venue")
    names = models.JSONField(default=dict, help_text="language code → name")
    country = models.CharField(max_length=2, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    area = models.FloatField(null=True, blank=True, help_text="floor area in square metres")
    height = models.FloatField(null=True, blank=True, help_text="room height in metres")
    ventilation = models.FloatField(null=True, blank=True, help_text="air changes per hour")
    capacity = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lat=None, lon=None) | models.Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="registry_place_on_earth",
            )
        ]

    def __str__(self) -> str:
        return self.code

    def name(self, language: str) -> str:
        """The name in this language, else in English, else in any, else the code."""
        names: dict[str, str] = self.names
        return names.get(language) or names.get("en") or next(iter(names.values()), self.code)


class Facility(models.Model):
    """A hospital, laboratory or quarantine hotel: a place that an organisation runs, kept as (type, id, label)."""

    code = models.CharField(max_length=20, unique=True, default=facility_code)
    kind = models.CharField(max_length=20)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="facilities")
    organisation_id = models.CharField(max_length=40, blank=True)
    organisation_label = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.code
