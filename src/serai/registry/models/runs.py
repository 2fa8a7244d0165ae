"""What people travel on."""

from __future__ import annotations

from django.db import models

from serai.core import ids


class ServiceRun(models.Model):
    """One flight, train or coach on its date of origin.

    `aliases`: other numbers of the same run (codeshares, numbers that change en route).
    `stops`: list of {"name", "seq", "arrive", "depart", "lat", "lon"} as far as known.
    `units`: unit number → {"layout", "rows", "columns", …}.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    mode = models.CharField(max_length=10)
    service = models.CharField(max_length=40)
    date = models.DateField()
    aliases = models.JSONField(default=list)
    stops = models.JSONField(default=list)
    units = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mode", "service", "date"], name="registry_run_once")]

    def __str__(self) -> str:
        return f"{self.mode}:{self.service}:{self.date}"
