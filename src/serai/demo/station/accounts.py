"""Organisations of both countries, and people who can sign in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from serai.identity.actors import Actor, actor_of
from serai.identity.models import Account, Organisation
from serai.identity.roles import OrganisationKind, Role
from serai.identity.services import account_create, organisation_register

BY = Actor.system("demo")
PASSWORD = "caravan-lantern-well"  # noqa: S105 - printed at every start of a demo, and never made outside one

ORGANISATIONS = {
    "ministry": ("Ministry of Health of Zarhan", OrganisationKind.HEALTH_AUTHORITY, "XZ"),
    "hospital": ("Aqtepe Hospital", OrganisationKind.HOSPITAL, "XZ"),
    "privacy": ("Data Protection Office of Zarhan", OrganisationKind.AGENCY, "XZ"),
    "railway": ("Railway of Zarhan", OrganisationKind.CARRIER, "XZ"),
    "market": ("Silk Road Market, Aqtepe", OrganisationKind.VENUE, "XZ"),
    "nordvik": ("Nordvik Institute of Public Health", OrganisationKind.HEALTH_AUTHORITY, "XN"),
}


@dataclass(frozen=True, slots=True)
class Demo:
    """An account of the demo: `key` is the part of its address before the @."""

    key: str
    name: str
    roles: tuple[Role, ...]
    organisation: str = ""
    sees: str = ""
    language: str = "en"

    @property
    def email(self) -> str:
        """Its address; `.example` is nobody's."""
        return f"{self.key}@{'nordvik' if self.organisation == 'nordvik' else 'zarhan'}.example"


ACCOUNTS = (
    Demo("tracer", "Nurlan Akhmetov", (Role.TRACER,), "ministry", "cases, contacts, reasons, seat maps"),
    Demo("epidemiologist", "Nodira Ibragimova", (Role.EPIDEMIOLOGIST,), "ministry", "the same, and the rules"),
    Demo("tracer", "Astrid Lund", (Role.TRACER,), "nordvik", "the same, from the other country"),
    Demo("carrier", "Farhod Yusupov", (Role.CARRIER,), "railway", "imports and what was refused of them"),
    Demo("admin", "Davron Karimov", (Role.ADMIN,), "ministry", "accounts and organisations"),
    Demo("auditor", "Greta Holm", (Role.AUDITOR,), "privacy", "who did what, and why"),
    Demo("command", "Aziza Rahimova", (Role.COMMAND,), "ministry", "the home of the command team"),
    Demo("doctor", "Samat Ospanov", (Role.DOCTOR,), "hospital", "the home of a doctor"),
    Demo("operator", "Malika Sharipova", (Role.OPERATOR,), "market", "the home of a venue's operator"),
    Demo("resident", "", (Role.RESIDENT,), "", "their own page: who looked at their data"),
)


def organisations() -> dict[str, Organisation]:
    """The organisations by key."""
    return {
        key: organisation_register(by=BY, name=name, kind=kind, country=country, station=settings.STATION)
        for key, (name, kind, country) in ORGANISATIONS.items()
    }


def staff(known: dict[str, Organisation]) -> dict[str, Actor]:
    """Actors by address, whose accounts are made where they are missing; all but the resident's."""
    return {
        demo.email: actor_of(_account(demo, demo.name, known[demo.organisation]))
        for demo in ACCOUNTS
        if demo.organisation
    }


def resident(name: str) -> Account:
    """The resident's account; its name is the person's own."""
    return _account(ACCOUNTS[-1], name, None)


def _account(demo: Demo, name: str, organisation: Organisation | None) -> Account:
    known = Account.objects.filter(email=demo.email).first()
    if known is not None:
        return known
    with transaction.atomic():
        account = account_create(
            by=BY, email=demo.email, display_name=name, roles=demo.roles, organisation=organisation,
            language=demo.language,
        )  # fmt: skip
        account.password = _sealed()
        account.save(update_fields=["password"])
    return account


@cache
def _sealed() -> str:
    """The password as it is kept, made once: to be slow is its nature, and this one is no secret."""
    return make_password(PASSWORD)


def table() -> list[str]:
    """The accounts as lines for a terminal."""
    names = {key: name for key, (name, _, _) in ORGANISATIONS.items()}
    rows = [(d.email, names.get(d.organisation, "lives in Zarhan"), d.sees) for d in ACCOUNTS]
    widths = [max(len(row[i]) for row in rows) for i in range(2)]
    lines = [f"  {a:{widths[0]}}  {b:{widths[1]}}  {c}" for a, b, c in rows]
    return [f"Demo accounts, all with the password {PASSWORD}", *lines]
