"""Sealing and opening identity cards. Only services and selectors of the registry use it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date

from serai.core import crypto
from serai.registry.domain.identity import IdentityCard, document_key, name_key
from serai.registry.models import IdentityVault, Person

CHUNK = 500


def document_index(card: IdentityCard) -> str | None:
    """The blind index of a card's document, or None without one."""
    key = document_key(card)
    return crypto.blind_index("document", key) if key else None


def name_index(card: IdentityCard) -> str:
    """The blind index of name and birth date, or empty."""
    key = name_key(card)
    return crypto.blind_index("name", key) if key else ""


def store(persons: Sequence[Person], cards: Sequence[IdentityCard]) -> None:
    """Seal each person's card under their own key."""
    keys = crypto.data_keys([p.code for p in persons], create=True)
    rows = [
        IdentityVault(
            person=person,
            sealed=crypto.seal(keys[person.code], _packed(card), f"vault:{person.code}"),
            document_index=document_index(card),
            name_index=name_index(card),
        )
        for person, card in zip(persons, cards, strict=True)
    ]
    IdentityVault.objects.bulk_create(rows, batch_size=CHUNK)


def cards(codes: Sequence[str]) -> dict[str, IdentityCard]:
    """The opened cards by person code; the erased and unknown are missing."""
    keys = crypto.data_keys(codes)
    wanted, opened = list(keys), {}
    for start in range(0, len(wanted), CHUNK):
        rows = IdentityVault.objects.filter(person__code__in=wanted[start : start + CHUNK])
        for code, sealed in rows.values_list("person__code", "sealed"):
            opened[code] = _unpacked(crypto.unseal(keys[code], bytes(sealed), f"vault:{code}"))
    return opened


def found(index: str, values: Iterable[str | None]) -> dict[str, Person]:
    """Persons by blind index; an index that several share finds none of them."""
    wanted = list({v for v in values if v})
    result: dict[str, Person] = {}
    shared: set[str] = set()
    for start in range(0, len(wanted), CHUNK):
        rows = IdentityVault.objects.filter(**{f"{index}__in": wanted[start : start + CHUNK]}).select_related("person")
        for row in rows:
            value = getattr(row, index)
            if value in result:
                shared.add(value)
            result[value] = row.person
    return {value: person for value, person in result.items() if value not in shared}


def _packed(card: IdentityCard) -> bytes:
    values = {k: v.isoformat() if isinstance(v, date) else v for k, v in asdict(card).items() if v}
    return json.dumps(values, ensure_ascii=False).encode()


def _unpacked(data: bytes) -> IdentityCard:
    values = json.loads(data)
    if "born" in values:
        values["born"] = date.fromisoformat(values["born"])
    return IdentityCard(**{"family": "", **values})
