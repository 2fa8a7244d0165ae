"""A match equals its definition."""

from __future__ import annotations

import pyarrow as pa
import pytest

from serai.registry.domain.movements import LEG_COLUMNS, STAY_COLUMNS
from serai.tracing.domain import imports
from serai.tracing.domain.match import MatchResult, Movements, match
from tests.tracing.domain.reference import matched
from tests.tracing.domain.worlds import World, world

WORLDS, TOGETHER = 1000, 100
COMPARED = (
    "case_id", "contact_id", "contact_case_id", "setting", "kind", "day", "minutes", "proximity", "rule", "tier",
)  # fmt: skip


def table(rows: list[object], columns: tuple[str, ...], schema: pa.Schema | None = None) -> pa.Table:
    """Dataclasses as a table."""
    return pa.table({c: [getattr(r, c) for r in rows] for c in columns}, schema=schema)


def found(*worlds: World) -> MatchResult:
    """Match several worlds at once; their ids differ."""
    stays = table([s for w in worlds for s in w.stays], STAY_COLUMNS, imports.STAYS)
    legs = table([leg for w in worlds for leg in w.legs], LEG_COLUMNS, imports.LEGS)
    times = pa.timestamp("us", tz="UTC")
    schema = pa.schema([("case_id", "str"), ("person_id", "str"), ("onset", times), ("confirmed", times)])
    cases = table([c for w in worlds for c in w.cases], ("case_id", "person_id", "onset", "confirmed"), schema)
    return match(cases, source=Movements(stays, legs))


@pytest.mark.parametrize("first", range(0, WORLDS, TOGETHER))
def test_match_equals_the_slow_reference_on_random_worlds(first: int) -> None:
    worlds = [world(seed) for seed in range(first, first + TOGETHER)]
    rows = [tuple(r[c] for c in COMPARED) for r in found(*worlds).exposures.to_pylist()]
    expected = {row for w in worlds for row in matched(w)}
    assert len(rows) == len(set(rows))
    assert set(rows) - expected == set()
    assert expected - set(rows) == set()
