"""Telling how far a long query is, from the thread that asked for it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from typing import TypeVar

import duckdb

Result = TypeVar("Result")
EVERY = 0.2
"""Seconds between two looks."""


def watched(con: duckdb.DuckDBPyConnection, work: Callable[[], Result], tell: Callable[[float], None] | None) -> Result:
    """Do `work`, which runs queries of `con`, and call `tell` with 0 … 1 meanwhile, always in the caller's thread.

    An exception in the caller's thread, such as Ctrl-C, stops the query.
    """
    if tell is None:
        con.execute("SET enable_progress_bar = false")  # the engine's own would go to stdout, into a JSON answer
        return work()
    con.execute("SET enable_progress_bar = true")
    con.execute("SET enable_progress_bar_print = false")
    with ThreadPoolExecutor(1) as threads:
        running, most = threads.submit(work), 0.0
        try:
            while True:
                try:
                    return running.result(timeout=EVERY)
                except StillRunning:
                    most = max(most, min(con.query_progress() / 100, 1.0))
                    tell(most)
        except BaseException:
            con.interrupt()
            raise
