"""`kill -9` of a writer, at any step: nothing lost, nothing doubled, nothing half done, nothing left over."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from serai.tracing.domain.store import MovementStore, manifest
from tests.tracing.domain.store.crash import ACTIONS
from tests.tracing.domain.store.plain import Plain, batch, expected, held, tables

LONG = bool(os.environ.get("SERAI_SOAK"))
EVERY, KILLS = (1, 100) if LONG else (9, 3)
CRASH = [sys.executable, "-m", "tests.tracing.domain.store.crash"]


def started(*arguments: object) -> subprocess.Popen[str]:
    """The writer that will die."""
    return subprocess.Popen([*CRASH, *map(str, arguments)], stdout=subprocess.PIPE, text=True)


@pytest.mark.soak
@pytest.mark.slow
@pytest.mark.parametrize("action", ACTIONS)
def test_a_writer_killed_at_any_step_leaves_the_state_before_or_after(action: str, tmp_path: Path) -> None:
    base = MovementStore.create(tmp_path / "base")
    for number in range(4):
        base.append(batch=f"b{number}", **tables(batch(number)))
    before = held(base)
    (tmp_path / "left").mkdir()
    with started("steps", base.folder, action, tmp_path / "left", EVERY) as writer:
        assert writer.wait(300) == 0
    ACTIONS[action](base)
    after = held(base)
    assert (before == after) == (action == "compact")
    left = sorted((tmp_path / "left").iterdir())
    assert len(left) > 2
    for folder in left:
        store = MovementStore.open(folder)
        assert held(store) in (before, after)
        store.verify()
        ACTIONS[action](store)
        assert held(store) == after
        store.sweep()
        assert {p.name for p in (folder / "segments").iterdir()} == manifest.read(folder).files()
        assert {p.name for p in folder.iterdir()} == {p.name for p in base.folder.iterdir()}


@pytest.mark.soak
@pytest.mark.slow
def test_a_stream_of_appends_killed_again_and_again_loses_and_doubles_nothing(tmp_path: Path) -> None:
    store, plain, done = MovementStore.create(tmp_path / "store"), Plain(), 0
    chance = random.Random(0)
    for _ in range(KILLS):
        with started("stream", store.folder, done) as writer:
            assert writer.stdout is not None
            first = int(writer.stdout.readline())
            time.sleep(chance.random() / 2)
            writer.send_signal(signal.SIGKILL)
            acknowledged = [first, *map(int, writer.stdout.read().split())]
        for number in acknowledged:
            plain.append(f"b{number}", batch(number))
        done = acknowledged[-1] + 1
        if held(store) != expected(plain):  # killed between the commit and its acknowledgement
            plain.append(f"b{done}", batch(done))
        assert held(store) == expected(plain)
        store.verify()
