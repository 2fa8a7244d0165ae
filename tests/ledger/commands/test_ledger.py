"""`serai ledger …` as a caller sees it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from serai.ledger.cli import app
from serai.ledger.domain.keys import COSIGNATURE, SigningKey
from serai.ledger.domain.note import Note
from serai.ledger.domain.proof import Proof

WITNESS = SigningKey.generate("w1.example", COSIGNATURE)


@dataclass(frozen=True)
class Called:
    returncode: int
    stdout: str
    stderr: str


def call(*arguments: str | Path) -> Called:
    """`serai ledger …` in this process. An exception that is no exit fails the test."""
    found = CliRunner().invoke(app, [str(a) for a in arguments])
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    if found.exit_code:
        assert found.stderr.count("\n") == 1, found.stderr
    return Called(found.exit_code, found.stdout, found.stderr)


@dataclass(frozen=True)
class Station:
    """A log with three records, its key, and a policy that believes it."""

    folder: Path
    vkey: str

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def policy(self, *more: str) -> Path:
        path = self.folder / "policy"
        path.write_text("\n".join([f"log {self.vkey}", *(more or ("quorum none",)), ""]))
        return path


@pytest.fixture
def station(tmp_path: Path) -> Station:
    made = call("init", tmp_path / "log", "--origin", "zarhan.example/log", "--key-out", tmp_path / "key")
    assert made.returncode == 0
    (tmp_path / "r.jsonl").write_text('{"case":"C-1"}\n\n{"case":"C-2","who":"Жанна"}\n[1,2.5]\n')
    done = call("append", tmp_path / "r.jsonl", "--log", tmp_path / "log", "--key", tmp_path / "key",
                "--receipts", tmp_path / "receipts", "--json")  # fmt: skip
    assert json.loads(done.stdout) | {"root": ""} == {"first": 0, "appended": 3, "size": 3, "root": ""}
    return Station(tmp_path, made.stdout.strip())


def test_a_receipt_holds_with_its_record_and_with_no_other(station: Station) -> None:
    receipt, record = station.folder / "receipts" / "1.tlog-proof", station.folder / "record.json"
    record.write_text('{\n  "who": "Жанна",\n  "case": "C-2"\n}\n')
    assert call("verify", receipt, "--policy", station.policy()).returncode == 0
    found = call("verify", receipt, "--policy", station.policy(), "--payload", record, "--json")
    assert json.loads(found.stdout)["payload"] == "checked"
    record.write_text('{"who":"Жанна","case":"C-3"}')
    assert call("verify", receipt, "--policy", station.policy(), "--payload", record).returncode == 1


def test_a_record_of_null_is_a_record(station: Station) -> None:
    record = station.folder / "record.json"
    record.write_text("null")
    found = call(
        "verify", station.folder / "receipts" / "0.tlog-proof", "--policy", station.policy(), "--payload", record
    )
    assert found.returncode == 1
    assert found.stderr.startswith("payload: ")


def test_prove_writes_the_receipt_again(station: Station) -> None:
    for index in range(3):
        found = call("prove", str(index), "--log", station.log, "--out", station.folder / "again")
        assert found.returncode == 0
        assert (station.folder / "again").read_bytes() == (station.folder / f"receipts/{index}.tlog-proof").read_bytes()
    assert call("prove", "3", "--log", station.log).returncode == 2
    assert call("prove", "0", "--log", station.folder).returncode == 2


def test_a_receipt_below_quorum_does_not_hold_until_the_witness_has_signed(station: Station) -> None:
    receipt = station.folder / "receipts" / "0.tlog-proof"
    policy = station.policy(f"witness W {WITNESS.verifier}", "quorum W")
    found = call("verify", receipt, "--policy", policy, "--json")
    assert (found.returncode, json.loads(found.stdout)["kind"]) == (1, "quorum")
    proof = Proof.parse(receipt.read_bytes())
    cosigned = str(Note.parse(proof.checkpoint).signed(WITNESS, 1_700_000_000))
    receipt.write_bytes(bytes(Proof(proof.index, proof.path, cosigned, proof.extra)))
    found = call("verify", receipt, "--policy", policy, "--json")
    assert json.loads(found.stdout)["witnesses"] == {"W": "2023-11-14T22:13:20+00:00"}


def test_an_audit_remembers_what_it_saw(station: Station) -> None:
    state = station.folder / "state"
    seen = call("audit", station.log, "--key", station.vkey, "--state", state, "--json")
    assert json.loads(seen.stdout)["size"] == 3
    (station.folder / "more.jsonl").write_text("4\n5\n")
    call("append", station.folder / "more.jsonl", "--log", station.log, "--key", station.folder / "key")
    assert call("audit", station.log, "--key", station.vkey, "--state", state).returncode == 0
    newest = state.read_text()
    state.write_text(newest)
    (station.log / "checkpoint").write_text(
        Proof.parse((station.folder / "receipts/0.tlog-proof").read_bytes()).checkpoint
    )
    found = call("audit", station.log, "--key", station.vkey, "--state", state, "--json")
    assert (found.returncode, json.loads(found.stdout)["first_bad"]["kind"]) == (1, "rollback")
    assert state.read_text() == newest


def test_a_witness_that_must_have_signed_is_missed(station: Station) -> None:
    found = call("audit", station.log, "--key", station.vkey, "--witness", str(WITNESS.verifier))
    assert (found.returncode, found.stderr.split(":")[0]) == (1, "quorum")


@pytest.mark.parametrize(
    "line", ['{"a":', "NaN", "{'a': 1}", '{"a":1,"a":2}', '"\\ud800"', str(2**53), "[" * 5000, "\xff"]
)
def test_a_bad_line_refuses_all_of_them(station: Station, line: str) -> None:
    path = station.folder / "bad.jsonl"
    path.write_bytes(b"1\n" + line.encode("latin-1") + b"\n2\n")
    before = (station.log / "checkpoint").read_bytes()
    found = call("append", path, "--log", station.log, "--key", station.folder / "key")
    assert found.returncode == 2
    assert "bad.jsonl, line 2" in found.stderr
    assert (station.log / "checkpoint").read_bytes() == before


def test_nothing_is_made_over_what_is_there(station: Station) -> None:
    key = station.folder / "key"
    before = key.read_bytes()
    assert call("init", station.folder / "new", "--origin", "a.example", "--key-out", key).returncode == 2
    assert call("init", station.log, "--origin", "a.example", "--key-out", station.folder / "key2").returncode == 2
    assert (key.read_bytes(), (station.folder / "key2").exists()) == (before, False)
    assert call("init", station.folder / "new", "--origin", "a b", "--key-out", station.folder / "k").returncode == 2
    assert key.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("what", ["receipt", "policy", "payload", "key", "log", "vkey", "state"])
def test_what_cannot_be_read_is_told_in_one_line(station: Station, what: str) -> None:
    bad = station.folder / "bad"
    bad.write_bytes(b"\xff\x00 no such thing")
    receipt, policy = station.folder / "receipts" / "0.tlog-proof", station.policy()
    found = {
        "receipt": lambda: call("verify", bad, "--policy", policy),
        "policy": lambda: call("verify", receipt, "--policy", bad),
        "payload": lambda: call("verify", receipt, "--policy", policy, "--payload", bad),
        "key": lambda: call("append", station.folder / "r.jsonl", "--log", station.log, "--key", bad),
        "log": lambda: call("audit", bad, "--key", station.vkey),
        "vkey": lambda: call("audit", station.log, "--key", "nonsense"),
        "state": lambda: call("audit", station.log, "--key", station.vkey, "--state", bad),
    }[what]()
    assert found.returncode == 2


def test_the_command_line_needs_no_django(station: Station) -> None:
    code = (
        "import sys; from serai.ledger.cli import app\n"
        f"app(['audit', {str(station.log)!r}, '--key', {station.vkey!r}], standalone_mode=False)\n"
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0
