"""Merkle tree hashing of RFC 6962, section 2.1, with SHA-256."""

from __future__ import annotations

from hashlib import sha256

SIZE = 32
EMPTY = sha256(b"").digest()
"""Root of the tree without entries."""


def leaf(entry: bytes) -> bytes:
    """Hash of an entry."""
    return sha256(b"\x00" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Hash over two subtrees."""
    return sha256(b"\x01" + left + right).digest()
