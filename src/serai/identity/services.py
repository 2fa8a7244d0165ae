"""Writes of identity: organisations, accounts and their roles."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from serai.core import audit
from serai.identity.actors import Actor
from serai.identity.models import Account, Membership, Organisation
from serai.identity.roles import Role


def organisation_register(*, by: Actor, name: str, kind: str, country: str, station: str) -> Organisation:
    """The organisation of this name at this station, made if it is new. `kind` is one of `OrganisationKind`."""
    with transaction.atomic():
        organisation, created = Organisation.objects.get_or_create(
            station=station, name=name, defaults={"kind": kind, "country": country}
        )
        if created:
            audit.record(
                by=by,
                action="organisation.register",
                object_type="organisation",
                object_id=str(organisation.pk),
            )
    return organisation


def account_create(
    *,
    by: Actor,
    email: str,
    display_name: str,
    roles: Sequence[Role],
    organisation: Organisation | None = None,
    password: str | None = None,
    language: str = "en",
) -> Account:
    """A new account with its roles. Without a password it needs a passkey. Residents have no organisation.

    Raises: ValidationError for a weak password, IntegrityError for an address that is taken or staff without one.
    """
    if password is not None:
        validate_password(password, Account(email=email, display_name=display_name))
    with transaction.atomic():
        account = Account.objects.create_user(email, password, display_name=display_name, language=language)
        Membership.objects.bulk_create(
            Membership(
                account=account,
                organisation=None if role is Role.RESIDENT else organisation,
                role=role.value,
            )
            for role in roles
        )
        audit.record(
            by=by,
            action="account.create",
            object_type="account",
            object_id=str(account.pk),
            details={"roles": [role.value for role in roles]},
        )
    return account
