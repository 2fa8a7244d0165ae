"""Generated movements to measure on. `python bench/movements.py FOLDER STAYS` (its own process: it takes memory).

14 days, one person for 50 stays, half of the stays at home (0.4 homes a person), the others at heavy-tailed venues.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb

SPAN = 14 * 86_400


class Folder:
    """A folder of two sorted copies, as a source of the match."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def connect(self, threads: int = 2) -> Any:
        """An Ibis backend with the tables that the join asks for."""
        import ibis

        con = ibis.duckdb.connect(threads=threads)
        con.raw_sql("SET preserve_insertion_order = false; SET enable_progress_bar = false")
        for name in ("by_place", "by_person", "unsorted"):
            con.raw_sql(f"CREATE VIEW {name} AS FROM read_parquet('{self.path}/{name}.parquet')")
        people, places = con.con.execute("SELECT max(person), max(place) FROM by_person").fetchall()[0]
        con.raw_sql(f"CREATE TABLE persons AS SELECT i AS id, 'P-' || i AS text FROM range({people + 1}) t(i)")
        con.raw_sql(f"CREATE TABLE places AS SELECT i AS id, 'X-' || i AS text FROM range({places + 1}) t(i)")
        con.raw_sql("CREATE TABLE runs (id BIGINT, mode VARCHAR, service VARCHAR, date DATE)")
        con.raw_sql("""CREATE TABLE legs (person BIGINT, run BIGINT, unit VARCHAR, mode VARCHAR, service VARCHAR,
            date DATE, board VARCHAR, alight VARCHAR, depart TIMESTAMP, arrive TIMESTAMP,
            "row" VARCHAR, seat VARCHAR)""")
        return con


def folder(root: Path, stays: int) -> Folder:
    """The generated movements of this size, made once and kept."""
    path = root / f"movements-{stays}"
    if not (path / "done").exists():
        path.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, __file__, str(path), str(stays)], check=True)
        (path / "done").touch()
    return Folder(path)


def generate(path: Path, stays: int) -> None:
    """Write unsorted.parquet, by_place.parquet and by_person.parquet."""
    con = duckdb.connect()
    con.execute(f"SET threads = 2; SET memory_limit = '8GB'; SET temp_directory = '{path}/tmp'")
    con.execute("SET preserve_insertion_order = false")
    people = stays // 50
    homes, venues = people * 2 // 5, people // 13
    con.execute(f"""COPY (
        WITH s AS (SELECT (i % {people})::INT AS p, (i // {people})::INT AS k FROM range({stays}) t(i)),
        u AS (SELECT p, k, hash(p, k, 1) % 1000000 / 1e6 AS u1, hash(p, k, 2) % 1000000 / 1e6 AS u2,
                     hash(p, k, 3) % 1000000 / 1e6 AS u3 FROM s)
        SELECT p AS person,
               CASE WHEN k % 2 = 0 THEN hash(p, 9) % {homes}
                    ELSE {homes} + floor({venues} * pow(u1, 2.2)) END::INT AS place,
               TIMESTAMP '2026-11-01' + to_microseconds(((k * {SPAN} / 50 + u2 * 6000) * 1e6)::BIGINT) AS "start",
               TIMESTAMP '2026-11-01' + to_microseconds(((k * {SPAN} / 50 + u2 * 6000 + 600
                   + u3 * CASE WHEN k % 2 = 0 THEN 40000 ELSE 9000 END) * 1e6)::BIGINT) AS "end",
               CASE WHEN k % 2 = 0 THEN 'home' ELSE 'venue' END::ENUM('venue', 'home') AS kind
        FROM u) TO '{path}/unsorted.parquet' (FORMAT parquet, COMPRESSION zstd)""")
    for name, key, size in (("by_place", "place", 122_880), ("by_person", "person", 16_384)):
        con.execute(f"""COPY (FROM '{path}/unsorted.parquet' ORDER BY {key}, "start")
            TO '{path}/{name}.parquet' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {size})""")


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
