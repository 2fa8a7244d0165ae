"""Checkpoints: the text that a log signs over its size and root. Source: C2SP tlog-checkpoint."""

from __future__ import annotations

from dataclasses import dataclass

from serai.ledger.domain.text import decimal, digest, encoded
from serai.registry.domain.errors import BadInput


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree's head: the log's origin, how many entries, the root over them, and lines that nobody vouches for."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str, where: str = "checkpoint") -> Checkpoint:
        """Read a note's text. Raises BadInput."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
            raise BadInput("no checkpoint", where=where, expected="lines with origin, size and root, each ended")
        return cls(lines[0], decimal(lines[1], where), digest(lines[2], where), tuple(lines[3:-1]))

    def __str__(self) -> str:
        return "\n".join((self.origin, str(self.size), encoded(self.root), *self.extensions)) + "\n"
