"""Keys of signed notes, in the spellings of C2SP: verifier keys, signing keys, and the three kinds of signatures.

`ED25519` signs a note's text (logs). `COSIGNATURE` (Ed25519) and `MLDSA` (ML-DSA-44) sign a checkpoint with the time
(witnesses; logs may use `MLDSA` too). Source: C2SP signed-note and tlog-cosignature.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from serai.ledger.domain.checkpoint import Checkpoint
from serai.ledger.domain.text import decoded, encoded
from serai.registry.domain.errors import BadInput

ED25519, COSIGNATURE, MLDSA = 0x01, 0x04, 0x06
KINDS: dict[int, tuple[Any, Any]] = {
    ED25519: (Ed25519PrivateKey, Ed25519PublicKey),
    COSIGNATURE: (Ed25519PrivateKey, Ed25519PublicKey),
    MLDSA: (MLDSA44PrivateKey, MLDSA44PublicKey),
}
SIGNATURES = {ED25519: 64, COSIGNATURE: 8 + 64, MLDSA: 8 + 2420}
"""Bytes of a signature of each kind, the time included."""

PRIVATE = "PRIVATE+KEY+"


@lru_cache(maxsize=1024)
def key_id(name: str, kind: int, public: bytes) -> bytes:
    """Four bytes that name a key beside its name."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def name_checked(name: str, where: str) -> str:
    """The name of a key. Raises BadInput for a name that a signature line could not hold."""
    if not name or "+" in name or any(c.isspace() or c < " " for c in name):
        raise BadInput(f"{name[:60]!r} is no key name", where=where, expected="a name without spaces and plus signs")
    return name


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with its name: `name+id+base64(kind ‖ key)`."""

    name: str
    kind: int
    public: bytes

    @classmethod
    def parse(cls, text: str, where: str = "verifier key") -> VerifierKey:
        """Read a verifier key. Raises BadInput."""
        name, mark, data = _parts(text, where)
        key = cls(name, data[0], data[1:])
        if key.kind not in KINDS:
            raise BadInput(f"{name}: a key of kind 0x{key.kind:02x}", where=where, expected="kind 0x01, 0x04 or 0x06")
        try:
            KINDS[key.kind][1].from_public_bytes(key.public)
        except ValueError as error:
            raise BadInput(f"{name}: a public key of {len(key.public)} bytes", where=where) from error
        if mark != key.id.hex():
            raise BadInput(f"{name}: key id {mark}", where=where, expected=key.id.hex())
        return key

    @property
    def id(self) -> bytes:
        """The key's id, 4 bytes."""
        return key_id(self.name, self.kind, self.public)

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{encoded(bytes([self.kind]) + self.public)}"

    def verify(self, text: str, signature: bytes) -> int | None:
        """Check a signature over a note's text. Returns the time of a cosignature, in POSIX seconds; None without one.

        Raises ValueError when it does not hold.
        """
        if len(signature) != SIGNATURES[self.kind]:
            raise ValueError("a signature of another length")
        at, raw = (None, signature) if self.kind == ED25519 else _timed(signature)
        try:
            _loaded(self.kind, self.public).verify(raw, message(self, text, at))
        except InvalidSignature as error:
            raise ValueError("the signature does not hold") from error
        return at


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with its name: `PRIVATE+KEY+name+id+base64(kind ‖ seed)`, the spelling that Go's note package
    writes.
    """

    name: str
    kind: int
    seed: bytes

    @classmethod
    def generate(cls, name: str, kind: int = ED25519) -> SigningKey:
        """A new key."""
        return cls(name_checked(name, "key"), kind, KINDS[kind][0].generate().private_bytes_raw())

    @classmethod
    def parse(cls, text: str, where: str = "signing key") -> SigningKey:
        """Read a signing key. Raises BadInput, which never holds the key."""
        text = text.strip()
        if not text.startswith(PRIVATE):
            raise BadInput("no signing key", where=where, expected=f"a line that begins with {PRIVATE}")
        name, mark, data = _parts(text.removeprefix(PRIVATE), where)
        key = cls(name, data[0], data[1:])
        if key.kind not in KINDS or len(key.seed) != 32:
            raise BadInput("a signing key of unknown kind", where=where, expected="kind 0x01, 0x04 or 0x06, 32 bytes")
        if mark != key.verifier.id.hex():
            raise BadInput(f"{name}: the key does not fit its id {mark}", where=where)
        return key

    @property
    def _private(self) -> Any:
        return _private(self.kind, self.seed)[0]

    @property
    def verifier(self) -> VerifierKey:
        """Its public half."""
        return VerifierKey(self.name, self.kind, _private(self.kind, self.seed)[1])

    def __str__(self) -> str:
        return f"{PRIVATE}{self.name}+{self.verifier.id.hex()}+{encoded(bytes([self.kind]) + self.seed)}"

    def __repr__(self) -> str:
        return f"SigningKey({self.name!r})"  # no seed in logs and tracebacks

    def sign(self, text: str, at: int | None = None) -> bytes:
        """Sign a note's text; `at`: POSIX seconds, for cosignatures."""
        if self.kind == ED25519:
            return bytes(self._private.sign(text.encode()))
        if not at:
            raise ValueError("a cosignature needs its time")
        return struct.pack(">Q", at) + bytes(self._private.sign(message(self.verifier, text, at)))


@lru_cache(maxsize=64)
def _private(kind: int, seed: bytes) -> tuple[Any, bytes]:
    """A private key ready to sign, and its public half."""
    made = KINDS[kind][0]
    key = made.from_seed_bytes(seed) if kind == MLDSA else made.from_private_bytes(seed)
    return key, key.public_key().public_bytes_raw()


@lru_cache(maxsize=256)
def _loaded(kind: int, public: bytes) -> Any:
    return KINDS[kind][1].from_public_bytes(public)


def message(key: VerifierKey, text: str, at: int | None) -> bytes:
    """The bytes that a key of this kind signs. Raises ValueError for an ML-DSA cosignature on what is no checkpoint."""
    if key.kind == ED25519:
        return text.encode()
    if key.kind == COSIGNATURE:
        return f"cosignature/v1\ntime {at}\n{text}".encode()
    try:
        head = Checkpoint.parse(text)
    except BadInput as error:
        raise ValueError(str(error)) from error
    name, origin = key.name.encode(), head.origin.encode()
    if max(len(name), len(origin)) > 255:
        raise ValueError("a name of more than 255 bytes")
    return b"".join(
        (b"subtree/v1\n\0", bytes([len(name)]), name, struct.pack(">Q", at or 0), bytes([len(origin)]), origin,
         struct.pack(">QQ", 0, head.size), head.root)
    )  # fmt: skip


def _timed(signature: bytes) -> tuple[int, bytes]:
    at = struct.unpack(">Q", signature[:8])[0]
    if not 0 < at < 2**63:
        raise ValueError("a cosignature of a checkpoint without its time")
    return at, signature[8:]


def _parts(text: str, where: str) -> tuple[str, str, bytes]:
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise BadInput("no verifier key", where=where, expected="name+id+base64")
    return name_checked(parts[0], where), parts[1], decoded(parts[2], where)
