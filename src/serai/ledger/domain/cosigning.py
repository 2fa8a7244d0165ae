"""Asking witnesses to cosign a log's checkpoint, until the policy says that there are enough."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from serai.ledger.domain import merkle, note
from serai.ledger.domain.checkpoint import Checkpoint
from serai.ledger.domain.errors import Invalid
from serai.ledger.domain.keys import VerifierKey
from serai.ledger.domain.policy import Policy
from serai.ledger.domain.reader import Reader
from serai.ledger.domain.text import decimal
from serai.ledger.domain.witness import LARGEST, Request
from serai.registry.domain.errors import BadInput

SECONDS = 10
Send = Callable[[str, bytes], tuple[int, bytes]]
"""(address, body) → (status, body); OSError when nobody answers."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one witness said. `why` is empty when its cosignature was given and holds."""

    name: str
    why: str = ""
    signatures: tuple[note.Signature, ...] = ()


def post(address: str, body: bytes) -> tuple[int, bytes]:
    """HTTP POST."""
    request = urllib.request.Request(f"{address.rstrip('/')}/add-checkpoint", data=body)  # noqa: S310 - http(s) only, by the policy
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return answer.status, answer.read(LARGEST)
    except urllib.error.HTTPError as error:
        return error.code, error.read(LARGEST)
    except http.client.HTTPException as error:
        raise OSError(f"no HTTP: {error!r}") from error


def cosign(
    signed: str, reader: Reader, policy: Policy, known: dict[str, int], send: Send = post
) -> tuple[str, list[Asked]]:
    """Ask every witness of the policy that has an address.

    Args: signed: the log's own checkpoint. reader: its tree, at least of that size. known: the size that each witness
    saw last, by name; brought up to date.
    Returns the checkpoint with the cosignatures that hold, and what each witness said. Whether they are enough is
    `policy.judge`'s to say.
    """
    asked = [(name, key, policy.addresses[key]) for name, key in policy.witnesses.items() if key in policy.addresses]
    parsed = note.Note.parse(signed)
    with ThreadPoolExecutor(max(1, len(asked))) as pool:
        said = list(pool.map(lambda one: _ask(parsed, reader, one, known, send), asked))
    lines = [line for found in said for line in found.signatures]
    return str(note.Note(parsed.text, (*parsed.signatures, *lines))), said


def _ask(
    signed: note.Note, reader: Reader, one: tuple[str, VerifierKey, str], known: dict[str, int], send: Send
) -> Asked:
    name, key, address = one
    head = Checkpoint.parse(signed.text)
    try:
        status, body = send(address, _request(signed, head, reader, known.get(name, 0)))
        if status == 409:  # it saw another size than we thought; it says which
            known[name] = decimal(body.decode(errors="replace").rstrip("\n"), name)
            if known[name] > head.size:
                return Asked(
                    name, f"saw {known[name]} entries of this log already, more than the {head.size} there are"
                )
            status, body = send(address, _request(signed, head, reader, known[name]))
        if status != 200:
            return Asked(name, f"answers {status}: {' '.join(body.decode(errors='replace').split())[:200]}")
        found = _own(signed, body.decode(errors="replace").splitlines(), key, name)
    except (OSError, BadInput, Invalid) as error:
        return Asked(name, str(error))
    known[name] = head.size
    return Asked(name, signatures=found)


def _request(signed: note.Note, head: Checkpoint, reader: Reader, old: int) -> bytes:
    proof = merkle.consistency_proof(old, head.size, reader.nodes) if 0 < old < head.size else []
    return bytes(Request(old, tuple(proof), signed))


def _own(signed: note.Note, lines: Iterable[str], key: VerifierKey, name: str) -> tuple[note.Signature, ...]:
    """The witness's own cosignature among the lines, if it holds."""
    read = (note.signature_line(line, name) for line in lines)
    mine = tuple(line for line in read if (line.name, line.key_id) == (key.name, key.id))
    if not note.Note(signed.text, mine).verified([key]):
        raise Invalid("signature", f"{name} gave no cosignature of its key")
    return mine[:1]
