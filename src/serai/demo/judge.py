"""How many of those whom a case infected stand among its first contacts, against a truth that is known.

Three rankings of the same contacts are compared: by risk, by the longest time together ("same place"), and at random.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from serai.demo.domain import World, tables
from serai.demo.domain.dice import Dice
from serai.registry.domain.errors import BadInput

BUDGETS = (10, 20, 50)
RANKINGS = ("risk", "time", "random")
REPEATS = 2000
MOMENT = pa.timestamp("us", tz="UTC")


@dataclass(frozen=True, slots=True)
class Trial:
    """What one world gives to judge by. `cases`: case_id, person_id, onset, confirmed. `truth`: infector, infectee."""

    seed: int
    cases: pa.Table
    stays: pa.Table
    legs: pa.Table
    truth: pa.Table


@dataclass(frozen=True, slots=True)
class Scores:
    """One row a case: whom it infected, how many of them are among its contacts at all, how many contacts it has, and
    by ranking and budget the number (random: expected number) of them among the first. `recorded`: how many of the
    meetings themselves are in the files from both sides. `pairs`: kind of the setting, and the place of the infected
    in the list by risk and by time (None: not on it).
    """

    true: Any
    listed: Any
    contacts: Any
    hits: dict[tuple[str, int], Any]
    recorded: Any
    pairs: list[tuple[str, int | None, int | None]]


def trial(world: World) -> Trial:
    """A world in memory."""
    return Trial(world.seed, tables.cases(world), tables.stays(world), tables.legs(world), tables.truth(world))


def read(folder: Path) -> Trial:
    """The files of `serai demo --out`. Raises BadInput."""
    from pyarrow import csv

    from serai.tracing.domain.tables import read_cases, read_legs, read_stays

    if not (folder / "truth.csv").is_file():
        raise BadInput("holds no truth.csv", where=str(folder), expected="a folder written by serai demo --out")
    text = csv.ConvertOptions(column_types={n: pa.string() for n in ("infector", "infectee", "case_id", "setting")})
    try:
        truth = csv.read_csv(folder / "truth.csv", convert_options=text)
        known = truth.select(["infector", "infectee", "setting", "time"])
    except (pa.ArrowInvalid, KeyError) as error:
        raise BadInput("cannot be read", where=str(folder / "truth.csv"), expected="infector, infectee, …") from error
    stays, legs = read_stays(folder / "stays.parquet"), read_legs(folder / "legs.parquet")
    return Trial(0, read_cases(folder / "cases.csv").table, stays.stays, legs.legs, known)


def scores(given: Trial) -> Scores:
    """Find the contacts of every case that infected somebody, and count."""
    from serai.tracing.domain.match import Movements, match

    secondary: dict[str, dict[str, Meeting]] = {}
    for meeting in _meetings(given):
        secondary.setdefault(meeting.infector, {})[meeting.infectee] = meeting
    person = dict(zip(given.cases["case_id"].to_pylist(), given.cases["person_id"].to_pylist(), strict=True))
    asked = given.cases.filter(pc.is_in(given.cases["person_id"], pa.array(list(secondary), pa.string())))
    for name in ("onset", "confirmed"):
        place = asked.column_names.index(name)
        asked = asked.set_column(place, name, asked[name].cast(pa.timestamp("us")).cast(MOMENT))
    found = match(asked, source=Movements(given.stays, given.legs)).contacts
    lists: dict[str, list[tuple[int, float, str]]] = {c: [] for c in asked["case_id"].to_pylist()}
    columns = found.select(["case_id", "contact_id", "rank", "minutes"]).to_pydict()
    for case, contact, rank, minutes in zip(*columns.values(), strict=True):
        lists[case].append((rank, -(minutes or 0.0), contact))
    return _counted([(secondary[person[case]], rows) for case, rows in lists.items()])


_MEETINGS = """
SELECT t.infector, t.infectee, coalesce(p.kind, split_part(t.setting, ':', 1)) AS kind,
       EXISTS (FROM stays a JOIN stays b ON b.place_id = a.place_id AND a.start < b."end" AND b.start < a."end"
               WHERE 'place:' || a.place_id = t.setting AND a.person_id = t.infector AND b.person_id = t.infectee
                 AND t.time BETWEEN greatest(a.start, b.start) - INTERVAL 1 HOUR
                                AND least(a."end", b."end") + INTERVAL 1 HOUR)
       OR EXISTS (FROM legs a JOIN legs b USING (mode, service, date)
               WHERE starts_with(t.setting, concat_ws(':', a.mode, a.service, a.date) || ':')
                 AND a.person_id = t.infector AND b.person_id = t.infectee) AS recorded
FROM truth t LEFT JOIN kinds p ON t.setting = 'place:' || p.place_id WHERE t.infector <> ''
"""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One infection: who, in what kind of setting, and whether the files hold it from both sides."""

    infector: str
    infectee: str
    kind: str = ""
    recorded: bool = True


def _meetings(given: Trial) -> list[Meeting]:
    from serai.tracing.domain.engine import open_engine

    con = open_engine()
    truth = given.truth.select(["infector", "infectee", "setting", "time"])
    truth = truth.set_column(3, "time", truth["time"].cast(MOMENT))
    people = pa.array(sorted({*truth["infector"].to_pylist(), *truth["infectee"].to_pylist()}), pa.string())
    for name, table in (("stays", given.stays), ("legs", given.legs)):
        con.register(name, table.filter(pc.is_in(table["person_id"], people)))
    con.register("kinds", given.stays.group_by("place_id").aggregate([("kind", "min")]).rename_columns(
        ["place_id", "kind"]
    ))  # fmt: skip
    con.register("truth", truth)
    return [Meeting(*row) for row in con.execute(_MEETINGS).fetchall()]


def _counted(cases: Sequence[tuple[dict[str, Meeting], list[tuple[int, float, str]]]]) -> Scores:
    hits: dict[tuple[str, int], list[float]] = {(name, k): [] for name in RANKINGS for k in BUDGETS}
    pairs: list[tuple[str, int | None, int | None]] = []
    for meetings, rows in cases:
        true = set(meetings)
        by_risk = [r[2] for r in sorted(rows)]
        by_time = [r[2] for r in sorted(rows, key=lambda r: r[1:])]
        listed = len(true.intersection(by_risk))
        risk, spent = ({name: n for n, name in enumerate(order, 1)} for order in (by_risk, by_time))
        pairs += [(m.kind, risk.get(m.infectee), spent.get(m.infectee)) for m in meetings.values()]
        for k in BUDGETS:
            hits["risk", k].append(len(true.intersection(by_risk[:k])))
            hits["time", k].append(len(true.intersection(by_time[:k])))
            hits["random", k].append(listed * min(1.0, k / max(len(rows), 1)))
    return Scores(
        np.array([len(t) for t, _ in cases], float),
        np.array([len(set(t).intersection(r[2] for r in rows)) for t, rows in cases], float),
        np.array([len(rows) for _, rows in cases], float),
        {key: np.array(values, float) for key, values in hits.items()},
        np.array([sum(m.recorded for m in meetings.values()) for meetings, _ in cases], float),
        pairs,
    )


def judged(trials: Iterable[Trial], progress: Any = None) -> dict[str, Any]:
    """Recall by ranking and budget with 95 % intervals (bootstrap over worlds, and over cases within them).

    Returns: `recall[ranking][k] = (value, low, high)`, the same for `ceiling` (share of the infected who are on the
    list at all) and `recorded` (share of meetings that the files hold from both sides), `settings` (kind, infected,
    share among the first 20 by risk and by time), and counts. Raises BadInput where nobody infected anybody.
    """
    found = []
    for number, given in enumerate(trials):
        found.append(scores(given))
        if progress:
            progress(number + 1)
    if not sum(s.true.sum() for s in found):
        raise BadInput("no confirmed case infected anybody", expected="a world with an outbreak")
    draws = _draws(found)
    recall = {
        name: {k: _interval([s.hits[name, k] for s in found], [s.true for s in found], draws) for k in BUDGETS}
        for name in RANKINGS
    }
    return {
        "worlds": len(found),
        "cases": int(sum(len(s.true) for s in found)),
        "secondary": int(sum(s.true.sum() for s in found)),
        "contacts_median": float(np.median(np.concatenate([s.contacts for s in found]))),
        "ceiling": _interval([s.listed for s in found], [s.true for s in found], draws),
        "recorded": _interval([s.recorded for s in found], [s.true for s in found], draws),
        "settings": _settings([pair for s in found for pair in s.pairs]),
        "recall": recall,
    }


def _settings(pairs: list[tuple[str, int | None, int | None]], budget: int = 20) -> list[dict[str, Any]]:
    kinds = sorted({kind for kind, _, _ in pairs}, key=lambda k: -sum(p[0] == k for p in pairs))
    rows = []
    for kind in kinds:
        mine = [p for p in pairs if p[0] == kind]
        risk, spent = (
            round(sum(n is not None and n <= budget for n in places) / len(mine), 4)
            for places in ([p[1] for p in mine], [p[2] for p in mine])
        )
        rows.append({"kind": kind, "infected": len(mine), "risk": risk, "time": spent})
    return rows


def _draws(found: Sequence[Scores]) -> list[list[tuple[int, Any]]]:
    """For every repeat: worlds drawn with replacement, and of each its cases drawn with replacement."""
    dice = Dice(0, "bootstrap")
    sizes = [len(s.true) for s in found]
    return [
        [(w, dice.below(sizes[w], sizes[w])) for w in dice.below(len(found), len(found)).tolist() if sizes[w]]
        for _ in range(REPEATS)
    ]


def _interval(hits: Sequence[Any], true: Sequence[Any], draws: Any) -> tuple[float, float, float]:
    def ratio(parts: Iterable[tuple[Any, Any]]) -> float:
        pairs = [(float(h.sum()), float(t.sum())) for h, t in parts]
        return sum(h for h, _ in pairs) / max(sum(t for _, t in pairs), 1.0)

    value = ratio(zip(hits, true, strict=True))
    again = [ratio((hits[w][rows], true[w][rows]) for w, rows in draw) for draw in draws]
    low, high = np.percentile(again, [2.5, 97.5])
    return round(value, 4), round(float(low), 4), round(float(high), 4)
