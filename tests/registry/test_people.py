from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from serai.core import crypto, hooks
from serai.core.models import OutboxEvent, SubjectKey
from serai.identity.actors import Actor, Purpose
from serai.registry import vault
from serai.registry.domain.errors import BadInput
from serai.registry.domain.identity import IdentityCard
from serai.registry.models import IdentityVault, Person
from serai.registry.selectors import identity_cards, person_accesses
from serai.registry.services import person_enrol, person_erase, person_find_or_enrol

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")
LOOKING = Actor("1", "Tracer", "Authority", purpose=Purpose("contact_tracing", "file 7", "case", "C-1"))
CARD = IdentityCard("Zhēn", "Wéi", date(1980, 2, 3), "F", "ZZ", "P", "XK-99 0001", "ZZ")


def test_what_lies_in_the_table_names_nobody() -> None:
    person = person_enrol(by=SYSTEM, identity=CARD)
    row = IdentityVault.objects.get(person=person)
    stored = bytes(row.sealed) + (row.document_index or "").encode() + row.name_index.encode()
    assert "Zhēn".encode() not in stored
    assert b"0001" not in stored


def test_a_document_is_found_again_however_it_is_written() -> None:
    person = person_enrol(by=SYSTEM, identity=CARD)
    written = replace(CARD, document="xk990001", family="ZHEN")
    assert person_find_or_enrol(by=SYSTEM, identities=[written]) == [person]
    with pytest.raises(BadInput):
        person_enrol(by=SYSTEM, identity=written)


def test_without_a_document_name_and_birth_date_find_a_person_and_a_name_alone_does_not() -> None:
    person = person_enrol(by=SYSTEM, identity=CARD)
    named = IdentityCard("zhen", "WEI", date(1980, 2, 3))
    nameless = IdentityCard("zhen", "WEI")
    same, other = person_find_or_enrol(by=SYSTEM, identities=[named, nameless])
    assert same == person
    assert other != person


def test_the_same_name_with_another_document_is_another_person() -> None:
    person = person_enrol(by=SYSTEM, identity=CARD)
    assert person_find_or_enrol(by=SYSTEM, identities=[replace(CARD, document="OTHER1")]) != [person]


def test_thousands_cost_few_queries_and_doubles_become_one(django_assert_max_num_queries: Any) -> None:
    cards = [replace(CARD, document=f"D{n % 1500}", given=str(n % 1500)) for n in range(3000)]
    with django_assert_max_num_queries(80):
        persons = person_find_or_enrol(by=SYSTEM, identities=cards)
    assert len(persons) == 3000
    assert len({p.code for p in persons}) == Person.objects.count() == 1500


def test_a_card_opens_only_for_a_purpose_and_the_person_sees_it() -> None:
    code = person_enrol(by=SYSTEM, identity=CARD).code
    with pytest.raises(PermissionDenied):
        identity_cards(by=SYSTEM, persons=[code], fields=["family"])
    assert identity_cards(by=LOOKING, persons=[code], fields=["family"]) == {code: {"family": "Zhēn"}}
    newest = person_accesses(person=code)[0]
    assert (newest.actor, newest.purpose, newest.reference, newest.fields) == (
        "Tracer", "contact_tracing", "file 7", ("family",),
    )  # fmt: skip


def test_a_sealed_card_moved_to_another_person_does_not_open() -> None:
    first, second = (person_enrol(by=SYSTEM, identity=replace(CARD, document=d)) for d in ("A1", "B2"))
    IdentityVault.objects.filter(person=second).update(sealed=IdentityVault.objects.get(person=first).sealed)
    with pytest.raises(crypto.Damaged):
        vault.cards([second.code])


def test_after_erasure_a_copy_from_a_backup_cannot_be_read() -> None:
    code = person_enrol(by=SYSTEM, identity=CARD).code
    copy = bytes(IdentityVault.objects.get(person__code=code).sealed)
    hooks.erasure.register("test.room", lambda _: 3)
    try:
        done = person_erase(by=SYSTEM, code=code)
    finally:
        hooks.erasure.remove("test.room")
    assert done.items() >= {"test.room": 3, "registry.vault": 1, "core.key": 1}.items()
    assert copy
    with pytest.raises(crypto.Erased):
        crypto.data_key(code)
    assert SubjectKey.objects.get(subject=code).wrapped is None
    assert vault.cards([code]) == {}
    assert OutboxEvent.objects.filter(name="PersonErased").count() == 1


def test_a_new_master_key_takes_over_and_the_old_one_can_go(settings: Any) -> None:
    code = person_enrol(by=SYSTEM, identity=CARD).code
    settings.MASTER_KEYS_OLD, settings.MASTER_KEY = [settings.MASTER_KEY], "a new master key of some length!"
    assert vault.cards([code])[code] == CARD
    assert crypto.keys_rewrap() == 1
    settings.MASTER_KEYS_OLD = []
    assert vault.cards([code])[code] == CARD


def test_a_card_does_not_print_itself(actor_with: Callable[..., Actor]) -> None:
    assert "Zhēn" not in f"{CARD!r} {CARD}"
    assert connection.vendor in {"sqlite", "postgresql"}
