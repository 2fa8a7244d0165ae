"""What two people shared, as text: `place:<place>` or `<mode>:<service>:<date>:<unit>`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Ride:
    """A unit of a service run."""

    mode: str
    service: str
    date: date
    unit: str

    @property
    def setting(self) -> str:
        """The text again."""
        return f"{self.mode}:{self.service}:{self.date.isoformat()}:{self.unit}"


def ride_of(setting: str) -> Ride | None:
    """The ride behind a setting, or None for a place."""
    if setting.startswith("place:"):
        return None
    mode, rest = setting.split(":", 1)
    service, day, unit = rest.rsplit(":", 2)
    return Ride(mode, service, date.fromisoformat(day), unit)


def place_of(setting: str) -> str:
    """The place's code behind a setting, or empty for a ride."""
    return setting.removeprefix("place:") if setting.startswith("place:") else ""
