from __future__ import annotations

import base64
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.ledger.domain import hashing, merkle
from serai.ledger.domain.errors import Invalid

VECTORS = Path(os.environ.get("SERAI_REFERENCE_DATA", "../shared/data")) / "merkle" / "testdata"
LEAVES = [hashing.leaf(f"entry {number}".encode()) for number in range(70)]


def slow_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word for word."""
    if not leaves:
        return hashing.EMPTY
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashing.node(slow_root(leaves[:k]), slow_root(leaves[k:]))


@cache
def nodes(height: int, index: int) -> bytes:
    """Hashes of full subtrees over LEAVES; anything else is not theirs to ask for."""
    low, high = index << height, (index + 1) << height
    assert high <= len(LEAVES)
    return slow_root(LEAVES[low:high])


sizes = st.integers(1, len(LEAVES))


@given(sizes, st.data())
def test_an_inclusion_proof_holds_for_its_own_entry_and_for_nothing_else(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof, root = merkle.inclusion_proof(index, size, nodes), slow_root(LEAVES[:size])
    assert merkle.root(size, nodes) == root
    assert merkle.verify_inclusion(index, size, LEAVES[index], proof, root)
    other = data.draw(st.integers(0, size - 1).filter(lambda i: i != index) if size > 1 else st.just(1))
    with pytest.raises(Invalid):
        merkle.verify_inclusion(other, size, LEAVES[index], proof, root)
    with pytest.raises(Invalid):
        merkle.verify_inclusion(index, size, hashing.leaf(b"forged"), proof, root)
    with pytest.raises(Invalid):
        merkle.verify_inclusion(index, size, LEAVES[index], [*proof, root], root)


@given(sizes, st.data())
def test_a_consistency_proof_holds_for_its_two_trees_and_no_others(size2: int, data: st.DataObject) -> None:
    size1 = data.draw(st.integers(1, size2))
    proof = merkle.consistency_proof(size1, size2, nodes)
    root1, root2 = slow_root(LEAVES[:size1]), slow_root(LEAVES[:size2])
    assert merkle.verify_consistency(size1, size2, proof, root1, root2)
    rewritten = slow_root([hashing.leaf(b"rewritten"), *LEAVES[1:size1]])
    with pytest.raises(Invalid):
        merkle.verify_consistency(size1, size2, proof, rewritten, root2)
    with pytest.raises(Invalid):
        merkle.verify_consistency(size1, size2, [*proof, root2], root1, root2)


def vectors(kind: str) -> list[Any]:
    """Published vectors, or one that says why there are none."""
    found = sorted((VECTORS / kind).rglob("*.json"))
    return [pytest.param(p, id=f"{p.parent.name}-{p.stem}") for p in found] or [
        pytest.param(None, marks=pytest.mark.skip(f"no published vectors in {VECTORS}"))
    ]


def decoded(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def holds(check: Any, *arguments: Any) -> bool:
    try:
        return bool(check(*arguments))
    except Invalid:
        return False


@pytest.mark.reference
@pytest.mark.parametrize("path", vectors("inclusion"))
def test_published_inclusion_vectors_agree(path: Path) -> None:
    v = json.loads(path.read_text())
    proof = [decoded(h) for h in v["proof"] or []]
    found = holds(
        merkle.verify_inclusion, v["leafIdx"], v["treeSize"], decoded(v["leafHash"]), proof, decoded(v["root"])
    )
    assert found is not v["wantErr"], v["desc"]


@pytest.mark.reference
@pytest.mark.parametrize("path", vectors("consistency"))
def test_published_consistency_vectors_agree(path: Path) -> None:
    v = json.loads(path.read_text())
    proof = [decoded(h) for h in v["proof"] or []]
    found = holds(merkle.verify_consistency, v["size1"], v["size2"], proof, decoded(v["root1"]), decoded(v["root2"]))
    assert found is not v["wantErr"], v["desc"]
