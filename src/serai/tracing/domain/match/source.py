"""Movements in memory, in the shape of a movement store: the same tables, numbered people, places and runs."""

from __future__ import annotations

from typing import Any, Protocol

import pyarrow as pa

from serai.tracing.domain import imports
from serai.tracing.domain.engine import open_engine


class Source(Protocol):
    """What the join can run on: a movement store, or movements in memory."""

    def connect(self, threads: int = 2) -> Any:
        """An Ibis backend with by_place, by_person, legs, persons, places and runs."""


class Movements:
    """Stays and legs (columns of serai.tracing.domain.imports) as a source. Exact duplicates and order do not
    matter.
    """

    def __init__(self, stays: pa.Table | None = None, legs: pa.Table | None = None) -> None:
        self.stays = stays if stays is not None else imports.STAYS.empty_table()
        self.legs = legs if legs is not None else imports.LEGS.empty_table()

    def connect(self, threads: int = 2) -> Any:
        import ibis

        con = ibis.duckdb.from_connection(open_engine(threads, preserve_insertion_order=False))
        con.con.register("raw_stays", self.stays)
        con.con.register("raw_legs", self.legs)
        for statement in _NUMBERED:
            con.raw_sql(statement)
        return con


_NUMBERED = (
    """CREATE TABLE persons AS SELECT row_number() OVER (ORDER BY text) AS id, text FROM (
           SELECT person_id AS text FROM raw_stays UNION SELECT person_id FROM raw_legs)""",
    """CREATE TABLE places AS SELECT row_number() OVER (ORDER BY text) AS id, text
       FROM (SELECT DISTINCT place_id AS text FROM raw_stays)""",
    """CREATE TABLE by_place AS
       SELECT p.id AS person, x.id AS place,
              s."start" AT TIME ZONE 'UTC' AS "start", s."end" AT TIME ZONE 'UTC' AS "end",
              coalesce(nullif(s.kind, ''), 'venue') AS kind
       FROM raw_stays s JOIN persons p ON p.text = s.person_id JOIN places x ON x.text = s.place_id""",
    "CREATE VIEW by_person AS FROM by_place",
    """CREATE TABLE runs AS SELECT row_number() OVER (ORDER BY mode, service, date) AS id, mode, service, date
       FROM (SELECT DISTINCT mode, service, date FROM raw_legs)""",
    """CREATE TABLE legs AS
       SELECT p.id AS person, r.id AS run, l.unit, l.mode, l.service, l.date, l.board, l.alight,
              l.depart AT TIME ZONE 'UTC' AS depart, l.arrive AT TIME ZONE 'UTC' AS arrive, l."row", l.seat
       FROM raw_legs l JOIN persons p ON p.text = l.person_id JOIN runs r USING (mode, service, date)""",
    "DROP VIEW raw_stays",
    "DROP VIEW raw_legs",
)
