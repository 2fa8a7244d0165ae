"""What residents asked for waits at the office, with its age, until it is answered; the resident reads the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from serai.core import audit, clock
from serai.identity.actors import Actor
from serai.identity.roles import Role
from serai.registry.domain.errors import BadInput
from serai.registry.services import IdentityCard, person_find_or_enrol, person_link
from serai.web.asked import Request, requests
from serai.web.services import request_answer

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")


@pytest.fixture
def resident(client_as: Callable[..., Any]) -> Any:
    """A signed-in resident who asked for erasure."""
    client = client_as(Role.RESIDENT)
    (person,) = person_find_or_enrol(by=SYSTEM, identities=[IdentityCard(family="Haddad", given="Leila")])
    person_link(by=SYSTEM, code=person.code, account_id=client.account.pk)
    client.code = person.code
    client.post("/me/erasure/")
    return client


def waiting() -> list[Request]:
    return [r for r in requests() if r.waits]


def answer_page() -> str:
    return f"/staff/requests/{waiting()[0].id}/"


def in_days(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def test_the_list_says_how_long_it_waits_and_how_much_time_is_left(
    resident: Any, client_as: Callable[..., Any]
) -> None:
    text = client_as(Role.ADMIN).get("/staff/requests/").content.decode()
    assert resident.code in text
    assert "less than a day ago" in text
    assert "29 days" in text
    assert "Haddad" not in text


def test_what_waits_too_long_is_called_late(client_as: Callable[..., Any]) -> None:
    with clock.frozen(clock.now() - timedelta(days=31)):
        audit.record(by=SYSTEM, action="erasure.ask", object_type="person", object_id="P-1", subjects=["P-1"])
    text = client_as(Role.ADMIN).get("/staff/requests/").content.decode()
    assert "31 days ago" in text
    assert "Late" in text


def test_keeping_for_a_time_is_read_by_the_person_with_its_day_and_law_and_waits_again_after_it(
    resident: Any, client_as: Callable[..., Any]
) -> None:
    form = {"outcome": "kept", "until": in_days(10), "basis": "Infection Act, section 12"}
    assert client_as(Role.ADMIN).post(answer_page(), form)["Location"] == "/staff/requests/"
    assert waiting() == []
    text = resident.get("/me/").content.decode()
    assert "We must keep your data until" in text
    assert "Infection Act, section 12" in text
    assert "What you asked for was answered" in text
    with clock.frozen(clock.now() + timedelta(days=11)):
        assert len(waiting()) == 1


def test_a_question_about_a_look_is_answered_too(resident: Any, client_as: Callable[..., Any]) -> None:
    audit.record(by=SYSTEM, action="case.read", object_type="case", object_id="C-1", subjects=[resident.code])
    resident.post("/me/question/", {"look": audit.accesses_to(resident.code)[0].at.isoformat()})
    asked = next(r for r in waiting() if r.kind == "look.question")
    page = f"/staff/requests/{asked.id}/"
    admin = client_as(Role.ADMIN)
    assert f"/log/?day={asked.about[:10]}" in admin.get(page).content.decode()
    admin.post(page, {"outcome": "wrong"})
    assert "It was not right, and the office was told" in resident.get("/me/").content.decode()
    assert [r.kind for r in waiting()] == ["erasure.ask"]


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({}, "This field is required"),
        ({"outcome": "right", "basis": "x"}, "not one of the available choices"),
        ({"outcome": "kept", "basis": "Act 12"}, "Say until when"),
        ({"outcome": "kept", "basis": "Act 12", "until": "soon"}, "Enter a valid date"),
        ({"outcome": "kept", "basis": "Act 12", "until": "2020-01-01"}, "is not in the future"),
        ({"outcome": "kept", "until": "2999-01-01"}, "Say by which law"),
    ],
)
def test_an_answer_that_says_too_little_is_not_recorded(
    resident: Any, client_as: Callable[..., Any], form: dict[str, str], says: str
) -> None:
    answer = client_as(Role.ADMIN).post(answer_page(), form)
    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert [r.code for r in waiting()] == [resident.code]


@pytest.mark.usefixtures("resident")
def test_what_was_answered_cannot_be_answered_again(client_as: Callable[..., Any]) -> None:
    (asked,) = waiting()
    admin = client_as(Role.ADMIN)
    admin.post(f"/staff/requests/{asked.id}/", {"outcome": "taken_back"})
    assert admin.get(f"/staff/requests/{asked.id}/").status_code == 404
    answered = next(r for r in requests() if r.id == asked.id)
    with pytest.raises(BadInput, match="answered already"):
        request_answer(by=SYSTEM, request=answered, outcome="taken_back")


def test_asking_once_more_after_an_answer_waits_anew(resident: Any, client_as: Callable[..., Any]) -> None:
    client_as(Role.ADMIN).post(answer_page(), {"outcome": "taken_back"})
    assert waiting() == []
    resident.post("/me/erasure/")
    assert [r.code for r in waiting()] == [resident.code]


@pytest.mark.usefixtures("resident")
def test_auditors_read_the_list_and_administrators_answer(client_as: Callable[..., Any]) -> None:
    auditor = client_as(Role.AUDITOR)
    text = auditor.get("/staff/requests/").content.decode()
    assert "Nobody waits" not in text
    assert answer_page() not in text
    assert auditor.get(answer_page()).status_code == 403
    assert client_as(Role.TRACER).get(answer_page()).status_code == 403
