"""Inclusion and consistency proofs of RFC 6962: verifying them, and making them from any source of subtree hashes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Literal

from serai.ledger.domain import hashing
from serai.ledger.domain.errors import Invalid

Nodes = Callable[[int, int], bytes]
"""(height, index) → hash over the entries [index · 2^height, (index + 1) · 2^height), all of them in the tree."""


def verify_inclusion(index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes], root: bytes) -> Literal[True]:
    """Check that the tree of this size and root has this leaf hash at this index.

    Args: proof: hashes from the leaf's sibling up. Returns True. Raises Invalid (kind `proof`).
    Source: RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        raise Invalid("proof", f"index {index} is outside of a tree of {size} entries")
    _lengths(leaf_hash, root, *proof)
    at, last, found = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            raise Invalid("proof", "the inclusion proof is too long")
        if at & 1 or at == last:
            found = sha256(b"\x01" + sibling + found).digest()
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = sha256(b"\x01" + found + sibling).digest()
        at, last = at >> 1, last >> 1
    if last:
        raise Invalid("proof", "the inclusion proof is too short")
    if found != root:
        raise Invalid("proof", "the inclusion proof leads to another root")
    return True


def verify_consistency(size1: int, size2: int, proof: Sequence[bytes], root1: bytes, root2: bytes) -> Literal[True]:
    """Check that the tree of size2 begins with the tree of size1.

    Returns True. Raises Invalid (kind `proof`): also where size1 is 0, since every tree begins with the empty one and
    a proof of it says nothing. Source: RFC 9162, section 2.1.4.2.
    """
    if not 0 < size1 <= size2:
        raise Invalid("proof", f"a tree of {size2} entries cannot be proved to begin with one of {size1}")
    if size1 == size2:
        if proof or root1 != root2:
            raise Invalid("proof", "two trees of one size have two roots" if not proof else "the proof is too long")
        return True
    _lengths(root1, root2, *proof)
    if not proof:
        raise Invalid("proof", "the consistency proof is empty")
    hashes = [root1, *proof] if size1 & (size1 - 1) == 0 else list(proof)
    at, last = size1 - 1, size2 - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise Invalid("proof", "the consistency proof is too long")
        if at & 1 or at == last:
            old, new = hashing.node(sibling, old), hashing.node(sibling, new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            new = hashing.node(new, sibling)
        at, last = at >> 1, last >> 1
    if last:
        raise Invalid("proof", "the consistency proof is too short")
    if old != root1 or new != root2:
        raise Invalid("proof", "the consistency proof leads to other roots")
    return True


def root(size: int, nodes: Nodes) -> bytes:
    """Root of the tree of this size."""
    return _over(0, size, nodes) if size else hashing.EMPTY


def inclusion_proof(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """The proof that `verify_inclusion` takes. Raises ValueError outside of the tree."""
    if not 0 <= index < size:
        raise ValueError(f"index {index} is outside of a tree of {size} entries")
    proof: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            proof.append(_over(middle, high, nodes))
            high = middle
        else:
            proof.append(_over(low, middle, nodes))
            low = middle
    return proof[::-1]


def consistency_proof(size1: int, size2: int, nodes: Nodes) -> list[bytes]:
    """The proof that `verify_consistency` takes. Raises ValueError unless 0 < size1 ≤ size2."""
    if not 0 < size1 <= size2:
        raise ValueError(f"a tree of {size2} entries cannot be proved to begin with one of {size1}")
    proof: list[bytes] = []
    low, high = 0, size2
    while high > size1:  # until [low, high) is a subtree in which the old tree ends
        middle = low + _split(high - low)
        if size1 <= middle:
            proof.append(_over(middle, high, nodes))
            high = middle
        else:
            proof.append(_over(low, middle, nodes))
            low = middle
    if low:
        proof.append(_over(low, high, nodes))
    return proof[::-1]


def _over(low: int, high: int, nodes: Nodes) -> bytes:
    """Hash over the entries [low, high) of a tree, where low is a multiple of a power of two ≥ high − low."""
    length = high - low
    if length & (length - 1) == 0:
        height = length.bit_length() - 1
        return nodes(height, low >> height)
    middle = low + _split(length)
    return hashing.node(_over(low, middle, nodes), _over(middle, high, nodes))


def _split(length: int) -> int:
    """The largest power of two below a length of at least 2."""
    return 1 << ((length - 1).bit_length() - 1)


def _lengths(*hashes: bytes) -> None:
    if any(len(found) != hashing.SIZE for found in hashes):
        raise Invalid("proof", f"a hash does not have {hashing.SIZE} bytes")
