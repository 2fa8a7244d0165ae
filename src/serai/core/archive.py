"""`serai backup` and `serai restore`: the database, sealed files and rooms' folders in one checked archive.

A tar of `manifest.json` (SHA-256 of each member) and members; with SERAI_BACKUP_PASSPHRASE the whole is sealed with
AES-256-GCM under a key from scrypt. Master keys are not in it: keep them elsewhere. An archive made before an
erasure still holds the wrapped key; restored where the erasure is known it is destroyed again, elsewhere it is not.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings
from django.db import connection, connections

from serai import __version__
from serai.core import clock, crypto, hooks, storage
from serai.core.models import SubjectKey

MAGIC = b"SERAI-SEALED-1\0"


class BackupRefused(Exception):
    """One clear line saying why."""


def backup(file: Path, *, passphrase: str = "") -> dict[str, Any]:
    """Write the archive; in place only when it is whole. Returns its manifest."""
    with tempfile.TemporaryDirectory(prefix="serai-backup-", dir=file.resolve().parent) as work:
        members = _gather(Path(work))
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
            part.write_bytes(_sealed(part.read_bytes(), passphrase))
        part.chmod(0o600)
        with part.open("rb") as handle:
            os.fsync(handle.fileno())
        part.replace(file)
    return manifest


def _gather(work: Path) -> dict[str, Path]:
    members = {"database": work / "database"}
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = sqlite3.connect(members["database"])
        with copy:
            connection.connection.backup(copy)
        copy.close()
    else:
        _postgres("pg_dump", "--format=custom", f"--file={members['database']}")
    folders = {"blobs": storage.folder()}
    for name, part in hooks.backup:
        if part.settle:
            part.settle()
        folders[name] = part.folder()
    for name, folder in folders.items():
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            members[f"folders/{name}/{path.relative_to(folder).as_posix()}"] = path
    return members


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
        _restore_database(Path(work) / "database")
        # The archive may be older than an erasure: what this station has erased stays erased.
        for subject in erased:
            crypto.key_destroy(subject)
        for name, target in folders.items():
            source = Path(work) / "folders" / name
            shutil.rmtree(target, ignore_errors=True)
            if source.exists():
                shutil.move(source, target)
            else:
                target.mkdir(parents=True)
    return manifest


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
    data: Any = file.open("rb")
    with data:
        sealed = data.read(len(MAGIC)) == MAGIC
        data.seek(0)
        if sealed:
            data = io.BytesIO(_unsealed(file.read_bytes(), passphrase, file))
        try:
            with tarfile.open(fileobj=data) as tar:
                tar.extractall(work, filter="data")
            manifest: dict[str, Any] = json.loads((work / "manifest.json").read_text())
            wanted = manifest["members"]
        except (tarfile.TarError, OSError, ValueError, KeyError) as error:
            raise BackupRefused(f"{file}: not a whole Serai backup") from error
    for name, digest in wanted.items():
        path = work / PurePosixPath(name)
        if not path.is_file() or _digest(path) != digest:
            raise BackupRefused(f"{file}: damaged at {name}")
    return manifest


def _restore_database(copy: Path) -> None:
    if connection.vendor == "sqlite":
        source = sqlite3.connect(copy)
        connection.ensure_connection()
        source.backup(connection.connection)
        source.close()
        connections.close_all()
    else:
        connections.close_all()
        _postgres("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(copy))


def _postgres(tool: str, *arguments: str) -> None:
    values = connection.settings_dict
    environment = os.environ | {"PGPASSWORD": str(values["PASSWORD"])}
    for name, key in (("PGHOST", "HOST"), ("PGPORT", "PORT"), ("PGUSER", "USER")):
        if values[key]:
            environment[name] = str(values[key])
    path = shutil.which(tool)
    if path is None:
        raise BackupRefused(f"{tool} is not installed")
    into = [f"--dbname={values['NAME']}"]
    done = subprocess.run([path, *into, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
    if done.returncode:
        raise BackupRefused(f"{tool}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())


def _sealed(data: bytes, passphrase: str) -> bytes:
    salt = os.urandom(16)
    return MAGIC + salt + crypto.seal(_key(passphrase, salt), data, "backup")


def _unsealed(data: bytes, passphrase: str, file: Path) -> bytes:
    if not passphrase:
        raise BackupRefused(f"{file}: sealed; set SERAI_BACKUP_PASSPHRASE")
    body = data[len(MAGIC) :]
    try:
        return crypto.unseal(_key(passphrase, body[:16]), body[16:], "backup")
    except crypto.Damaged as error:
        raise BackupRefused(f"{file}: wrong passphrase or damaged") from error
