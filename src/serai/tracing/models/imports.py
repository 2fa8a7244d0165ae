"""Files of movements brought in, the rows they were refused for, and reports on their way into the store."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from serai.core import clock, ids


class ImportStatus(models.TextChoices):
    """Where an import stands."""

    WAITING = "waiting", _("Waiting")
    READING = "reading", _("Reading")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    FAILED = "failed", _("Failed")


class ImportBatch(models.Model):
    """One file, or one delivery of movements. `digest` is of its content: the same again changes nothing.

    `counts`: rows that went into the store, by table. `upload` is the sealed file while it waits to be read.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=20)
    label = models.CharField(max_length=200)
    zone = models.CharField(max_length=60, blank=True, help_text="for times without one")
    status = models.CharField(max_length=10, choices=ImportStatus.choices, default=ImportStatus.WAITING)
    progress = models.FloatField(default=0, help_text="0 to 1")
    upload = models.UUIDField(null=True, blank=True)
    read = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    remarks = models.JSONField(default=dict)
    zone_assumed = models.CharField(max_length=60, blank=True)
    notices_published = models.PositiveIntegerField(null=True, blank=True)
    requested_at = models.DateTimeField(default=clock.now)
    requested_by = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-requested_at"])]

    def __str__(self) -> str:
        return str(self.id)


class RowRejection(models.Model):
    """One row that was not taken, and why. Its value may be personal: it goes after two weeks."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rejections")
    number = models.PositiveIntegerField()
    file = models.CharField(max_length=200)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=80, blank=True)
    value = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="tracing_rejection_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.row}"


class TravellerName(models.Model):
    """Which person a traveller of a message became, kept until the batch is done so that a second try enrols nobody
    twice.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="travellers")
    ref = models.CharField(max_length=40)
    person = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "ref"], name="tracing_traveller_once_a_batch")]

    def __str__(self) -> str:
        return self.ref


class ReportedStay(models.Model):
    """A stay told by another room, waiting to go into the movement store together with others."""

    person = models.CharField(max_length=80, db_index=True)
    place = models.CharField(max_length=80)
    start = models.DateTimeField()
    end = models.DateTimeField()
    kind = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gte=models.F("start")), name="tracing_stay_ends_after_start")
        ]

    def __str__(self) -> str:
        return str(self.pk)
