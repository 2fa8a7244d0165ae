"""How a command ends: 0 done, 1 the answer is no, 2 bad usage or input. One line on stderr, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from serai.core.terminal import clear
from serai.ledger.domain.errors import Invalid
from serai.ledger.domain.keys import SigningKey
from serai.registry.domain.errors import BadInput


@contextmanager
def one_line() -> Iterator[None]:
    """Turn what does not hold into exit code 1, and what cannot be read into 2."""
    try:
        yield
    except Invalid as error:
        _end(f"{error.kind}: {error}", 1)
    except (BadInput, OSError) as error:
        _end(str(error), 2)


def _end(line: str, code: int) -> None:
    clear()
    typer.echo(line, err=True)
    raise typer.Exit(code) from None


def content(path: Path) -> bytes:
    """The bytes of a file. Raises BadInput."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", where=str(path)) from error


def signing_keys(path: Path) -> list[SigningKey]:
    """The signing keys of a file, one a line. Raises BadInput."""
    try:
        lines = content(path).decode().split()
    except UnicodeDecodeError as error:
        raise BadInput("no signing key", where=str(path)) from error
    if not lines:
        raise BadInput("no signing key", where=str(path), expected="a file written by `serai ledger init`")
    return [SigningKey.parse(line, str(path)) for line in lines]
