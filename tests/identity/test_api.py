"""The API says who I am and lets me state why I look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from serai.identity.actors import actor_of
from serai.identity.purposes import purpose_on
from serai.identity.roles import Role

pytestmark = pytest.mark.django_db
URL = "/api/v1/identity/purposes"
WHY = {"object_type": "case", "object_id": "C-1", "purpose": "contact_tracing", "reference": "order 41"}


def test_me_names_organisation_and_roles(client_as: Callable[..., Any]) -> None:
    found = client_as(Role.TRACER, display_name="Ana").get("/api/v1/identity/me").json()
    assert (found["name"], found["roles"], found["country"]) == ("Ana", ["tracer"], "ZZ")


def test_a_purpose_is_opened_and_closed(client_as: Callable[..., Any]) -> None:
    client = client_as(Role.TRACER)
    actor = actor_of(client.account)
    assert client.post(URL, WHY, content_type="application/json").status_code == 201
    opened = purpose_on(by=actor, object_type="case", object_id="C-1")
    assert opened is not None
    assert opened.reference == "order 41"
    closing = {"object_type": "case", "object_id": "C-1"}
    assert client.post(f"{URL}/close", closing, content_type="application/json").status_code == 204
    assert purpose_on(by=actor, object_type="case", object_id="C-1") is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": "curiosity"},
        {"purpose": "own_data"},
        {"reference": ""},
        {"reference": "   "},
        {"object_id": "C 1"},
        {"object_type": "Case"},
    ],
)
def test_a_purpose_outside_the_list_or_without_a_reference_is_a_problem(
    client_as: Callable[..., Any], wrong: dict[str, str]
) -> None:
    answer = client_as(Role.TRACER).post(URL, WHY | wrong, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
