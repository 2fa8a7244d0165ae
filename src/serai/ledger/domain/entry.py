"""Entries: salted commitments. What is committed to stays with the room that owns it, sealed.

entry = RFC 8785 of {v, type, commit}; commit = SHA-256("serai/v1" ‖ 0x00 ‖ salt ‖ RFC 8785 of the payload), in base64.
Without the salt nobody can try payloads against a commitment; when payload and salt are destroyed, the entry says
nothing about anybody, and every proof over it still holds.
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from serai.ledger.domain.canonical import canonical
from serai.ledger.domain.text import digest, encoded
from serai.registry.domain.errors import BadInput

VERSION = 1
SALT = 32
DOMAIN = b"serai/v1\0"
LARGEST = 65_535
"""Bytes of an entry: bundles give its length in 16 bits."""

_TYPE = re.compile(r"[a-z][a-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in the log: the type of what happened, and a commitment to it."""

    type: str
    commit: bytes

    @classmethod
    def parse(cls, content: bytes, where: str = "entry") -> Entry:
        """Read an entry of ours. Raises BadInput for any other bytes, such as another spelling of the same JSON."""
        try:
            read = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise BadInput("no JSON", where=where) from error
        entry = cls.of(read, where)
        if bytes(entry) != content:
            raise BadInput("not in canonical form", where=where)
        return entry

    @classmethod
    def of(cls, read: Any, where: str = "entry") -> Entry:
        """An entry of ours from its JSON value. Raises BadInput."""
        if not isinstance(read, dict) or read.keys() != {"v", "type", "commit"} or read["v"] is not VERSION:
            raise BadInput("no entry", where=where, expected="an object with v (1), type and commit")
        if not isinstance(read["type"], str) or not isinstance(read["commit"], str):
            raise BadInput("no entry", where=where, expected="type and commit as text")
        return cls(type_checked(read["type"], where), digest(read["commit"], where))

    def __bytes__(self) -> bytes:
        # RFC 8785 of the three fields: the type holds no character that JSON escapes.
        return f'{{"commit":"{encoded(self.commit)}","type":"{self.type}","v":{VERSION}}}'.encode()


def commitment(salt: bytes, payload: bytes) -> bytes:
    """The commitment to a canonical payload under a salt of 32 bytes."""
    if len(salt) != SALT:
        raise ValueError(f"a salt of {len(salt)} bytes")
    return sha256(DOMAIN + salt + payload).digest()


def commit(kind: str, payload: Any, *, salt: bytes | None = None, where: str = "") -> tuple[Entry, bytes]:
    """A new entry for a payload, and its salt (random unless given). Raises BadInput for what JSON cannot hold."""
    salt = secrets.token_bytes(SALT) if salt is None else salt
    return Entry(type_checked(kind, "type"), commitment(salt, canonical(payload, where))), salt


def type_checked(kind: str, where: str) -> str:
    """The type of an entry. Raises BadInput."""
    if not _is_type(kind):
        raise BadInput(f"{kind[:40]!r} is no type", where=where, expected="words like case.register, up to 100 letters")
    return kind


@lru_cache(maxsize=1024)
def _is_type(kind: str) -> bool:
    return bool(_TYPE.fullmatch(kind))
