"""Merging intervals in Ibis: pieces of one key that touch or overlap become one."""

from __future__ import annotations

from typing import Any

import ibis


def merged(pieces: Any, keys: list[str], **extra: Any) -> Any:
    """Maximal intervals by key ("gaps and islands").

    Args: pieces: table with the keys, `st` and `en` (timestamps, st < en). extra: aggregates of each island, as
    functions
    of the table.
    Returns: keys, st, en and the extra columns, one row an island.

    Both windows sort by (st, latest end so far, en): with fewer keys, ties could sort differently in the two
    windows and
    split an island.
    """
    before = ibis.window(group_by=keys, order_by=["st", "en"], rows=(None, -1))
    seen = pieces.mutate(reach=pieces.en.max().over(before))
    ordered = ibis.window(
        group_by=keys, order_by=[seen.st.asc(), seen.reach.asc(nulls_first=True), seen.en.asc()], rows=(None, 0)
    )
    opens = ibis.ifelse(seen.reach.isnull() | (seen.st > seen.reach), 1, 0)
    numbered = seen.mutate(island=opens.sum().over(ordered))
    found = {name: make(numbered) for name, make in extra.items()}
    return (
        numbered.group_by([*keys, "island"])
        .aggregate(st=numbered.st.min(), en=numbered.en.max(), **found)
        .drop("island")
    )
