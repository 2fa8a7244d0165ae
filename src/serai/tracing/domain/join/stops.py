"""The order of stops: from the timetable where a store has it, else from the legs themselves."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

import pyarrow as pa

from serai.tracing.domain.join.engines import has_table

ORDER = pa.schema([("run", pa.int64()), ("a", pa.string()), ("b", pa.string())])
"""On this run the stop a is b, or comes before it."""

Edges = dict[str, set[str]]


def precedence(con: Any, aboard: Any) -> pa.Table:
    """ORDER for the runs on which somebody has stops but no times. Runs that pass a stop twice have no order."""
    vague = aboard.filter(~aboard.sure & (aboard.board.notnull() | aboard.alight.notnull())).select("run").distinct()
    legs = aboard.semi_join(vague, "run").select("run", "board", "alight").distinct().to_pyarrow().to_pylist()
    edges: dict[int, Edges] = defaultdict(lambda: defaultdict(set))
    for leg in legs:
        for name in (leg["board"], leg["alight"]):
            if name:
                edges[leg["run"]][name].add(name)
        if leg["board"] and leg["alight"] and leg["board"] != leg["alight"]:
            edges[leg["run"]][leg["board"]].add(leg["alight"])
    if edges and has_table(con, "stops"):
        _timetable(con, edges)
    rows = [(run, a, b) for run, known in edges.items() for a, b in closure(known)]
    return pa.table([pa.array([row[i] for row in rows], f.type) for i, f in enumerate(ORDER)], schema=ORDER)


def _timetable(con: Any, edges: dict[int, Edges]) -> None:
    stops = con.table("stops")
    found = stops.filter(stops.run.isin(list(edges))).order_by(["run", "seq"]).to_pyarrow().to_pylist()
    for one, following in pairwise(found):
        if one["run"] == following["run"] and one["name"] != following["name"]:
            edges[one["run"]][one["name"]].add(following["name"])


def closure(edges: Edges) -> list[tuple[str, str]]:
    """All (a, b) with a = b or a before b; nothing where two stops come before one another."""
    found: list[tuple[str, str]] = []
    for start in list(edges):
        reached, todo = {start}, [start]
        while todo:
            for stop in edges.get(todo.pop(), set()) - reached:
                reached.add(stop)
                todo.append(stop)
        found += [(start, stop) for stop in reached]
    pairs = set(found)
    return [] if any(a != b and (b, a) in pairs for a, b in found) else found
