"""Passenger messages: samples of two public projects through the PAXLST and PNRGOV readers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evaluation.data import folder
from serai.registry.domain.errors import BadInput
from serai.tracing.domain.formats import paxlst, pnrgov
from serai.tracing.domain.imports import Imported

FOLDERS = ("paxlst", "paxlst_malformed", "pnrgov")


def run() -> dict[str, Any]:
    """Every sample: who, how many legs, how many with a seat, and what was doubtful or refused."""
    rows: list[list[Any]] = []
    for name in FOLDERS:
        module = pnrgov if name == "pnrgov" else paxlst
        paths = sorted(p for p in folder(name).iterdir() if p.suffix.lower() in (".txt", ".edi"))
        rows += [[f"{name}/{path.name}", *_read(module.read, path)] for path in paths]
    refused = sum(row[1] == "refused" for row in rows)
    return {
        "title": "Passenger messages",
        "data": "Loader and parser samples of US-CBP/GTAS (test passengers), and malformed messages of "
        "janotaz/ediclean.",
        "tables": [
            {
                "title": f"{len(rows)} files: {len(rows) - refused} read, {refused} refused whole.",
                "head": ["File", "People", "Legs", "With a seat", "Rows refused", "Doubts, counted, or why refused"],
                "rows": rows,
            }
        ],
        "notes": [
            "Each row is also printed by `serai tracing import paxlst FILE --json` (or `pnrgov`). Expected counts were "
            "read from the files by hand; `pytest -m reference tests/tracing/domain/formats` holds them.",
            "Limits: few and small samples of test passengers. PNRGOV tells what was booked; only a seat from check-in "
            "says that somebody was there. A name that the sender broke with a blank stays broken where no second "
            "spelling is in the message.",
        ],
    }


def _read(read: Any, path: Path) -> list[Any]:
    try:
        found: Imported = read(path)
    except BadInput as error:
        return ["refused", "", "", "", str(error).split(": ", 1)[-1]]
    legs = found.legs.to_pylist() if found.legs is not None else []
    seated = sum(bool(leg["seat"]) for leg in legs)
    doubts = ", ".join(f"{name} {count}" for name, count in sorted(found.report.remarks.items()))
    return [len(found.travellers), len(legs), seated, len(found.report.rejections), doubts]
