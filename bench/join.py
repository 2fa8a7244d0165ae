"""The exposure join at 100 million stays and 1,000 cases, beside a scan of the same columns and beside its peers."""

from __future__ import annotations

import gc
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from bench import join_peers
from bench.movements import movements
from serai.tracing.domain.join import numbered, place_exposures, ride_exposures
from serai.tracing.domain.match import Cases, MatchResult, match
from serai.tracing.domain.rules import default_rules
from serai.tracing.domain.store import MovementStore
from serai.tracing.domain.window import Window

ROOT = Path(__file__).parent.parent / "var" / "bench"
STAYS = int(os.environ.get("SERAI_BENCH_STAYS", "100000000"))
FITS = 5_000_000
SCAN = 'SELECT sum(hash(person, place, "start", "end")) FROM by_place'


def cpu(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """CPU seconds of this process, wall seconds, and what the work returned."""
    gc.collect()
    before, began = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    found = work()
    after, wall = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter() - began
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall, found


def cases(count: int, people: int, seed: int = 7) -> pa.Table:
    """Cases with onsets on days 5 to 10 of the fortnight."""
    rng = random.Random(seed)
    day = datetime(2026, 11, 5, tzinfo=UTC)
    onset = [day + timedelta(hours=rng.randrange(0, 120)) for _ in range(count)]
    times = pa.timestamp("us", tz="UTC")
    return pa.table(
        {
            "case_id": [f"C-{i}" for i in range(count)],
            "person_id": [f"P-{p}" for p in rng.sample(range(people), count)],
            "onset": pa.array(onset, times),
            "confirmed": pa.array([o + timedelta(days=2) for o in onset], times),
        }
    )


def pairs(store: MovementStore, given: pa.Table, repeats: int = 5) -> dict[str, Any]:
    """The join and the scan in turns: CPU seconds of each, rows, and seconds of one case.

    The join is the whole call on an open store: people looked up, places and rides joined, rows in memory.
    """
    con, rules = store.connect(), default_rules()

    def found(cases: pa.Table) -> int:
        people = numbered(con, cases)
        places, rides = place_exposures(con, people, rules), ride_exposures(con, people)
        return int(places.num_rows + rides.num_rows)

    asked = Cases.of(given, Window()).table
    con.con.execute(SCAN).fetchall()  # both read from the page cache from here on
    joins, scans, ones, rows = [], [], [], 0
    for _ in range(repeats):
        scans.append(cpu(lambda: con.con.execute(SCAN).fetchall())[0])
        spent, _, rows = cpu(lambda: found(asked))
        joins.append(spent)
        ones.append(cpu(lambda: found(asked.slice(0, 1)))[1])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return {"joins": joins, "scans": scans, "ones": ones, "rows": rows, "peak": peak}


def writing(store: MovementStore, given: pa.Table) -> dict[str, float]:
    """Rows per second of everything after the join: rating, reasons and writing, by format."""
    from serai.tracing.domain.match import facade

    spent = {"risk": 0.0, "texts": 0.0}
    steps = {"risk": (facade.rating, "rated"), "texts": (facade, "_register")}
    kept = {name: getattr(*at) for name, at in steps.items()}

    def timed(name: str) -> Callable[..., Any]:
        def step(*arguments: Any) -> Any:
            _, wall, found = cpu(lambda: kept[name](*arguments))
            spent[name] += wall
            return found

        return step

    for name, (module, attribute) in steps.items():
        setattr(module, attribute, timed(name))
    try:
        result: MatchResult = match(given, source=store)
    finally:
        for name, (module, attribute) in steps.items():
            setattr(module, attribute, kept[name])
    with tempfile.TemporaryDirectory(dir=ROOT) as place:
        for form in ("csv", "parquet"):
            spent[form] = cpu(lambda form=form: result.write_exposures(Path(place) / f"o.{form}"))[1]  # type: ignore[misc]
        spent["contacts"] = cpu(lambda: result.write_contacts(Path(place) / "p.csv"))[1]
    return {name: result.rows / seconds for name, seconds in spent.items()} | {
        "all": result.rows / (spent["risk"] + spent["texts"] + spent["csv"])
    }


def run() -> dict[str, Any]:
    """Every figure of the join."""
    moved = movements(ROOT, STAYS)
    given = cases(1000, STAYS // 50)
    got = pairs(moved.store, given)
    ratio = statistics.median(j / s for j, s in zip(got["joins"], got["scans"], strict=True))
    naive = join_peers.naive(moved, moved.numbered(Cases.of(given, Window()).table))
    scan = statistics.median(got["scans"])
    figures = [
        {"what": "Join, CPU over that of sum(hash(person, place, start, end))", "value": round(ratio, 3), "unit": "×",
         "target": "≤ 1.75 (stretch 1.5)"},
        {"what": "Join, CPU (median of 5)", "value": round(statistics.median(got["joins"]), 2), "unit": "s"},
        {"what": "Scan, CPU (median of 5)", "value": round(scan, 2), "unit": "s"},
        {"what": "Result rows", "value": got["rows"], "unit": "rows", "target": "≥ 1,000,000"},
        {"what": "Peak memory of the process", "value": round(got["peak"], 2), "unit": "GiB", "target": "≤ 1"},
        {"what": "One case", "value": round(statistics.median(got["ones"]), 3), "unit": "s", "target": "≤ 0.5"},
        {"what": "Naive SQL on one unsorted file, CPU over the scan's", "value": round(naive / scan, 2), "unit": "×"},
    ]  # fmt: skip
    rates = writing(moved.store, given)
    words = {
        "risk": "Risk and rules",
        "texts": "Texts and order of rows",
        "csv": "Reasons and writing, CSV",
        "parquet": "Reasons and writing, Parquet",
        "contacts": "Contacts ranked and written (exposure rows)",
        "all": "Risk, reasons and writing CSV together",
    }
    figures += [{"what": words[name], "value": round(rates[name]), "unit": "rows/s"} for name in words]
    figures += join_peers.small(movements(ROOT, FITS), cases(1000, FITS // 50))
    return {
        "title": "Exposure join",
        "figures": figures,
        "note": f"{STAYS:,} stays, {STAYS // 50:,} people, 14 days, half of the stays at home, heavy-tailed venues; "
        f"1,000 cases; two threads; from call to rows in memory, "
        f"on a store imported a day at a time and compacted. Peers run on {FITS:,} stays, which fits all of them.",
    }
