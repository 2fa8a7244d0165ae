"""The stand-alone verifier says what `serai ledger verify` says, of good receipts and of harmed ones."""

from __future__ import annotations

import ast
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from serai.ledger.domain import policy
from serai.ledger.domain.canonical import canonical
from serai.ledger.domain.entry import commit
from serai.ledger.domain.errors import Invalid
from serai.ledger.domain.keys import COSIGNATURE, ED25519, MLDSA, SigningKey
from serai.ledger.domain.log import Log
from serai.ledger.domain.note import Note
from serai.ledger.domain.proof import Proof
from serai.ledger.domain.reader import Reader
from serai.ledger.domain.receipt import Receipt, made
from serai.ledger.domain.source import Folder
from serai.ledger.standalone import verify_receipt as alone
from serai.registry.domain.errors import BadInput

FILE = Path(alone.__file__)
LOG = SigningKey("zarhan.example/log", ED25519, bytes(32))  # the same keys, so that a red run is repeatable
WITNESSES = {
    "A": SigningKey("a.example", COSIGNATURE, bytes([1]) * 32),
    "B": SigningKey("b.example", MLDSA, bytes([2]) * 32),
}
RECORDS: list[Any] = [{"case": f"C-{number}", "who": "Жанна", "n": number, "ok": [True, None]} for number in range(9)]
RULE = "\n".join(
    [f"log {LOG.verifier}", *(f"witness {name} {key.verifier}" for name, key in WITNESSES.items()),
     "group both all A B", "quorum both", ""]
).encode()  # fmt: skip


@pytest.fixture(scope="module")
def receipts(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("log") / "log"
    entries = [commit("case.register", record, salt=bytes([n]) * 32) for n, record in enumerate(RECORDS, 1)]
    Log.create(folder, [LOG])
    with Log(folder, [LOG]) as log:
        signed = log.append([bytes(entry) for entry, _ in entries]).checkpoint
    for key in WITNESSES.values():
        signed = str(Note.parse(signed).signed(key, 1_700_000_000))
    reader = Reader(Folder(folder), len(RECORDS))
    return [bytes(made(reader, index, signed, salt)) for index, (_, salt) in enumerate(entries)]


def theirs(receipt: bytes, rule: bytes, record: bytes | None) -> str:
    try:
        alone.check(receipt, rule, record)
    except alone.NotValid as error:
        return str(error).split(":")[0]
    except (alone.Unreadable, ValueError, TypeError, AttributeError, KeyError):
        return "unreadable"
    return "valid"


def ours(receipt: bytes, rule: bytes, record: bytes | None) -> str:
    try:
        found = Receipt.parse(receipt)
        parsed, value = policy.parse(rule), json.loads(record) if record is not None else None
        found.check(parsed)
        if record is not None:
            found.check_payload(value)
    except Invalid as error:
        return error.kind
    except (BadInput, ValueError):
        return "unreadable"
    return "valid"


def test_good_receipts_hold_in_a_process_that_knows_no_serai(receipts: list[bytes], tmp_path: Path) -> None:
    (tmp_path / "policy").write_bytes(RULE)
    for index, receipt in enumerate(receipts[:2]):
        (tmp_path / "r").write_bytes(receipt)
        for record, code in ((RECORDS[index], 0), (RECORDS[index + 1], 1)):
            (tmp_path / "record").write_text(json.dumps(record, indent=1))
            found = subprocess.run(
                [sys.executable, "-I", str(FILE), "r", "policy", "record"],
                cwd=tmp_path,
                capture_output=True,
                text=True,
                check=False,
            )
            assert found.returncode == code, found.stderr
            assert found.stdout.startswith("valid: entry" if code == 0 else "NOT VALID: payload")


def test_both_say_the_same_of_harmed_receipts_policies_and_records(receipts: list[bytes]) -> None:
    chance = random.Random(0)
    said: dict[str, int] = {}
    for _ in range(3000):
        at = chance.randrange(len(receipts))
        parts = [receipts[at], RULE, canonical(RECORDS[at])]
        which = chance.choice([0, 0, 0, 1, 2])
        parts[which] = harmed(parts[which], chance)
        found = theirs(*parts)
        assert found == ours(*parts), (parts[which], ours(*parts))
        said[found] = said.get(found, 0) + 1
    assert said.keys() >= {"valid", "unreadable", "signature", "proof", "payload"}


def harmed(content: bytes, chance: random.Random) -> bytes:
    """A byte changed, a line moved, doubled, dropped, or a stretch cut out."""
    lines, at = content.split(b"\n"), chance.randrange(max(1, len(content)))
    number = chance.randrange(len(lines))
    return {
        "flip": content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :],
        "cut": content[:at] + content[at + chance.randrange(1, 40) :],
        "double": b"\n".join([*lines[:number], lines[number], *lines[number:]]),
        "drop": b"\n".join([*lines[:number], *lines[number + 1 :]]),
        "swap": b"\n".join([*lines[:number], *lines[number : number + 2][::-1], *lines[number + 2 :]]),
    }[chance.choice(["flip", "flip", "cut", "double", "drop", "swap"])]


@pytest.mark.parametrize("names", [[], ["A"], ["B"], ["A", "A"]])
def test_below_the_quorum_it_does_not_hold(receipts: list[bytes], names: list[str]) -> None:
    proof = Proof.parse(receipts[0])
    lines = Note.parse(proof.checkpoint)
    kept = Note(lines.text, lines.signatures[:1])
    for name in names:
        kept = kept.signed(WITNESSES[name], 1_700_000_000)
    receipt = bytes(Proof(proof.index, proof.path, str(kept), proof.extra))
    assert (theirs(receipt, RULE, None), ours(receipt, RULE, None)) == ("quorum", "quorum")


def test_an_entry_whose_salt_was_destroyed_still_has_its_proof(receipts: list[bytes]) -> None:
    proof = Proof.parse(receipts[0])
    without = {"entry": json.loads(proof.extra)["entry"]}
    receipt = bytes(Proof(proof.index, proof.path, proof.checkpoint, canonical(without)))
    assert (theirs(receipt, RULE, None), ours(receipt, RULE, None)) == ("valid", "valid")
    record = canonical(RECORDS[0])
    assert (theirs(receipt, RULE, record), ours(receipt, RULE, record)) == ("payload", "payload")


def test_it_is_short_and_needs_cryptography_alone() -> None:
    assert len(FILE.read_text().splitlines()) <= 220
    found = set()
    for node in ast.walk(ast.parse(FILE.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    assert found - set(sys.stdlib_module_names) == {"cryptography"}
