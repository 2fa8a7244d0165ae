"""One data key per subject, and encrypted files."""

from __future__ import annotations

from django.db import models

from serai.core import clock, ids


class SubjectKey(models.Model):
    """The data key of one subject, wrapped by a master key. Destroyed = everything sealed with it is erased."""

    subject = models.CharField(max_length=40, primary_key=True)
    master = models.CharField(max_length=16, help_text="which master key wraps it")
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=False, destroyed_at__isnull=True)
                | models.Q(wrapped__isnull=True, destroyed_at__isnull=False),
                name="core_key_kept_or_destroyed",
            )
        ]

    def __str__(self) -> str:
        return self.subject


class Blob(models.Model):
    """An encrypted file on disk. `digest` is of the ciphertext (SHA-256): a backup is checked without keys."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    subject = models.CharField(max_length=40, db_index=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100, default="application/octet-stream")
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return str(self.id)
