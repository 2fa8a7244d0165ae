"""What the demo is made of, written down before anything else: a seeding that was killed goes on as it began."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings

from serai.core import clock


@dataclass(frozen=True, slots=True)
class Plan:
    """`first` is the first day; the last day is the one before the seeding. `shown`: cases to open first, and why."""

    first: str
    people: int
    days: int
    seed: int
    done: bool = False
    shown: dict[str, str] = field(default_factory=dict)

    @property
    def first_day(self) -> date:
        """The first day."""
        return date.fromisoformat(self.first)


def _path() -> Path:
    return Path(settings.DATA_DIR) / "demo.json"


def plan(people: int, days: int, seed: int) -> Plan:
    """The plan of this station, made now if there is none."""
    if _path().exists():
        return Plan(**json.loads(_path().read_text()))
    return _written(Plan((clock.today() - timedelta(days=days)).isoformat(), people, days, seed))


def plan_done(made: Plan, shown: dict[str, str]) -> Plan:
    """Remember that everything is in, and which cases are full."""
    return _written(replace(made, done=True, shown=shown))


def _written(made: Plan) -> Plan:
    part = _path().with_suffix(".part")
    part.write_text(json.dumps(asdict(made)))
    part.replace(_path())
    return made
