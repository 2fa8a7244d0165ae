"""What differs between the engines on which the join runs; the expressions themselves are the same on all.

DuckDB is what a station runs on. Spark (an Ibis backend of `ibis.pyspark.connect`) is for more movements than one
machine holds; it needs a session in UTC, since Spark's timestamps carry no zone, and pyspark, which Serai does not
install.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import pyarrow as pa

from serai.tracing.domain.join.engines import duckdb, spark


class Steps(Protocol):
    """Temporary tables of one run. Names are numbered, so that two runs may share a backend."""

    def keep(self, expression: Any) -> Any:
        """Run the expression now and return its result as a table."""
        ...

    def take(self, table: pa.Table) -> Any:
        """An Arrow table as a table of the backend."""
        ...

    def drop(self) -> None:
        """Forget every table of this run."""
        ...


@contextmanager
def steps(con: Any) -> Iterator[Steps]:
    """Temporary tables that go when the block ends."""
    made: Steps = spark.SparkSteps(con) if con.name == "pyspark" else duckdb.DuckSteps(con)
    try:
        yield made
    finally:
        made.drop()


def has_table(con: Any, name: str) -> bool:
    """Whether the backend knows the table."""
    found: bool = spark.has_table(con, name) if con.name == "pyspark" else duckdb.has_table(con, name)
    return found
