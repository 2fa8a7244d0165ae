"""Profiles: the few combinations of kind, rule, proximity and doubt that occur, so that a million rows need no
text each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from serai.tracing.domain.risk import Rate, rate
from serai.tracing.domain.risk.factors import Factor
from serai.tracing.domain.rules import Rule, RuleSet

PROXIMITY = {
    "same_seat_block": "Next to each other, no aisle between",
    "same_row": "In the same row",
    "near_rows": "Within the rows that the rule names",
    "same_unit": "In the same carriage, cabin or vehicle",
    "same_run": "On the same run; the carriage is not known",
    "same_place": "At the same place",
}
ORIGIN = "Movement records"


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything about a row that is not a number of its own."""

    kind: str
    rule: Rule
    tier: str
    proximity: str
    seat_unknown: bool = False
    assumed: bool = False
    no_clock: bool = False
    no_onset: bool = False

    @property
    def rate(self) -> Rate:
        """λ of this kind and proximity."""
        return rate(self.kind, self.proximity, not self.seat_unknown)

    def reasons(self, rules: RuleSet) -> list[dict[str, object]]:
        """The reasons that all rows of the profile share."""
        r = self.rate
        found = [
            reason(Factor.RULE, self.rule.name, _rule_text(self.rule), self.rule.source),
            reason(Factor.PROXIMITY, self.proximity, PROXIMITY[self.proximity], ORIGIN),
            reason(Factor.RATE, r.per_hour, f"{100 * r.per_hour:.3g} % an hour near an infectious person", r.source),
            reason(Factor.MEASURES, rules.measures, _measures_text(rules.measures), rules.measures_source),
        ]
        if self.proximity == "same_run":
            found.append(
                reason(
                    Factor.UNIT_UNKNOWN,
                    1,
                    "A carriage is not known: they may have been this near, so it counts as casual",
                    ORIGIN,
                )
            )
        elif self.seat_unknown:
            found.append(reason(Factor.SEAT_UNKNOWN, 1, "A seat is not known: the whole unit counts", ORIGIN))
        if self.no_clock:
            found.append(
                reason(Factor.TIME_UNKNOWN, 1, "No times known: the whole run, dosed as one hour", "Assumption")
            )
        elif self.assumed:
            found.append(reason(Factor.TIME_ASSUMED, 1, "Times taken from the stops or the whole run", ORIGIN))
        if self.no_onset:
            found.append(reason(Factor.NO_ONSET, 1, "No onset known: 48 hours before confirmation", "ECDC 2020"))
        return found


def reason(factor: Factor, value: object, text: str, source: str) -> dict[str, object]:
    """One reason as it stands in the JSON."""
    return {"factor": str(factor), "value": value, "text": text, "source": source}


def _rule_text(rule: Rule) -> str:
    minutes = f"{rule.min_minutes:g} minutes or more in a day" if rule.min_minutes else "any duration"
    if rule.rows is not None:
        minutes += f", within {rule.rows} rows"
    if rule.columns is not None:
        minutes += f", within {rule.columns} columns"
    return f"{rule.kind}: {minutes}"


def _measures_text(value: float) -> str:
    return "No masks or ventilation known" if value == 1 else f"Masks and ventilation: {value:g} times the dose"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Profiles:
    """Numbers profiles as they turn up."""

    def __init__(self) -> None:
        self._numbers: dict[Profile, int] = {}

    def number(self, profile: Profile) -> int:
        """The number of a profile."""
        return self._numbers.setdefault(profile, len(self._numbers))

    def __iter__(self) -> Iterator[Profile]:
        return iter(self._numbers)

    def column(self, name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """A field of each profile's rate, by profile number."""
        return np.array([getattr(p.rate, name) for p in self._numbers] or [0.0], float)

    def table(self, rules: RuleSet) -> pa.Table:
        """One row a profile. strict: 0 close, 1 casual; head: the shared reasons, open JSON; cap: source of the cap."""
        listed = list(self._numbers)
        return pa.table(
            {
                "profile": pa.array(range(len(listed)), pa.int32()),
                "kind": pa.array([p.kind for p in listed], pa.string()),
                "proximity": pa.array([p.proximity for p in listed], pa.string()),
                "rule": pa.array([p.rule.name for p in listed], pa.string()),
                "tier": pa.array([p.tier for p in listed], pa.string()),
                "strict": pa.array([0 if p.tier == "close" else 1 for p in listed], pa.int8()),
                "head": pa.array([_json(p.reasons(rules))[:-1] for p in listed], pa.string()),
                "cap": pa.array([_json(p.rate.cap_source) for p in listed], pa.string()),
            }
        )
