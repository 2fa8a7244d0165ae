"""People under a pseudonym; who they are lies encrypted in the vault, one key per person."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.db import models

from serai.core import clock
from serai.core.ids import new_code

person_code = partial(new_code, "P")


class Person(models.Model):
    """A person as every room knows them: a code, and nothing that names them."""

    code = models.CharField(max_length=20, unique=True, default=person_code)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    sex = models.CharField(max_length=1, blank=True, help_text="F, M, X or empty")
    country = models.CharField(max_length=2, blank=True, help_text="of residence, ISO 3166-1 alpha-2")
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="person"
    )
    created_at = models.DateTimeField(default=clock.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.code


class IdentityVault(models.Model):
    """The sealed identity card. The indexes are keyed hashes: they find a card and tell nothing."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="vault")
    sealed = models.BinaryField()
    document_index = models.CharField(max_length=43, null=True, unique=True)  # noqa: DJ001 - unique needs null
    name_index = models.CharField(max_length=43, blank=True, db_index=True)
    updated_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.pk)
