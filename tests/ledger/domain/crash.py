"""Run by test_kill: appends to a log without end, killed at a step of its own choosing or from outside.

`python -m tests.ledger.domain.crash FOLDER STEP`: die just before or after the STEP-th write to the disk (−1: never),
saying each batch once it is done.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from serai.ledger.domain.keys import SigningKey
from serai.ledger.domain.log import Log, writer
from serai.ledger.domain.log.journal import Journal
from serai.ledger.domain.log.publishing import Publisher

KEY = SigningKey("crash.example/log", 1, bytes(range(32)))
STEPS = ((Journal, "append"), (Journal, "publish"), (Journal, "flushed"), (Publisher, "_swap"), (os, "sync"))


def batch(number: int) -> list[bytes]:
    """Batch 0, 1, 2 …: from one entry to more than a tile."""
    return [f"{number}:{at}".encode() for at in range(1 + number * 97 % 400)]


def die_at(number: int) -> None:
    """From now on, SIGKILL this process just before or just after its n-th step on the disk."""
    steps = count()

    def deadly(step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            if next(steps) == number:
                os.kill(os.getpid(), signal.SIGKILL)
            found = step(*arguments, **named)
            if next(steps) == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return found

        return run

    for owner, name in STEPS:
        setattr(owner, name, deadly(getattr(owner, name)))


def main(folder: Path, step: int) -> None:
    """See the module."""
    writer.FLUSH = 512
    die_at(step)
    with Log(folder, [KEY]) as log:
        following = int(log.head.batch or -1) + 1
        for number in count(following):
            done = log.append(batch(number), batch=str(number))
            os.write(1, f"{number} {done.first} {done.size}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
