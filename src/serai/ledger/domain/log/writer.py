"""Writing a log: hash, sign, journal, then make the files."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from serai.ledger.domain import hashing, note, tiles
from serai.ledger.domain.checkpoint import Checkpoint
from serai.ledger.domain.edge import Edge
from serai.ledger.domain.entry import LARGEST
from serai.ledger.domain.errors import Invalid
from serai.ledger.domain.keys import ED25519, SigningKey, name_checked
from serai.ledger.domain.log.journal import Head, Journal
from serai.ledger.domain.log.publishing import Publisher
from serai.registry.domain.errors import BadInput

FLUSH = 65_536
"""Entries after which the files are flushed to the disk and their rows leave the journal."""


@dataclass(frozen=True, slots=True)
class Appended:
    """Where the entries stand, and the checkpoint that covers them. `repeated`: this batch was in already."""

    first: int
    size: int
    checkpoint: str
    repeated: bool = False


class Log:
    """A log that this process writes, from `open` to `close`.

    `hold`: appends do not publish their checkpoint; `publish` does, once witnesses have cosigned it.
    """

    def __init__(self, folder: Path, keys: Sequence[SigningKey], *, hold: bool = False) -> None:
        """Open a log. Raises BadInput when it is none, is being written, or the key is another one; Invalid (kind
        `journal`) when its database does not fit the checkpoint that it signed.
        """
        self.folder, self.keys, self.hold = folder, tuple(keys), hold
        self._lock = _locked(folder / "state")
        try:
            self.journal = Journal(folder / "state" / "log.db")
            self.head = self.journal.head()
            self._recover()
        except BaseException:
            os.close(self._lock)
            raise

    @classmethod
    def create(cls, folder: Path, keys: Sequence[SigningKey]) -> None:
        """Make an empty log, whose origin is the name of its keys. Raises BadInput where there is one."""
        origin = name_checked(keys[0].name, "origin")
        if any(key.name != origin for key in keys) or all(key.kind != ED25519 for key in keys):
            raise BadInput("keys of several names, or none of Ed25519", where=origin)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "state").mkdir(mode=0o700)
        except FileExistsError:
            raise BadInput("is a log already", where=str(folder), expected="a new folder") from None
        except OSError as error:
            raise BadInput(f"cannot be made: {error.strerror}", where=str(folder)) from error
        signed = _signed(Checkpoint(origin, 0, hashing.EMPTY), keys)
        journal = Journal(folder / "state" / "log.db", create=True)
        journal.start(Head(0, signed, signed))
        journal.close()
        with cls(folder, keys):
            pass  # makes the files

    @property
    def size(self) -> int:
        """Entries acknowledged."""
        return self.head.size

    def append(self, entries: Sequence[bytes], *, salts: Sequence[bytes] = (), batch: str = "") -> Appended:
        """Add entries, in order. They are on the disk, and cannot be lost, when this returns.

        Args: salts: kept beside the entries, for receipts. batch: a name; the last batch given again changes nothing.
        Raises BadInput for an empty batch and for entries above 65,535 bytes.
        """
        if batch and batch == self.head.batch:
            return Appended(self.head.batch_first, self.size, self.head.checkpoint, repeated=True)
        if not entries or max(map(len, entries)) > LARGEST:
            raise BadInput(
                "no entries, or one that is too long", where=str(self.folder), expected=f"1 to {LARGEST} bytes each"
            )
        first = self.size
        for entry in entries:
            self._add(entry)
        head = Checkpoint(self.keys[0].name, self.edge.size, self.edge.root())
        signed = _signed(head, self.keys)
        try:
            self.journal.append(first, entries, salts, signed, batch, hold=self.hold)
        except BaseException:
            self._recover()  # back to what is on the disk
            raise
        self.head.size, self.head.checkpoint = head.size, signed
        self.head.batch, self.head.batch_first = batch, first
        self.files.write(self.edge)
        if not self.hold:
            self.head.published = signed
            self.files.checkpoint(signed)
        if self.size - self.head.flushed >= FLUSH + tiles.WIDTH:
            self._flush()
        return Appended(first, head.size, signed)

    def publish(self, checkpoint: str) -> None:
        """Let everybody see a checkpoint of this log, with the cosignatures it has by now."""
        self.journal.publish(checkpoint)
        self.head.published = checkpoint
        self.files.checkpoint(checkpoint)

    def salt(self, index: int) -> bytes | None:
        """The salt of an entry, if the log keeps it."""
        return self.journal.salt(index)

    def close(self) -> None:
        """Flush and let go."""
        self.journal.close()
        os.close(self._lock)

    def __enter__(self) -> Log:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _add(self, entry: bytes) -> None:
        self.files.entry(entry)
        self.edge.add(hashing.leaf(entry), self.files.full)

    def _recover(self) -> None:
        """The tree from the journal, checked against what was signed, and its newest files again."""
        where = str(self.folder)
        signed, _ = note.open(self.head.checkpoint, [key.verifier for key in self.keys], where)
        head = Checkpoint.parse(signed.text, where)
        if head.origin != self.keys[0].name:
            raise BadInput(f"the log of {head.origin}, and a key of {self.keys[0].name}", where=where)
        try:
            self.edge = Edge.parse(self.head.flushed, self.head.edge)
        except ValueError as error:
            raise Invalid("journal", f"{where}: {error}") from error
        self.files = Publisher(self.folder, self.head.flushed)
        for entry in self._tail():
            self._add(entry)
        if (self.edge.size, self.edge.root()) != (head.size, head.root) or self.head.size != head.size:
            raise Invalid("journal", f"{where}: the journal does not fit the checkpoint that it signed")
        self.files.write(self.edge)
        if self.hold or self.head.published == self.head.checkpoint:
            self.files.checkpoint(self.head.published)
        else:
            self.publish(self.head.checkpoint)  # it was about to be

    def _tail(self) -> Iterator[bytes]:
        """Entries of the journal that the edge does not have. Raises Invalid where they do not follow one another."""
        for first, content in self.journal.tail():
            try:
                entries = tiles.unbundled(content)
            except (BadInput, TypeError) as error:
                raise Invalid(
                    "journal", f"{self.folder}: the batch of entry {first} is damaged", index=first
                ) from error
            if not first <= self.edge.size <= first + len(entries):
                raise Invalid("journal", f"{self.folder}: entry {self.edge.size} is missing", index=self.edge.size)
            yield from entries[self.edge.size - first :]

    def _flush(self) -> None:
        os.sync()
        whole = Edge.parse(
            self.size - self.size % tiles.WIDTH, bytes(self.edge)[len(self.edge.levels[0]) * hashing.SIZE :]
        )
        self.journal.flushed(whole.size, bytes(whole))
        self.head.flushed = whole.size


def _signed(head: Checkpoint, keys: Sequence[SigningKey]) -> str:
    signed = note.Note(str(head), ())
    for key in keys:
        signed = signed.signed(key, None if key.kind == ED25519 else int(time.time()))
    return str(signed)


def _locked(state: Path) -> int:
    try:
        handle = os.open(state / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise BadInput("is no log", where=str(state.parent), expected="a folder made by `serai ledger init`") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise BadInput("is being written by another process", where=str(state.parent)) from None
    return handle
