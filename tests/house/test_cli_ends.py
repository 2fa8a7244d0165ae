"""However a command ends, it says so in one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SERAI = [sys.executable, "-m", "serai"]


def ended(*arguments: str, data: Path, stdout: int | None = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"SERAI_DEV": "1", "SERAI_DATA_DIR": str(data)}
    environment.pop("SERAI_DATABASE_URL", None)
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [*SERAI, *arguments], stdout=stdout, stderr=subprocess.PIPE, text=True, check=False, env=environment
    )


@pytest.mark.parametrize(
    "arguments", [("retention", "--dry-run"), ("person", "export", "P-7Q4K-29MX"), ("person", "erase", "P-7Q4K-29MX")]
)
def test_an_empty_station_says_that_it_is_empty(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = ended(*arguments, data=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "serai serve" in done.stderr.splitlines()[-1]


def test_a_full_disk_behind_stdout_is_one_line(tmp_path: Path) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a file descriptor
        done = ended("tracing", "match", "--help", data=tmp_path, stdout=full.fileno())
    assert "Traceback" not in done.stderr


def test_a_folder_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    done = ended("restore", str(tmp_path / "nothing.tar"), data=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
