"""Shared time at places: cases ⋈ person copy → clip → merge → ⋈ place copy → merge → UTC day → sum."""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa

from serai.tracing.domain.join.engines import steps
from serai.tracing.domain.join.merge import merged
from serai.tracing.domain.rules import RuleSet

PLACE_SCHEMA = pa.schema(
    [
        ("case", pa.int32()),
        ("contact", pa.int64()),
        ("place", pa.int64()),
        ("kind", pa.string()),
        ("day", pa.date32()),
        ("micros", pa.int64()),
        ("first", pa.timestamp("us")),
        ("last", pa.timestamp("us")),
    ]
)
"""One row per case (row number in the case table), contact, place and UTC day; `micros` is the exact shared time."""


def place_exposures(con: Any, cases: pa.Table, rules: RuleSet) -> pa.Table:
    """Everyone who shared a place with a case for as long as the most lenient rule of its kind asks.

    Args: con: Ibis backend with `by_person` and `by_place` (person, place, start, end, kind). cases: case int32, person
    int64, lo, hi: the window, timestamps without a zone (UTC).
    Returns: PLACE_SCHEMA.
    """
    with steps(con) as run:
        own = run.keep(_intervals(con.table("by_person"), run.take(cases)))
        kinds = _kinds(own, rules)
        pieces = run.keep(_pieces(con.table("by_place"), own))
        pairs = run.keep(_pairs(pieces))
        table: pa.Table = _days(_whole(pairs, pieces), own, kinds, rules).to_pyarrow()
    names = pa.array(kinds, pa.string())
    kind = names.take(table["kind"]) if kinds else pa.nulls(table.num_rows, pa.string())
    table = table.set_column(table.schema.get_field_index("kind"), "kind", kind)
    return table.select(PLACE_SCHEMA.names).cast(PLACE_SCHEMA)


def _intervals(stays: Any, cases: Any) -> Any:
    """The case's own time at each place inside its window, as maximal intervals numbered `iv`."""
    near = stays.join(
        cases,
        [stays.person == cases.person, stays.start < cases.hi, stays.end > cases.lo, stays.start < stays.end],
    )
    clipped = near.select(
        "case", "person", "place", "kind", st=ibis.greatest(near.start, near.lo), en=ibis.least(near.end, near.hi)
    )
    whole = merged(clipped, ["case", "person", "place"], kinds=lambda t: t.kind.cast("string").collect(distinct=True))
    return whole.mutate(iv=ibis.row_number().cast("int32"))


def _kinds(own: Any, rules: RuleSet) -> list[str]:
    """All kinds of the cases' intervals, the one with the strictest rule first."""
    found = own.select(kind=own.kinds.unnest()).distinct().to_pyarrow()["kind"].to_pylist()
    return sorted({k or "venue" for k in found}, key=lambda k: (rules.strictness(k), k))


def _pieces(stays: Any, own: Any) -> Any:
    """Every overlap of an interval with another person's stay at the place. No merging yet."""
    met = stays.join(
        own.select("iv", "person", "place", "st", "en"),
        [
            stays.place == own.place,
            stays.start < own.en,
            stays.end > own.st,
            stays.start < stays.end,
            stays.person != own.person,
        ],
        rname="case_{name}",
    )
    return met.select("iv", contact="person", st=ibis.greatest(met.start, met.st), en=ibis.least(met.end, met.en))


def _pairs(pieces: Any) -> Any:
    return pieces.group_by(["iv", "contact"]).aggregate(
        st=pieces.st.min(),
        en=pieces.en.max(),
        last_start=pieces.st.max(),
        first_end=pieces.en.min(),
        n=pieces.count(),
    )


def _whole(pairs: Any, pieces: Any) -> Any:
    """Merged pieces by interval and contact.

    Where the last start is not after the first end, all pieces hold that moment: they are one. Two pieces apart are
    known by their ends. Only three or more, not all in one, need to be sorted.
    """
    one = pairs.filter(pairs.last_start <= pairs.first_end)
    two = pairs.filter((pairs.last_start > pairs.first_end) & (pairs.n == 2))
    many = pairs.filter((pairs.last_start > pairs.first_end) & (pairs.n > 2))
    columns = ["iv", "contact", "st", "en"]
    parts = [one.select(columns)]
    if two.count().to_pyarrow().as_py():
        parts += [
            two.select("iv", "contact", "st", en=two.first_end),
            two.select("iv", "contact", "en", st=two.last_start),
        ]
    if many.count().to_pyarrow().as_py():
        raw = pieces.semi_join(many, ["iv", "contact"])
        parts.append(merged(raw, ["iv", "contact"]).select(columns))
    return ibis.union(*[p.select(columns) for p in parts]) if len(parts) > 1 else parts[0]


def _days(whole: Any, own: Any, kinds: list[str], rules: RuleSet) -> Any:
    rank: Any = ibis.literal(len(kinds), "int8")
    for number in range(len(kinds) - 1, -1, -1):
        name = kinds[number]
        has = own.kinds.contains(name) | (own.kinds.contains(ibis.null("string")) if name == "venue" else False)
        rank = ibis.ifelse(has, ibis.literal(number, "int8"), rank)
    rows = whole.join(own.select("iv", "case", "place", kind=rank), "iv")
    days = rows.select("case", "contact", "place", "kind", "st", "en", day=rows.st.date())
    summed = days.group_by(["case", "contact", "place", "day"]).aggregate(
        kind=days.kind.min(),
        micros=days.en.delta(days.st, unit="microsecond").sum().cast("int64"),
        first=days.st.min(),
        last=days.en.max(),
    )
    least: Any = ibis.literal(0, "int64")
    for number, kind in enumerate(kinds):
        micros = int(min(r.min_minutes for r in rules.of(kind)) * 60_000_000)
        least = ibis.ifelse(summed.kind == number, ibis.literal(micros, "int64"), least)
    return summed.filter(summed.micros >= least)
