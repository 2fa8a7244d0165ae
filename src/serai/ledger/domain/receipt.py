"""Receipts: a tlog-proof whose `extra` holds the canonical JSON of {entry, salt}; checked without a network.

A receipt proves that this entry stands in the log, at this index, under a checkpoint that the log and enough witnesses
signed; with the payload, that the entry commits to it. It does not prove that nothing else was written.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from serai.ledger.domain import hashing, merkle
from serai.ledger.domain.canonical import canonical
from serai.ledger.domain.checkpoint import Checkpoint
from serai.ledger.domain.entry import SALT, Entry, commitment
from serai.ledger.domain.errors import Invalid
from serai.ledger.domain.note import Note
from serai.ledger.domain.policy import Judged, Policy
from serai.ledger.domain.proof import Proof
from serai.ledger.domain.reader import Reader
from serai.ledger.domain.text import decoded, encoded
from serai.registry.domain.errors import BadInput


@dataclass(frozen=True, slots=True)
class Receipt:
    """An entry of ours with its proof. `salt` is None once it was destroyed: the payload cannot be checked any more."""

    entry: Entry
    salt: bytes | None
    proof: Proof

    @classmethod
    def parse(cls, content: bytes, where: str = "receipt") -> Receipt:
        """Read a receipt. Raises BadInput."""
        proof = Proof.parse(content, where)
        try:
            extra = json.loads(proof.extra)
        except (ValueError, RecursionError) as error:
            raise BadInput("its extra data is no JSON", where=where) from error
        if not isinstance(extra, dict) or not {"entry"} <= extra.keys() <= {"entry", "salt"}:
            raise BadInput("no receipt", where=where, expected="extra data with entry and salt")
        if canonical(extra) != proof.extra:
            raise BadInput("its extra data is not in canonical form", where=where)
        entry = Entry.of(extra["entry"], where)
        return cls(entry, _salt(extra, where), proof)

    def __bytes__(self) -> bytes:
        return bytes(self.proof)

    def check(self, policy: Policy, payload: Any = None, where: str = "receipt") -> Judged:
        """Check it under a policy, and against the payload if one is given.

        Returns what the policy says of the checkpoint. Raises BadInput for a checkpoint that cannot be read; Invalid of
        kind `signature`, `origin`, `quorum`, `proof`, `payload`.
        """
        judged = policy.judge(self.proof.checkpoint, where)
        self.check_path(judged.checkpoint)
        if payload is not None:
            self.check_payload(payload, where)
        return judged

    def check_path(self, head: Checkpoint) -> None:
        """Check that the entry stands in the tree of a checkpoint that was judged already. Raises Invalid (`proof`)."""
        leaf = hashing.leaf(bytes(self.entry))
        merkle.verify_inclusion(self.proof.index, head.size, leaf, self.proof.path, head.root)

    def check_payload(self, payload: Any, where: str = "receipt") -> None:
        """Check that the entry commits to this payload. Raises Invalid (kind `payload`)."""
        if self.salt is None:
            raise Invalid("payload", f"{where}: its salt was destroyed, so no payload can be checked against it")
        if commitment(self.salt, canonical(payload)) != self.entry.commit:
            raise Invalid("payload", f"{where}: the entry does not commit to this payload")


def made(reader: Reader, index: int, checkpoint: str, salt: bytes | None) -> Receipt:
    """The receipt of an entry of ours, out of the log's files. Raises Invalid where they do not fit the checkpoint."""
    entry = Entry.parse(reader.entry(index), f"entry {index}")
    extra: dict[str, Any] = {"entry": json.loads(bytes(entry))}
    if salt is not None:
        extra["salt"] = encoded(salt)
    path = tuple(merkle.inclusion_proof(index, reader.size, reader.nodes))
    receipt = Receipt(entry, salt, Proof(index, path, checkpoint, canonical(extra)))
    receipt.check_path(Checkpoint.parse(Note.parse(checkpoint).text))
    return receipt


def _salt(extra: dict[str, Any], where: str) -> bytes | None:
    if "salt" not in extra:
        return None
    if not isinstance(extra["salt"], str):
        raise BadInput("a salt that is no text", where=where, expected="base64")
    salt = decoded(extra["salt"], where)
    if len(salt) != SALT:
        raise BadInput(f"a salt of {len(salt)} bytes", where=where, expected=f"{SALT}")
    return salt
