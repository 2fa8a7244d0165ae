"""The manifest: the one file that says which segments make up a store. Who swaps it, commits."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from serai.registry.domain.errors import BadInput
from serai.tracing.domain.store import disk
from serai.tracing.domain.store.layout import LAYOUTS, NUMBERED

NAME = "manifest.json"
FORMAT, VERSION = "serai-movements", 1


@dataclass(frozen=True, slots=True)
class Segment:
    """One Parquet file, never changed once written.

    `parts`: rows by part (layout.Part). `since`, `until`: the first moments (naive, UTC) at which some row, and every
    row, is past. All three are empty for dictionaries. `digest`: SHA-256 of the file.
    """

    file: str
    rows: int
    bytes: int
    digest: str
    parts: dict[int, int] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None


@dataclass(slots=True)
class Manifest:
    """A state of the store. `following`: the next free number of each dictionary; numbers are never used twice."""

    commit: int = 0
    following: dict[str, int] = field(default_factory=lambda: dict.fromkeys(NUMBERED, 1))
    tables: dict[str, list[Segment]] = field(default_factory=lambda: {name: [] for name in LAYOUTS})

    def files(self) -> set[str]:
        """Names of all segments."""
        return {segment.file for segments in self.tables.values() for segment in segments}

    def rows(self, table: str) -> int:
        """Rows of a table."""
        return sum(segment.rows for segment in self.tables[table])


def read(folder: Path) -> Manifest:
    """The present state. Raises BadInput when the folder is no store, or its manifest is damaged."""
    path = folder / NAME
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise BadInput("is no movement store", where=str(folder), expected=f"a folder with a {NAME}") from None
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", where=str(path)) from error
    try:
        return _parsed(content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadInput("is damaged", where=str(path), expected="a manifest as Serai wrote it") from error


def write(folder: Path, manifest: Manifest) -> None:
    """Make this the present state, at once and durably."""
    disk.swap(folder / NAME, _content(manifest))


def _content(manifest: Manifest) -> bytes:
    body = {
        "format": FORMAT,
        "version": VERSION,
        "commit": manifest.commit,
        "following": manifest.following,
        "tables": {name: [_plain(s) for s in segments] for name, segments in manifest.tables.items()},
    }
    return json.dumps(body | {"digest": _digest(body)}, indent=1).encode()


def _plain(segment: Segment) -> dict[str, Any]:
    return asdict(segment) | {
        "parts": {str(part): rows for part, rows in sorted(segment.parts.items())},
        "since": segment.since and segment.since.isoformat(),
        "until": segment.until and segment.until.isoformat(),
    }


def _digest(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _parsed(content: bytes) -> Manifest:
    body = json.loads(content)
    if body["format"] != FORMAT or body["version"] != VERSION or body.pop("digest") != _digest(body):
        raise ValueError("format, version or digest is another one")
    tables = {name: [_segment(s) for s in body["tables"][name]] for name in LAYOUTS}
    return Manifest(body["commit"], body["following"], tables)


def _segment(stored: dict[str, Any]) -> Segment:
    return Segment(
        stored["file"],
        stored["rows"],
        stored["bytes"],
        stored["digest"],
        {int(part): rows for part, rows in stored["parts"].items()},
        *(datetime.fromisoformat(stored[name]) if stored[name] else None for name in ("since", "until")),
    )
