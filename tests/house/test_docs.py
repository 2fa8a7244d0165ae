"""Docs cannot rot silently: commands, settings and decisions are documented, and links lead somewhere."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PROSE = "\n".join(p.read_text() for p in PAGES)


def test_every_setting_is_documented_for_the_operator() -> None:
    guide = (ROOT / "docs/guides/operate.md").read_text()
    names = set()
    for path in (ROOT / "src/serai").rglob("*.py"):
        text = path.read_text()
        names |= set(re.findall(r"""\benv\.(?:text|flag|items|folder|secret|number)\(\s*["'](\w+)["']""", text))
        names |= {n.removeprefix("SERAI_") for n in re.findall(r"""["'](SERAI_[A-Z_]+)["']""", text)}
    assert names
    assert sorted(n for n in names if f"SERAI_{n}" not in guide) == []


def commands() -> list[str]:
    from typer.core import TyperGroup

    from serai.cli import built, command

    root = command()
    found: list[str] = []
    for room in root.list_commands(None):
        node = built(room) if room != "manage" else None
        names = node.list_commands(None) if isinstance(node, TyperGroup) else []
        found += [f"serai {room} {name}" for name in names] or [f"serai {room}"]
    return found


def test_every_command_is_documented() -> None:
    found = [c for c in commands() if not c.startswith("serai manage")]
    assert "serai tracing match" in found
    assert [c for c in found if c not in PROSE] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
    inside = [t for t in targets if not re.match(r"[a-z]+:", t)]
    assert [t for t in inside if not (page.parent / t).exists()] == []


def test_every_make_target_explains_itself() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^([a-z-]+):", makefile, re.M)
    assert targets
    assert [t for t in targets if not re.search(rf"^{t}:.*## ", makefile, re.M)] == []
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "test" in shown


def test_decisions_are_numbered_without_gaps_or_doubles() -> None:
    numbers = [int(p.name[:4]) for p in sorted((ROOT / "docs/adr").glob("[0-9]*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
