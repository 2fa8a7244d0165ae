"""Writes docs/benchmarks.md from the stored results, one section a benchmark."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HEAD = """# Benchmarks

Written by `make bench`. Every ratio is measured within one run, against a physical limit (a file scan, a raw cipher)
or a peer, so that it means the same on another machine. Absolute figures belong to the machine named with them.
"""


def cell(value: Any) -> str:
    """A number with as many digits as it deserves."""
    if isinstance(value, float):
        return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def section(result: dict[str, Any]) -> str:
    """One benchmark: what was measured, the figures beside their targets, and what explains them."""
    rows = ["| What | Measured | Target |", "|---|---|---|"]
    for figure in result["figures"]:
        shown = f"{cell(figure['value'])} {figure.get('unit', '')}".strip()
        rows.append(f"| {figure['what']} | {shown} | {figure.get('target', '')} |")
    when = f"Measured {result['date']} on {result['machine']}. Command: `python -m bench {result['name']}`."
    parts = [f"## {result['title']}", when, "\n".join(rows), result.get("note", "")]
    return "\n\n".join(part for part in parts if part)


def write(results: Path, page: Path) -> None:
    """All stored results as one page, in name order."""
    stored = [json.loads(p.read_text()) for p in sorted(results.glob("*.json"))]
    page.write_text("\n".join([HEAD, *(section(r) + "\n" for r in stored)]))
