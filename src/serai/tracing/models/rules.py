"""Contact rules in force."""

from __future__ import annotations

from django.db import models

from serai.core import clock


class RuleVersion(models.Model):
    """One text of the contact rules. The newest is in force; older ones explain older results."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the text")
    text = models.TextField()
    adopted_at = models.DateTimeField(default=clock.now, db_index=True)
    adopted_by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.digest[:12]
