"""Cases, the contacts found for them and why, imports, and the rules in force."""

from serai.tracing.models.cases import Case, CaseStatus, MatchRun, RunStatus
from serai.tracing.models.contacts import Contact, ContactStatus, Exposure
from serai.tracing.models.imports import ImportBatch, ImportStatus, ReportedStay, RowRejection, TravellerName
from serai.tracing.models.rules import RuleVersion
from serai.tracing.models.trips import PublishedTrip, TripList

__all__ = [
    "Case",
    "CaseStatus",
    "Contact",
    "ContactStatus",
    "Exposure",
    "ImportBatch",
    "ImportStatus",
    "MatchRun",
    "PublishedTrip",
    "ReportedStay",
    "RowRejection",
    "RuleVersion",
    "RunStatus",
    "TravellerName",
    "TripList",
]
