from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client

from serai.identity.actors import Actor, actor_of
from serai.identity.roles import Role
from serai.identity.services import account_create, organisation_register
from serai.registry.domain.identity import IdentityCard
from serai.registry.selectors import person_of_account
from serai.registry.services import person_enrol, person_link

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
PASSWORD = "correct horse battery staple"


def test_an_account_signs_in_by_address_and_password_and_acts_for_its_organisation(client: Client) -> None:
    authority = organisation_register(by=SYSTEM, name="Authority", kind="health_authority", country="ZZ", station="s")
    account = account_create(
        by=SYSTEM, email="Ana@Example.org", display_name="Ana", roles=[Role.TRACER], organisation=authority,
        password=PASSWORD,
    )  # fmt: skip
    answer = client.post("/accounts/login/", {"login": "ana@example.org", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    actor = actor_of(account)
    assert (actor.name, actor.organisation, actor.roles) == ("Ana", "Authority", {Role.TRACER})


def test_staff_without_an_organisation_cannot_be() -> None:
    with pytest.raises(IntegrityError):
        account_create(by=SYSTEM, email="a@example.org", display_name="A", roles=[Role.TRACER])


def test_a_weak_password_is_refused() -> None:
    with pytest.raises(ValidationError):
        account_create(by=SYSTEM, email="a@example.org", display_name="A", roles=[Role.RESIDENT], password="password")


def test_a_resident_has_their_own_person() -> None:
    account = account_create(by=SYSTEM, email="r@example.org", display_name="R", roles=[Role.RESIDENT])
    person = person_enrol(by=SYSTEM, identity=IdentityCard("Zhen"))
    person_link(by=SYSTEM, code=person.code, account_id=account.pk)
    assert person_of_account(str(account.pk)) == person.code
