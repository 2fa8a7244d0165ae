"""The journal: the head of a log and the entries whose files may not have reached the disk yet."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from serai.registry.domain.errors import BadInput

_SCHEMA = """
CREATE TABLE head (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    size INTEGER NOT NULL,        -- entries acknowledged
    checkpoint TEXT NOT NULL,     -- signed by the log, for that size
    published TEXT NOT NULL,      -- the newest checkpoint that everybody may see
    flushed INTEGER NOT NULL,     -- entries whose full tiles and bundles are on the disk for good
    edge BLOB NOT NULL,           -- the right edge of the tree of `flushed` entries
    batch TEXT NOT NULL,          -- the name of the last batch, and its first index: an append that is repeated
    batch_first INTEGER NOT NULL  -- after a crash is done once
);
CREATE TABLE tail (idx INTEGER PRIMARY KEY, entry BLOB NOT NULL);
CREATE TABLE salts (idx INTEGER PRIMARY KEY, salt BLOB NOT NULL);
"""


@dataclass(slots=True)
class Head:
    """The one row of the head."""

    size: int
    checkpoint: str
    published: str
    flushed: int = 0
    edge: bytes = b""
    batch: str = ""
    batch_first: int = 0


class Journal:
    """The database of a log. One process at a time; the writer holds a lock beside it."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        mode = "rwc" if create else "rw"
        try:
            self.con = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
            self.con.execute("PRAGMA journal_mode = WAL")
            self.con.execute("PRAGMA synchronous = FULL")
            if create:
                self.con.executescript(_SCHEMA)
            self.con.execute("SELECT size FROM head").fetchall()
        except sqlite3.Error as error:
            raise BadInput(f"no journal of a log ({error})", where=str(path)) from error

    def start(self, head: Head) -> None:
        """Put in the first head."""
        self.con.execute(
            "INSERT INTO head VALUES (1, ?, ?, ?, ?, ?, ?, ?)",
            (head.size, head.checkpoint, head.published, head.flushed, head.edge, head.batch, head.batch_first),
        )

    def head(self) -> Head:
        """The head as it is on the disk."""
        row = self.con.execute(
            "SELECT size, checkpoint, published, flushed, edge, batch, batch_first FROM head"
        ).fetchone()
        return Head(*row)

    def tail(self, since: int) -> list[tuple[int, bytes]]:
        """Entries from an index on, with their indexes."""
        return self.con.execute("SELECT idx, entry FROM tail WHERE idx >= ? ORDER BY idx", (since,)).fetchall()

    def append(self, first: int, entries: Sequence[bytes], salts: Iterable[bytes], checkpoint: str, batch: str) -> None:
        """Entries and the checkpoint over them, in one transaction. On the disk when it returns."""
        with self.con:
            self.con.execute("BEGIN IMMEDIATE")
            self.con.executemany("INSERT INTO tail VALUES (?, ?)", enumerate(entries, first))
            self.con.executemany("INSERT INTO salts VALUES (?, ?)", enumerate(salts, first))
            self.con.execute(
                "UPDATE head SET size = ?, checkpoint = ?, batch = ?, batch_first = ?",
                (first + len(entries), checkpoint, batch, first),
            )

    def publish(self, checkpoint: str) -> None:
        """Remember what everybody may see."""
        self.con.execute("UPDATE head SET published = ?", (checkpoint,))

    def flushed(self, count: int, edge: bytes) -> None:
        """The files of the first `count` entries are on the disk: their rows are not needed any more."""
        with self.con:
            self.con.execute("BEGIN IMMEDIATE")
            self.con.execute("DELETE FROM tail WHERE idx < ?", (count,))
            self.con.execute("UPDATE head SET flushed = ?, edge = ?", (count, edge))

    def salt(self, index: int) -> bytes | None:
        """The salt of an entry, while it is kept."""
        row = self.con.execute("SELECT salt FROM salts WHERE idx = ?", (index,)).fetchone()
        return bytes(row[0]) if row else None

    def forget_salt(self, index: int) -> bool:
        """Destroy the salt of an entry. True if there was one."""
        with self.con:
            self.con.execute("PRAGMA secure_delete = ON")
            return bool(self.con.execute("DELETE FROM salts WHERE idx = ?", (index,)).rowcount)

    def close(self) -> None:
        """Let go of the file."""
        self.con.close()
