"""Generated movements to measure on. `python -m bench.movements FOLDER STAYS` (its own process: it takes memory).

14 days, one person for 50 stays, half of the stays at home (0.4 homes a person), the others at heavy-tailed venues.
The stays go into a movement store as any import does: text ids, a batch a day, `MovementStore.append`.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from serai.tracing.domain import imports
from serai.tracing.domain.store import MovementStore

ROOT = Path(__file__).parent.parent
FIRST, DAYS = date(2026, 11, 1), 14
SPAN = DAYS * 86_400


class Movements:
    """The same stays twice: `store`, and `unsorted`, one Parquet file with the generator's own numbers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.unsorted = path / "unsorted.parquet"

    @property
    def store(self) -> MovementStore:
        """The store that the stays were imported into."""
        return MovementStore.open(self.path / "store")

    def days(self) -> Iterator[tuple[str, pa.Table]]:
        """The stays as an importer hands them over, a day at a time: name of the batch, and imports.STAYS."""
        for number in range(DAYS + 1):
            day = FIRST + timedelta(days=number)
            yield f"day {day}", self.stays(f"\"start\" >= DATE '{day}' AND \"start\" < DATE '{day}' + 1")

    def stays(self, chosen: str) -> pa.Table:
        """Some of the stays, as an importer hands them over."""
        with duckdb.connect(config={"threads": 2}) as con:
            con.execute("SET TimeZone = 'UTC'")
            found = con.sql(f"""SELECT 'P-' || person AS person_id, 'X-' || place AS place_id,
                    "start"::TIMESTAMPTZ AS "start", "end"::TIMESTAMPTZ AS "end", kind::VARCHAR AS kind
                FROM read_parquet('{self.unsorted}') WHERE {chosen}""")
            return found.to_arrow_table().cast(imports.STAYS)

    def numbered(self, asked: pa.Table) -> pa.Table:
        """Cases (case, person_id, lo, hi) with the generator's numbers, for peers that read `unsorted`."""
        people = [int(text.removeprefix("P-")) for text in asked["person_id"].to_pylist()]
        kept: Any = asked.select(["case", "lo", "hi"])
        return kept.add_column(1, "person", pa.array(people, pa.int64()))


def movements(root: Path, stays: int) -> Movements:
    """The generated movements of this size, made once and kept."""
    path = root / f"imported-{stays}"
    if not (path / "done").exists():
        path.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "bench.movements", str(path), str(stays)], check=True, cwd=ROOT)
        (path / "done").touch()
    return Movements(path)


def generate(path: Path, stays: int) -> None:
    """Write unsorted.parquet and import it."""
    people = stays // 50
    homes, venues = people * 2 // 5, people // 13
    with duckdb.connect(config={"threads": 2, "memory_limit": "8GB", "temp_directory": str(path / "tmp")}) as con:
        con.execute("SET preserve_insertion_order = false")
        con.execute(f"""COPY (
            WITH s AS (SELECT (i % {people})::INT AS p, (i // {people})::INT AS k FROM range({stays}) t(i)),
            u AS (SELECT p, k, hash(p, k, 1) % 1000000 / 1e6 AS u1, hash(p, k, 2) % 1000000 / 1e6 AS u2,
                         hash(p, k, 3) % 1000000 / 1e6 AS u3 FROM s)
            SELECT p AS person,
                   CASE WHEN k % 2 = 0 THEN hash(p, 9) % {homes}
                        ELSE {homes} + floor({venues} * pow(u1, 2.2)) END::INT AS place,
                   TIMESTAMP '{FIRST}' + to_microseconds(((k * {SPAN} / 50 + u2 * 6000) * 1e6)::BIGINT) AS "start",
                   TIMESTAMP '{FIRST}' + to_microseconds(((k * {SPAN} / 50 + u2 * 6000 + 600
                       + u3 * CASE WHEN k % 2 = 0 THEN 40000 ELSE 9000 END) * 1e6)::BIGINT) AS "end",
                   CASE WHEN k % 2 = 0 THEN 'home' ELSE 'venue' END AS kind
            FROM u) TO '{path}/unsorted.parquet' (FORMAT parquet, COMPRESSION zstd)""")
    store = MovementStore.open_or_create(path / "store")
    for name, table in Movements(path).days():
        store.append(batch=name, stays=table)
    store.compact()


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
