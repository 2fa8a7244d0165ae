"""Signed notes: a text, an empty line, and signature lines. Source: C2SP signed-note."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from serai.ledger.domain.errors import Invalid
from serai.ledger.domain.keys import SigningKey, VerifierKey, name_checked
from serai.ledger.domain.text import decoded, encoded
from serai.registry.domain.errors import BadInput

DASH = "— "
MOST_SIGNATURES = 64
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature line: whose it says it is, and the bytes after the key id."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{DASH}{self.name} {encoded(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class Verified:
    """A signature that holds, and its time if it is a cosignature."""

    key: VerifierKey
    at: int | None


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it was read. Nothing in it is to be trusted before `verified` says so."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, content: str | bytes, where: str = "note") -> Note:
        """Read a note. Raises BadInput."""
        text = _unicode(content, where)
        head, gap, tail = text.rpartition("\n\n")
        if not gap or not tail.endswith("\n"):
            raise BadInput("no signed note", where=where, expected="a text, an empty line and signature lines")
        lines = tail[:-1].split("\n")
        if len(lines) > MOST_SIGNATURES:
            raise BadInput(f"{len(lines)} signatures", where=where, expected=f"at most {MOST_SIGNATURES}")
        return cls(head + "\n", tuple(signature_line(line, where) for line in lines))

    def __str__(self) -> str:
        return self.text + "\n" + "".join(map(str, self.signatures))

    def verified(self, keys: Iterable[VerifierKey]) -> list[Verified]:
        """The signatures of known keys, each key once. Unknown signatures are ignored.

        Raises Invalid (kind `signature`) when one of a known key does not hold: such a note is not to be used at all.
        """
        known = {(key.name, key.id): key for key in keys}
        found: dict[VerifierKey, Verified] = {}
        for line in self.signatures:
            key = known.get((line.name, line.key_id))
            if key is None:
                continue
            try:
                at = key.verify(self.text, line.signature)
            except ValueError as error:
                raise Invalid("signature", f"{line.name}: {error}") from error
            found.setdefault(key, Verified(key, at))
        return list(found.values())

    def signed(self, key: SigningKey, at: int | None = None) -> Note:
        """The note with one more signature."""
        verifier = key.verifier
        line = Signature(verifier.name, verifier.id, key.sign(self.text, at))
        return Note(self.text, (*self.signatures, line))


def open(content: str | bytes, keys: Iterable[VerifierKey], where: str = "note") -> tuple[Note, list[Verified]]:
    """Read a note and check it under the known keys.

    Returns the note and its valid signatures, at least one. Raises BadInput when it cannot be read, Invalid (kind
    `signature`) when no signature is of a known key, or one of a known key does not hold.
    """
    found = Note.parse(content, where)
    valid = found.verified(keys)
    if not valid:
        raise Invalid("signature", f"{where}: no signature of a known key")
    return found, valid


def signature_line(line: str, where: str) -> Signature:
    """Read a signature line. Raises BadInput."""
    parts = line.removeprefix(DASH).split(" ")
    if not line.startswith(DASH) or len(parts) != 2:
        raise BadInput(f"{line[:40]!r} is no signature line", where=where, expected="— name base64")
    data = decoded(parts[1], where)
    if len(data) < 5:
        raise BadInput("a signature without bytes", where=where)
    return Signature(name_checked(parts[0], where), data[:4], data[4:])


def _unicode(content: str | bytes, where: str) -> str:
    if len(content) > MOST_BYTES:
        raise BadInput(f"a note of {len(content)} bytes", where=where, expected=f"at most {MOST_BYTES}")
    try:
        text = content.decode() if isinstance(content, bytes) else content
        text.encode()
    except UnicodeError as error:
        raise BadInput("not UTF-8", where=where) from error
    if any(c < " " and c != "\n" for c in text):
        raise BadInput("control characters", where=where, expected="newlines only")
    return text
