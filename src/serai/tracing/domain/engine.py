"""The one way in which DuckDB is opened."""

from __future__ import annotations

import atexit
import tempfile
from contextlib import ExitStack
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import duckdb

from serai.registry.domain.errors import BadInput
from serai.tracing.domain.workspace import workspace

SETTINGS = (
    "SET TimeZone = 'UTC'; "
    "SET enable_progress_bar = false"  # it would go to stdout, into a JSON answer
)
"""What every connection needs, a cursor of one too."""

_numbers = count()


def open_engine(threads: int = 2, **config: Any) -> duckdb.DuckDBPyConnection:
    """A database in memory, in UTC and silent. `config`: more of DuckDB's settings.

    What does not fit into memory goes to a folder of its own that only this user can read. Left to itself DuckDB would
    write people's movements into `.tmp` where the process was started, and two databases into the same files.
    """
    config.setdefault("temp_directory", str(_spill() / f"spill-{next(_numbers)}"))
    con = duckdb.connect(config={"threads": threads, **config})
    con.execute(SETTINGS)
    return con


@cache
def _spill() -> Path:
    """This process's folder for what does not fit into memory. It goes with the process."""
    stack = ExitStack()
    try:
        folder = stack.enter_context(workspace())
    except OSError as error:
        raise BadInput(f"no room to work in {tempfile.gettempdir()}: {error}") from error
    atexit.register(stack.close)
    return folder
