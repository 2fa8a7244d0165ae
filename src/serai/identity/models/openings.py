"""Opened purposes, and grants on single objects."""

from __future__ import annotations

from django.db import models

from serai.core import clock, ids
from serai.identity.models.accounts import Account
from serai.identity.roles import PurposeKind


class PurposeOpening(models.Model):
    """An account said why it looks at one object. Ends by itself."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="purposes")
    purpose = models.CharField(max_length=20, choices=PurposeKind.choices)
    reference = models.CharField(max_length=120)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=120)
    opened_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "object_type", "object_id", "expires_at"])]

    def __str__(self) -> str:
        return f"{self.purpose} on {self.object_type}:{self.object_id}"


class Grant(models.Model):
    """One account may open one object for a time, whatever its roles (a guest of a consultation)."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants")
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=120)
    reason = models.CharField(max_length=200)
    granted_by = models.CharField(max_length=200)
    granted_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "object_type", "object_id", "expires_at"])]

    def __str__(self) -> str:
        return f"{self.object_type}:{self.object_id}"
