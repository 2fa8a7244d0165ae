"""What the public list gives to core's hooks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serai.core.hooks import NavigationItem, RetentionPolicy, navigation, retention
from serai.tracing.lookup.selectors import TRIPS_KEPT
from serai.tracing.lookup.services import trips_purge


def register() -> None:
    """Called once when Django is ready."""
    retention.register("tracing.trips", RetentionPolicy("tracing_publishedtrip", TRIPS_KEPT, "delete", trips_purge))
    navigation.register(
        "tracing.trips",
        NavigationItem(
            _("Look up a trip"),
            "tracing:trips",
            "train-front",
            order=30,
            about=_("Your own device works it out. We do not learn which trip it was."),
            public=True,
        ),
    )
