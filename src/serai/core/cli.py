"""`serai backup`, `serai restore`, `serai retention`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import typer

from serai.core.startup import ready, refuse


def backup(file: Path = typer.Argument(help="where to write it")) -> None:
    """Copy this station into one file (sealed if SERAI_BACKUP_PASSPHRASE is set)."""
    ready()
    from serai.core import archive

    try:
        manifest = archive.backup(file, passphrase=os.environ.get("SERAI_BACKUP_PASSPHRASE", ""))
    except (archive.BackupRefused, OSError) as error:
        refuse(error)
    typer.echo(f"{file}: {len(manifest['members'])} members")


def restore(
    file: Path = typer.Argument(help="a backup"),
    force: bool = typer.Option(False, "--force", help="replace what this station holds"),
) -> None:
    """Bring a station back from a backup."""
    ready()
    from serai.core import archive

    try:
        manifest = archive.restore(file, passphrase=os.environ.get("SERAI_BACKUP_PASSPHRASE", ""), force=force)
    except (archive.BackupRefused, OSError) as error:
        refuse(error)
    typer.echo(f"{file}: restored, as of {manifest['at']}")


def retention(
    dry_run: bool = typer.Option(False, "--dry-run", help="count, delete nothing"),
    as_json: bool = typer.Option(False, "--json", help="the report as JSON"),
) -> None:
    """Delete what is past its time, and report it."""
    ready()
    from serai.core.retention import purge

    rows = purge(dry_run=dry_run)
    if as_json:
        typer.echo(json.dumps(rows))
    else:
        for row in rows:
            found = row.get("error") or row["rows"]
            typer.echo(f"{row['table']:32} older than {row['days']:5} days  {row['action']:8} {found:>8}")
    if any("error" in row for row in rows):
        raise typer.Exit(1)
