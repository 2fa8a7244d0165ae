"""The journal: the head of a log and the entries whose files may not have reached the disk yet."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from serai.ledger.domain import tiles
from serai.ledger.domain.entry import SALT
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
CREATE TABLE tail (first INTEGER PRIMARY KEY, entries BLOB NOT NULL);  -- a batch, as a bundle is written
CREATE TABLE salts (first INTEGER PRIMARY KEY, salts BLOB NOT NULL);   -- of a batch; zeros where one was destroyed
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

    def tail(self) -> list[tuple[int, bytes]]:
        """Batches whose files may not be on the disk, each with its first index; the first may begin before that."""
        return self.con.execute("SELECT first, entries FROM tail ORDER BY first").fetchall()

    def append(
        self, first: int, entries: Sequence[bytes], salts: Sequence[bytes], checkpoint: str, batch: str, *, hold: bool
    ) -> None:
        """Entries and the checkpoint over them, in one transaction. On the disk when it returns.

        `hold`: the checkpoint is not published with it.
        """
        with self.con:
            self.con.execute("BEGIN IMMEDIATE")
            self.con.execute("INSERT INTO tail VALUES (?, ?)", (first, tiles.bundle(entries)))
            if salts:
                self.con.execute("INSERT INTO salts VALUES (?, ?)", (first, b"".join(salts)))
            self.con.execute(
                "UPDATE head SET size = ?, checkpoint = ?, batch = ?, batch_first = ?",
                (first + len(entries), checkpoint, batch, first),
            )
            if not hold:
                self.con.execute("UPDATE head SET published = checkpoint")

    def publish(self, checkpoint: str) -> None:
        """Remember what everybody may see."""
        self.con.execute("UPDATE head SET published = ?", (checkpoint,))

    def flushed(self, count: int, edge: bytes) -> None:
        """The files of the first `count` entries are on the disk: batches that end there are not needed any more."""
        with self.con:
            self.con.execute("BEGIN IMMEDIATE")
            last = self.con.execute("SELECT max(first) FROM tail WHERE first <= ?", (count,)).fetchone()[0]
            self.con.execute("DELETE FROM tail WHERE first < ?", (last,))
            self.con.execute("UPDATE head SET flushed = ?, edge = ?", (count, edge))

    def salt(self, index: int) -> bytes | None:
        """The salt of an entry, while it is kept."""
        _, salts, at = self._salts(index)
        found = salts[at : at + SALT]
        return found if any(found) else None

    def forget_salt(self, index: int) -> bool:
        """Destroy the salt of an entry. True if there was one."""
        if self.salt(index) is None:
            return False
        with self.con:
            self.con.execute("PRAGMA secure_delete = ON")
            self.con.execute("BEGIN IMMEDIATE")
            first, salts, at = self._salts(index)
            left = salts[:at] + bytes(SALT) + salts[at + SALT :]
            self.con.execute("UPDATE salts SET salts = ? WHERE first = ?", (left, first))
        self.con.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the old bytes leave the write-ahead log too
        return True

    def _salts(self, index: int) -> tuple[int, bytes, int]:
        row = self.con.execute(
            "SELECT first, salts FROM salts WHERE first <= ? ORDER BY first DESC LIMIT 1", (index,)
        ).fetchone()
        first, salts = row or (index, b"")
        return first, salts, (index - first) * SALT

    def close(self) -> None:
        """Let go of the file."""
        self.con.close()
