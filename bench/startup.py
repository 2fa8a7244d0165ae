"""How long the command line takes to say what it can do."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from typing import Any

REPEATS = 9


def wall(*arguments: str) -> float:
    """Median seconds of a call of its own process."""
    spent = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        spent.append(time.perf_counter() - began)
    return statistics.median(spent)


def run() -> dict[str, Any]:
    """Help of the root and of a room, beside an interpreter that does nothing."""
    bare = wall("-c", "pass")
    figures = [
        {"what": "serai --help", "value": round(wall("-m", "serai", "--help"), 3), "unit": "s", "target": "< 0.4"},
        {"what": "serai tracing --help", "value": round(wall("-m", "serai", "tracing", "--help"), 3), "unit": "s"},
        {"what": "An interpreter that does nothing", "value": round(bare, 3), "unit": "s"},
    ]
    return {"title": "Start of the command line", "figures": figures, "note": f"Median of {REPEATS} calls, wall."}
