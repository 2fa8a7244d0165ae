"""`serai serve --demo` fills a station once: something to see for every role, and a resident who sees who looked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from serai.core import clock
from serai.core.models import AuditEvent
from serai.demo.domain.land import CITIES
from serai.demo.services import demo_seed
from serai.demo.station import accounts, tracing
from serai.identity.models import Account
from serai.registry.models import IdentityVault, Person, Place, ServiceRun
from serai.registry.public import identity_cards, person_accesses
from serai.tracing.domain.formats.edifact.air import _zones
from serai.tracing.models import Case, Contact, ImportBatch, MatchRun, PublishedTrip
from serai.tracing.public import movement_store

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SMALL = {"people": 2500, "days": 12, "seed": 3}


@pytest.fixture
def said() -> list[str]:
    lines: list[str] = []
    assert demo_seed(**SMALL, say=lines.append) is True
    return lines


def counts() -> dict[str, int]:
    models = (Account, Person, IdentityVault, Place, ServiceRun, Case, Contact, MatchRun, ImportBatch, PublishedTrip)
    return {m.__name__: m._default_manager.count() for m in models} | {"stays": movement_store().size()["stays"]}


def test_every_role_finds_something_and_nothing_comes_twice(said: list[str]) -> None:
    before = counts()
    assert all(before.values()), before
    _every_account_can_sign_in()
    _the_resident_sees_who_looked_and_why()
    _cases_end_with_yesterday_and_have_contacts()
    _imports_hold_rejections_once_the_worker_has_read_them()
    _a_listed_flight_is_one_ride_of_each_passenger_between_the_stops_of_its_run()
    assert "caravan-lantern-well" in "\n".join(said)

    events = AuditEvent.objects.count()
    again: list[str] = []
    assert demo_seed(**SMALL, say=again.append) is False
    assert again == [line for line in said if "Seeding" not in line]  # who can sign in is said at every start
    assert counts() | {"Person": 0, "IdentityVault": 0, "stays": 0} == before | {
        "Person": 0, "IdentityVault": 0, "stays": 0
    }  # fmt: skip
    assert AuditEvent.objects.count() == events


def _every_account_can_sign_in() -> None:
    for demo in accounts.ACCOUNTS:
        address = demo.email
        assert Account.objects.get(email=address).check_password(accounts.PASSWORD), address
    client = Client()
    client.force_login(Account.objects.get(email="tracer@zarhan.example"))
    assert client.get("/").status_code == 200


def _the_resident_sees_who_looked_and_why() -> None:
    person = Person.objects.get(account__email="resident@zarhan.example")
    looks = [a for a in person_accesses(person=person.code) if a.action == "identity.read"]
    assert [a.actor for a in looks] == ["Nurlan Akhmetov", "Nodira Ibragimova"]
    assert {a.purpose for a in looks} == {"contact_tracing"}
    assert all(Case.objects.filter(code=a.reference).exists() for a in looks)
    assert Contact.objects.filter(person=person.code).exists()


def _cases_end_with_yesterday_and_have_contacts() -> None:
    assert Case.objects.latest("confirmed").confirmed <= clock.today()
    searched = [run.case for run in MatchRun.objects.filter(status="done")]
    assert len(searched) == 5
    assert all(case.contacts.exists() for case in searched)
    assert Contact.objects.exclude(status="new").exists()
    organisations = set(Case.objects.values_list("organisation", flat=True))
    assert organisations <= {name for name, _, _ in accounts.ORGANISATIONS.values()}


def _imports_hold_rejections_once_the_worker_has_read_them() -> None:
    from serai.core.worker import run_one

    while run_one("test"):
        pass
    kinds = {batch.kind: batch for batch in ImportBatch.objects.exclude(label__startswith="Movements")}
    assert {batch.status for batch in kinds.values()} == {"done"}
    assert kinds["stays"].rejected > 0
    assert all(batch.rejections.count() == batch.rejected for batch in kinds.values())


def _a_listed_flight_is_one_ride_of_each_passenger_between_the_stops_of_its_run() -> None:
    batch = ImportBatch.objects.get(kind="paxlst")
    _, service, day = batch.label.removesuffix(".edi").split()
    run = ServiceRun.objects.get(mode="air", service=service, date=day)
    legs = movement_store().aboard("air", service, run.date).to_pylist()
    passengers = [leg["person_id"] for leg in legs]
    assert passengers
    assert len(passengers) == len(set(passengers))
    first, last = run.stops
    for leg in legs:
        assert (leg["board"], leg["alight"]) == (first["name"], last["name"])
        assert leg["depart"] == datetime.fromisoformat(first["depart"])
        assert leg["arrive"] == datetime.fromisoformat(last["arrive"])


def test_airports_of_the_demo_are_nobodys() -> None:
    codes = {city.airport for city in CITIES} - {""}
    assert len(codes) == 4
    assert not codes & set(_zones())


def test_a_seeding_that_was_killed_goes_on_and_doubles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    for name in ("movements", "search", "publish", "looks"):
        with monkeypatch.context() as patched:
            patched.setattr(tracing, name, killed)
            with pytest.raises(KeyboardInterrupt):
                demo_seed(**SMALL, say=print)
    half = counts()
    assert half["stays"] > 0
    assert demo_seed(**SMALL, say=print) is True
    whole = counts()
    for name in ("Person", "Place", "ServiceRun", "Case", "ImportBatch", "PublishedTrip", "stays"):
        assert whole[name] == half[name], name
    assert Account.objects.count() == len(accounts.ACCOUNTS)


def test_people_are_named_who_met_a_case_and_the_rest_are_not(said: list[str], actor_with: Callable[..., Any]) -> None:
    assert 0 < IdentityVault.objects.count() < SMALL["people"]
    contacts = Contact.objects.filter(name_unknown=False)
    assert contacts.exists()
    from dataclasses import replace

    from serai.identity.actors import Purpose
    from serai.identity.roles import Role

    actor = replace(actor_with(Role.TRACER), purpose=Purpose("contact_tracing", "T-1", "case", "x"))
    codes = list(contacts.values_list("person", flat=True)[:20])
    opened = identity_cards(by=actor, persons=codes, fields=["family", "given"])
    assert set(opened) == set(codes)
    assert all(card["family"] and card["given"] for card in opened.values())


def test_a_demo_is_refused_outside_development(settings: Any) -> None:
    settings.DEV = False
    with pytest.raises(ImproperlyConfigured, match="development"):
        demo_seed(**SMALL)
    assert not Account.objects.exists()


def test_passwords_and_addresses_are_those_of_nobody() -> None:
    from django.contrib.auth.password_validation import validate_password

    for demo in accounts.ACCOUNTS:
        validate_password(accounts.PASSWORD, Account(email=demo.email, display_name=demo.name))
        assert demo.email.endswith(".example")  # reserved: RFC 2606
