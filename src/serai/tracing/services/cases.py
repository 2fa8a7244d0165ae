"""Registering cases, and ending the work on them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from serai.core import audit, clock, outbox
from serai.identity.actors import Actor
from serai.registry.domain.errors import BadInput
from serai.registry.events import CaseConfirmed, CaseWithdrawn
from serai.registry.models import Person
from serai.tracing.models import Case, CaseStatus

LONGEST_ILLNESS = timedelta(days=90)


def case_register(
    *,
    by: Actor,
    person: Person | str,
    confirmed: date,
    onset: date | None = None,
    code: str = "",
    pathogen: str = "",
    laboratory: str = "",
    imported_from: str = "",
) -> Case:
    """A new confirmed case.

    Args: person: a person of the registry, or their code. onset: first symptom; None where there was none.
    code: the file number, if it has one already; else one is made.
    Raises: BadInput for an unknown person, dates that cannot be, or a code that is taken.
    """
    confirmed, onset = _day(confirmed), _day(onset) if onset else None
    _check_days(confirmed, onset)
    values = {"code": code} if code else {}
    try:
        with transaction.atomic():
            case = Case.objects.create(
                person=_person(person),
                confirmed=confirmed,
                onset=onset,
                pathogen=pathogen,
                laboratory=laboratory,
                imported_from=imported_from,
                registered_by=by.name,
                organisation=by.organisation,
                **values,
            )
            _record(by, "case.register", case)
            outbox.publish(
                CaseConfirmed(case=case.code, person=case.person.code, onset=case.onset, confirmed=case.confirmed)
            )
    except IntegrityError as error:
        raise BadInput(f"case {code!r} exists already", expected="a new file number") from error
    return case


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _check_days(confirmed: date, onset: date | None) -> None:
    latest = clock.today() + timedelta(days=1)  # it may be tomorrow already where the laboratory is
    if confirmed > latest:
        raise BadInput("the day of confirmation is in the future", expected=f"{latest} or earlier")
    if onset is None:
        return
    if onset > latest:
        raise BadInput("the first symptom is in the future", expected=f"{latest} or earlier")
    if abs(onset - confirmed) > LONGEST_ILLNESS:
        raise BadInput("first symptom and confirmation lie too far apart", expected="at most 90 days")


def _person(person: Person | str) -> Person:
    if isinstance(person, Person):
        return person
    found = Person.objects.filter(code=person, erased_at=None).first()
    if found is None:
        raise BadInput("no such person", expected="a person's code, such as P-7Q4K-29MX")
    return found


def case_close(*, by: Actor, case: Case) -> Case:
    """The work on the case is done."""
    return _moved(by, case, CaseStatus.CLOSED, "case.close")


def case_reopen(*, by: Actor, case: Case) -> Case:
    """The work on the case goes on."""
    return _moved(by, case, CaseStatus.OPEN, "case.reopen")


def case_withdraw(*, by: Actor, case: Case) -> Case:
    """The case was confirmed by mistake: its contacts are let go of, and whoever acted on it hears so."""
    with transaction.atomic():
        moved = _moved(by, case, CaseStatus.WITHDRAWN, "case.withdraw")
        moved.contacts.all().delete()
        outbox.publish(CaseWithdrawn(case=moved.code, person=moved.person.code))
    return moved


def _moved(by: Actor, case: Case, status: CaseStatus, action: str) -> Case:
    with transaction.atomic():
        moved = Case.objects.select_for_update(of=("self",)).select_related("person").get(pk=case.pk)
        if moved.status == CaseStatus.WITHDRAWN:
            raise BadInput("the case was withdrawn", expected="a case that stands")
        moved.status = status
        moved.save(update_fields=["status"])
        _record(by, action, moved)
    return moved


def _record(by: Actor, action: str, case: Case) -> None:
    audit.record(by=by, action=action, object_type="case", object_id=case.code, subjects=[case.person.code])
