"""Writes docs/evaluation.md: one section a result, in name order; a section without a new result stays as it is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

HEAD = """# Evaluation

What was measured against data and samples that nobody here wrote. Written by `make evaluate` (`python -m evaluation`);
each section names the command that prints it. The data are no part of Serai: SERAI_REFERENCE_DATA names their folder.
"""
_SECTION = re.compile(r"<!-- (\w+) -->\n(.*?)(?=<!-- \w+ -->|\Z)", re.DOTALL)


def cell(value: Any) -> str:
    """A number with as many digits as it deserves; text as it is."""
    if isinstance(value, float):
        return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value).replace("|", "\\|")


def grid(head: list[str], rows: list[list[Any]]) -> str:
    """A Markdown table; numbers stand right."""
    numeric = [all(isinstance(row[place], int | float) for row in rows) for place in range(len(head))] if rows else []
    rule = ["---:" if number else "---" for number in numeric] or ["---"] * len(head)
    lines = [head, rule, *([cell(value) for value in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def section(result: dict[str, Any]) -> str:
    """Title, data, command, tables, what it means."""
    when = f"Measured {result['date']} in {cell(result['seconds'])} s on {result['machine']}."
    parts = [f"## {result['title']}", result["data"], f"Command: `python -m evaluation {result['name']}`. {when}"]
    for table in result.get("tables", []):
        parts += [table["title"], grid(table["head"], table["rows"])]
    return "\n\n".join([*parts, *result.get("notes", [])]) + "\n"


def write(results: Path, page: Path) -> None:
    """The page, from what it held and what is stored."""
    old = page.read_text(encoding="utf-8") if page.exists() else ""
    sections = {match[1]: match[2].strip("\n") + "\n" for match in _SECTION.finditer(old)}
    for path in sorted(results.glob("*.json")):
        result = json.loads(path.read_text(encoding="utf-8"))
        sections[result["name"]] = section(result)
    body = [f"<!-- {name} -->\n{sections[name]}" for name in sorted(sections)]
    page.write_text("\n".join([HEAD, *body]), encoding="utf-8")
