"""An identity card: who a person is. Lives only in the vault and, opened for a purpose, on one page."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

FIELDS = ("family", "given", "born", "document_type", "document", "document_country", "phone", "email", "address")


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """Names, birth date, document and ways to reach a person. Empty text means unknown."""

    family: str
    given: str = ""
    born: date | None = None
    sex: str = ""
    country: str = ""
    document_type: str = ""
    document: str = ""
    document_country: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""

    def __repr__(self) -> str:
        # A card must not reach a log or a traceback by accident.
        return "IdentityCard(…)"


def squeezed(text: str) -> str:
    """Text as it is compared: compatibility forms, case, accents, spaces and punctuation aside."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if c.isalnum())


def document_key(card: IdentityCard) -> str:
    """What makes two documents the same, or empty without a document number."""
    number = squeezed(card.document)
    return f"{squeezed(card.document_country)}|{squeezed(card.document_type)}|{number}" if number else ""


def name_key(card: IdentityCard) -> str:
    """Name and birth date as compared, or empty where either is unknown (a name alone is not a person)."""
    if not card.born or not squeezed(card.family):
        return ""
    return f"{squeezed(card.family)}|{squeezed(card.given)}|{card.born.isoformat()}"
