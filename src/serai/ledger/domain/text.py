"""Strict readings that the C2SP formats share: base64, decimals and lines in one spelling only."""

from __future__ import annotations

import binascii
import re

from serai.ledger.domain import hashing
from serai.registry.domain.errors import BadInput

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,19}")
MAX = 2**64 - 1


def decimal(text: str, where: str) -> int:
    """A number from 0 to 2^64 − 1 without leading zeros. Raises BadInput."""
    if not _DECIMAL.fullmatch(text) or int(text) > MAX:
        raise BadInput(f"{text[:30]!r} is no number", where=where, expected="decimal digits without leading zeros")
    return int(text)


def encoded(data: bytes) -> str:
    """Base64 of RFC 4648, section 4."""
    return binascii.b2a_base64(data, newline=False).decode()


def decoded(text: str, where: str) -> bytes:
    """Undo `encoded`. Raises BadInput for any other spelling of the same bytes."""
    try:
        data = binascii.a2b_base64(text, strict_mode=True)
    except ValueError:  # binascii.Error, or characters beyond ASCII
        data = b""
    if not data or encoded(data) != text:
        raise BadInput(f"{text[:30]!r} is no base64", where=where, expected="standard base64 with its padding")
    return data


def digest(text: str, where: str) -> bytes:
    """A SHA-256 hash in base64. Raises BadInput."""
    data = decoded(text, where)
    if len(data) != hashing.SIZE:
        raise BadInput(f"a hash of {len(data)} bytes", where=where, expected=f"{hashing.SIZE} bytes")
    return data
