"""Asking for contacts, and marking what was done about them. The search itself is `serai.tracing.search`."""

from __future__ import annotations

from django.db import transaction

from serai.core import audit, clock
from serai.identity.actors import Actor
from serai.registry.domain.errors import BadInput
from serai.tracing.models import Case, CaseStatus, Contact, ContactStatus, MatchRun, RunStatus

UNFINISHED = (RunStatus.WAITING, RunStatus.RUNNING)


def contacts_find(*, by: Actor, case: Case) -> MatchRun:
    """Ask for the contacts of a case. While a search of this case is under way, that one is returned."""
    from serai.tracing import tasks

    with transaction.atomic():
        # The case's row is the lock: two clicks at once make one search.
        locked = Case.objects.select_for_update(of=("self",)).select_related("person").get(pk=case.pk)
        if locked.status == CaseStatus.WITHDRAWN:
            raise BadInput("the case was withdrawn", expected="a case that stands")
        under_way = locked.runs.filter(status__in=UNFINISHED).first()
        if under_way is not None:
            return under_way
        run = MatchRun.objects.create(case=locked, requested_by=by.name)
        audit.record(
            by=by,
            action="contacts.find",
            object_type="case",
            object_id=locked.code,
            subjects=[locked.person.code],
            details={"run": str(run.id)},
        )
        tasks.match_run.enqueue(str(run.id))
    return run


def contact_mark(*, by: Actor, contact: Contact, status: str) -> Contact:
    """Say what was done about a contact. `status` is one of `ContactStatus`. Raises BadInput for another."""
    if status not in ContactStatus.values:
        raise BadInput(f"status {status!r}", expected=" or ".join(ContactStatus.values))
    with transaction.atomic():
        marked = _locked(contact)
        if marked.status == status:
            return marked
        return _marked(by, marked, status, before=marked.status)


def contact_mark_undo(*, by: Actor, contact: Contact) -> Contact:
    """Take the last mark back. Raises BadInput where there is none."""
    with transaction.atomic():
        marked = _locked(contact)
        if not marked.status_before:
            raise BadInput("nothing to undo", expected="a contact that was marked")
        return _marked(by, marked, marked.status_before, before="")


def _locked(contact: Contact) -> Contact:
    return Contact.objects.select_for_update(of=("self",)).select_related("case").get(pk=contact.pk)


def _marked(by: Actor, contact: Contact, status: str, *, before: str) -> Contact:
    details = {"from": contact.status, "to": status}
    contact.status, contact.status_before = status, before
    contact.status_at, contact.status_by = clock.now(), by.name
    contact.save(update_fields=["status", "status_before", "status_at", "status_by"])
    audit.record(
        by=by,
        action="contact.mark",
        object_type="case",
        object_id=contact.case.code,
        subjects=[contact.person],
        details=details,
    )
    return contact
