"""Writes of tracing. Each is one transaction: check, change, audit, event."""

from serai.tracing.services.cases import case_close, case_register, case_reopen, case_withdraw
from serai.tracing.services.contacts import contact_mark, contact_mark_undo, contacts_find
from serai.tracing.services.imports import import_upload, movements_append, notices_publish_import
from serai.tracing.services.rules import rules_adopt

__all__ = [
    "case_close",
    "case_register",
    "case_reopen",
    "case_withdraw",
    "contact_mark",
    "contact_mark_undo",
    "contacts_find",
    "import_upload",
    "movements_append",
    "notices_publish_import",
    "rules_adopt",
]
