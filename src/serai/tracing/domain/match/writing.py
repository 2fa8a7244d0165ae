"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

import duckdb

from serai.registry.domain.errors import BadInput


def write(con: Any, sql: str, path: Path) -> int:
    """Stream a query into a CSV or Parquet file: beside it first, then renamed over it. Returns the number of rows.

    Raises BadInput where the folder cannot be written or the name says neither format.
    """
    form = {".csv": "(FORMAT csv, HEADER)", ".parquet": "(FORMAT parquet, COMPRESSION zstd)"}.get(path.suffix.lower())
    if form is None:
        raise BadInput("names no known format", where=str(path), expected="a name that ends in .csv or .parquet")
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    quoted = str(partial).replace("'", "''")
    try:
        partial.touch()
        found = con.con.execute(f"COPY ({sql}) TO '{quoted}' {form}").fetchall()
        with partial.open("rb") as stream:
            os.fsync(stream.fileno())
        partial.replace(path)
    except OSError as error:
        raise BadInput(
            f"cannot be written: {error.strerror}", where=str(path), expected="a folder that exists"
        ) from error
    except duckdb.IOException as error:
        why = "no space left" if "No space left" in str(error) else "the disk refuses it"
        raise BadInput(f"cannot be written: {why}", where=str(path)) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    return int(found[0][0])
