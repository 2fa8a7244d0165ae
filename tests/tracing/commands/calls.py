"""Calling `serai tracing …` as a caller does: in this process where that is enough, else in one of its own."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from typer.testing import CliRunner

from serai.tracing.cli import app


@dataclass(frozen=True)
class Called:
    """How a call ended."""

    returncode: int
    stdout: str
    stderr: str


def call(*arguments: str | Path) -> Called:
    """`serai tracing …` in this process. An exception that is no exit fails the test."""
    runner = CliRunner()
    found = runner.invoke(app, [str(a) for a in arguments])
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    return Called(found.exit_code, found.stdout, found.stderr)


def killed(rng: Random, folder: Path, within: float, *arguments: str | Path) -> bool:
    """Run it in a process of its own and kill it, at a random moment up to `within` seconds after it began to read.

    `folder` is for its temporary files. Returns whether it was still at work.
    """
    command = [sys.executable, "-W", "ignore", "-m", "serai", "tracing", *map(str, arguments)]
    temporary = folder / f"temporary-{rng.random()}"
    temporary.mkdir()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"TMPDIR": str(temporary)}
    )
    while process.poll() is None and not any(temporary.iterdir()):
        time.sleep(0.005)
    time.sleep(rng.uniform(0.0, within))
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def kills() -> int:
    """How many processes a test kills: some here, many under `make soak`."""
    return 100 if os.environ.get("SERAI_SOAK") else 10


def rows(path: Path) -> list[dict[str, str]]:
    """A CSV as it stands."""
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def refused(found: Called, word: str) -> None:
    """Exit 2 and one line that holds the word."""
    assert found.returncode == 2, found.stderr
    assert found.stdout == ""
    assert len(found.stderr.strip().splitlines()) == 1
    assert word in found.stderr
