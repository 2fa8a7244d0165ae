"""Files that a command writes: checked before the work, whole or not at all, nothing left of a killed one."""

from __future__ import annotations

import contextlib
import csv
import os
from collections.abc import Iterable
from glob import glob
from pathlib import Path

from serai.registry.domain.errors import BadInput
from serai.registry.domain.rejections import REJECTION_COLUMNS, Report


def check_place(path: Path | None) -> None:
    """BadInput where no file can be made at `path`: said before the work, not after it."""
    if path and not path.absolute().parent.is_dir():
        raise BadInput("lies in no folder that exists", where=str(path))
    if path and path.is_dir():
        raise BadInput("is a folder", where=str(path), expected="the name of a file")


def check_apart(outputs: Iterable[Path | None], inputs: Iterable[str]) -> None:
    """BadInput where a file would be written over one that is read, or over another that is written."""
    written: list[Path] = []
    for path in outputs:
        if path is None:
            continue
        if path.resolve() in written:
            raise BadInput("would be written twice", where=str(path), expected="a name for each output")
        written.append(path.resolve())
    for where in inputs:
        found = (where, *glob(where, recursive=True)) if where else ()  # noqa: PTH207 - patterns of any root
        read = {Path(path).resolve() for path in found}
        for path in written:
            if path in read or (path.exists() and read & set(path.parents)):
                raise BadInput("is read, and would be written over", where=str(path), expected="another name")


def sweep(path: Path | None) -> None:
    """Remove what a killed process left beside `path`: `.<name>.<process id>.part` of one that is no more."""
    if path is None:
        return
    with contextlib.suppress(OSError):
        for found in path.absolute().parent.iterdir():
            start, end = f".{path.name}.", ".part"
            process = found.name.removeprefix(start).removesuffix(end)
            if found.name == f"{start}{process}{end}" and process.isdigit() and not _alive(int(process)):
                found.unlink(missing_ok=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def write_rejects(report: Report, path: Path) -> None:
    """All rejections as CSV, header included; the file appears whole or not at all. Raises BadInput."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with partial.open("w", newline="", encoding="utf-8") as stream:
            rows = csv.writer(stream)
            rows.writerow(REJECTION_COLUMNS)
            rows.writerows([getattr(r, c) for c in REJECTION_COLUMNS] for r in report.rejections)
        partial.replace(path)
    except OSError as error:
        raise BadInput(f"cannot be written: {error.strerror}", where=str(path)) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
