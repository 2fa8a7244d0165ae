"""Language and colours: chosen once, remembered, never a way to another site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from serai.identity.roles import Role

pytestmark = pytest.mark.django_db


def test_the_language_is_kept_in_the_browser_and_leads_back_to_the_same_page(client: Client) -> None:
    answer = client.post("/language/", {"language": "ar", "next": "/data/?a=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/data/?a=1")
    assert 'dir="rtl"' in client.get("/data/").content.decode()


def test_the_account_remembers_the_language(client_as: Callable[..., Any]) -> None:
    client = client_as(Role.TRACER)
    client.post("/language/", {"language": "zh-hans", "next": "/"})
    client.account.refresh_from_db()
    assert client.account.language == "zh-hans"


def test_signing_in_speaks_the_language_of_the_account(client: Client, account_with: Callable[..., Any]) -> None:
    account = account_with(Role.TRACER, language="ar")
    client.post("/accounts/login/", {"login": account.email, "password": "correct horse battery staple"})
    assert client.cookies["django_language"].value == "ar"


def test_a_language_chosen_before_signing_in_stays(client: Client, account_with: Callable[..., Any]) -> None:
    account = account_with(Role.TRACER, language="ar")
    client.post("/language/", {"language": "zh-hans", "next": "/"})
    client.post("/accounts/login/", {"login": account.email, "password": "correct horse battery staple"})
    assert client.cookies["django_language"].value == "zh-hans"


@pytest.mark.parametrize("bad", ["", "xx", "<script>", "../../etc"])
def test_an_unknown_language_is_refused(client: Client, bad: str) -> None:
    assert client.post("/language/", {"language": bad}).status_code == 400


@pytest.mark.parametrize("bad", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"])
@pytest.mark.parametrize(("address", "choice"), [("/language/", {"language": "ar"}), ("/look/", {"scheme": "dark"})])
def test_a_choice_never_leads_to_another_site(client: Client, address: str, choice: dict[str, str], bad: str) -> None:
    assert client.post(address, choice | {"next": bad})["Location"] == "/"


def test_colours_are_in_the_page_from_its_first_byte(client: Client) -> None:
    assert 'data-color-scheme="auto"' in client.get("/data/").content.decode()
    client.post("/look/", {"scheme": "dark", "next": "/data/"})
    assert 'data-color-scheme="dark"' in client.get("/data/").content.decode()


def test_a_forged_colour_cookie_falls_back_to_the_device(client: Client) -> None:
    client.cookies["scheme"] = '"><script>'
    assert 'data-color-scheme="auto"' in client.get("/data/").content.decode()
    assert client.post("/look/", {"scheme": "neon"}).status_code == 400


@pytest.mark.parametrize("address", ["/language/", "/look/"])
def test_a_link_alone_changes_nothing(client: Client, address: str) -> None:
    assert client.get(address).status_code == 405
