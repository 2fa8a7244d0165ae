"""Contacts of cases, and what each shared with the case on which day."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from serai.tracing.models.cases import Case


class ContactStatus(models.TextChoices):
    """What has been done about a contact. Calls and orders come later; this is the list's own mark."""

    NEW = "new", _("Not told yet")
    REACHED = "reached", pgettext_lazy("contact", "Reached")
    NO_ANSWER = "no_answer", _("No answer")
    MESSAGE = "message", _("Message sent")
    NOT_NEEDED = "not_needed", _("Not needed")


TIERS = [("close", _("Close contact")), ("casual", _("Casual contact"))]


class Contact(models.Model):
    """A person who shared a setting with a case. `person` is the code under which movements know them.

    It is no key to the registry: a movement may belong to somebody of whom the registry has nothing, and such
    contacts are shown as unnamed, never dropped. Contacts that the newest search no longer finds are kept only
    where something was done about them (`current` is false).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contacts")
    person = models.CharField(max_length=80, db_index=True)
    contact_case = models.CharField(max_length=40, blank=True, help_text="code of the case that they are themselves")
    current = models.BooleanField(default=True)
    rank = models.PositiveIntegerField()
    risk = models.FloatField(help_text="chance of infection, 0 to 1")
    risk_low = models.FloatField()
    risk_high = models.FloatField()
    tier = models.CharField(max_length=10, choices=TIERS)
    closeness = models.PositiveSmallIntegerField(help_text="1 nearest … 4 seat or carriage unknown")
    minutes = models.FloatField(null=True, help_text="empty where no time is known")
    first_day = models.DateField()
    last_day = models.DateField()
    kinds = models.JSONField(default=list, help_text="kinds of places and modes shared")
    reasons = models.JSONField(default=list)
    name_unknown = models.BooleanField(default=False)
    seat_unknown = models.BooleanField(default=False)
    status = models.CharField(max_length=12, choices=ContactStatus.choices, default=ContactStatus.NEW)
    status_before = models.CharField(max_length=12, choices=ContactStatus.choices, blank=True)
    status_at = models.DateTimeField(null=True, blank=True)
    status_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="tracing_contact_once"),
            models.CheckConstraint(
                condition=models.Q(risk__gte=0, risk__lte=1, risk_low__gte=0, risk_high__lte=1),
                name="tracing_contact_risk_is_a_chance",
            ),
        ]
        indexes = [models.Index(fields=["case", "rank"]), models.Index(fields=["last_day"])]

    def __str__(self) -> str:
        return f"{self.person} of {self.case_id}"


class Exposure(models.Model):
    """What case and contact shared on one day: a place, or a unit of a service run."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="exposures")
    setting = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    day = models.DateField()
    minutes = models.FloatField(null=True)
    proximity = models.CharField(max_length=20)
    rule = models.CharField(max_length=80)
    tier = models.CharField(max_length=10, choices=TIERS)
    risk = models.FloatField()
    risk_low = models.FloatField()
    risk_high = models.FloatField()
    seat = models.CharField(max_length=12, blank=True, help_text="of the contact; empty where unknown")
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "setting", "day"], name="tracing_exposure_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.setting} {self.day}"
