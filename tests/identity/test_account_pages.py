"""Administrators make, change and close accounts; auditors read what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from serai.core import audit
from serai.core.models import AuditEvent
from serai.identity.models import Account, Organisation
from serai.identity.roles import Role

pytestmark = pytest.mark.django_db
NEW = {"email": "Ana@Example.org", "display_name": "Ana", "language": "ar", "roles": ["tracer"]}


@pytest.fixture
def admin(client_as: Callable[..., Any]) -> Any:
    return client_as(Role.ADMIN)


def home() -> str:
    return str(Organisation.objects.get().pk)


def test_an_account_is_made_and_its_first_password_is_shown_once(admin: Any) -> None:
    answer = admin.post(reverse("identity:account_create"), NEW | {"organisation": home()})
    account = Account.objects.get(email="ana@example.org")
    password = answer.context["password"]
    assert password in answer.content.decode()
    assert answer["Cache-Control"] == "no-store, private"
    assert Client().login(email="ana@example.org", password=password)
    assert [m.role for m in account.memberships.all()] == ["tracer"]
    assert "ana@example.org" not in str(list(AuditEvent.objects.values_list("details", "object_id")))


@pytest.mark.parametrize(
    "wrong", [{"email": "nowhere"}, {"roles": []}, {"roles": ["king"]}, {"organisation": ""}, {"language": "xx"}]
)
def test_a_form_that_is_not_right_makes_nothing_and_says_where(admin: Any, wrong: dict[str, Any]) -> None:
    answer = admin.post(reverse("identity:account_create"), NEW | {"organisation": home()} | wrong)
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == set(wrong)
    assert Account.objects.count() == 1


def test_an_address_is_taken_once_whatever_its_case(admin: Any) -> None:
    admin.post(reverse("identity:account_create"), NEW | {"organisation": home()})
    again = admin.post(reverse("identity:account_create"), NEW | {"organisation": home(), "email": "ANA@example.org"})
    assert again.status_code == 400


def test_roles_are_changed_and_the_change_is_written_down(admin: Any, account_with: Callable[..., Any]) -> None:
    other = account_with(Role.TRACER)
    url = reverse("identity:account", args=[other.pk])
    organisation = str(other.memberships.get().organisation_id)
    assert admin.post(url, {"roles": ["epidemiologist"], "organisation": organisation}).status_code == 302
    assert [m.role for m in other.memberships.all()] == ["epidemiologist"]
    event = AuditEvent.objects.get(action="account.change")
    assert event.details == {"roles": ["epidemiologist"], "before": ["tracer"]}


def test_a_closed_account_is_out_with_its_next_request_and_a_new_password_lets_it_in(
    admin: Any, client_as: Callable[..., Any]
) -> None:
    other = client_as(Role.AUDITOR)
    assert other.get(reverse("identity:log")).status_code == 200
    assert admin.post(reverse("identity:account_close", args=[other.account.pk])).status_code == 302
    assert other.get(reverse("identity:log")).status_code == 302
    reopened = admin.post(reverse("identity:account_reopen", args=[other.account.pk]))
    assert Client().login(email=other.account.email, password=reopened.context["password"])


def test_the_last_administrator_stays(admin: Any) -> None:
    url = reverse("identity:account", args=[admin.account.pk])
    assert admin.post(url, {"roles": ["tracer"], "organisation": home()}).status_code == 400
    assert admin.post(reverse("identity:account_close", args=[admin.account.pk])).status_code == 400
    admin.account.refresh_from_db()
    assert admin.account.is_active
    assert [m.role for m in admin.account.memberships.all()] == ["admin"]


def test_the_list_is_searched_and_costs_the_same_for_many(
    admin: Any, account_with: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    for n in range(30):
        account_with(Role.TRACER, display_name=f"Colleague {n}")
    with django_assert_max_num_queries(9):
        assert len(admin.get(reverse("identity:accounts")).context["lines"]) == 31
    found = admin.get(reverse("identity:accounts"), {"q": "colleague 2"}).context["lines"]
    assert {line.name for line in found} == {"Colleague 2", *(f"Colleague {n}" for n in range(20, 30))}


def test_the_log_is_filtered_by_day_act_and_who(client_as: Callable[..., Any], actor_with: Callable[..., Any]) -> None:
    audit.record(by=actor_with(Role.TRACER, display_name="Ana"), action="case.open", object_type="case", object_id="1")
    audit.record(by=actor_with(Role.TRACER, display_name="Bo"), action="case.close", object_type="case", object_id="1")
    auditor, url = client_as(Role.AUDITOR), reverse("identity:log")

    def seen(**asked: str) -> set[str]:
        return {entry.action for entry, _ in auditor.get(url, asked).context["lines"]}

    assert seen() == {"case.open", "case.close"}
    assert seen(actor="ana") == {"case.open"}
    assert seen(action="case.close") == {"case.close"}
    assert seen(day="2001-01-01") == set()
    assert auditor.get(url, {"day": "yesterday"}).status_code == 400
