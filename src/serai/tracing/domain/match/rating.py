"""Which rule a row falls under, and how likely it infected: on whole columns, a batch of rows at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from serai.tracing.domain import seats
from serai.tracing.domain.match.profiles import Profile, Profiles
from serai.tracing.domain.risk import risks
from serai.tracing.domain.rules import Rule, RuleSet, Tier

NEAR_ROWS = 2
"""Rows that count as near where no rule of the mode names any."""

Ints = np.ndarray[Any, np.dtype[np.int64]]


def place_profiles(table: pa.Table, no_onset: Any, rules: RuleSet, profiles: Profiles) -> Ints:
    """Profile of each row of PLACE_SCHEMA, -1 where no rule is met: the strictest whose minutes are reached."""
    kinds = table["kind"].combine_chunks().dictionary_encode()
    codes, micros = kinds.indices.to_numpy(zero_copy_only=False), table["micros"].to_numpy()
    blind = no_onset[table["case"].to_numpy()]
    found: Ints = np.full(len(table), -1, np.int64)
    for code, kind in enumerate(kinds.dictionary.to_pylist()):
        for rule in reversed(rules.of(kind)):
            for flag in (False, True):
                hit = (codes == code) & (micros >= rule.min_minutes * 60_000_000) & (blind == flag)
                if hit.any():
                    found[hit] = profiles.number(Profile(kind, rule, rule.tier, "same_place", no_onset=flag))
    return found


def ride_profiles(table: pa.Table, modes: list[str], no_onset: Any, rules: RuleSet, profiles: Profiles) -> Ints:
    """Profile of each row of RIDE_SCHEMA, -1 where no rule is met. `modes`: the mode of each row."""
    found: Ints = np.full(len(table), -1, np.int64)
    rows = zip(
        modes,
        table["distance"].to_pylist(),
        table["micros"].to_pylist(),
        table["assumed"].to_pylist(),
        no_onset[table["case"].to_numpy()].tolist(),
        strict=True,
    )
    known: dict[tuple[Any, ...], tuple[Rule, str] | None] = {}
    for i, (mode, distance, micros, assumed, blind) in enumerate(rows):
        key = (mode, distance, micros)
        if key not in known:
            known[key] = ride_rule(rules, mode, distance, micros)
        if hit := known[key]:
            rule, tier = hit
            profile = Profile(
                mode, rule, tier, proximity(rules, mode, distance),
                seat_unknown=distance >= seats.SEAT_UNKNOWN, assumed=assumed, no_clock=micros is None, no_onset=blind,
            )  # fmt: skip
            found[i] = profiles.number(profile)
    return found


def ride_rule(rules: RuleSet, mode: str, distance: int, micros: int | None) -> tuple[Rule, str] | None:
    """The strictest rule met aboard, with its tier; unknown units are casual, unknown seats too under a seat rule."""
    tier: Tier
    met: list[tuple[int, int, Rule, Tier]] = []
    for order, rule in enumerate(rules.of(mode)):
        if micros is not None and micros < rule.min_minutes * 60_000_000:
            continue
        if rule.by_seat and not may_be_within(rule, distance):
            continue
        unsure = distance >= seats.UNIT_UNKNOWN or (rule.by_seat and distance >= seats.SEAT_UNKNOWN)
        tier = "casual" if unsure else rule.tier
        met.append((0 if tier == "close" else 1, order + (100 if rule.by_seat and unsure else 0), rule, tier))
    if not met:
        return None
    _, _, rule, tier = min(met, key=lambda m: m[:2])
    return rule, tier


def may_be_within(rule: Rule, distance: int) -> bool:
    """Whether two people may have sat as near as the rule asks: where a seat is unknown, unless their rows say no."""
    if distance >= seats.UNIT_UNKNOWN:
        return rule.rows is None or distance - seats.UNIT_UNKNOWN <= rule.rows
    return distance >= seats.SEAT_UNKNOWN or within(rule, distance)


def within(rule: Rule, distance: int) -> bool:
    """Whether two known seats are as near as the rule asks; an unknown column passes."""
    row, column = distance // 10_000, distance % 10_000 // 10
    if rule.rows is not None and row > rule.rows:
        return False
    return rule.columns is None or column == seats.COLUMN_UNKNOWN or column <= rule.columns


def proximity(rules: RuleSet, mode: str, distance: int) -> str:
    """The proximity class of a distance."""
    if distance >= seats.UNIT_UNKNOWN:
        return "same_run"
    if distance >= seats.SEAT_UNKNOWN:
        return "same_unit"
    if distance // 10_000 == 0:
        return "same_seat_block" if distance % 10 == 0 and distance // 10 != seats.COLUMN_UNKNOWN else "same_row"
    seated = [r for r in rules.of(mode) if r.by_seat]
    if seated:
        return "near_rows" if any(within(r, distance) for r in seated) else "same_unit"
    return "near_rows" if distance // 10_000 <= NEAR_ROWS else "same_unit"


def rated(table: pa.Table, found: Ints, onset: Any, profiles: Profiles, rules: RuleSet) -> pa.Table:
    """The rows that meet a rule, with minutes, profile and risk. `onset`: the anchor of each case, int64
    microseconds.
    """
    table, found = table.filter(pa.array(found >= 0)), found[found >= 0]
    anchor = onset[table["case"].to_numpy()]
    first, last = ((table[c].cast(pa.int64()).to_numpy() - anchor) / 86_400_000_000 for c in ("first", "last"))
    minutes = pc.divide(table["micros"].cast(pa.float64()), 60_000_000.0)
    hours = pc.fill_null(minutes, float("nan")).to_numpy() / 60
    columns = {name: profiles.column(name)[found] for name in ("per_hour", "low", "high", "cap_hours")}
    found_risk = risks(
        hours, first, last, columns["per_hour"], columns["low"], columns["high"], columns["cap_hours"], rules.measures
    )
    keep = [name for name in ("case", "contact", "place", "run", "unit", "day") if name in table.column_names]
    more = {
        "minutes": minutes,
        "profile": pa.array(found, pa.int32()),
        "risk": found_risk.risk,
        "risk_low": found_risk.low,
        "risk_high": found_risk.high,
        "dosed": found_risk.dosed,
        "timing": found_risk.timing,
        "from_onset": (first + last) / 2,
    }
    made = table.select(keep)
    for name, values in more.items():
        made = made.append_column(name, values if isinstance(values, pa.Array | pa.ChunkedArray) else pa.array(values))
    return made
