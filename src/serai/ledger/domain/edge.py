"""The right edge of a growing tree: all that must be known to add entries and to name the root."""

from __future__ import annotations

from collections.abc import Callable

from serai.ledger.domain import hashing, tiles
from serai.ledger.domain.tiles import WIDTH, Tile


class Edge:
    """The rightmost, unfinished tile of each level. Adding an entry costs two hashes on average, whatever the size."""

    def __init__(self) -> None:
        self.size = 0
        self.levels: list[list[bytes]] = [[]]
        self._peaks: list[bytes] = []  # of the largest full subtrees, from the left: one for each bit of the size

    def add(self, leaf_hash: bytes, full: Callable[[Tile, list[bytes]], None] | None = None) -> None:
        """Add an entry by its leaf hash. `full` is told of each tile that this completes."""
        carried, peak = self.size, leaf_hash
        while carried & 1:
            peak = hashing.node(self._peaks.pop(), peak)
            carried >>= 1
        self._peaks.append(peak)
        self.size += 1
        level, found = 0, leaf_hash
        while True:
            if level == len(self.levels):
                self.levels.append([])
            row = self.levels[level]
            row.append(found)
            if len(row) < WIDTH:
                return
            if full:
                full(Tile(level, (self.size >> (tiles.HEIGHT * (level + 1))) - 1), row)
            found = tiles.fold(row)
            self.levels[level] = []
            level += 1

    def root(self) -> bytes:
        """The root over all entries."""
        if not self._peaks:
            return hashing.EMPTY
        found = self._peaks[-1]
        for peak in self._peaks[-2::-1]:
            found = hashing.node(peak, found)
        return found

    def partial(self) -> list[tuple[Tile, list[bytes]]]:
        """The unfinished tiles that hold anything."""
        return [
            (Tile(level, self.size >> (tiles.HEIGHT * (level + 1)), len(row)), row)
            for level, row in enumerate(self.levels)
            if row
        ]

    def __bytes__(self) -> bytes:
        return b"".join(b"".join(row) for row in self.levels)

    @classmethod
    def parse(cls, size: int, content: bytes) -> Edge:
        """Undo `bytes()`. Raises ValueError where the bytes are not those of this size."""
        edge = cls()
        edge.size, edge.levels, at = size, [], 0
        left = size
        while True:
            end = at + (left % WIDTH) * hashing.SIZE
            edge.levels.append([content[i : i + hashing.SIZE] for i in range(at, end, hashing.SIZE)])
            at, left = end, left // WIDTH
            if not left:
                break
        if at != len(content):
            raise ValueError(f"an edge of {len(content)} bytes for {size} entries")
        for level in range(len(edge.levels) - 1, -1, -1):
            row, at = edge.levels[level], 0
            for height in range(tiles.HEIGHT - 1, -1, -1):
                if len(row) >> height & 1:
                    edge._peaks.append(tiles.fold(row[at : at + (1 << height)]))
                    at += 1 << height
        return edge
