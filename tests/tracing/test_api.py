"""The JSON API: what it answers, whom it refuses, and that nothing sent to it breaks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from serai.core.models import AuditEvent
from serai.identity.actors import actor_of
from serai.identity.purposes import purpose_open
from serai.identity.roles import Role
from serai.tracing.models import ImportBatch, MatchRun
from serai.tracing.public import contacts_find, run_now
from tests.tracing.world import BY, outbreak, people

pytestmark = pytest.mark.django_db
API = "/api/v1/tracing"


@pytest.fixture
def tracer(client_as: Callable[..., Client]) -> Client:
    return client_as(Role.TRACER)


def opened(client: Client, kind: str, object_id: str) -> None:
    by = actor_of(client.account)  # type: ignore[attr-defined]
    purpose_open(by=by, purpose="contact_tracing", reference="41/2026", object_type=kind, object_id=object_id)


@pytest.fixture
def case(tracer: Client) -> Any:
    case, _ = outbreak()
    run_now(run=contacts_find(by=BY, case=case))
    opened(tracer, "case", case.code)
    return case


def test_a_case_is_not_shown_before_a_purpose_is_stated(tracer: Client) -> None:
    case, _ = outbreak()
    refused = tracer.get(f"{API}/cases/{case.code}")
    assert refused.status_code == 403
    assert refused.json()["code"] == "purpose-needed"
    opened(tracer, "case", case.code)
    assert tracer.get(f"{API}/cases/{case.code}").json()["person"] == case.person.code


def test_the_list_of_cases_names_nobody(tracer: Client, case: Any) -> None:
    (row,) = tracer.get(f"{API}/cases").json()["items"]
    assert (row["code"], row["contacts"], row["close"], row["untold"]) == (case.code, 4, 3, 4)
    assert "person" not in row


def test_contacts_come_ranked_with_reasons_and_the_look_is_written_down(tracer: Client, case: Any) -> None:
    answer = tracer.get(f"{API}/cases/{case.code}/contacts").json()
    assert [c["rank"] for c in answer["items"]] == [1, 2, 3, 4]
    assert {r["factor"] for r in answer["items"][0]["reasons"]} >= {"rule", "rate", "duration", "timing"}
    look = AuditEvent.objects.filter(action="contacts.read").get()
    assert (look.purpose, look.reference) == ("contact_tracing", "41/2026")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tier=close", 3),
        ("kind=venue", 1),
        ("unknown=seat", 1),
        ("unknown=name", 1),
        ("status=reached", 0),
        ("unknown=x", 0),
    ],
)
def test_contacts_can_be_narrowed(tracer: Client, case: Any, query: str, found: int) -> None:
    assert tracer.get(f"{API}/cases/{case.code}/contacts?{query}").json()["total"] == found


def test_a_contact_is_marked(tracer: Client, case: Any) -> None:
    contact = case.contacts.get(rank=1)
    url = f"{API}/cases/{case.code}/contacts/{contact.pk}"
    assert tracer.get(url).json()["exposures"][0]["minutes"] > 0
    assert tracer.patch(url, {"status": "reached"}, "application/json").json()["status"] == "reached"
    assert tracer.patch(url, {"status": "nonsense"}, "application/json").status_code == 422


def test_a_search_is_started_once(tracer: Client, case: Any) -> None:
    first = tracer.post(f"{API}/cases/{case.code}/searches")
    again = tracer.post(f"{API}/cases/{case.code}/searches")
    assert (first.status_code, again.json()["id"]) == (202, first.json()["id"])
    assert MatchRun.objects.count() == 2
    assert tracer.get(f"{API}/cases/{case.code}/searches/{first.json()['id']}").json()["status"] == "waiting"


def test_the_journey_says_where_and_how_many_were_met(tracer: Client, case: Any) -> None:
    stops = tracer.get(f"{API}/cases/{case.code}/journey").json()
    assert [(s["kind"], s["contacts"]) for s in stops] == [("rail", 3), ("venue", 1)]
    assert stops[0]["seat"] == "9C"


def test_a_case_is_registered_and_impossible_ones_are_problems(tracer: Client) -> None:
    (person,) = people("Eva")
    body = {"person": person.code, "confirmed": "2026-03-12", "onset": None}
    made = tracer.post(f"{API}/cases", body, "application/json")
    assert made.status_code == 201
    for wrong in ({"person": "P-0000-0000"}, {"confirmed": "2999-01-01"}, {"onset": "1999-01-01"}):
        answer = tracer.post(f"{API}/cases", body | wrong, "application/json")
        assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")


def test_rules_in_force_carry_their_sources_and_only_an_epidemiologist_changes_them(
    tracer: Client, client_as: Callable[..., Client]
) -> None:
    rules = tracer.get(f"{API}/rules").json()
    assert all(rule["source"] for rule in rules["rules"])
    text = "rules: [{kind: venue, min_minutes: 30, tier: close, source: ours}]"
    assert tracer.put(f"{API}/rules", {"text": text}, "application/json").status_code == 403
    expert = client_as(Role.EPIDEMIOLOGIST)
    assert expert.put(f"{API}/rules", {"text": text}, "application/json").json()["rules"][0]["min_minutes"] == 30
    assert expert.put(f"{API}/rules", {"text": "{"}, "application/json").status_code == 422
    assert tracer.get(f"{API}/rules").json()["digest"] != rules["digest"]


def uploaded(client: Client, text: bytes, kind: str = "stays") -> Any:
    return client.post(f"{API}/imports", {"file": SimpleUploadedFile("stays.csv", text), "kind": kind})


def test_the_same_file_twice_is_one_import(tracer: Client) -> None:
    text = b"person_id,place_id,start,end\nP-1,L-1,2026-03-10T10:00Z,2026-03-10T11:00Z\n"
    first, again = uploaded(tracer, text), uploaded(tracer, text)
    assert (first.status_code, again.json()["id"]) == (202, first.json()["id"])
    assert ImportBatch.objects.count() == 1
    assert uploaded(tracer, b"").status_code == 422
    assert uploaded(tracer, text, "nonsense").status_code == 422


def test_a_carrier_sees_its_own_imports_only(tracer: Client, client_as: Callable[..., Client]) -> None:
    carrier = client_as(Role.CARRIER)
    uploaded(tracer, b"a")
    theirs = tracer.get(f"{API}/imports").json()["items"][0]["id"]
    assert carrier.get(f"{API}/imports").json()["items"] == []
    assert carrier.get(f"{API}/imports/{theirs}").status_code == 404
    uploaded(carrier, b"b")
    assert len(carrier.get(f"{API}/imports").json()["items"]) == 1
    assert carrier.get(f"{API}/cases").status_code == 403


def test_values_of_refused_rows_need_a_purpose(tracer: Client) -> None:
    uploaded(tracer, b"a")
    batch = str(ImportBatch.objects.get().pk)
    assert tracer.get(f"{API}/imports/{batch}/rejections").status_code == 403
    opened(tracer, "import", batch)
    assert tracer.get(f"{API}/imports/{batch}/rejections").json()["items"] == []
