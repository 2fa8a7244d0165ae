"""Reading hashes, entries and proofs out of a log's tiles."""

from __future__ import annotations

from collections import OrderedDict

from serai.ledger.domain import merkle, tiles
from serai.ledger.domain.errors import Invalid
from serai.ledger.domain.source import Source
from serai.ledger.domain.tiles import ENTRIES, WIDTH, Tile
from serai.registry.domain.errors import BadInput

KEPT = 64
"""Tiles held in memory: enough for a proof, and for a walk from left to right."""


class Reader:
    """A log's tree of one size. What it reads is only as good as the checkpoint that it is checked against."""

    def __init__(self, source: Source, size: int) -> None:
        self.source, self.size = source, size
        self.nodes = tiles.nodes(self.hashes)
        self._kept: OrderedDict[Tile, list[bytes]] = OrderedDict()

    def content(self, tile: Tile) -> bytes | None:
        """The bytes of a tile. A partial one that is gone is cut out of the full one that took its place."""
        found = self.source.read(tile.path)
        if found is not None or tile.width == WIDTH:
            return found
        whole = Tile(tile.level, tile.index)
        found = self.source.read(whole.path)
        if found is None:
            return None
        if tile.level == ENTRIES:
            return tiles.bundle(tiles.entries_of(found, whole)[: tile.width])
        return b"".join(tiles.hashes_of(found, whole)[: tile.width])

    def hashes(self, level: int, index: int) -> list[bytes]:
        """The hashes of a tile. Raises Invalid (kind `missing` or `tile`)."""
        tile = tiles.tile_of(level, index, self.size)
        if tile in self._kept:
            self._kept.move_to_end(tile)
            return self._kept[tile]
        content = self.content(tile)
        if content is None:
            raise Invalid("missing", f"{tile.path} is missing", index=first(tile))
        try:
            hashes = tiles.hashes_of(content, tile)
        except BadInput as error:
            raise Invalid("tile", str(error), index=first(tile)) from error
        self._kept[tile] = hashes
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return hashes

    def entries(self, index: int) -> list[bytes] | None:
        """The entries of a bundle; None where the log has no such file. Raises Invalid (kind `entry`)."""
        tile = tiles.tile_of(ENTRIES, index, self.size)
        content = self.content(tile)
        try:
            return None if content is None else tiles.entries_of(content, tile)
        except BadInput as error:
            raise Invalid("entry", str(error), index=first(tile)) from error

    def entry(self, index: int) -> bytes:
        """One entry. Raises Invalid."""
        found = self.entries(index // WIDTH)
        if found is None:
            raise Invalid("missing", f"the bundle of entry {index} is missing", index=index)
        return found[index % WIDTH]

    def root(self, size: int | None = None) -> bytes:
        """The root of this tree, or of the smaller one that it began with."""
        return merkle.root(self.size if size is None else size, self.nodes)


def first(tile: Tile) -> int:
    """The first entry under a tile."""
    return tile.index << tiles.HEIGHT * (max(tile.level, 0) + 1)
