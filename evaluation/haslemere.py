"""Proximity: contacts by time and distance, against what a list of "same place" would name."""

from __future__ import annotations

from time import process_time
from typing import Any

from evaluation.data import folder
from serai.tracing.domain.engine import open_engine
from serai.tracing.domain.formats import encounters

CLOSE, MINUTES = 2, 15

_PAIRS = """
SELECT (timezone('Europe/London', start))::DATE AS day, person_a, person_b,
       sum(date_diff('second', start, "end") / 60.0) FILTER (metres <= $close) AS close,
       sum(date_diff('second', start, "end") / 60.0) AS around, max(metres) AS far
FROM seen GROUP BY ALL
"""


def run() -> dict[str, Any]:
    """Contacts of 15 minutes within 2 m a day, their degrees, and how many more a same-place list would hold."""
    began = process_time()
    [path] = sorted(folder("haslemere").glob("*.csv"))
    found = encounters.read(path)
    read_seconds = process_time() - began
    began = process_time()
    con = open_engine()
    con.register("seen", found.encounters)
    con.execute(f"CREATE TABLE pair AS {_PAIRS}", {"close": CLOSE})
    days = con.execute(
        "SELECT day::VARCHAR, count(*) FILTER (close >= 15), count(*) FILTER (around >= 15), count(*) "
        "FROM pair GROUP BY day ORDER BY day"
    ).fetchall()
    degrees = con.execute(
        "WITH ends AS (SELECT day, person_a AS person, person_b AS other FROM pair WHERE close >= 15 "
        "UNION ALL SELECT day, person_b, person_a FROM pair WHERE close >= 15), "
        "everyone AS (SELECT DISTINCT unnest([person_a, person_b]) AS person FROM pair), "
        "counted AS (SELECT person, count(DISTINCT other) AS degree "
        "FROM everyone LEFT JOIN ends USING (person) GROUP BY person) "
        "SELECT count(*), avg(degree), median(degree), quantile_cont(degree, 0.9), max(degree), "
        "count(*) FILTER (degree = 0) FROM counted"
    ).fetchone()
    reach = con.execute("SELECT max(far) FROM pair").fetchone()
    seconds = process_time() - began
    return {
        "title": "Proximity encounters",
        "data": "Haslemere 2017 (Kissler et al. 2018): "
        f"{found.report.read:,} five-minute encounters of {degrees[0] if degrees else 0} people, within "
        f"{reach[0] if reach else 0:g} m.",
        "tables": [
            {
                "title": "Pairs with 15 minutes or more in a day, within 2 m, and within any recorded distance.",
                "head": ["Day", "Within 2 m", "Within any", "Times as many", "Of all pairs seen"],
                "rows": [[day, close, around, round(around / close, 1), every] for day, close, around, every in days],
            },
            {
                "title": "How many people each one had within 2 m for 15 minutes on a day, over the three days.",
                "head": ["People", "Mean", "Median", "Ninth decile", "Most", "With none"],
                "rows": [list(degrees)] if degrees else [],
            },
        ],
        "notes": [
            "What it means: a list of everybody who was at the same place for 15 minutes (taken here as within the "
            "range of recording) holds every close contact of this kind, and that many times as many people. Metres, "
            "where phones give them, are what shortens the list.",
            f"Reading took {read_seconds:.1f} s of CPU, finding the pairs {seconds:.2f} s.",
            'Limits: five-minute samples, so 15 minutes are three samples. The study has no places, so "same place" is '
            "the range of its phones. Volunteers of one town; whoever else was there was not recorded.",
        ],
    }
