"""Durable steps on disk: flush, swap, remove, and the two locks of a store."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from serai.registry.domain.errors import BadInput

WAIT = 600.0
"""Seconds that a writer waits for another one to finish."""


def flush(path: Path) -> None:
    """Return when the file, or the names in a folder, have reached the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def swap(path: Path, content: bytes) -> None:
    """Put the content in place of the file: at every moment a reader finds the old one or the new one, whole."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    flush(beside)
    beside.replace(path)
    flush(path.parent)


def remove(path: Path) -> None:
    """Remove a file that may be gone already."""
    path.unlink(missing_ok=True)


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the store's only writer's lock. A killed process lets go of it. Raises BadInput after WAIT seconds."""
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    until = time.monotonic() + WAIT
    try:
        while not _taken(handle, fcntl.LOCK_EX):
            if time.monotonic() >= until:
                raise BadInput(f"is being written by another process for {WAIT:g} seconds", where=str(folder))
            time.sleep(0.02)
        yield
    finally:
        os.close(handle)


def reading(folder: Path) -> int:
    """Mark a reader of the present files; `os.close` of the returned handle ends it. Any number may read at once."""
    handle = os.open(folder / "readers", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(handle, fcntl.LOCK_SH)  # waits only for the moment in which a writer removes files
    return handle


@contextlib.contextmanager
def nobody_reads(folder: Path) -> Iterator[bool]:
    """Whether no reader is there; none can come before the block ends."""
    handle = os.open(folder / "readers", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield _taken(handle, fcntl.LOCK_EX)
    finally:
        os.close(handle)


def _taken(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
