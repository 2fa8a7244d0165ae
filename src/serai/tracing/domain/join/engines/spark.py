"""Steps on Spark."""

from __future__ import annotations

from itertools import count
from typing import Any

import pyarrow as pa

_numbers = count()


class SparkSteps:
    """Each step is a temporary view on a checkpoint: computed once, with its plan cut off from what comes after."""

    def __init__(self, con: Any) -> None:
        self.con = con
        self._made: list[str] = []

    def keep(self, expression: Any) -> Any:
        """See Steps."""
        return self._named(self.con.raw_sql(self.con.compile(expression)).localCheckpoint())

    def take(self, table: pa.Table) -> Any:
        """See Steps. The table is sent to the cluster."""
        return self._named(self._session.createDataFrame(table))

    def drop(self) -> None:
        """See Steps."""
        for name in self._made:
            self._session.catalog.dropTempView(name)
        self._made.clear()

    @property
    def _session(self) -> Any:
        return self.con.raw_sql("SELECT 1").sparkSession

    def _named(self, frame: Any) -> Any:
        name = f"serai_step_{next(_numbers)}"
        frame.createOrReplaceTempView(name)
        self._made.append(name)
        return self.con.table(name)


def has_table(con: Any, name: str) -> bool:
    """Whether the backend knows the table or view."""
    return name in con.list_tables()
