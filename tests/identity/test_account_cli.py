"""`serai account create`: the first administrator gets in, and mistakes are one line."""

from __future__ import annotations

import pytest
from django.test import Client
from typer.testing import CliRunner

from serai.identity.cli import app
from serai.identity.models import Account

pytestmark = pytest.mark.django_db
STAFF = ["create", "noor@example.org", "--name", "Noor", "--organisation", "Ministry of Health", "--country", "kz"]


def test_an_account_is_made_with_its_roles_and_its_first_password_signs_in() -> None:
    done = CliRunner().invoke(app, [*STAFF, "--role", "admin", "--role", "tracer"])
    assert done.exit_code == 0, done.output
    account = Account.objects.get(email="noor@example.org")
    assert set(account.memberships.values_list("role", "organisation__country")) == {("admin", "KZ"), ("tracer", "KZ")}
    assert Client().login(email="noor@example.org", password=done.output.split()[-1])


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([*STAFF, "--role", "king"], "role 'king' is unknown"),
        ([*STAFF, "--role", "admin", "--kind", "castle"], "kind 'castle' is unknown"),
        (["create", "x@example.org", "--name", "X", "--role", "admin"], "staff work for someone"),
        (["create", "nowhere", "--name", "X", "--role", "resident"], "nowhere: Enter a valid email address"),
    ],
)
def test_a_mistake_is_one_line_and_makes_nothing(arguments: list[str], line: str) -> None:
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 2
    assert done.output.startswith(line)
    assert done.output.count("\n") == 1
    assert not Account.objects.exists()


def test_an_address_that_is_taken_is_refused() -> None:
    CliRunner().invoke(app, [*STAFF, "--role", "admin"])
    again = CliRunner().invoke(app, [*STAFF, "--role", "admin"])
    assert again.exit_code == 2
    assert "has an account already" in again.output
