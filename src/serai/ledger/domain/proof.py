"""Proofs that need no network: an index, a path, and a checkpoint with its signatures. Source: C2SP tlog-proof."""

from __future__ import annotations

from dataclasses import dataclass

from serai.ledger.domain.text import decimal, decoded, digest, encoded
from serai.registry.domain.errors import BadInput

HEAD = "c2sp.org/tlog-proof@v1"
LONGEST = 63
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Proof:
    """`extra`: what the application adds, and nobody vouches for. `checkpoint`: the signed note, verbatim."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""

    @classmethod
    def parse(cls, content: bytes, where: str = "proof") -> Proof:
        """Read a proof. Raises BadInput."""
        if len(content) > MOST_BYTES:
            raise BadInput(f"{len(content)} bytes", where=where, expected=f"at most {MOST_BYTES}")
        try:
            text = content.decode()
        except UnicodeDecodeError as error:
            raise BadInput("not UTF-8", where=where) from error
        head, gap, checkpoint = text.partition("\n\n")
        lines = head.split("\n")
        if lines.pop(0) != HEAD or not gap:
            raise BadInput("no proof", where=where, expected=f"{HEAD}, an index, a path, an empty line, a checkpoint")
        extra = decoded(lines.pop(0)[6:], where) if lines and lines[0].startswith("extra ") else b""
        if not lines or not lines[0].startswith("index "):
            raise BadInput("no index", where=where, expected="a line with index and a number")
        index = decimal(lines.pop(0)[6:], where)
        if len(lines) > LONGEST:
            raise BadInput(f"a path of {len(lines)} hashes", where=where, expected=f"at most {LONGEST}")
        return cls(index, tuple(digest(line, where) for line in lines), checkpoint, extra)

    def __bytes__(self) -> bytes:
        lines = [HEAD, *([f"extra {encoded(self.extra)}"] if self.extra else []), f"index {self.index}"]
        return "\n".join([*lines, *map(encoded, self.path), "", self.checkpoint]).encode()
