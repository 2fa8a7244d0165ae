"""The rejection report as a file."""

from __future__ import annotations

import contextlib
import csv
import os
from pathlib import Path

from serai.registry.domain.errors import BadInput
from serai.registry.domain.rejections import REJECTION_COLUMNS, Report


def check_folder(path: Path | None) -> None:
    """BadInput where a file cannot be made at `path` because its folder is missing: said before the work, not after."""
    if path and not path.absolute().parent.is_dir():
        raise BadInput("lies in no folder that exists", where=str(path))


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
