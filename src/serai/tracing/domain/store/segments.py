"""Segments as SQL, and the work space of one writer: segments first, then one swap of the manifest."""

# ruff: noqa: S608 (statements are made of our own table and column names; values are bound or quoted)

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from serai.registry.domain.errors import BadInput
from serai.tracing.domain.engine import open_engine
from serai.tracing.domain.readable import readable
from serai.tracing.domain.store import disk, manifest
from serai.tracing.domain.store.layout import GROUP, LAYOUTS
from serai.tracing.domain.store.manifest import Segment

PACK = 1_000_000
"""Rows at which a segment is full. It holds whole parts; a single part may be more."""

GRACE = 3600.0
"""Seconds after which a replaced segment goes even though somebody has been reading all the while."""


def scan(folder: Path, table: str, segments: list[Segment]) -> str:
    """SQL (for FROM) that gives the rows of the segments. Raises BadInput where one is missing or cut short."""
    layout = LAYOUTS[table]
    if not segments:
        nothing = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in layout.columns.items())
        return f"(SELECT {nothing} LIMIT 0)"
    paths = [checked(folder, segment) for segment in segments]
    files = ", ".join("'" + _literal(path) + "'" for path in paths)
    return f"(SELECT {layout.names} FROM read_parquet([{files}], hive_partitioning = false))"


def checked(folder: Path, segment: Segment) -> Path:
    """The segment's file, if it is there in its full length. Raises BadInput."""
    path = folder / "segments" / segment.file
    try:
        found = path.stat().st_size
    except OSError:
        raise BadInput("is missing", where=str(path), expected="a segment of the movement store") from None
    if found != segment.bytes:
        raise BadInput(f"is damaged: it has {found} bytes", where=str(path), expected=f"{segment.bytes} bytes")
    return path


def _literal(path: Path) -> str:
    """The path inside quotes; signs that DuckDB would read as a pattern stand for themselves."""
    text = "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path.absolute()))
    return text.replace("'", "''")


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class Draft:
    """The next state of a store, being made under the writer's lock. Nothing of it shows before `commit`."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        self.folder, self.state = folder, manifest.read(folder)
        self.state.commit += 1
        self._before = deepcopy(self.state)
        self._count = 0
        (folder / "tmp").mkdir(exist_ok=True)
        self.con = open_engine(threads, temp_directory=str(folder / "tmp"))

    def scan(self, table: str, segments: list[Segment] | None = None) -> str:
        """SQL of a table in the state being made, or of some of its segments."""
        return scan(self.folder, table, self.state.tables[table] if segments is None else segments)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a query; `values` take the place of its question marks."""
        found: list[tuple[Any, ...]] = self.con.execute(sql, list(values)).fetchall()
        return found

    def write(self, table: str, source: str, parts: tuple[int, int] | None = None) -> Segment | None:
        """Write the rows of `source` (SQL for FROM), of these parts (first, last) only, sorted, as a segment.

        Returns None if there are none. The caller puts the segment into `state`.
        """
        layout = LAYOUTS[table]
        chosen = f"WHERE {layout.part.between(*parts)}" if parts and layout.part else ""
        path = self.folder / "segments" / f"{table}-{self.state.commit:08d}-{self._count:04d}.parquet"
        self._count += 1
        self.con.execute(
            f"COPY (SELECT {layout.names} FROM {source} {chosen} ORDER BY {layout.sorted_by}) TO '{_quoted(path)}' "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP})"
        )
        segment = self._described(table, path)
        if segment.rows == 0:
            disk.remove(path)
            return None
        disk.flush(path)
        return segment

    def _described(self, table: str, path: Path) -> Segment:
        layout = LAYOUTS[table]
        part, over = layout.part.number if layout.part else "NULL", layout.over or "NULL"
        written = f"read_parquet('{_literal(path)}', hive_partitioning = false)"
        found = self.rows(f"SELECT {part}, count(*), min({over}), max({over}) FROM {written} GROUP BY 1")
        return Segment(
            path.name,
            sum(rows for _, rows, _, _ in found),
            path.stat().st_size,
            digest(path),
            {part: rows for part, rows, _, _ in found if part is not None},
            min((since for _, _, since, _ in found if since is not None), default=None),
            max((until for _, _, _, until in found if until is not None), default=None),
        )

    def commit(self) -> None:
        """Make the draft the state of the store. Returns when it is on the disk."""
        disk.flush(self.folder / "segments")
        for file in self._before.files() - self.state.files():
            with contextlib.suppress(FileNotFoundError):
                os.utime(self.folder / "segments" / file)  # its time of grace begins
        manifest.write(self.folder, self.state)

    def close(self) -> None:
        """Let go of the engine and sweep up."""
        self.con.close()
        shutil.rmtree(self.folder / "tmp", ignore_errors=True)
        sweep(self.folder)


def packed(draft: Draft, table: str, source: Callable[[int, int], str] | str, parts: dict[int, int]) -> list[Segment]:
    """The rows of `source` as segments of whole parts, each closed before it would pass PACK rows.

    Args: source: SQL for FROM, or a function that gives it for a first and a last part. parts: rows of each part.
    """
    made: list[Segment] = []
    for first, last in ranges(parts):
        chosen = source if isinstance(source, str) else source(first, last)
        if segment := draft.write(table, chosen, (first, last)):
            made.append(segment)
    return made


def ranges(parts: dict[int, int]) -> list[tuple[int, int]]:
    """First and last part of each segment that these rows by part should lie in."""
    found: list[tuple[int, int]] = []
    held = 0
    for part in sorted(parts):
        if found and held + parts[part] <= PACK:
            found[-1], held = (found[-1][0], part), held + parts[part]
        else:
            found.append((part, part))
            held = parts[part]
    return found


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("'", "''")


@contextlib.contextmanager
def draft(folder: Path) -> Iterator[Draft]:
    """A draft under the writer's lock. Raises BadInput where the store is damaged."""
    with disk.writing(folder), readable(folder):
        made = Draft(folder)
        try:
            yield made
        finally:
            made.close()


def sweep(folder: Path) -> None:
    """Under the writer's lock: remove files that belong to no state, be they replaced or left by a killed writer.

    At once where nobody reads; those replaced within the last hour stay for as long as somebody does.
    """
    listed = manifest.read(folder).files()
    with disk.nobody_reads(folder) as alone:
        for path in (folder / "segments").iterdir():
            if path.name not in listed and (alone or time.time() - path.stat().st_mtime > GRACE):
                disk.remove(path)
