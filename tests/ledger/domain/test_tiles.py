from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from serai.ledger.domain import hashing, merkle, tiles
from serai.ledger.domain.edge import Edge
from serai.ledger.domain.tiles import ENTRIES, Tile
from serai.registry.domain.errors import BadInput
from tests.ledger.domain.test_merkle import slow_root


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(2, 0, 1), "tile/2/000.p/1"),
        (Tile(ENTRIES, 273, 112), "tile/entries/273.p/112"),
        (Tile(63, 999), "tile/63/999"),
        (Tile(1, 1000), "tile/1/x001/000"),
    ],
)
def test_paths_are_those_of_the_specification(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert Tile.parse(path) == tile


@pytest.mark.parametrize(
    "path",
    ["", "tile/0/0", "tile/0/1000", "tile/00/000", "tile/64/000", "tile/0/000.p/0", "tile/0/000.p/256",
     "tile/0/000.p/01", "tile/0/x000/001", "tile/-1/000", "tile/0/000/",
     "tile/0/../000", "tile/data/000", "tile/0/x1/000", "tile/0/٠٠٠"],
)  # fmt: skip
def test_any_other_spelling_of_a_path_is_refused(path: str) -> None:
    with pytest.raises(BadInput):
        Tile.parse(path)


def test_a_tree_of_70_000_has_the_tiles_that_the_specification_counts() -> None:
    made = list(tiles.tiles(70_000))
    by_level = {level: [t for t in made if t.level == level] for level in (ENTRIES, 0, 1, 2)}
    assert [len(by_level[level]) for level in (0, 1, 2)] == [274, 2, 1]
    assert (by_level[0][-1].width, by_level[1][-1].width, by_level[2][-1].width) == (112, 17, 1)
    assert len(by_level[ENTRIES]) == 274
    assert list(tiles.tiles(256)) == [Tile(ENTRIES, 0), Tile(0, 0), Tile(1, 0, 1)]


@given(st.integers(0, 70_000), st.integers(0, 3_000))
@example(0, 256)
@example(255, 1)
@example(256, 0)
def test_new_tiles_are_those_of_the_larger_tree_that_the_smaller_did_not_have(before: int, more: int) -> None:
    old, new = set(tiles.tiles(before)), list(tiles.tiles(before + more))
    assert list(tiles.tiles(before + more, since=before)) == [t for t in new if t not in old]


@given(st.integers(0, 530), st.integers(0, 530))
@settings(max_examples=30)
def test_an_edge_names_the_root_of_its_entries_and_hands_over_every_full_tile(size: int, saved: int) -> None:
    leaves = [hashing.leaf(str(number).encode()) for number in range(size)]
    edge, full = Edge(), {}
    for number, leaf in enumerate(leaves):
        if number == saved:
            edge = Edge.parse(edge.size, bytes(edge))
        edge.add(leaf, lambda tile, row: full.__setitem__(tile, list(row)))
    assert edge.root() == slow_root(leaves)
    held = full | dict(edge.partial())
    assert set(held) == {tile for tile in tiles.tiles(size) if tile.level >= 0}

    def hashes(level: int, index: int) -> list[bytes]:
        return held[tiles.tile_of(level, index, size)]

    assert merkle.root(size, tiles.nodes(hashes)) == edge.root()
    for index in {0, size // 2, size - 1} if size else ():
        proof = merkle.inclusion_proof(index, size, tiles.nodes(hashes))
        assert merkle.verify_inclusion(index, size, leaves[index], proof, edge.root())


def test_an_edge_of_another_size_is_refused() -> None:
    edge = Edge()
    for number in range(300):
        edge.add(hashing.leaf(b"%d" % number))
    with pytest.raises(ValueError, match="301 entries"):
        Edge.parse(301, bytes(edge))


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=256))
def test_a_bundle_gives_its_entries_back(entries: list[bytes]) -> None:
    tile = Tile(ENTRIES, 0, len(entries))
    assert tiles.entries_of(tiles.bundle(entries), tile) == entries


@given(st.binary(max_size=600), st.integers(1, 256))
def test_any_bytes_are_a_bundle_or_refused(content: bytes, width: int) -> None:
    tile = Tile(ENTRIES, 0, width)
    try:
        entries = tiles.entries_of(content, tile)
    except BadInput:
        return
    assert tiles.bundle(entries) == content
    assert len(entries) == width
