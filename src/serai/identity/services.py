"""Writes of identity: organisations, accounts and their roles."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

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
        _join(account, roles, organisation)
        audit.record(
            by=by,
            action="account.create",
            object_type="account",
            object_id=str(account.pk),
            details={"roles": [role.value for role in roles]},
        )
    return account


def account_create_with_password(
    *,
    by: Actor,
    email: str,
    display_name: str,
    roles: Sequence[Role],
    organisation: Organisation | None = None,
    language: str = "en",
) -> tuple[Account, str]:
    """A new account and a first password for it, which is kept nowhere else."""
    password = secrets.token_urlsafe(15)
    account = account_create(
        by=by,
        email=email,
        display_name=display_name,
        roles=roles,
        organisation=organisation,
        password=password,
        language=language,
    )
    return account, password


def _join(account: Account, roles: Sequence[Role], organisation: Organisation | None) -> None:
    Membership.objects.bulk_create(
        Membership(account=account, organisation=None if role is Role.RESIDENT else organisation, role=role.value)
        for role in roles
    )


def account_change(*, by: Actor, account_id: str, roles: Sequence[Role], organisation: Organisation | None) -> None:
    """Replace what an account may do, and for whom it works.

    Raises: ValidationError if it takes the last administrator away, IntegrityError for staff without an organisation.
    """
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=account_id)
        if Role.ADMIN not in roles:
            _leave_an_administrator(account)
        before = sorted(account.memberships.values_list("role", flat=True))
        account.memberships.all().delete()
        _join(account, roles, organisation)
        audit.record(
            by=by,
            action="account.change",
            object_type="account",
            object_id=str(account.pk),
            details={"roles": [role.value for role in roles], "before": before},
        )


def account_speak(*, by: Actor, language: str) -> None:
    """Remember the language of the actor's own pages; one of `settings.LANGUAGES`, which the caller has checked."""
    Account.objects.filter(pk=by.account_id).update(language=language)


def account_close(*, by: Actor, account_id: str) -> None:
    """End an account and its sessions now. Raises ValidationError for the last administrator."""
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=account_id)
        _leave_an_administrator(account)
        Account.objects.filter(pk=account.pk).update(is_active=False)
        audit.record(by=by, action="account.close", object_type="account", object_id=str(account.pk))


def account_reopen(*, by: Actor, account_id: str) -> str:
    """Let an account in again, with a new first password, which is returned and kept nowhere. Passkeys are gone."""
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=account_id)
        password = secrets.token_urlsafe(15)
        account.set_password(password)
        account.is_active = True
        account.save(update_fields=["password", "is_active"])
        Authenticator.objects.filter(user=account).delete()
        audit.record(by=by, action="account.reopen", object_type="account", object_id=str(account.pk))
    return password


def _leave_an_administrator(account: Account) -> None:
    admins = Account.objects.filter(is_active=True, memberships__role=Role.ADMIN.value)
    if admins.filter(pk=account.pk).exists() and not admins.exclude(pk=account.pk).exists():
        raise ValidationError(_("This is the last administrator. Make another one first."), code="last_admin")
