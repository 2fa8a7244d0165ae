"""The time in which a case can have infected others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

# ECDC 2020: a case without symptoms counts from 48 h before the sample was taken.
NO_ONSET = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Window:
    """Hours before and after the anchor. Source of the defaults: ECDC 2020, contact person management."""

    before_hours: float = 48.0
    after_hours: float = 240.0

    def around(self, anchor: datetime) -> tuple[datetime, datetime]:
        """[anchor − before, anchor + after)."""
        return anchor - timedelta(hours=self.before_hours), anchor + timedelta(hours=self.after_hours)


def anchor(onset: datetime | None, confirmed: datetime) -> datetime:
    """Onset of symptoms; without it, 48 hours before confirmation."""
    return onset if onset is not None else confirmed - NO_ONSET
