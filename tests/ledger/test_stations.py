"""A log and three witnesses as processes of their own, over loopback: one dies, one lies."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path

import pytest

from serai.ledger.domain import hashing, note, policy
from serai.ledger.domain.checkpoint import Checkpoint
from serai.ledger.domain.cosigning import cosign, post
from serai.ledger.domain.errors import Invalid
from serai.ledger.domain.keys import SigningKey, VerifierKey
from serai.ledger.domain.log import Log
from serai.ledger.domain.reader import Reader
from serai.ledger.domain.source import Folder
from serai.ledger.domain.witness import Request

pytestmark = pytest.mark.slow
LOG = SigningKey.generate("zarhan.example/log")
SERAI = [sys.executable, "-m", "serai", "ledger", "witness"]


class Station:
    """A witness process at a port that stays its own."""

    def __init__(self, folder: Path, name: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.command = [*SERAI, "--state", str(folder), "--name", name, "--log", str(LOG.verifier),
                        "--listen", f"127.0.0.1:{self.port}"]  # fmt: skip
        self.process: subprocess.Popen[str] | None = None
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.vkey = VerifierKey.parse(self.process.stdout.readline())
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the witness does not listen")

    def stop(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def stations(tmp_path: Path) -> Iterator[list[Station]]:
    with ExitStack() as stack:
        found = []
        for name in ("halim", "ostrava", "who"):
            found.append(Station(tmp_path / name, f"{name}.example/witness"))
            stack.callback(found[-1].stop)
        yield found


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    Log.create(tmp_path / "log", [LOG])
    with Log(tmp_path / "log", [LOG], hold=True) as opened:
        yield opened


def two_of(stations: list[Station]) -> policy.Policy:
    names = "ABC"
    lines = [f"log {LOG.verifier}"]
    lines += [f"witness {n} {s.vkey} {s.address}" for n, s in zip(names, stations, strict=True)]
    return policy.parse("\n".join([*lines, "group two 2 A B C", "quorum two", ""]).encode())


def seen_by_all(
    log: Log, rule: policy.Policy, known: dict[str, int], send: Callable[..., tuple[int, bytes]] = post
) -> dict[str, str]:
    """Ask all witnesses, publish if there are enough; what each said."""
    checkpoint, said = cosign(log.head.checkpoint, Reader(Folder(log.folder), log.size), rule, known, send)
    try:
        rule.judge(checkpoint)
        log.publish(checkpoint)
    except Invalid:
        pass
    return {one.name: one.why for one in said}


def published(log: Log) -> int:
    return Checkpoint.parse(note.Note.parse((log.folder / "checkpoint").read_bytes()).text).size


def test_the_log_goes_on_while_enough_witnesses_live_and_stops_showing_new_entries_when_not(
    log: Log, stations: list[Station]
) -> None:
    rule, known = two_of(stations), dict[str, int]()
    log.append([b"one"])
    assert seen_by_all(log, rule, known) == {"A": "", "B": "", "C": ""}
    assert published(log) == 1

    stations[0].stop()
    log.append([b"two", b"three"])
    said = seen_by_all(log, rule, known)
    assert (bool(said["A"]), said["B"], said["C"]) == (True, "", "")
    assert published(log) == 3

    stations[1].stop()
    log.append([b"four"])
    said = seen_by_all(log, rule, known)
    assert said["C"] == ""
    assert published(log) == 3  # fail closed: below the quorum nothing new is shown
    assert log.size == 4  # and nothing is lost

    stations[1].start()
    stations[0].start()
    known.clear()  # a log that forgot what they saw is told
    assert seen_by_all(log, rule, known) == {"A": "", "B": "", "C": ""}
    assert published(log) == 4
    address = f"{stations[0].address}/{sha256(LOG.name.encode()).hexdigest()}/checkpoint"
    with urllib.request.urlopen(address) as answer:
        assert note.open(answer.read(), [LOG.verifier, stations[0].vkey])


def test_a_witness_that_lies_does_not_count(log: Log, stations: list[Station]) -> None:
    rule = two_of(stations)

    def lying(address: str, body: bytes) -> tuple[int, bytes]:
        status, content = post(address, body)
        if address == stations[0].address:  # its name, another key
            forged = SigningKey(stations[0].vkey.name, stations[0].vkey.kind, bytes(32))
            content = str(Request.parse(body).note.signed(forged, 5).signatures[-1]).encode()
        return status, content

    log.append([b"one"])
    said = seen_by_all(log, rule, {}, lying)
    assert "no cosignature" in said["A"]
    assert published(log) == 1  # the two others are enough

    stations[1].stop()
    log.append([b"two"])
    seen_by_all(log, rule, {}, lying)
    assert published(log) == 1


def test_a_log_that_shows_two_trees_gets_no_quorum_for_the_second(log: Log, stations: list[Station]) -> None:
    rule, known = two_of(stations), dict[str, int]()
    log.append([b"one", b"two"])
    seen_by_all(log, rule, known)
    forged = note.Note(str(Checkpoint(LOG.name, 2, hashing.leaf(b"another tree"))), ()).signed(LOG)
    for station in stations:
        status, body = post(station.address, bytes(Request(2, (), forged)))
        assert (status, b"two roots" in body) == (422, True)
