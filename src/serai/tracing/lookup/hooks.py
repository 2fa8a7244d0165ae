"""What the public list gives to core's hooks."""

from __future__ import annotations

from serai.core.hooks import RetentionPolicy, retention
from serai.tracing.lookup.selectors import TRIPS_KEPT
from serai.tracing.lookup.services import trips_purge


def register() -> None:
    """Called once when Django is ready."""
    retention.register("tracing.trips", RetentionPolicy("tracing_publishedtrip", TRIPS_KEPT, "delete", trips_purge))
