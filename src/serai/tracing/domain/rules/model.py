"""Contact rules as data: who counts as a contact, how close, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tier = Literal["close", "casual"]
TIERS: tuple[Tier, ...] = ("close", "casual")  # strictest first


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: at this kind of place, or aboard this mode, from this long, within this many seats.

    `min_minutes` counts one UTC day of one setting. `rows`/`columns` None means the whole unit.
    """

    name: str
    kind: str  # a kind of place or a mode of travel
    min_minutes: float
    tier: Tier
    source: str
    rows: int | None = None
    columns: int | None = None
    travel: bool = False

    @property
    def by_seat(self) -> bool:
        """True where the rule needs to know both seats."""
        return self.rows is not None or self.columns is not None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules in force, named by the digest of their text, so that a result says under which rules it was found."""

    pathogen: str
    before_hours: float
    after_hours: float
    rules: tuple[Rule, ...]
    digest: str
    measures: float = 1.0  # m: what masks and ventilation leave of the dose
    measures_source: str = "Assumption: none known"

    def of(self, kind: str) -> tuple[Rule, ...]:
        """The rules of a kind or mode, strictest first; a kind without a line is treated as a venue."""
        own = [r for r in self.rules if r.kind == kind] or [r for r in self.rules if r.kind == "venue"] or [FALLBACK]
        return tuple(sorted(own, key=strictness))

    def strictness(self, kind: str) -> tuple[int, int, float, str]:
        """Sort key of a kind: that of its strictest rule."""
        return strictness(self.of(kind)[0])


FALLBACK = Rule("venue-default", "venue", 15, "close", "ECDC 2020, contact person management: 15 min within 24 h")
"""What holds where a rule file names neither the kind nor venues."""


def strictness(rule: Rule) -> tuple[int, int, float, str]:
    """Sort key: close before casual, seat rules before whole units, then the shorter time, then the name."""
    return (TIERS.index(rule.tier), 0 if rule.by_seat else 1, rule.min_minutes, rule.name)
