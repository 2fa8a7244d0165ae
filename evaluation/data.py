"""Where the reference data lie."""

from __future__ import annotations

import csv
import os
from pathlib import Path


class Missing(Exception):
    """Data that this machine has not."""


def folder(name: str) -> Path:
    """The folder `name` of the reference data. Raises Missing."""
    root = Path(os.environ.get("SERAI_REFERENCE_DATA") or Path(__file__).parents[2] / "shared" / "data")
    if not (root / name).is_dir():
        raise Missing(f"{root / name} is not there (SERAI_REFERENCE_DATA names the folder of the reference data)")
    return root / name


def table(path: Path) -> list[dict[str, str]]:
    """A CSV's rows, cells stripped."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [{key: (value or "").strip() for key, value in row.items() if key} for row in csv.DictReader(stream)]
