"""The resident's page: what is held, who looked and why, a copy, erasure, a question."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from serai.core import audit
from serai.identity.actors import Actor
from serai.identity.purposes import purpose_open
from serai.identity.roles import Role
from serai.registry.public import identity_cards
from serai.registry.services import IdentityCard, person_find_or_enrol, person_link

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("imports")


@pytest.fixture
def resident(client_as: Callable[..., Any]) -> Any:
    """A signed-in resident; `resident.code` is her person."""
    client = client_as(Role.RESIDENT, display_name="Leila Haddad")
    card = IdentityCard(family="حداد", given="ليلى", phone="+41 79 123 45 67", document="X1", document_country="ZZ")
    (person,) = person_find_or_enrol(by=SYSTEM, identities=[card])
    person_link(by=SYSTEM, code=person.code, account_id=client.account.pk)
    client.code = person.code
    return client


@pytest.fixture
def look(actor_with: Callable[..., Actor]) -> Callable[..., None]:
    """`look(code, reference="…")`: a tracer opens the person's telephone number."""

    def make(code: str, reference: str = "Order 2026/41", purpose: str = "contact_tracing") -> None:
        tracer = actor_with(Role.TRACER, display_name="Nilufar Ibragimova")
        opened = purpose_open(by=tracer, purpose=purpose, reference=reference, object_type="case", object_id="C-1")
        identity_cards(by=replace(tracer, purpose=opened), persons=[code], fields=["given", "phone"])

    return make


def text_of(client: Client, address: str = "/me/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_she_sees_who_looked_for_which_purpose_and_at_what(resident: Any, look: Callable[..., None]) -> None:
    look(resident.code)
    text = text_of(resident)
    for words in (
        "Nilufar Ibragimova",
        "Health Authority",
        "Order 2026/41",
        "To find who was near",
        "Your phone number",
    ):
        assert words in text


def test_she_sees_what_is_held_in_its_own_script(resident: Any) -> None:
    text = text_of(resident)
    assert resident.code in text
    assert "<bdi>ليلى حداد</bdi>" in text


def test_she_sees_nothing_of_others(resident: Any, look: Callable[..., None]) -> None:
    (other,) = person_find_or_enrol(by=SYSTEM, identities=[IdentityCard(family="Zhou", document="Y2")])
    look(other.code, reference="Somebody else")
    assert "Somebody else" not in text_of(resident)
    assert "Somebody else" not in resident.post("/me/copy/").content.decode()


def test_an_unknown_purpose_or_field_is_shown_as_it_is_never_left_out(resident: Any) -> None:
    audit.record(
        by=SYSTEM, action="new.act", purpose="brand_new", object_type="x", object_id="1",
        subjects=[resident.code], fields=["shoe_size"],
    )  # fmt: skip
    text = text_of(resident)
    assert "brand_new" in text
    assert "shoe size" in text


def test_long_lists_come_in_pages_at_a_fixed_number_of_queries(
    resident: Any, look: Callable[..., None], django_assert_max_num_queries: Any
) -> None:
    for number in range(25):
        look(resident.code, reference=f"R{number:02}")
    with django_assert_max_num_queries(25):
        text = text_of(resident)
    assert "R24" in text
    assert "R00" not in text
    assert "R00" in text_of(resident, "/me/?page=2")


def test_an_account_without_a_person_is_told_so(client_as: Callable[..., Any]) -> None:
    client = client_as(Role.RESIDENT)
    assert "We hold nothing about you" in text_of(client)
    assert client.post("/me/copy/").status_code == 403
    assert client.get("/me/erasure/").status_code == 404


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.RESIDENT])
def test_staff_have_no_business_on_it(client_as: Callable[..., Any], role: Role) -> None:
    client = client_as(role)
    assert client.get("/me/").status_code == 403
    assert client.post("/me/copy/").status_code == 403
    assert client.post("/me/erasure/").status_code == 403


def test_a_stranger_is_led_to_sign_in(client: Client) -> None:
    assert client.get("/me/")["Location"] == "/accounts/login/?next=/me/"


def test_the_copy_holds_every_room_and_every_look_and_is_not_kept_by_the_browser(
    resident: Any, look: Callable[..., None]
) -> None:
    look(resident.code)
    answer = resident.post("/me/copy/")
    data = json.loads(answer.content)
    assert data["person"] == resident.code
    assert data["held"]["registry.person"]["identity"]["phone"] == "+41 79 123 45 67"
    assert "Order 2026/41" in {entry["reference"] for entry in data["looks"]}
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store, private"
    assert audit.accesses_to(resident.code)[0].action == "copy.take"


def test_asking_for_erasure_erases_nothing_yet_and_reaches_the_office(
    resident: Any, client_as: Callable[..., Any]
) -> None:
    assert resident.post("/me/erasure/", follow=True).status_code == 200
    assert "You asked us to erase your data" in text_of(resident)
    assert "ليلى" in text_of(resident)
    admin = client_as(Role.ADMIN)
    assert "1 waits for you" in admin.get("/").content.decode()
    assert resident.code in admin.get("/staff/requests/").content.decode()
    assert client_as(Role.TRACER).get("/staff/requests/").status_code == 403


def test_an_erasure_that_was_done_is_no_longer_waiting(resident: Any, client_as: Callable[..., Any]) -> None:
    from serai.registry.services import person_erase

    resident.post("/me/erasure/")
    person_erase(by=Actor.system("cli"), code=resident.code)
    text = client_as(Role.ADMIN).get("/staff/requests/").content.decode()
    assert "Nobody waits for an answer" in text
    assert "Your data was erased" in text


def test_she_can_ask_about_one_look_and_about_no_other(resident: Any, look: Callable[..., None]) -> None:
    look(resident.code)
    seen = audit.accesses_to(resident.code)[0]
    assert resident.post("/me/question/", {"look": seen.at.isoformat()}).status_code == 302
    assert audit.accesses_to(resident.code)[0].action == "look.question"
    for bad in ("", "1999-01-01T00:00:00+00:00", "'; DROP TABLE"):
        assert resident.post("/me/question/", {"look": bad}).status_code == 404


def test_home_leads_residents_to_their_page(resident: Any) -> None:
    assert resident.get("/")["Location"] == "/me/"
