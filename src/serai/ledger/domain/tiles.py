"""Tiles: the tree as static files of 256 hashes, and entries in bundles of 256. Source: C2SP tlog-tiles."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from serai.ledger.domain import hashing
from serai.ledger.domain.merkle import Nodes
from serai.registry.domain.errors import BadInput

WIDTH, HEIGHT = 256, 8
ENTRIES = -1
"""The level of entry bundles, which stand beside level 0."""

_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<index>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, slots=True)
class Tile:
    """The address of a tile: its level (0 to 63, or ENTRIES), its index there, and how many of 256 it holds."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """`tile/<L>/<N>[.p/<W>]`, with N in groups of three digits."""
        digits = f"{self.index:03d}"
        digits = digits.rjust(-(-len(digits) // 3) * 3, "0")
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        level = "entries" if self.level == ENTRIES else str(self.level)
        partial = f".p/{self.width}" if self.width < WIDTH else ""
        return f"tile/{level}/{''.join(f'x{group}/' for group in groups[:-1])}{groups[-1]}{partial}"

    @classmethod
    def parse(cls, path: str) -> Tile:
        """Read a path. Raises BadInput for any other spelling of it."""
        found = _PATH.fullmatch(path)
        if found:
            level = ENTRIES if found["level"] == "entries" else int(found["level"])
            tile = cls(level, int(found["index"].replace("x", "").replace("/", "")), int(found["width"] or WIDTH))
            if level <= 63 and tile.path == path:
                return tile
        raise BadInput("no tile", where=path[:80], expected="tile/<level>/<index>, or .p/<width> behind it")


def tiles(size: int, since: int = 0) -> Iterator[Tile]:
    """All tiles of a tree of this size, with bundles, that one of size `since` did not have. Level by level."""
    for level in (ENTRIES, *range(64)):
        scale = WIDTH ** max(level, 0)
        there, before = size // scale, since // scale
        if not there:
            return
        for index in range(before // WIDTH, -(-there // WIDTH)):
            tile = Tile(level, index, min(WIDTH, there - index * WIDTH))
            if before < index * WIDTH + tile.width:
                yield tile


def tile_of(level: int, index: int, size: int) -> Tile:
    """The tile at this address in a tree of this size. Raises ValueError where the tree has none."""
    width = min(WIDTH, size // WIDTH ** max(level, 0) - index * WIDTH)
    if width < 1:
        raise ValueError(f"a tree of {size} entries has no tile {index} at level {level}")
    return Tile(level, index, width)


def nodes(hashes: Callable[[int, int], Sequence[bytes]]) -> Nodes:
    """Subtree hashes out of tiles. `hashes`: (level, index) → the hashes of that tile."""

    def found(height: int, index: int) -> bytes:
        level, up = divmod(height, HEIGHT)
        tile, offset = divmod(index << up, WIDTH)
        return fold(hashes(level, tile)[offset : offset + (1 << up)])

    return found


def fold(hashes: Sequence[bytes]) -> bytes:
    """Hash over a full subtree, from the hashes of a level of it (1, 2, 4 … of them)."""
    level = list(hashes)
    while len(level) > 1:
        level = [hashing.node(level[at], level[at + 1]) for at in range(0, len(level), 2)]
    return level[0]


def hashes_of(content: bytes, tile: Tile) -> list[bytes]:
    """The hashes in a tile's bytes. Raises BadInput."""
    if len(content) != tile.width * hashing.SIZE:
        raise BadInput(f"{len(content)} bytes", where=tile.path, expected=f"{tile.width * hashing.SIZE}")
    return [content[at : at + hashing.SIZE] for at in range(0, len(content), hashing.SIZE)]


def bundle(entries: Sequence[bytes]) -> bytes:
    """An entry bundle: each entry behind its length in two bytes, big-endian."""
    return b"".join(struct.pack(">H", len(entry)) + entry for entry in entries)


def entries_of(content: bytes, tile: Tile) -> list[bytes]:
    """The entries in a bundle's bytes. Raises BadInput."""
    found = unbundled(content, tile.path)
    if len(found) != tile.width:
        raise BadInput(f"{len(found)} entries", where=tile.path, expected=f"{tile.width}")
    return found


def unbundled(content: bytes, where: str = "bundle") -> list[bytes]:
    """Undo `bundle`. Raises BadInput where the last entry is cut."""
    found: list[bytes] = []
    at, whole = 0, len(content)
    while at < whole:
        start = at + 2
        at = start + int.from_bytes(content[at:start], "big")
        found.append(content[start:at])
    if at != whole:
        raise BadInput(f"entry {len(found) - 1} is cut", where=where, expected="whole entries")
    return found
