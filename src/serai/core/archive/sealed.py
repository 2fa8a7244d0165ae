"""A sealed archive: AES-256-GCM in pieces, so that a backup of any size is sealed and opened in constant memory.

`MAGIC ‖ salt ‖ (length ‖ sealed piece)…`, big-endian lengths; the key comes from the passphrase by scrypt. Each piece
is bound to its number and to whether it is the last one: a piece that is missing, moved or added does not open.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from serai.core import crypto

MAGIC = b"SERAI-SEALED-2\0"
SALT = 16
PIECE = 4 * 2**20


class NotOpened(Exception):
    """The passphrase is another one, or the archive is damaged or cut."""


def is_sealed(file: Path) -> bool:
    """Whether the file begins as a sealed archive does."""
    with file.open("rb") as handle:
        return handle.read(len(MAGIC)) == MAGIC


def seal(plain: Path, sealed: Path, passphrase: str) -> None:
    """Write `plain` sealed into `sealed`."""
    salt = os.urandom(SALT)
    key = _key(passphrase, salt)
    with plain.open("rb") as source, sealed.open("wb") as target:
        target.write(MAGIC + salt)
        number, piece = 0, source.read(PIECE)
        while True:
            following = source.read(PIECE)
            box = crypto.seal(key, piece, _context(number, last=not following))
            target.write(len(box).to_bytes(4, "big") + box)
            if not following:
                return
            number, piece = number + 1, following


def unseal(sealed: Path, plain: Path, passphrase: str) -> None:
    """Undo `seal`. Raises NotOpened."""
    with sealed.open("rb") as source, plain.open("wb") as target:
        source.read(len(MAGIC))
        key = _key(passphrase, source.read(SALT))
        number, box = 0, _box(source)
        while box:
            following = _box(source)
            try:
                target.write(crypto.unseal(key, box, _context(number, last=not following)))
            except crypto.Damaged as error:
                raise NotOpened(str(error)) from error
            number, box = number + 1, following
    if not number:
        raise NotOpened("it ends after its head")


def _box(source: BinaryIO) -> bytes:
    length = int.from_bytes(source.read(4), "big")
    if length > PIECE + 64:
        raise NotOpened("a piece of impossible length")
    return source.read(length)


def _context(number: int, *, last: bool) -> str:
    return f"backup:{number}:{'last' if last else 'more'}"


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())
