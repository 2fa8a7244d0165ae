"""Steps on DuckDB.

`create_table` of Ibis 12 cannot drop its own view on DuckDB 2 and copies a table twice to overwrite it, so the
statement is written here.
"""

from __future__ import annotations

from itertools import count
from typing import Any

import pyarrow as pa
from ibis.expr.operations import DatabaseTable, Namespace

_numbers = count()


class DuckSteps:
    """Each step is a temporary table; Arrow tables are views, without a copy."""

    def __init__(self, con: Any) -> None:
        self.con = con
        self._made: list[tuple[str, str]] = []

    def keep(self, expression: Any) -> Any:
        """See Steps."""
        name = f"serai_step_{next(_numbers)}"
        self.con.raw_sql(f'CREATE TEMPORARY TABLE "{name}" AS {self.con.compile(expression)}')
        self._made.append(("TABLE", name))
        # Its columns are those of the expression; asking the engine for them would cost more than many a step.
        return DatabaseTable(name, schema=expression.schema(), source=self.con, namespace=Namespace()).to_expr()

    def take(self, table: pa.Table) -> Any:
        """See Steps."""
        name = f"serai_step_{next(_numbers)}"
        self.con.con.register(name, table)
        self._made.append(("VIEW", name))
        return self.con.table(name)

    def drop(self) -> None:
        """See Steps."""
        for kind, name in reversed(self._made):
            if kind == "VIEW":
                self.con.con.unregister(name)
            else:
                self.con.raw_sql(f'DROP TABLE IF EXISTS "{name}"')
        self._made.clear()


def has_table(con: Any, name: str) -> bool:
    """Whether the backend knows the table. (`list_tables` of Ibis 12 does not work on DuckDB 2.)"""
    found = con.con.execute("SELECT count(*) FROM information_schema.tables WHERE table_name = ?", [name]).fetchall()
    return bool(found[0][0])
