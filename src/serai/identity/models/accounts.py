"""Organisations, accounts and the roles between them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from serai.core import clock, ids
from serai.identity.roles import OrganisationKind, Role


class Organisation(models.Model):
    """A health authority, hospital, agency, venue or carrier, at one station."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2")
    station = models.CharField(max_length=80, help_text="the deployment that it belongs to")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["station", "name"], name="identity_organisation_once")]

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """Accounts are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> Account:
        """A new account; without a password it signs in by passkey alone."""
        account = self.model(email=self.normalize_email(email).lower(), **extra)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> Account:
        """Only for `serai manage createsuperuser`."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email=(username or "").lower())


class Account(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in: staff of an organisation, or a resident."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    email = models.EmailField(unique=True)
    display_name = models.CharField(max_length=120)
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=clock.now)

    objects = AccountManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    def __str__(self) -> str:
        return self.display_name or str(self.id)

    def get_full_name(self) -> str:
        """The name that colleagues see."""
        return self.display_name


class Membership(models.Model):
    """One role of one account in one organisation. Residents have no organisation."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships", null=True, blank=True
    )
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "organisation", "role"], name="identity_membership_once"),
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(organisation=None), name="identity_resident_once"
            ),
            models.CheckConstraint(
                condition=models.Q(role="resident", organisation=None)
                | (~models.Q(role="resident") & models.Q(organisation__isnull=False)),
                name="identity_staff_have_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.role
