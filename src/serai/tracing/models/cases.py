"""Cases, and each search for their contacts."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serai.core import clock, ids
from serai.registry.models import Person

case_code = partial(ids.new_code, "C")


class CaseStatus(models.TextChoices):
    """Where the work on a case stands."""

    OPEN = "open", pgettext_lazy("case", "Open")
    CLOSED = "closed", pgettext_lazy("case", "Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Case(models.Model):
    """A confirmed case: a pseudonymous person, and when it began."""

    code = models.CharField(max_length=40, unique=True, default=case_code)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    onset = models.DateField(null=True, blank=True, help_text="first symptom; empty where there was none")
    confirmed = models.DateField()
    pathogen = models.CharField(max_length=120, blank=True)
    laboratory = models.CharField(max_length=200, blank=True)
    imported_from = models.CharField(max_length=200, blank=True, help_text="empty where infected here, or unknown")
    status = models.CharField(max_length=10, choices=CaseStatus.choices, default=CaseStatus.OPEN)
    registered_at = models.DateTimeField(default=clock.now)
    registered_by = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["status", "-confirmed", "-id"])]

    def __str__(self) -> str:
        return self.code


class RunStatus(models.TextChoices):
    """Where a search stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Searching")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class MatchRun(models.Model):
    """One search for a case's contacts, under one version of the rules."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="runs")
    status = models.CharField(max_length=10, choices=RunStatus.choices, default=RunStatus.WAITING)
    progress = models.FloatField(default=0, help_text="0 to 1")
    rules = models.CharField(max_length=64, blank=True, help_text="digest of the rules it went by")
    requested_at = models.DateTimeField(default=clock.now)
    requested_by = models.CharField(max_length=200)
    finished_at = models.DateTimeField(null=True, blank=True)
    exposures = models.PositiveIntegerField(default=0)
    close = models.PositiveIntegerField(default=0)
    casual = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-requested_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(status__in=["waiting", "running"]), name="tracing_one_search_a_case"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
