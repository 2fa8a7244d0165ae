"""The closed lists of identity: roles, kinds of organisation, purposes."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """What an account may do in its organisation."""

    TRACER = "tracer"
    EPIDEMIOLOGIST = "epidemiologist"
    CASE_OFFICER = "case_officer"
    BORDER_OFFICER = "border_officer"
    DOCTOR = "doctor"
    RADIOLOGIST = "radiologist"
    OPERATOR = "operator"
    CARRIER = "carrier"
    COMMAND = "command"
    AUDITOR = "auditor"
    ADMIN = "admin"
    RESIDENT = "resident"


ROLE_LABELS = {
    Role.TRACER: _("Contact tracer"),
    Role.EPIDEMIOLOGIST: _("Epidemiologist"),
    Role.CASE_OFFICER: _("Case officer"),
    Role.BORDER_OFFICER: _("Border officer"),
    Role.DOCTOR: _("Doctor"),
    Role.RADIOLOGIST: _("Radiologist"),
    Role.OPERATOR: _("Operator"),
    Role.CARRIER: _("Carrier"),
    Role.COMMAND: _("Command team"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMIN: _("Administrator"),
    Role.RESIDENT: _("Resident"),
}


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    HEALTH_AUTHORITY = "health_authority", _("Health authority")
    HOSPITAL = "hospital", _("Hospital")
    AGENCY = "agency", _("Government agency")
    VENUE = "venue", _("Venue")
    CARRIER = "carrier", _("Carrier")


class PurposeKind(models.TextChoices):
    """Why someone may look at a person's data. Closed: a purpose that is not listed is not a purpose."""

    CONTACT_TRACING = "contact_tracing", _("Contact tracing")
    FOLLOW_UP = "follow_up", _("Following up a contact")
    CARE = "care", _("Care of a patient")
    APPLICATION = "application", _("Deciding an application")
    QUALITY = "quality", _("Checking the quality of data")
    LEGAL_REQUEST = "legal_request", _("A legal request")
    OWN_DATA = "own_data", _("The person's own data")
