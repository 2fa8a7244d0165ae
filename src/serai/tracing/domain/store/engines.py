"""Engines on a store."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Any

import duckdb

from serai.tracing.domain.engine import SETTINGS, open_engine

_State = tuple[Path, int]
_lock = Lock()
_last: dict[_State, duckdb.DuckDBPyConnection] = {}


def reader(threads: int, **config: Any) -> duckdb.DuckDBPyConnection:
    """An engine that reads segments, with rows in no order.

    Segments never change, and small row groups have large footers: reading those again is a third of one case's time.
    """
    con = open_engine(threads, preserve_insertion_order=False, **config)
    con.execute("SET parquet_metadata_cache = true")
    return con


def cursor(folder: Path, commit: int) -> duckdb.DuckDBPyConnection:
    """A short connection for one question to this state of the store; its temporary tables are its own.

    Opening an engine takes longer than a page's question does, so the last one is kept, with the footers that it has
    read. It goes with the state: nothing of what was purged or erased stays in memory, and no rows ever do.
    """
    state = (folder.absolute(), commit)
    with _lock:
        if state not in _last:
            _last.clear()
            _last[state] = reader(threads=1, enable_external_file_cache=False)
        made = _last[state].cursor()
    made.execute(SETTINGS)
    return made
