"""The database's part of a backup: a consistent copy while the station runs, and back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.db import connection, connections


class DatabaseToolFailed(Exception):
    """pg_dump or pg_restore is missing, or said no."""


def copy(into: Path) -> None:
    """Copy the database into a file."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        target = sqlite3.connect(into)
        with target:
            connection.connection.backup(target)
        target.close()
    else:
        _postgres("pg_dump", "--format=custom", f"--file={into}")


def bring_back(saved: Path) -> None:
    """Replace the database by a copy."""
    if connection.vendor == "sqlite":
        source = sqlite3.connect(saved)
        connection.ensure_connection()
        source.backup(connection.connection)
        source.close()
        connections.close_all()
    else:
        connections.close_all()
        _postgres("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(saved))


def _postgres(tool: str, *arguments: str) -> None:
    values = connection.settings_dict
    environment = os.environ | {"PGPASSWORD": str(values["PASSWORD"])}
    for name, key in (("PGHOST", "HOST"), ("PGPORT", "PORT"), ("PGUSER", "USER")):
        if values[key]:
            environment[name] = str(values[key])
    path = shutil.which(tool)
    if path is None:
        raise DatabaseToolFailed(f"{tool} is not installed")
    into = [f"--dbname={values['NAME']}"]
    done = subprocess.run([path, *into, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
    if done.returncode:
        raise DatabaseToolFailed(f"{tool}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}")
