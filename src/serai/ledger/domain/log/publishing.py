"""The files of a log: full tiles once, partial ones of the newest size, and the checkpoint last."""

from __future__ import annotations

import shutil
from pathlib import Path

from serai.ledger.domain import tiles
from serai.ledger.domain.edge import Edge
from serai.ledger.domain.tiles import ENTRIES, WIDTH, Tile


class Publisher:
    """Collects what an append changes, and writes it. What somebody may be reading is swapped for the new, whole."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder = folder
        self._bundle: list[bytes] = []
        self._index = size // WIDTH
        self._full: list[tuple[Tile, bytes]] = []
        self._made: set[str] = set()
        self._newest: dict[int, Tile] = {}  # by level: the unfinished tile that this process wrote last

    def entry(self, entry: bytes) -> None:
        """One more entry in the bundle."""
        self._bundle.append(entry)
        if len(self._bundle) == WIDTH:
            self._full.append((Tile(ENTRIES, self._index), tiles.bundle(self._bundle)))
            self._bundle, self._index = [], self._index + 1

    def full(self, tile: Tile, hashes: list[bytes]) -> None:
        """A tile that will not change any more."""
        self._full.append((tile, b"".join(hashes)))

    def write(self, edge: Edge) -> None:
        """Write what is new. Partial tiles go once the full one is there."""
        for tile, content in self._full:
            self._swap(tile.path, content)
            partial = Path(f"{self.folder}/{tile.path}.p")
            if partial.is_dir():
                self._made.discard(str(partial))
                shutil.rmtree(partial, ignore_errors=True)
        self._full.clear()
        unfinished = [(tile, b"".join(hashes)) for tile, hashes in edge.partial()]
        if self._bundle:
            unfinished.append((Tile(ENTRIES, self._index, len(self._bundle)), tiles.bundle(self._bundle)))
        for tile, content in unfinished:
            if self._newest.get(tile.level) != tile:
                self._swap(tile.path, content)
                self._newest[tile.level] = tile

    def checkpoint(self, content: str) -> None:
        """Everything that it covers is there."""
        self._swap("checkpoint", content.encode())

    def _swap(self, path: str, content: bytes) -> None:
        target = f"{self.folder}/{path}"
        folder, _, name = target.rpartition("/")
        if folder not in self._made:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        # A tile that is new is named by no checkpoint yet, so nobody reads it while it is written.
        beside = f"{folder}/.{name}.new" if path == "checkpoint" or Path(target).exists() else target
        Path(beside).write_bytes(content)
        if beside != target:
            Path(beside).replace(target)
