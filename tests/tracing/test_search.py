"""Contacts are found, kept, marked and found again."""

from __future__ import annotations

from typing import Any

import pytest

from serai.core.models import AuditSubject
from serai.tracing.models import Contact, Exposure, MatchRun
from serai.tracing.public import contact_mark, contacts_find, run_now
from tests.tracing.world import BY, outbreak

pytestmark = pytest.mark.django_db


@pytest.fixture
def found() -> tuple[Any, dict[str, str]]:
    case, who = outbreak()
    run_now(run=contacts_find(by=BY, case=case))
    return case, who


def contact(case: Any, person: str) -> Contact:
    return case.contacts.get(person=person)


def test_a_search_finds_neighbours_guests_the_unseated_and_the_unnamed(found: Any) -> None:
    case, who = found
    assert set(case.contacts.values_list("person", flat=True)) == {who["berta"], who["carl"], who["dora"], "X-1"}
    assert (contact(case, who["berta"]).tier, contact(case, who["berta"]).closeness) == ("close", 1)
    assert contact(case, who["berta"]).exposures.get().seat == "9B"
    assert contact(case, who["dora"]).seat_unknown
    assert contact(case, who["dora"]).closeness == 4
    assert contact(case, "X-1").name_unknown
    assert not contact(case, who["carl"]).name_unknown


def test_a_second_search_changes_nothing_and_keeps_marks(found: Any) -> None:
    case, who = found
    contact_mark(by=BY, contact=contact(case, who["berta"]), status="reached")
    before = list(case.contacts.order_by("rank").values("id", "person", "status", "risk"))
    exposures = Exposure.objects.count()
    run = contacts_find(by=BY, case=case)
    assert run_now(run=run).status == "done"
    assert run_now(run=run).status == "done"
    assert list(case.contacts.order_by("rank").values("id", "person", "status", "risk")) == before
    assert Exposure.objects.count() == exposures


def test_two_clicks_make_one_search() -> None:
    case, _ = outbreak()
    assert contacts_find(by=BY, case=case).pk == contacts_find(by=BY, case=case).pk
    assert MatchRun.objects.count() == 1


def test_every_contact_can_see_that_they_were_found(found: Any) -> None:
    case, _ = found
    told = set(AuditSubject.objects.values_list("subject", flat=True))
    assert set(case.contacts.values_list("person", flat=True)) <= told
