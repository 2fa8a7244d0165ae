"""Identifiers: UUID version 7 for rows, short readable codes for people to say aloud."""

from __future__ import annotations

import secrets
import time
from uuid import UUID

# Crockford's base 32 without I, L, O, U: nothing that is misread or misheard.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans("ILOU", "110V")
# Random characters: 32**7 is 3·10**10, so that codes seldom meet; the table's constraint catches those that do.
SIZE = 7


def uuid7() -> UUID:
    """A time-ordered identifier (RFC 9562, version 7): new rows go to the end of the index."""
    milliseconds = time.time_ns() // 1_000_000
    bits = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(80)
    bits = bits & ~(0xF << 76) | 0x7 << 76
    bits = bits & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=bits)


def new_code(prefix: str) -> str:
    """A new readable code such as `P-7Q4K-29MX`: seven random characters, the last one checks the others."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(SIZE))
        check = check_character(prefix + body)
        if check in ALPHABET:
            return _shaped(prefix, body + check)


def _shaped(prefix: str, letters: str) -> str:
    return f"{prefix}-{letters[:4]}-{letters[4:]}"


def check_character(text: str) -> str:
    """One character that changes with any single wrong character and any swap of two neighbours.

    Source: ISO/IEC 7064, MOD 37-2: each position weighs a power of 2, which generates all residues of the prime 37.
    """
    total = 0
    for character in text.upper():
        total = (total + _CHECKS.find(character)) * 2 % 37
    return _CHECKS[(1 - total) % 37]


_CHECKS = ALPHABET + "ILOU*"


def code_repair(typed: str, prefix: str) -> str | None:
    """The code a reader meant (case, spaces, dashes and look-alikes forgiven), or None if the check fails."""
    letters = "".join(c for c in typed.upper() if c.isalnum())
    head, rest = letters[: len(prefix)], letters[len(prefix) :].translate(_LOOKALIKES)
    if head != prefix.upper() or len(rest) != SIZE + 1 or any(c not in ALPHABET for c in rest):
        return None
    return _shaped(prefix, rest) if check_character(prefix + rest[:SIZE]) == rest[SIZE] else None
