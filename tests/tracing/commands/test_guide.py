"""The guide tells the truth: its commands are run, and print what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.tracing.commands.calls import call

GUIDE = Path(__file__).parents[3] / "docs" / "guides" / "trace-from-files.md"
BLOCK = re.compile(r"^```(text|console)(?: (\S+))?\n(.*?)^```$", re.M | re.S)


def answer(command: str) -> str:
    """What the command prints, without the file's name where `cut` chooses columns."""
    words = shlex.split(command)
    if words[0] == "cat":
        return Path(words[1]).read_text()
    if words[:2] == ["cut", "-d,"]:
        most = int(words[2].removeprefix("-f1-"))
        return "".join(",".join(line.split(",")[:most]) + "\n" for line in Path(words[3]).read_text().splitlines())
    assert words[:2] == ["serai", "tracing"]
    done = call(*words[2:])
    return done.stdout + done.stderr


def test_every_command_of_the_guide_prints_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = 0
    for kind, name, body in BLOCK.findall(GUIDE.read_text()):
        if kind == "text":
            Path(name).write_text(body)
            continue
        for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
            command, expected = part.split("\n", 1)
            assert answer(command) == expected, command
            ran += 1
    assert ran > 8
