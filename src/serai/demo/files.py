"""Writing a made world to a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

from serai.demo.domain import World, tables
from serai.registry.domain.errors import BadInput

README = """# A generated outbreak

{people} people of two countries, {days} days from {first}, seed {seed}. Nobody here exists, nor do the countries.
The same seed gives the same files.

| file | what |
|---|---|
| cases.csv | {cases} confirmed cases: case_id, person_id, onset (empty where unknown), confirmed |
| stays.parquet | {stays} reported stays: person_id, place_id, start, end, kind (UTC) |
| legs.parquet | {legs} reported rides: person_id, mode, service, date, board, alight, depart, arrive, unit, row, seat |
| persons.parquet | who everybody is: names in their own script, birth date, sex, document, home |
| places.parquet | every place: kind, names, position, floor area, height, air changes an hour |
| runs.json | {runs} runs: other numbers of the same run, stops with times, units with their seats |
| truth.csv | {infected} infected: infector, infectee, setting, time, onset, case_id (empty: never confirmed) |

What is reported is not what happened: 15 % of rows are missing (more of some people), one stay in twenty is told from
memory, some seats and carriages are wrong or unknown. The truth spreads by the air of whole rooms and a few people
infect many; the ranking that it is used to judge knows nothing of that.

    serai tracing match --cases cases.csv --stays stays.parquet --legs legs.parquet \\
        --out exposures.csv --contacts contacts.csv
    serai demo evaluate .
"""


def write(world: World, folder: Path) -> dict[str, Any]:
    """Write all files. Returns the counts. Raises BadInput where the folder cannot be written."""
    made = {
        "cases.csv": tables.cases(world), "stays.parquet": tables.stays(world), "legs.parquet": tables.legs(world),
        "persons.parquet": tables.persons(world), "places.parquet": tables.places(world),
        "truth.csv": tables.truth(world),
    }  # fmt: skip
    runs = tables.runs(world)
    counts = {
        "people": len(world.people), "days": world.days, "first": world.first.isoformat(), "seed": world.seed,
        "cases": made["cases.csv"].num_rows, "infected": made["truth.csv"].num_rows,
        "stays": made["stays.parquet"].num_rows, "legs": made["legs.parquet"].num_rows, "runs": len(runs),
        "places": made["places.parquet"].num_rows,
    }  # fmt: skip
    if (folder / "cases.csv").exists() and not (folder / "truth.csv").exists():
        raise BadInput("holds cases of another origin", where=str(folder), expected="a new folder, or one of a demo")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in made.items():
            _write(table, folder / name)
        (folder / "runs.json").write_text(json.dumps(runs, ensure_ascii=False, indent=1), encoding="utf-8")
        (folder / "README.md").write_text(README.format(**counts), encoding="utf-8")
    except OSError as error:
        raise BadInput(
            error.strerror or "cannot be written", where=str(folder), expected="a folder to write"
        ) from error
    return counts


def _write(table: pa.Table, path: Path) -> None:
    if path.suffix == ".parquet":
        parquet.write_table(table, path, compression="zstd")
        return
    plain = [
        pc.strftime(c.cast(pa.timestamp("s", tz="UTC")), "%Y-%m-%dT%H:%M:%SZ") if pa.types.is_timestamp(c.type) else c
        for c in table.columns
    ]
    csv.write_csv(pa.table(plain, table.column_names), path, csv.WriteOptions(quoting_style="none"))
