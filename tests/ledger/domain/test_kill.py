"""`kill -9` of a log's writer, at any step: no acknowledged entry lost, none doubled, journal and files agree."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from serai.ledger.domain.audit import Trust, audit
from serai.ledger.domain.log import Log
from serai.ledger.domain.reader import Reader
from serai.ledger.domain.source import Folder
from tests.ledger.domain.crash import KEY, batch

LONG = bool(os.environ.get("SERAI_SOAK"))
KILLS = 100 if LONG else 6


def run_and_kill(folder: Path, step: int, after: float | None = None) -> list[int]:
    """Numbers of the batches that were acknowledged before the end."""
    command = [sys.executable, "-m", "tests.ledger.domain.crash", str(folder), str(step)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = [child.stdout.readline()] if after is not None else []
        if after is not None:
            time.sleep(after)
            child.send_signal(signal.SIGKILL)
        said += child.stdout.read().splitlines()
        assert child.wait(60) == -signal.SIGKILL
    return [int(line.split()[0]) for line in said if line.strip()]


class Killed:
    """A log whose writer is killed again and again; checked after each time."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.newest, self.acknowledged = folder, -1, 0
        self.known: str | None = None
        Log.create(folder, [KEY])

    def once(self, step: int, after: float | None = None) -> None:
        """The log holds every batch once, in order: those acknowledged, and at most one more of this run."""
        said = run_and_kill(self.folder, step, after)
        with Log(self.folder, [KEY]) as log:
            newest = int(log.head.batch) if log.head.batch else -1
        assert said == list(range(self.newest + 1, self.newest + 1 + len(said)))
        assert newest - self.newest - len(said) in (0, 1)
        wanted = [entry for number in range(newest + 1) for entry in batch(number)]
        found = audit(Folder(self.folder), Trust([KEY.verifier]), self.known)
        reader = Reader(Folder(self.folder), found.checkpoint.size)
        held = [entry for index in range(-(-reader.size // 256)) for entry in reader.entries(index) or []]
        assert held == wanted
        self.newest, self.known, self.acknowledged = newest, found.note, self.acknowledged + len(said)


@pytest.mark.soak
@pytest.mark.slow
def test_a_log_killed_at_any_step_goes_on_with_nothing_lost_and_nothing_doubled(tmp_path: Path) -> None:
    log, chance = Killed(tmp_path / "log"), random.Random(0)
    for number in range(KILLS):
        log.once(number if LONG else chance.randrange(60))
    assert log.acknowledged


@pytest.mark.soak
@pytest.mark.slow
def test_a_log_killed_at_any_moment_goes_on_with_nothing_lost_and_nothing_doubled(tmp_path: Path) -> None:
    log, chance = Killed(tmp_path / "log"), random.Random(1)
    for _ in range(KILLS // 2):
        log.once(-1, after=chance.random() / 3)
    assert log.acknowledged
