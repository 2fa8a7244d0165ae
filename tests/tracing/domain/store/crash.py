"""Run by test_kill: writers that die.

`python -m tests.tracing.domain.store.crash steps BASE ACTION INTO EVERY`: do ACTION on copies of the store BASE, killed
at one step later each time, until it comes to its end; INTO/<n> is what the n-th kill left.
`… stream FOLDER FIRST`: append batches without end, saying the number of each that is done.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from serai.tracing.domain.store import MovementStore, disk, manifest
from serai.tracing.domain.store.segments import Draft
from tests.tracing.domain.store.plain import batch, tables

NEW = 7
ACTIONS: dict[str, Callable[[MovementStore], Any]] = {
    "append": lambda store: store.append(batch="new", **tables(batch(NEW))),
    "compact": lambda store: store.compact(),
    "purge": lambda store: store.purge(date(2026, 11, 5)),
    "erase": lambda store: store.erase("p1"),
}
STEPS = (
    (disk, "flush"), (disk, "remove"), (manifest, "write"), (Draft, "write"), (Draft, "commit"), (Path, "replace"),
    (Path, "write_bytes"), (os, "utime"), (shutil, "rmtree"),
)  # fmt: skip


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


def main(mode: str, folder: Path, *rest: str) -> None:
    """See the module."""
    if mode == "stream":
        store = MovementStore.open(folder)
        for number in count(int(rest[0])):
            store.append(batch=f"b{number}", **tables(batch(number)))
            os.write(1, f"{number}\n".encode())
        return
    action, into, every = ACTIONS[rest[0]], Path(rest[1]), int(rest[2])
    for number in count(0, every):
        work = into / str(number)
        shutil.copytree(folder, work)
        child = os.fork()
        if not child:
            die_at(number)
            action(MovementStore(work))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            shutil.rmtree(work)
            sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
