from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from serai.core import audit, clock
from serai.core.problems import Problem
from serai.identity.access import personal, roles
from serai.identity.actors import Actor
from serai.identity.api_access import personal_api
from serai.identity.grants import grant_give
from serai.identity.purposes import purpose_open
from serai.identity.roles import Role

pytestmark = pytest.mark.django_db
Actors = Callable[..., Actor]


@personal("case", "code", roles=(Role.TRACER,))
def case_page(request: Any, code: str) -> HttpResponse:
    return HttpResponse(request.actor.purpose.reference)


@roles(Role.TRACER)
def tracers_page(request: Any) -> HttpResponse:
    return HttpResponse("in")


def asked(view: Any, actor: Actor, **kwargs: str) -> HttpResponse:
    request = RequestFactory().get("/somewhere/")
    request.actor = actor
    return view(request, **kwargs)


def opened(actor: Actor, case: str = "C-1") -> None:
    purpose_open(by=actor, purpose="contact_tracing", reference="file 7", object_type="case", object_id=case)


def test_without_a_purpose_the_page_asks_for_one_and_leads_back(actor_with: Actors) -> None:
    answer = asked(case_page, actor_with(Role.TRACER), code="C-1")
    assert answer.status_code == 302
    assert answer["Location"] == "/purpose/?for=case%3AC-1&next=%2Fsomewhere%2F"


def test_with_a_purpose_the_view_knows_it(actor_with: Actors) -> None:
    actor = actor_with(Role.TRACER)
    opened(actor)
    assert asked(case_page, actor, code="C-1").content == b"file 7"


def test_a_purpose_on_one_case_opens_no_other(actor_with: Actors) -> None:
    actor = actor_with(Role.TRACER)
    opened(actor)
    assert asked(case_page, actor, code="C-2").status_code == 302


def test_a_purpose_ends_by_itself(actor_with: Actors) -> None:
    actor = actor_with(Role.TRACER)
    opened(actor)
    with clock.frozen(clock.now() + timedelta(hours=8, minutes=1)):
        assert asked(case_page, actor, code="C-1").status_code == 302


def test_a_colleagues_purpose_is_not_mine(actor_with: Actors) -> None:
    opened(actor_with(Role.TRACER))
    assert asked(case_page, actor_with(Role.TRACER), code="C-1").status_code == 302


def test_a_wrong_role_is_refused_even_with_a_purpose(actor_with: Actors) -> None:
    actor = actor_with(Role.DOCTOR)
    opened(actor)
    with pytest.raises(PermissionDenied):
        asked(case_page, actor, code="C-1")


def test_a_grant_opens_one_object_and_still_asks_why(actor_with: Actors) -> None:
    actor = actor_with(Role.DOCTOR)
    grant_give(
        by=Actor.system("t"), account_id=actor.account_id, object_type="case", object_id="C-1",
        reason="consultation", lasts=timedelta(hours=1),
    )  # fmt: skip
    assert asked(case_page, actor, code="C-1").status_code == 302
    with pytest.raises(PermissionDenied):
        asked(case_page, actor, code="C-2")


def test_a_stranger_is_sent_to_sign_in() -> None:
    assert asked(tracers_page, Actor.stranger())["Location"].startswith("/accounts/login/?next=")


def test_the_api_says_purpose_needed(actor_with: Actors) -> None:
    request = RequestFactory().get("/api/v1/x")
    request.actor = actor_with(Role.TRACER)
    with pytest.raises(Problem) as refusal:
        personal_api("case", "code", roles=(Role.TRACER,)).authenticate(request, None)
    assert (refusal.value.status, refusal.value.code) == (403, "purpose-needed")


@pytest.mark.parametrize(("purpose", "reference"), [("curiosity", "x"), ("care", "  "), ("own_data", "x")])
def test_a_purpose_must_be_on_the_list_and_have_a_reference(actor_with: Actors, purpose: str, reference: str) -> None:
    with pytest.raises(ValidationError):
        purpose_open(by=actor_with(Role.TRACER), purpose=purpose, reference=reference, object_type="c", object_id="1")


def test_stating_a_purpose_is_audited(actor_with: Actors) -> None:
    opened(actor_with(Role.TRACER))
    (line,) = audit.events_on("case", "C-1")
    assert (line.action, line.purpose, line.reference) == ("purpose.open", "contact_tracing", "file 7")


def test_the_purpose_page_never_leads_to_another_site(client_as: Callable[..., Client]) -> None:
    client = client_as(Role.TRACER)
    answer = client.post(
        "/purpose/?for=case:C-1&next=https://evil.example/", {"purpose": "care", "reference": "file 7"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/")
