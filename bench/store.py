"""The movement store: appending beside a plain Parquet write, and the quick questions that pages ask."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from bench.movements import FIRST, movements
from serai.tracing.domain.store import MovementStore

ROOT = Path(__file__).parent.parent / "var" / "bench"
STAYS = 5_000_000
FRESH = """
import sys, time
from pathlib import Path
began = time.perf_counter()
from serai.tracing.domain.store import MovementStore
MovementStore.open(Path(sys.argv[1])).connect().con.execute("FROM by_place LIMIT 1").fetchall()
print(time.perf_counter() - began)
"""


def seconds(work: Any) -> float:
    """Wall seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def run() -> dict[str, Any]:
    """Every figure of the store."""
    moved = movements(ROOT, STAYS)
    table = moved.stays(f"\"start\" < DATE '{FIRST + timedelta(days=3)}'")
    folder = ROOT / "store"
    shutil.rmtree(folder, ignore_errors=True)
    store = MovementStore.create(folder)
    append = seconds(lambda: store.append(batch="whole", stays=table))
    plain = seconds(lambda: pq.write_table(table, ROOT / "plain.parquet", compression="zstd"))
    small = [seconds(lambda n=n: store.append(batch=f"{n}", stays=table.slice(n, 1000))) for n in range(5)]  # type: ignore[misc]
    shutil.rmtree(folder)
    (ROOT / "plain.parquet").unlink()
    asked, whole = moved.store, FIRST + timedelta(days=14)
    one = [seconds(lambda n=n: asked.movements_of([f"P-{n}"], FIRST, whole)) for n in range(1, 21)]  # type: ignore[misc]
    fresh = [
        float(subprocess.run([sys.executable, "-c", FRESH, str(asked.folder)], check=True, capture_output=True).stdout)
        for _ in range(3)
    ]
    rows = table.num_rows
    figures = [
        {"what": "Append in one batch", "value": round(rows / append), "unit": "rows/s"},
        {"what": "Plain Parquet write of the same table, one copy, unsorted", "value": round(rows / plain),
         "unit": "rows/s"},
        {"what": "Append, time over that of the plain write", "value": round(append / plain, 1), "unit": "×"},
        {"what": "Append of 1,000 rows the store knows", "value": round(statistics.median(small), 3), "unit": "s"},
        {"what": "Movements of one person", "value": round(statistics.median(one) * 1000, 1), "unit": "ms",
         "target": "< 50"},
        {"what": "From a new process to the first row of the join's tables", "value": round(min(fresh), 2),
         "unit": "s"},
    ]  # fmt: skip
    note = (
        f"{rows:,} stays of three days with text ids, appended to an empty store: numbered, made unique, sorted twice, "
        f"flushed to the disk. Questions are put to a store of {STAYS:,} stays."
    )
    return {"title": "Movement store", "figures": figures, "note": note}
