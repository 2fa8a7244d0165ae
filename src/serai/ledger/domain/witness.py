"""A witness: cosigns what only grows, and keeps the evidence of what does not. Source: C2SP tlog-witness."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from serai.ledger.domain import hashing, merkle, note
from serai.ledger.domain.checkpoint import Checkpoint
from serai.ledger.domain.errors import Invalid
from serai.ledger.domain.keys import SigningKey, VerifierKey
from serai.ledger.domain.proof import LONGEST
from serai.ledger.domain.text import decimal, digest, encoded
from serai.registry.domain.errors import BadInput

LARGEST = 256 * 1024
"""Bytes of a request."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS seen (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, note TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS evidence (at INTEGER NOT NULL, origin TEXT NOT NULL, kind TEXT NOT NULL, seen TEXT NOT NULL,
                                     request BLOB NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over HTTP."""

    status: int
    content: str = ""
    media_type: str = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """An add-checkpoint request: the size the log believes we saw, the proof from there, and the new checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    note: note.Note

    @classmethod
    def parse(cls, content: bytes) -> Request:
        """Read a request's body. Raises BadInput."""
        where = "request"
        if len(content) > LARGEST:
            raise BadInput(f"{len(content)} bytes", where=where, expected=f"at most {LARGEST}")
        head, gap, signed = content.partition(b"\n\n")
        try:
            lines = head.decode().split("\n")
        except UnicodeDecodeError as error:
            raise BadInput("not UTF-8", where=where) from error
        if not gap or not lines[0].startswith("old ") or len(lines) > 1 + LONGEST:
            raise BadInput(
                "no request", where=where, expected="an old size, up to 63 hashes, an empty line, a checkpoint"
            )
        proof = tuple(digest(line, where) for line in lines[1:])
        return cls(decimal(lines[0][4:], where), proof, note.Note.parse(signed, where))

    def __bytes__(self) -> bytes:
        return "\n".join([f"old {self.old}", *map(encoded, self.proof), "", str(self.note)]).encode()


class Witness:
    """Cosigns checkpoints of known logs. What it has seen lies in an SQLite database, on the disk before it signs.

    Args: keys: its own, of kind `COSIGNATURE` or `MLDSA`. logs: keys of the logs it knows; a log's name is its origin.
    Safe to call from several threads.
    """

    def __init__(
        self, state: Path, keys: Sequence[SigningKey], logs: Iterable[VerifierKey], now: Callable[[], float] = time.time
    ) -> None:
        self.keys, self.now = tuple(keys), now
        self.logs: dict[str, list[VerifierKey]] = {}
        for key in logs:
            self.logs.setdefault(key.name, []).append(key)
        self._turn = threading.Lock()
        try:
            self.con = sqlite3.connect(state, isolation_level=None, check_same_thread=False, timeout=30)
            self.con.execute("PRAGMA journal_mode = WAL")
            self.con.execute("PRAGMA synchronous = FULL")
            self.con.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise BadInput(f"no state of a witness ({error})", where=str(state)) from error

    def add_checkpoint(self, content: bytes) -> Answer:
        """Answer a request to cosign."""
        try:
            request = Request.parse(content)
            head = Checkpoint.parse(request.note.text)
        except BadInput as error:
            return Answer(400, f"{error}\n")
        keys = self.logs.get(head.origin)
        if keys is None:
            return Answer(404, "this log is not known here\n")
        try:
            if not request.note.verified(keys):
                return Answer(403, "not signed by a key of this log\n")
        except Invalid as error:
            return Answer(403, f"{error}\n")
        if request.old > head.size:
            return Answer(400, "the old size is above the checkpoint's\n")
        with self._turn:
            return self._judged(request, head, content)

    def _judged(self, request: Request, head: Checkpoint, content: bytes) -> Answer:
        """Compare with what was seen and remember the new checkpoint, in one transaction; then sign."""
        with self.con:
            self.con.execute("BEGIN IMMEDIATE")
            row = self.con.execute("SELECT size, note FROM seen WHERE origin = ?", (head.origin,)).fetchone()
            size, seen = row or (0, "")
            if request.old != size:
                return Answer(409, f"{size}\n", "text/x.tlog.size")
            try:
                _grows(request, head, seen)
            except Invalid as error:
                self.con.execute(
                    "INSERT INTO evidence VALUES (?, ?, ?, ?, ?)",
                    (int(self.now()), head.origin, error.kind, seen, content),
                )
                return Answer(422, f"{error}\n")
            known = note.Note(request.note.text, tuple(v for v in request.note.signatures if self._of_log(v, head)))
            self.con.execute("REPLACE INTO seen VALUES (?, ?, ?)", (head.origin, head.size, str(known)))
        signed = known
        for key in self.keys:
            signed = signed.signed(key, int(self.now()))
        self.con.execute(
            "UPDATE seen SET note = ? WHERE origin = ? AND note = ?", (str(signed), head.origin, str(known))
        )
        return Answer(200, "".join(map(str, signed.signatures[len(known.signatures) :])))

    def _of_log(self, line: note.Signature, head: Checkpoint) -> bool:
        return any((line.name, line.key_id) == (key.name, key.id) for key in self.logs[head.origin])

    def checkpoint(self, origin_hash: str) -> str | None:
        """The newest checkpoint cosigned for the log whose origin has this SHA-256, in lower-case hex."""
        with self._turn:
            rows = self.con.execute("SELECT origin, note FROM seen").fetchall()
        for origin, found in rows:
            if sha256(origin.encode()).hexdigest() == origin_hash:
                return str(found)
        return None

    def evidence(self) -> list[tuple[int, str, str, str, bytes]]:
        """Signed contradictions: when, of which log, what kind, the checkpoint seen before, the request refused."""
        with self._turn:
            return self.con.execute("SELECT at, origin, kind, seen, request FROM evidence ORDER BY at").fetchall()

    def close(self) -> None:
        """Let go of the database."""
        self.con.close()


def _grows(request: Request, head: Checkpoint, seen: str) -> None:
    """Raises Invalid (kind `split`, `proof`, `root`) unless the new tree begins with the one that was seen."""
    if not head.size and head.root != hashing.EMPTY:
        raise Invalid("root", "an empty tree with entries in its root")
    if not request.old:
        if request.proof:
            raise Invalid("proof", "a proof from the empty tree must be empty")
        return
    before = Checkpoint.parse(note.Note.parse(seen).text)
    if head.size == before.size and head.root != before.root:
        raise Invalid("split", f"two trees of {head.size} entries with two roots")
    merkle.verify_consistency(before.size, head.size, request.proof, before.root, head.root)
