"""`serai backup` and `serai restore`: the database, sealed files and rooms' folders in one checked archive.

A tar of `manifest.json` (SHA-256 of each member) and members, taken while the station runs; with
SERAI_BACKUP_PASSPHRASE the whole is sealed (`sealed.py`). Master keys are not in it: keep them elsewhere. An archive
made before an erasure still holds the person's rows and wrapped key; restored where the erasure is known both go
again, elsewhere they do not.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from serai import __version__
from serai.core import clock, crypto, files, hooks, storage
from serai.core.archive import database, sealed
from serai.core.models import SubjectKey


class BackupRefused(Exception):
    """One clear line saying why."""


def backup(file: Path, *, passphrase: str = "") -> dict[str, Any]:
    """Write the archive; in place only when it is whole. Returns its manifest."""
    with tempfile.TemporaryDirectory(prefix="serai-backup-", dir=file.resolve().parent) as work:
        members = _gather(Path(work) / "members")
        manifest = {
            "format": 1,
            "serai": __version__,
            "at": clock.now().isoformat(),
            "database": connection.vendor,
            "members": {name: _digest(path) for name, path in members.items()},
        }
        part = Path(work) / "archive.tar"
        with tarfile.open(part, "w") as tar:
            text = json.dumps(manifest).encode()
            info = tarfile.TarInfo("manifest.json")
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text))
            for name, path in members.items():
                tar.add(path, name)
        if passphrase:
            plain, part = part, Path(work) / "archive.sealed"
            sealed.seal(plain, part, passphrase)
        part.chmod(0o600)
        with part.open("rb") as handle:
            os.fsync(handle.fileno())
        part.replace(file)
    return manifest


def _gather(work: Path) -> dict[str, Path]:
    """Copies of everything, by name. The database comes first: what its rows name is on the disk before they are."""
    work.mkdir()
    members = {"database": work / "database"}
    try:
        database.copy(members["database"])
    except database.DatabaseToolFailed as error:
        raise BackupRefused(str(error)) from error
    _linked(storage.folder(), work / "blobs")
    for name, part in hooks.backup:
        part.snapshot(work / name) if part.snapshot else _linked(part.folder(), work / name)
    for folder in sorted(path for path in work.iterdir() if path.is_dir()):
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            members[f"folders/{folder.name}/{path.relative_to(folder).as_posix()}"] = path
    return members


def _linked(folder: Path, into: Path) -> None:
    """The folder as it is now. What is removed meanwhile is gone: it was erased, or it was a part of a write."""
    into.mkdir()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        target = into / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            files.link_or_copy(path, target)


def restore(file: Path, *, passphrase: str = "", force: bool = False) -> dict[str, Any]:
    """Bring the archive back. Everything is checked before anything is replaced. Returns the manifest."""
    if not force and _in_use():
        raise BackupRefused("this station holds data already; --force replaces it")
    with tempfile.TemporaryDirectory(prefix="serai-restore-", dir=settings.DATA_DIR) as work:
        manifest = _unpack(file, Path(work), passphrase)
        if manifest["database"] != connection.vendor:
            raise BackupRefused(f"{file}: a backup of {manifest['database']}; this station runs on {connection.vendor}")
        folders = {"blobs": storage.folder(), **{name: part.folder() for name, part in hooks.backup}}
        erased = _erased()
        try:
            database.bring_back(Path(work) / "database")
        except database.DatabaseToolFailed as error:
            raise BackupRefused(str(error)) from error
        for subject in erased:
            crypto.key_destroy(subject)
        for name, target in folders.items():
            source = Path(work) / "folders" / name
            shutil.rmtree(target, ignore_errors=True)
            if source.exists():
                shutil.move(source, target)
            else:
                target.mkdir(parents=True)
    _erase_again(erased)
    return manifest


def _erase_again(subjects: list[str]) -> None:
    """The archive may be older than an erasure: what this station has erased stays erased, in every room."""
    call_command("migrate", interactive=False, verbosity=0)  # an older station's tables, before rooms look into them
    for subject in subjects:
        for _, erase in hooks.erasure:
            erase(subject)


def _erased() -> list[str]:
    if "core_subjectkey" not in connection.introspection.table_names():
        return []
    return list(SubjectKey.objects.exclude(destroyed_at=None).values_list("subject", flat=True))


def _in_use() -> bool:
    if "identity_account" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        for table in ("identity_account", "registry_person"):
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - names from the line above
            if cursor.fetchone():
                return True
    return False


def _unpack(file: Path, work: Path, passphrase: str) -> dict[str, Any]:
    plain = file
    if sealed.is_sealed(file):
        plain = work / "archive.tar"
        _open(file, plain, passphrase)
    try:
        with tarfile.open(plain, "r:") as tar:
            tar.extractall(work, filter="data")
        manifest: dict[str, Any] = json.loads((work / "manifest.json").read_text())
        wanted = manifest["members"]
    except (tarfile.TarError, OSError, ValueError, KeyError) as error:
        raise BackupRefused(f"{file}: not a whole Serai backup") from error
    if plain != file:
        plain.unlink()
    for name, digest in wanted.items():
        path = work / PurePosixPath(name)
        if not path.is_file() or _digest(path) != digest:
            raise BackupRefused(f"{file}: damaged at {name}")
    return manifest


def _open(file: Path, plain: Path, passphrase: str) -> None:
    if not passphrase:
        raise BackupRefused(f"{file}: sealed; set SERAI_BACKUP_PASSPHRASE")
    try:
        sealed.unseal(file, plain, passphrase)
    except sealed.NotOpened as error:
        raise BackupRefused(f"{file}: wrong passphrase or damaged") from error


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
