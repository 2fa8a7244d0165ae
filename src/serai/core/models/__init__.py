"""Tables of the mechanisms: audit, outbox, keys, blobs, schedule, retention."""

from serai.core.models.audit import AuditEvent, AuditSubject
from serai.core.models.outbox import OutboxDelivery, OutboxEvent
from serai.core.models.storage import Blob, SubjectKey
from serai.core.models.work import RetentionReport, ScheduleMark, WorkerLease

__all__ = [
    "AuditEvent",
    "AuditSubject",
    "Blob",
    "OutboxDelivery",
    "OutboxEvent",
    "RetentionReport",
    "ScheduleMark",
    "SubjectKey",
    "WorkerLease",
]
