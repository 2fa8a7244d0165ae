"""Keys: master keys from the environment wrap one data key per subject (AES-256-GCM everywhere)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from serai.core import clock
from serai.core.models import SubjectKey

NONCE = 12


class Erased(Exception):
    """The key of this subject was destroyed: what was sealed with it is gone for good."""


class Damaged(Exception):
    """The ciphertext does not open under the key it should: changed, or moved to another subject or context."""


def _masters() -> dict[str, bytes]:
    """Master keys by id, the current one first. The id is derived from the key, so it cannot be mistaken."""
    secrets = [settings.MASTER_KEY, *settings.MASTER_KEYS_OLD]
    keys = [hashlib.sha256(b"serai master key\0" + s.encode()).digest() for s in secrets]
    return {hashlib.sha256(b"serai master id\0" + k).hexdigest()[:16]: k for k in keys}


def _wrap(subject: str, data_key: bytes) -> tuple[str, bytes]:
    master, key = next(iter(_masters().items()))
    nonce = os.urandom(NONCE)
    return master, nonce + AESGCM(key).encrypt(nonce, data_key, f"key:{subject}".encode())


def _unwrap(row: SubjectKey) -> bytes:
    if row.wrapped is None:
        raise Erased(row.subject)
    key = _masters().get(row.master)
    if key is None:
        raise Damaged(f"master key {row.master} is not configured (SERAI_MASTER_KEYS_OLD)")
    blob = bytes(row.wrapped)
    try:
        return AESGCM(key).decrypt(blob[:NONCE], blob[NONCE:], f"key:{row.subject}".encode())
    except InvalidTag as error:
        raise Damaged(f"the key of {row.subject}") from error


def data_keys(subjects: Iterable[str], *, create: bool = False) -> dict[str, bytes]:
    """Data keys by subject, in few queries for thousands. Destroyed keys are left out; with `create` new ones made."""
    wanted = list(dict.fromkeys(subjects))
    rows: dict[str, SubjectKey] = {}
    for start in range(0, len(wanted), 500):
        rows |= SubjectKey.objects.in_bulk(wanted[start : start + 500])
    if create and (missing := [s for s in wanted if s not in rows]):
        fresh = []
        for subject in missing:
            master, wrapped = _wrap(subject, AESGCM.generate_key(256))
            fresh.append(SubjectKey(subject=subject, master=master, wrapped=wrapped))
        # Another process may make the same key meanwhile: the first one counts, for both.
        SubjectKey.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
        for start in range(0, len(missing), 500):
            rows |= SubjectKey.objects.in_bulk(missing[start : start + 500])
    return {s: _unwrap(row) for s, row in rows.items() if row.wrapped is not None}


def data_key(subject: str, *, create: bool = False) -> bytes:
    """One subject's data key. Raises Erased if there is none (any more)."""
    found = data_keys([subject], create=create).get(subject)
    if found is None:
        raise Erased(subject)
    return found


def seal(key: bytes, data: bytes, context: str) -> bytes:
    """nonce ‖ AES-256-GCM(data), bound to `context` (e.g. `vault:P-7Q4K-29MX`)."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, context.encode())


def unseal(key: bytes, sealed: bytes, context: str) -> bytes:
    """Undo `seal`. Raises Damaged."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], context.encode())
    except InvalidTag as error:
        raise Damaged(context) from error


def key_destroy(subject: str) -> bool:
    """Destroy a subject's key. True if there was one. The row stays, as proof that nothing can be read any more."""
    return bool(
        SubjectKey.objects.filter(subject=subject, destroyed_at=None).update(wrapped=None, destroyed_at=clock.now())
    )


def keys_rewrap() -> int:
    """Wrap every data key that an old master key wraps with the current one. Returns how many."""
    current, count = next(iter(_masters())), 0
    for row in SubjectKey.objects.exclude(master=current).filter(destroyed_at=None).iterator():
        with transaction.atomic():
            master, wrapped = _wrap(row.subject, _unwrap(row))
            count += SubjectKey.objects.filter(subject=row.subject, destroyed_at=None).update(
                master=master, wrapped=wrapped
            )
    return count


def blind_index(field: str, value: str) -> str:
    """A keyed hash (HMAC-SHA256, 43 characters) under which an encrypted value can be found again."""
    key = hashlib.sha256(b"serai blind index\0" + settings.INDEX_KEY.encode()).digest()
    digest = hmac.new(key, f"{field}\0{value}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
