"""What commands show: a bar while they work, on a terminal only; numbers of things."""

from __future__ import annotations

import sys
from collections.abc import Callable

WIDTH = 30


def bar() -> Callable[[float], None] | None:
    """Draws how much is done (0 … 1) on stderr; None where nobody watches."""
    return _draw if sys.stderr.isatty() else None


def _draw(done: float) -> None:
    full = round(WIDTH * done)
    sys.stderr.write(f"\r[{'#' * full}{'.' * (WIDTH - full)}] {done:4.0%}")
    sys.stderr.flush()


def clear() -> None:
    """Take the bar away, so that a line of text can follow."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
        sys.stderr.flush()


def counted(number: int, things: str) -> str:
    """`1 row`, `2 rows`. `things` is a plural in -s."""
    return f"{number} {things.removesuffix('s') if number == 1 else things}"
