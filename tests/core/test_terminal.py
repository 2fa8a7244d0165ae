"""What commands show while they work."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from serai.core.terminal import bar, clear, counted
from serai.tracing.commands.outputs import sweep


class Terminal(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        return True


def test_a_bar_is_drawn_on_a_terminal_and_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", watched := Terminal())
    draw = bar()
    assert draw
    draw(0.5)
    assert watched.getvalue() == f"\r[{'#' * 15}{'.' * 15}]  50%"
    clear()
    assert watched.getvalue().endswith("\r\033[K")


def test_nothing_is_drawn_where_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", silent := io.StringIO())
    assert bar() is None
    clear()
    assert silent.getvalue() == ""


def test_one_thing_is_no_plural() -> None:
    assert (counted(1, "stays"), counted(0, "stays"), counted(2, "stays")) == ("1 stay", "0 stays", "2 stays")


def test_only_the_halves_of_dead_processes_are_swept(tmp_path: Path) -> None:
    alive, dead, other = (f".o.csv.{name}.part" for name in (os.getpid(), 99999999, "x"))
    for name in (alive, dead, other, ".p.csv.99999999.part"):
        (tmp_path / name).touch()
    sweep(tmp_path / "o.csv")
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([alive, other, ".p.csv.99999999.part"])
