"""Damaged files, said in one line whichever way the engine finds them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import duckdb

from serai.registry.domain.errors import BadInput

_OURS = (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException, duckdb.OutOfMemoryException)
"""Not about a file's bytes: a mistake in our own statement, or a machine that is too small."""


@contextlib.contextmanager
def readable(where: object) -> Iterator[None]:
    """Turn the engine's complaint about a file that cannot be decoded into BadInput.

    A flipped bit can come up as nearly any error (a broken footer as a bare `duckdb.Error`), so all count but those
    that are not about bytes.
    """
    try:
        yield
    except _OURS:
        raise
    except duckdb.Error as error:
        told = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BadInput(f"cannot be read: {told}", where=str(where), expected="an undamaged movement store") from error
