"""A movement store as a plain list in memory, and random batches to put into both."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pyarrow as pa

from serai.tracing.domain import imports
from serai.tracing.domain.store import MovementStore

Row = tuple[Any, ...]
TABLES = {"stays": imports.STAYS, "legs": imports.LEGS, "points": imports.POINTS, "encounters": imports.ENCOUNTERS}
DAY0 = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass
class Plain:
    """What a store should hold, by table: rows as tuples in the order of the schema."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})
    batches: set[str] = field(default_factory=set)

    def append(self, batch: str, given: dict[str, list[Row]]) -> dict[str, int]:
        """Rows added by table, duplicates, and whether the batch was known."""
        if batch in self.batches:
            return dict.fromkeys(TABLES, 0) | {"duplicates": 0, "known": True}
        self.batches.add(batch)
        before = {name: len(rows) for name, rows in self.rows.items()}
        for name, rows in given.items():
            for row in rows:
                if (kept := normal(name, row)) not in self.rows[name]:
                    self.rows[name].append(kept)
        added = {name: len(rows) - before[name] for name, rows in self.rows.items()}
        total = sum(len(rows) for rows in given.values())
        return added | {"duplicates": total - sum(added.values()), "known": False}

    def purge(self, before: date) -> int:
        """Remove what was past at that midnight."""
        return self._keep(lambda name, row: not past(name, row, before))

    def erase(self, person: str) -> int:
        """Remove a person."""
        own = {"encounters": 2}
        return self._keep(lambda name, row: person not in row[: own.get(name, 1)])

    def _keep(self, wanted: Any) -> int:
        before = sum(map(len, self.rows.values()))
        self.rows = {name: [r for r in rows if wanted(name, r)] for name, rows in self.rows.items()}
        return before - sum(map(len, self.rows.values()))


def normal(name: str, row: Row) -> Row:
    """A row as the store gives it back."""
    if name == "stays":
        return (*row[:4], row[4] or "venue")
    if name == "legs":
        return tuple(None if value == "" else value for value in row)
    return row


def past(name: str, row: Row, before: date) -> bool:
    """Whether all of the row lies before that UTC midnight."""
    edge = datetime.combine(before, time(), UTC)
    if name == "points":
        return bool(row[1] < before)
    if name == "legs":
        return row[3] < before and (row[7] is None or row[7] <= edge)
    start, end = row[2:4]
    return bool(start < edge and end <= edge)


def held(store: MovementStore) -> dict[str, list[Row]]:
    """All rows of a store with their text ids, sorted; the two copies must agree."""
    con = store.connect()
    person = "(SELECT text FROM persons p WHERE p.id = {0})"
    stay = f"""SELECT {person.format("t.person")}, (SELECT text FROM places x WHERE x.id = t.place),
        "start"::TIMESTAMPTZ, "end"::TIMESTAMPTZ, kind FROM"""
    asked = {
        "stays": f"{stay} by_person t",
        "copy": f"{stay} by_place t",
        "legs": f"""SELECT {person.format("t.person")}, r.mode, r.service, r.date, board, alight, depart::TIMESTAMPTZ,
            arrive::TIMESTAMPTZ, unit, "row", seat FROM legs t JOIN runs r ON r.id = t.run
            WHERE (r.mode, r.service, r.date) = (t.mode, t.service, t.date)""",
        "points": f"SELECT {person.format('t.person')}, date, kind, lat, lon FROM points t",
        "encounters": f"""SELECT {person.format("t.person_a")}, {person.format("t.person_b")}, "start"::TIMESTAMPTZ,
            "end"::TIMESTAMPTZ, metres FROM encounters t""",
    }
    found = {name: sorted(con.con.sql(sql).to_arrow_table().to_pylist(), key=str) for name, sql in asked.items()}
    rows = {name: ordered([tuple(r.values()) for r in table]) for name, table in found.items()}
    assert rows.pop("copy") == rows["stays"]
    return rows


def ordered(rows: list[Row]) -> list[Row]:
    """In an order that does not depend on how they are kept."""
    return sorted(rows, key=str)


def expected(plain: Plain) -> dict[str, list[Row]]:
    """All rows of the list, sorted likewise."""
    return {name: ordered(rows) for name, rows in plain.rows.items()}


def tables(given: dict[str, list[Row]]) -> dict[str, pa.Table]:
    """Rows as the tables that importers hand over."""
    return {
        name: pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in given[name]], schema)
        for name, schema in TABLES.items()
    }


def batch(seed: int) -> dict[str, list[Row]]:
    """A small batch of awkward rows: few people and places, so that batches overlap; long, empty and midnight stays."""
    rng = random.Random(seed)
    people, made = [f"p{i}" for i in range(6)], {name: [] for name in TABLES}

    def moment() -> datetime:
        return DAY0 + timedelta(days=rng.randrange(12), minutes=rng.choice([0, 0, 1, 720, 1439]))

    for _ in range(rng.randrange(0, 12)):
        start = moment()
        end = start + timedelta(minutes=rng.choice([0, 15, 1440, 1440 * 6]))
        made["stays"].append(
            (rng.choice(people), f"x{rng.randrange(3)}", start, end, rng.choice(["", "home", "venue"]))
        )
    for _ in range(rng.randrange(0, 6)):
        depart = moment()
        made["legs"].append(
            (
                *(rng.choice(people), rng.choice(["rail", "air"]), rng.choice(["G1", "K'2"]), depart.date()),
                *(rng.choice([None, "", "A"]), rng.choice([None, "B"]), rng.choice([None, depart])),
                *(
                    rng.choice([None, depart + timedelta(hours=9)]),
                    rng.choice(["", "05"]),
                    rng.choice([None, "12"]),
                    "",
                ),
            )
        )
    for _ in range(rng.randrange(0, 4)):
        made["points"].append((rng.choice(people), moment().date(), "street", rng.randrange(3) / 3, 127.0))
    for _ in range(rng.randrange(0, 4)):
        start, (a, b) = moment(), rng.sample(people, 2)
        made["encounters"].append((a, b, start, start + timedelta(minutes=5), 1.5))
    for rows in made.values():
        rows += [rng.choice(rows) for _ in range(rng.randrange(0, 3)) if rows]
    return made
