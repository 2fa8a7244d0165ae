"""Ranks the candidates of every case."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from serai.tracing.domain.infectors import model
from serai.tracing.domain.infectors.model import COVID, Floats, Serial
from serai.tracing.domain.infectors.places import EARTH_KM, Ints, Places, kilometres, places
from serai.tracing.domain.infectors.reasons import Pair, reasons
from serai.tracing.domain.window import NO_ONSET

RANKED = pa.schema(
    [
        ("case_id", pa.string()),
        ("candidate_id", pa.string()),
        ("rank", pa.int32()),
        ("score", pa.float64()),
        ("reasons", pa.string()),
    ]
)
"""`score`: this candidate's share of the plausibility of all candidates of the case; it adds up to 1 over all of them.
It is no probability that the candidate did it: the true infector may be nobody who is known."""

_BLOCK = 2_000_000
"""Distances held at once: 16 MB of them."""
_CLOSE = float(np.cos(model.REACH_KM / EARTH_KM))


@dataclass(frozen=True, slots=True)
class _Cases:
    """Cases by anchor. `anchor`: days since 1970."""

    name: list[str]
    person: list[str]
    who: Ints
    anchor: Floats
    onset_known: NDArray[np.bool_]


def rank(
    cases: pa.Table,
    points: pa.Table,
    *,
    top: int = 10,
    serial: Serial = COVID,
    progress: Callable[[float], None] | None = None,
) -> pa.Table:
    """The `top` candidates of each case: every other person's case whose anchor is at most 3 days after the case's.

    Args: cases: tables.CASES. points: imports.POINTS, dated and without hours; people who are no case are passed over.
    serial: the disease's serial interval.
    Returns: RANKED, by case in the order given and rank. A case without candidates has no row.
    Memory: bounded by _BLOCK distances, whatever the number of points.
    """
    known = _ordered(cases)
    cases_of: dict[str, list[int]] = defaultdict(list)
    for number, person in enumerate(known.person):
        cases_of[person].append(number)
    spots = places(points, cases_of)
    starts = np.searchsorted(spots.owner, np.arange(len(known.name) + 1))
    found: dict[str, list[tuple[str, int, float, str]]] = {}
    for case in range(len(known.name)):
        found[known.name[case]] = _of_one(case, known, spots, starts, top, serial)
        if progress and (case % 64 == 0 or case + 1 == len(known.name)):
            progress((case + 1) / len(known.name))
    rows = [(name, *row) for name in cases["case_id"].to_pylist() for row in found[name]]
    columns = list(zip(*rows, strict=True)) or [()] * len(RANKED)
    arrays = [pa.array(column, kind.type) for column, kind in zip(columns, RANKED, strict=True)]
    return pa.Table.from_arrays(arrays, schema=RANKED)


def _ordered(cases: pa.Table) -> _Cases:
    rows = cases.select(["case_id", "person_id", "onset", "confirmed"]).to_pylist()
    anchored = [(row["onset"] or row["confirmed"] - NO_ONSET, row) for row in rows]
    anchored.sort(key=lambda pair: (pair[0], pair[1]["case_id"]))
    people = {name: number for number, name in enumerate({row["person_id"]: None for row in rows})}
    return _Cases(
        [row["case_id"] for _, row in anchored],
        [row["person_id"] for _, row in anchored],
        np.array([people[row["person_id"]] for _, row in anchored], np.int64),
        np.array([when.timestamp() / timedelta(days=1).total_seconds() for when, _ in anchored]),
        np.array([row["onset"] is not None for _, row in anchored], bool),
    )


def _of_one(
    case: int, known: _Cases, spots: Places, starts: Ints, top: int, serial: Serial
) -> list[tuple[str, int, float, str]]:
    candidates = int(np.searchsorted(known.anchor, known.anchor[case] + model.LATEST, side="right"))
    days = known.anchor[case] - known.anchor[:candidates]
    near, met = _spatial(case, candidates, spots, starts)
    score = model.INTERVAL_WEIGHT * model.interval(days, serial)
    score += model.NEARNESS_WEIGHT * near + model.MEETING_WEIGHT * model.meeting(met)
    allowed = np.flatnonzero(known.who[:candidates] != known.who[case])
    if not len(allowed):
        return []
    best = allowed[np.lexsort((-known.anchor[allowed], -score[allowed]))][:top]
    share = np.exp(score - score[allowed].max())
    share /= share[allowed].sum()
    rows = []
    for place, one in enumerate(best):
        pair = Pair(
            days=float(days[one]),
            serial=serial.text,
            onsets=(bool(known.onset_known[case]), bool(known.onset_known[one])),
            own=slice(int(starts[case]), int(starts[case + 1])),
            other=slice(int(starts[one]), int(starts[one + 1])),
            near=float(near[one]),
        )
        said = json.dumps(reasons(pair, spots), ensure_ascii=False, separators=(",", ":"))
        rows.append((known.name[one], place + 1, round(float(share[one]), 9), said))
    return rows


def _spatial(case: int, candidates: int, spots: Places, starts: Ints) -> tuple[Floats, Floats]:
    """Nearness and strength of the best common place, by candidate."""
    near = np.full(candidates, float(model.nearness(np.array(model.FAR_KM))))
    met = np.zeros(candidates)
    own, end = slice(int(starts[case]), int(starts[case + 1])), int(starts[candidates])
    if own.start == own.stop or not end:
        return near, met
    routed = spots.owners[: np.searchsorted(spots.owners, candidates)]
    segment = starts[routed]
    unit, weight = spots.unit[:end].T, spots.weight[:end]
    mine = np.zeros(len(routed))
    theirs = np.full(end, -1.0)
    step = max(1, _BLOCK // end)
    for first in range(own.start, own.stop, step):
        block = slice(first, min(first + step, own.stop))
        cosine = spots.unit[block] @ unit
        nearest = kilometres(np.maximum.reduceat(cosine, segment, axis=1))
        mine += spots.weight[block] @ model.nearness(nearest)
        closest = cosine.max(axis=0)
        np.maximum(theirs, closest, out=theirs)
        _meet(met, cosine, np.flatnonzero(closest >= _CLOSE), block.start, spots)
    ours = mine / spots.weight[own].sum()
    back = np.add.reduceat(weight * model.nearness(kilometres(theirs)), segment) / np.add.reduceat(weight, segment)
    near[routed] = (1 - model.BOTH_WAYS) * ours + model.BOTH_WAYS * back
    return near, met


def _meet(met: Floats, cosine: Floats, near: Ints, first: int, spots: Places) -> None:
    """Raise each candidate's strength to that of its best place in this block; `near`: points with any in reach."""
    row, column = np.nonzero(cosine[:, near] >= _CLOSE)
    column = near[column]
    fortnight = np.abs(spots.day[first + row] - spots.day[column]) <= model.FORTNIGHT
    row, column = row[fortnight], column[fortnight]
    strength = model.spot(kilometres(cosine[row, column])) / spots.crowd[column]
    np.maximum.at(met, spots.owner[column], strength)
