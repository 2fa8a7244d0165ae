"""Schedule, retention, facts, sealed files, rate limits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from serai.core import audit, clock, crypto, facts, hooks, retention, storage, tasks
from serai.core.models import AuditEvent, RetentionReport
from serai.identity.actors import Actor, Purpose

pytestmark = pytest.mark.django_db
ASKING = Actor("1", "Officer", purpose=Purpose("application", "A-1", "application", "A-1"))


def test_a_periodic_job_has_one_turn_in_its_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[int] = []
    monkeypatch.setattr(tasks, "periodic", {})
    tasks.every(minutes=10)(lambda: ran.append(1))
    moment = clock.now()
    for minutes in (0, 5, 11, 12):
        with clock.frozen(moment + timedelta(minutes=minutes)):
            tasks.run_due()
    assert len(ran) == 2


def test_retention_deletes_what_is_past_its_time_and_reports_it() -> None:
    with clock.frozen(clock.now() - timedelta(days=4000)):
        audit.record(by=ASKING, action="old", object_type="x", object_id="1", subjects=["P-1"])
    audit.record(by=ASKING, action="new", object_type="x", object_id="1", subjects=["P-1"])

    def of_audit(rows: list[dict[str, Any]]) -> int:
        return next(r["rows"] for r in rows if r["policy"] == "core.audit")

    assert of_audit(retention.purge(dry_run=True)) == 1
    assert AuditEvent.objects.count() == 2
    assert of_audit(retention.purge()) == 1
    assert [e.action for e in audit.accesses_to("P-1")] == ["new"]
    assert RetentionReport.objects.filter(dry_run=False).count() == 1


def test_every_policy_names_a_table_that_exists() -> None:
    assert len(hooks.retention) >= 5
    rows = retention.purge(dry_run=True)
    assert [r["policy"] for r in rows] == [name for name, _ in hooks.retention]
    assert [r for r in rows if "error" in r] == []


def test_a_policy_that_fails_is_reported_and_the_others_run() -> None:
    def broken(_: timedelta, __: bool) -> int:
        raise OSError("disk of Zhang Wei")

    hooks.retention.register("a.broken", hooks.RetentionPolicy("a_table", timedelta(days=1), "delete", broken))
    try:
        first, *others = retention.purge(dry_run=True)
    finally:
        hooks.retention.remove("a.broken")
    assert (first["rows"], first["error"]) == (None, "OSError"), "the class only: messages hold personal data"
    assert len(others) >= 5
    assert all("error" not in row for row in others)


def test_a_fact_is_answered_for_a_purpose_and_written_down() -> None:
    facts.answer("test.alive")(lambda subject: subject == "P-1")
    with pytest.raises(PermissionDenied):
        facts.ask(by=Actor.system("t"), question="test.alive", subject="P-1")
    assert facts.ask(by=ASKING, question="test.alive", subject="P-1") is True
    assert audit.accesses_to("P-1")[0].object_id == "test.alive"
    with pytest.raises(facts.NobodyAnswers):
        facts.ask(by=ASKING, question="test.nothing", subject="P-1")


def test_a_sealed_file_opens_for_its_owner_and_never_after_erasure() -> None:
    blob = storage.blob_put(subject="P-1", name="letter.txt", data=b"Dear Zhen")
    (file,) = [p for p in storage.folder().rglob("*") if p.is_file()]
    assert b"Dear" not in file.read_bytes()
    assert storage.blob_get(blob) == b"Dear Zhen"
    crypto.key_destroy("P-1")
    with pytest.raises(crypto.Erased):
        storage.blob_get(blob)


def test_a_changed_file_is_noticed() -> None:
    blob = storage.blob_put(subject="P-1", name="letter.txt", data=b"Dear Zhen")
    (file,) = [p for p in storage.folder().rglob("*") if p.is_file()]
    file.write_bytes(file.read_bytes()[:-1] + b"\0")
    with pytest.raises(crypto.Damaged):
        storage.blob_get(blob)


def test_too_many_requests_are_refused_with_the_time_to_wait(settings: Any, client: Client) -> None:
    settings.RATE_LIMITS_ON, settings.RATE_LIMITS = True, [("^/api/", 2), ("", 0)]
    answers = [client.get("/api/v1/nothing").status_code for _ in range(3)]
    assert answers == [404, 404, 429]
    assert "Retry-After" in client.get("/api/v1/nothing")
    assert client.get("/healthz").status_code == 200
