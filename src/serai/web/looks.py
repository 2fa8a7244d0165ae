"""The audit log in a resident's words: who looked, why, at what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from serai.core.audit import Access
from serai.identity.roles import PurposeKind

# What the person did on her own page is no look of somebody else.
OWN_ACTIONS = frozenset({"erasure.ask", "look.question", "copy.take"})
SYSTEM = "system:"


@dataclass(frozen=True, slots=True)
class Look:
    """One look. `when` with its zone; `key` names it in a question about it."""

    who: str
    organisation: str
    when: datetime
    why: str
    reference: str
    what: tuple[str, ...]
    key: str


def of_others(accesses: Iterable[Access]) -> list[Access]:
    """What others did, in the order given."""
    return [access for access in accesses if access.action not in OWN_ACTIONS]


def looks(accesses: Iterable[Access]) -> list[Look]:
    """Accesses in words."""
    return [_look(access) for access in accesses]


def _look(access: Access) -> Look:
    system = access.actor.startswith(SYSTEM)
    return Look(
        who=_("Serai, by itself") if system else access.actor,
        organisation=access.organisation,
        when=access.at,
        why=_why(access),
        reference=access.reference,
        what=tuple(dict.fromkeys(_field(name) for name in access.fields)) or (_("No name, only your code"),),
        key=access.at.isoformat(),
    )


def _why(access: Access) -> str:
    words = {
        PurposeKind.CONTACT_TRACING.value: _("To find who was near someone who is ill"),
        PurposeKind.FOLLOW_UP.value: _("To stay in touch with you after a contact"),
        PurposeKind.CARE.value: _("To treat you"),
        PurposeKind.APPLICATION.value: _("To decide on what you applied for"),
        PurposeKind.QUALITY.value: _("To check that what we hold is right"),
        PurposeKind.LEGAL_REQUEST.value: _("Because a law or a court asked for it"),
        PurposeKind.OWN_DATA.value: _("Your own data, for you"),
    }
    if access.purpose:
        return words.get(access.purpose, access.purpose)
    acts = {
        "person.enrol": _("You were entered under a code"),
        "person.link": _("Your page was connected to your code"),
        "person.export": _("A copy of your data was made"),
        "person.erase": _("Your data was erased"),
        "movements.import": _("A list of journeys or visits was read in"),
        "case.register": _("A positive test was entered"),
        "case.confirm": _("A positive test was entered"),
        "contact.mark": _("What became of a contact was noted"),
        "contacts.found": _("Contacts of someone who is ill were worked out"),
        "request.answer": _("What you asked for was answered"),
        "fact.ask": _("Another office asked one yes-or-no question"),
    }
    return acts.get(access.action, _("Work on the record: %(action)s") % {"action": access.action})


def _field(name: str) -> str:
    words = {
        "family": _("Your name"),
        "given": _("Your name"),
        "born": _("Your date of birth"),
        "sex": _("Your sex"),
        "country": _("Your country"),
        "document_type": _("Your document"),
        "document": _("Your document"),
        "document_country": _("Your document"),
        "phone": _("Your phone number"),
        "email": _("Your e-mail address"),
        "address": _("Your address"),
        "exposure": _("Where and how long you were near someone who is ill"),
        "risk": _("How likely it is that you caught it"),
        "journey": _("Where you were"),
        "movements": _("Where you were"),
        "seat": _("Your seat"),
        "onset": _("When you fell ill"),
        "confirmed": _("When your test was positive"),
        "status": _("Whether you were reached"),
    }
    return words.get(name, name.replace("_", " "))
