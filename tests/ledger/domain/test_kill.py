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


def check(folder: Path, acknowledged: list[int], known: str | None) -> str:
    """The log holds every acknowledged batch once, in order, and at most one more; it can be audited from before."""
    with Log(folder, [KEY]) as log:
        newest = int(log.head.batch) if log.head.batch else -1
    assert set(acknowledged) <= set(range(newest + 1))
    assert newest - max(acknowledged, default=newest) <= 1
    wanted = [entry for number in range(newest + 1) for entry in batch(number)]
    found = audit(Folder(folder), Trust([KEY.verifier]), known)
    reader = Reader(Folder(folder), found.checkpoint.size)
    held = [entry for index in range(-(-reader.size // 256)) for entry in reader.entries(index) or []]
    assert held == wanted
    return found.note


@pytest.mark.soak
@pytest.mark.slow
def test_a_log_killed_at_any_step_goes_on_with_nothing_lost_and_nothing_doubled(tmp_path: Path) -> None:
    folder, known = tmp_path / "log", None
    Log.create(folder, [KEY])
    acknowledged: list[int] = []
    chance = random.Random(0)
    for number in range(KILLS):
        step = number if LONG else chance.randrange(60)
        acknowledged += run_and_kill(folder, step)
        known = check(folder, acknowledged, known)
    assert acknowledged


@pytest.mark.soak
@pytest.mark.slow
def test_a_log_killed_at_any_moment_goes_on_with_nothing_lost_and_nothing_doubled(tmp_path: Path) -> None:
    folder, known = tmp_path / "log", None
    Log.create(folder, [KEY])
    acknowledged: list[int] = []
    chance = random.Random(1)
    for _ in range(KILLS // 2):
        acknowledged += run_and_kill(folder, -1, after=chance.random() / 3)
        known = check(folder, acknowledged, known)
    assert acknowledged
