"""What a command shows while it works: one bar, on a terminal only."""

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
