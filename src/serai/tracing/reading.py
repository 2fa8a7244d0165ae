"""Reads one uploaded file in a process of its own: `python -m serai.tracing.reading KIND FILE FOLDER ZONE < key`.

A file from outside may be made to eat all memory or time: here it can take only this process down. What was read
lies in FOLDER afterwards as Parquet and JSON; progress (0 to 1) goes to stdout line by line. Exit code 2 or 3 with one
line on stderr: the file is refused.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

MEMORY = 4 << 30  # address space, of which engines reserve more than they use
SECONDS = 600
LARGEST = 8 << 30  # what may be written
TABLES = ("stays", "legs", "points", "encounters", "notices")


def limit() -> None:
    """Take this process's rights to more."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def read(kind: str, path: Path, into: Path, zone: str, key: bytes) -> None:
    """Read `path` and lay down what it held. Raises BadInput."""
    import pyarrow.parquet as pq

    from serai.tracing.domain.imports import KEYED, importer

    more: dict[str, Any] = {"key": key} if kind in KEYED else {}
    found = importer(kind)(path, zone=ZoneInfo(zone) if zone else None, progress=_tell, **more)
    for name in TABLES:
        table = getattr(found, name)
        if table is not None:
            pq.write_table(table, into / f"{name}.parquet")
    report = asdict(found.report) | {"remarks": dict(found.report.remarks)}
    (into / "report.json").write_text(json.dumps(report, ensure_ascii=False), "utf-8")
    people = [asdict(traveller) for traveller in found.travellers]
    (into / "travellers.json").write_text(json.dumps(people, ensure_ascii=False, default=str), "utf-8")


def _tell(done: float) -> None:
    sys.stdout.write(f"{done:.3f}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """The whole of it."""
    from serai.registry.domain.errors import BadInput, OutOfScope

    kind, path, into, zone = arguments
    limit()
    try:
        read(kind, Path(path), Path(into), zone, sys.stdin.buffer.read())
    except BadInput as error:
        sys.stderr.write(str(error))
        return 3 if isinstance(error, OutOfScope) else 2
    except MemoryError:
        return 9
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
