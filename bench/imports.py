"""Readers of movement files beside their floors: stays from CSV beside DuckDB's bare reader, PAXLST beside a split."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import duckdb

from bench.movements import movements
from serai.tracing.domain.imports import importer

ROOT = Path(__file__).parent.parent / "var" / "bench"
STAYS = 1_000_000
TRAVELLERS = 20_000
HEAD = (
    "UNA:+.? 'UNB+UNOA:4+AIR+GOV+261101:1200+1'UNH+1+PAXLST:D:05B:UN:IATA'BGM+745'NAD+MS+++DESK'"
    "TDT+20+SR218+++SR'LOC+125+ZRH'DTM+189:2611010800:201'LOC+87+PEK'DTM+232:2611012000:201'"
)
PERSON = (
    "NAD+FL+++LI{0}:ANNA'ATT+2++F'DTM+329:800101'LOC+178+ZRH'LOC+179+PEK'NAT+2+CHE'RFF+SEA:{1}A'"
    "DOC+P:110:111+X{0}'LOC+91+CHE'"
)


def seconds(work: Any) -> float:
    """Wall seconds, the better of two."""
    spent = []
    for _ in range(2):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return min(spent)


def message(travellers: int) -> str:
    """A passenger list of one flight, as airlines send it."""
    body = "".join(PERSON.format(i, i % 60 + 1) for i in range(travellers))
    count = 9 * travellers + 8
    return f"{HEAD}{body}CNT+42:{travellers}'UNT+{count}+1'UNZ+1+1'"


def run() -> dict[str, Any]:
    """Rows a second of each reader and of its floor."""
    stays, list_ = ROOT / "stays.csv", ROOT / "list.txt"
    table = movements(ROOT, 5_000_000).stays(f"person < {STAYS // 50}")
    with duckdb.connect() as con:
        con.register("stays", table)
        con.execute("SET TimeZone = 'UTC'")
        con.execute(f"COPY stays TO '{stays}' (HEADER)")
        rows = table.num_rows
        bare = rows / seconds(lambda: con.sql(f"FROM read_csv('{stays}')").to_arrow_table())
    ours = rows / seconds(lambda: importer("stays")(stays))
    text = message(TRAVELLERS)
    list_.write_text(text)
    found = importer("paxlst")(list_)
    assert len(found.travellers) == TRAVELLERS, found.report
    read = TRAVELLERS / seconds(lambda: importer("paxlst")(list_))
    split = TRAVELLERS / seconds(lambda: [s.split("+") for s in list_.read_text().split("'")])
    stays.unlink()
    list_.unlink()
    figures = [
        {"what": "Stays from CSV, checked row by row", "value": round(ours), "unit": "rows/s"},
        {"what": "The same file, DuckDB's read_csv alone", "value": round(bare), "unit": "rows/s"},
        {"what": "Stays from CSV, time over that of read_csv", "value": round(bare / ours, 1), "unit": "×"},
        {"what": "Travellers from PAXLST", "value": round(read), "unit": "rows/s"},
        {"what": "The same message, cut at its separators", "value": round(split), "unit": "rows/s"},
        {"what": "Travellers from PAXLST, time over that of the cut", "value": round(split / read, 1), "unit": "×"},
    ]
    return {"title": "Import", "figures": figures, "note": f"{rows:,} stays; {TRAVELLERS:,} travellers in one message."}
