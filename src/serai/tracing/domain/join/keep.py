"""Keeping a step's result: an Ibis expression as a temporary table of the backend it runs on.

`create_table` of Ibis 12 cannot drop its own view on DuckDB 2 and copies a table twice to overwrite it, so the
statement is
written here. It is the same for Spark but for the words of the first line.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pyarrow as pa

_numbers = count()


class Steps:
    """Temporary tables of one run, dropped together. Names are numbered, so that two runs may share a backend."""

    def __init__(self, con: Any) -> None:
        self.con = con
        self._made: list[tuple[str, str]] = []

    def keep(self, expression: Any) -> Any:
        """Run the expression now and return its result as a table."""
        name = f"serai_step_{next(_numbers)}"
        self.con.raw_sql(f'CREATE TEMPORARY TABLE "{name}" AS {self.con.compile(expression)}')
        self._made.append(("TABLE", name))
        return self.con.table(name)

    def take(self, table: pa.Table) -> Any:
        """An Arrow table as a table of the backend, without a copy."""
        name = f"serai_step_{next(_numbers)}"
        self.con.con.register(name, table)
        self._made.append(("VIEW", name))
        return self.con.table(name)

    def drop(self) -> None:
        """Forget every table of this run."""
        for kind, name in reversed(self._made):
            if kind == "VIEW":
                self.con.con.unregister(name)
            else:
                self.con.raw_sql(f'DROP TABLE IF EXISTS "{name}"')
        self._made.clear()


@contextmanager
def steps(con: Any) -> Iterator[Steps]:
    """Temporary tables that go when the block ends."""
    made = Steps(con)
    try:
        yield made
    finally:
        made.drop()
