"""Keeping a store small and forgetful: fold small segments, compact, purge old days, erase a person."""

# ruff: noqa: S608 (statements are made of our own table and column names; values are bound or quoted)

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time

from serai.tracing.domain.store.layout import (
    BY_PERSON,
    BY_PLACE,
    DATED,
    ENCOUNTERS,
    LAYOUTS,
    LEGS,
    PERSONS,
    PLACES,
    POINTS,
    RUNS,
)
from serai.tracing.domain.store.manifest import Segment
from serai.tracing.domain.store.segments import PACK, Draft, packed

SMALL = PACK // 10
"""Rows below which a segment counts as small."""

FOLD = 16
"""Small segments of a table that are folded into one by the append that makes so many."""

_USES = {
    PERSONS: (
        ("person", BY_PERSON),
        ("person", LEGS),
        ("person", POINTS),
        ("person_a", ENCOUNTERS),
        ("person_b", ENCOUNTERS),
    ),
    PLACES: (("place", BY_PERSON),),
    RUNS: (("run", LEGS),),
}


def fold(draft: Draft) -> None:
    """Merge the small segments of each table that has FOLD of them, so that reads stay quick between compactions."""
    for table, segments in draft.state.tables.items():
        small = [s for s in segments if s.rows < SMALL]
        if len(small) >= FOLD:
            _merge(draft, table, small)


def compact(draft: Draft) -> bool:
    """Merge segments until none is small without need and no two hold the same part. Whether anything changed."""
    changed = False
    for table, segments in list(draft.state.tables.items()):
        groups = _loose(segments) if table in DATED else [segments]
        for group in groups:
            if len(group) > 1:
                _merge(draft, table, group)
                changed = True
    return changed


def _merge(draft: Draft, table: str, group: list[Segment]) -> None:
    if table in DATED:
        parts: Counter[int] = Counter()
        for segment in group:
            parts.update(segment.parts)

        def held(first: int, last: int) -> str:
            return draft.scan(table, [s for s in group if min(s.parts) <= last and max(s.parts) >= first])

        made = packed(draft, table, held, parts)
    else:
        whole = draft.write(table, draft.scan(table, group))
        made = [whole] if whole else []
    draft.state.tables[table] = [s for s in draft.state.tables[table] if s not in group] + made


def _loose(segments: list[Segment]) -> Iterator[list[Segment]]:
    """Segments to be merged: neighbours whose parts overlap, and small ones between those that are settled.

    A segment is settled when it shares its span of parts with no other and is at least half full.
    """
    spans: list[list[Segment]] = []
    last = -sys.maxsize
    for segment in sorted(segments, key=lambda s: min(s.parts)):
        if spans and min(segment.parts) <= last:
            spans[-1].append(segment)
        else:
            spans.append([segment])
        last = max(last, max(segment.parts))
    group: list[Segment] = []
    for span in spans:
        if len(span) == 1 and span[0].rows >= PACK // 2:
            yield group
            group = []
        else:
            group = [*group, *span]
    yield group


def purge(draft: Draft, before: date, *, dry_run: bool) -> int:
    """Remove (or count) rows that were past before this UTC midnight. Stays count once."""
    edge = datetime.combine(before, time())
    gone = 0
    for table in DATED:
        for segment in list(draft.state.tables[table]):
            if segment.until and segment.until <= edge:
                old = segment.rows
                if not dry_run:
                    draft.state.tables[table].remove(segment)
            elif segment.since and segment.since <= edge:
                over = f"{LAYOUTS[table].over} <= TIMESTAMP '{edge}'"
                old = _without(draft, table, segment, over, dry_run=dry_run)
            else:
                old = 0
            gone += old if table != BY_PLACE else 0
    if gone and not dry_run:
        forget(draft)
    return gone


def erase(draft: Draft, person: str) -> int:
    """Remove every row of a person, and the name of whatever nobody else used. Returns rows; stays count once."""
    found = draft.rows(f"SELECT id FROM {draft.scan(PERSONS)} WHERE text = ?", person)
    if not found:
        return 0
    gone = 0
    for table in DATED:
        theirs = " OR ".join(f"{column} = {found[0][0]}" for column in LAYOUTS[table].people)
        for segment in list(draft.state.tables[table]):
            rows = _without(draft, table, segment, theirs)
            gone += rows if table != BY_PLACE else 0
    forget(draft)
    return gone


def _without(draft: Draft, table: str, segment: Segment, unwanted: str, *, dry_run: bool = False) -> int:
    """Rewrite a segment without some rows, if it has any. Returns how many."""
    source = draft.scan(table, [segment])
    rows: int = draft.rows(f"SELECT count(*) FROM {source} WHERE {unwanted}")[0][0]
    if rows and not dry_run:
        rest = draft.write(table, f"(FROM {source} WHERE NOT coalesce({unwanted}, false))")
        draft.state.tables[table].remove(segment)
        draft.state.tables[table] += [rest] if rest else []
    return rows


def forget(draft: Draft) -> None:
    """Drop people, places and runs from the dictionaries that no row names any more."""
    for table, uses in _USES.items():
        used = " UNION ".join(f"SELECT {column} FROM {draft.scan(kept)}" for column, kept in uses)
        draft.con.execute(f"CREATE TEMP TABLE used AS SELECT DISTINCT * FROM ({used}) u(id)")
        for segment in list(draft.state.tables[table]):
            _without(draft, table, segment, "id NOT IN (FROM used)")
        draft.con.execute("DROP TABLE used")
