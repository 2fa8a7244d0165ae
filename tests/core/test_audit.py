from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from serai.core import audit
from serai.core.models import AuditEvent
from serai.core.models.audit import AppendOnly
from serai.identity.actors import Actor

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


def looked(*subjects: str) -> AuditEvent:
    event = audit.record(
        by=SYSTEM, action="card.read", object_type="case", object_id="C-1", subjects=subjects, fields=["family"]
    )
    return AuditEvent.objects.get(id=event)


def test_a_person_finds_who_looked_and_nobody_elses_events() -> None:
    looked("P-1", "P-2")
    looked("P-2")
    (line,) = audit.accesses_to("P-1")
    assert (line.actor, line.action, line.fields) == ("system:test", "card.read", ("family",))
    assert len(audit.accesses_to("P-2")) == 2


def test_rows_can_neither_be_changed_nor_deleted_by_the_models() -> None:
    event = looked("P-1")
    with pytest.raises(AppendOnly):
        event.save()
    with pytest.raises(AppendOnly):
        event.delete()
    with pytest.raises(AppendOnly):
        AuditEvent.objects.update(action="x")
    with pytest.raises(AppendOnly):
        AuditEvent.objects.all().delete()


def test_the_database_refuses_a_change_even_in_plain_sql() -> None:
    looked("P-1")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE core_auditevent SET action = 'nothing happened'")
    assert AuditEvent.objects.get().action == "card.read"
