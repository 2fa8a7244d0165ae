"""Encrypted files: sealed with their subject's key, so that erasing the key erases the file everywhere."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from uuid import UUID

from django.conf import settings

from serai.core import crypto
from serai.core.models import Blob


def folder() -> Path:
    """Where sealed files lie."""
    path = Path(settings.DATA_DIR) / "blobs"
    path.mkdir(parents=True, exist_ok=True)
    return path


def _path(blob_id: UUID) -> Path:
    return folder() / blob_id.hex[-2:] / f"{blob_id.hex}.sealed"


def blob_put(*, subject: str, name: str, data: bytes, media_type: str = "application/octet-stream") -> Blob:
    """Seal `data` under the subject's key. On disk before the row is: a row without a file cannot be."""
    blob = Blob(subject=subject, name=name, media_type=media_type, size=len(data))
    sealed = crypto.seal(crypto.data_key(subject, create=True), data, f"blob:{blob.id}")
    blob.digest = hashlib.sha256(sealed).hexdigest()
    path = _path(blob.id)
    path.parent.mkdir(exist_ok=True)
    with path.with_suffix(".part").open("wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    path.with_suffix(".part").replace(path)
    blob.save(force_insert=True)
    return blob


def blob_get(blob: Blob) -> bytes:
    """The bytes again. Raises crypto.Erased or crypto.Damaged."""
    sealed = _path(blob.id).read_bytes()
    return crypto.unseal(crypto.data_key(blob.subject), sealed, f"blob:{blob.id}")


def blob_delete(blob: Blob) -> None:
    """Row and file."""
    path = _path(blob.id)
    blob.delete()
    path.unlink(missing_ok=True)
