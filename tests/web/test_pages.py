"""Every page of the shell answers, in every language, with its landmarks, and under the content policy."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import Client

from serai.identity.roles import Role

pytestmark = pytest.mark.django_db

STRANGERS = [
    "/", "/data/", "/offline/", "/nothing-here/",
    "/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/inactive/",
    "/accounts/signup/", "/accounts/password/reset/key/done/", "/accounts/password/reset/key/zz-zz/",
]  # fmt: skip
OWN = [
    "/", "/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/logout/", "/accounts/reauthenticate/",
    "/accounts/password/change/", "/accounts/email/",
]  # fmt: skip
INLINE = re.compile(r"\s(?:on[a-z]+|style)\s*=", re.IGNORECASE)


class Page(HTMLParser):
    """Counts what a page must have, and collects what it must not."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.wrong: list[str] = []
        self.html: dict[str, str | None] = {}
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if tag == "html":
            self.html = given
        if given.get("id"):
            self.ids.append(str(given["id"]))
        self.wrong += [f"{tag} {name}" for name in given if name.startswith("on") or name == "style"]
        if tag == "style" or (tag == "script" and not given.get("src") and given.get("type") != "application/json"):
            self.wrong.append(f"inline {tag}")


def sound(text: str) -> Page:
    page = Page(text)
    assert [page.tags.count(tag) for tag in ("h1", "main", "title")] == [1, 1, 1]
    assert page.wrong == []
    assert len(page.ids) == len(set(page.ids))
    assert "main" in page.ids
    assert 'class="ds-skip-link" href="#main"' in text
    return page


@pytest.mark.parametrize("address", STRANGERS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_for_strangers_are_sound_in_their_language(client: Client, address: str, language: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = sound(client.get(address, follow=True).content.decode())
    assert page.html["lang"] == language
    assert page.html["dir"] == ("rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize("address", OWN)
@pytest.mark.parametrize("role", [Role.TRACER, Role.ADMIN])
def test_pages_for_staff_are_sound(client_as: Callable[..., Client], address: str, role: Role) -> None:
    answer = client_as(role).get(address)
    assert answer.status_code == 200
    sound(answer.content.decode())


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES])
def test_every_language_names_itself_as_the_web_does(client: Client, code: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = code
    page = sound(client.get("/data/").content.decode())
    assert page.html["lang"] == {"zh-hans": "zh-Hans"}.get(code, code)


def test_pages_hold_the_doors_of_the_role_only(client_as: Callable[..., Client], client: Client) -> None:
    assert 'href="/staff/"' in client_as(Role.ADMIN).get("/").content.decode()
    assert 'href="/staff/"' not in client_as(Role.TRACER).get("/").content.decode()
    assert 'href="/staff/"' not in client.get("/").content.decode()


def test_a_role_without_doors_is_told_whom_to_ask(client_as: Callable[..., Client]) -> None:
    from serai.core import hooks

    kept = dict(hooks.navigation._entries)
    hooks.navigation._entries.clear()
    try:
        assert "Ask your administrator for a role" in client_as(Role.CARRIER).get("/").content.decode()
    finally:
        hooks.navigation._entries.update(kept)


def test_the_home_says_that_a_passkey_is_missing(client_as: Callable[..., Client]) -> None:
    assert "/accounts/2fa/webauthn/add/" in client_as(Role.TRACER).get("/").content.decode()


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "403_csrf"])
def test_error_pages_stand_without_a_request(name: str) -> None:
    sound(get_template(f"{name}.html").render({}))


def test_a_form_without_its_token_is_answered_in_plain_words(client_as: Callable[..., Client]) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/language/", {"language": "ar"})
    assert answer.status_code == 403
    assert "Send it once more" in sound_text(answer)


def sound_text(answer: Any) -> str:
    text = str(answer.content.decode())
    sound(text)
    return text


def test_an_unknown_address_is_a_page_for_people(client: Client) -> None:
    answer = client.get("/nothing-here/")
    assert answer.status_code == 404
    assert "There is nothing here" in sound_text(answer)


def test_a_wrong_role_is_a_page_for_people(client_as: Callable[..., Client]) -> None:
    answer = client_as(Role.DOCTOR).get("/staff/")
    assert answer.status_code == 403
    assert "This is not open to you" in sound_text(answer)


def test_the_purpose_strip_names_purpose_and_reference_and_says_who_sees_it(rf: Any, actor_with: Any) -> None:
    from dataclasses import replace

    from django.template import engines

    from serai.identity.actors import Purpose

    request = rf.get("/tracing/cases/C-1/")
    request.actor = replace(
        actor_with(Role.TRACER), purpose=Purpose("contact_tracing", "<b>Order 2026/41</b>", "case", "C-1")
    )
    page = engines["django"].from_string("{% extends 'base.html' %}{% block content %}<h1>x</h1>{% endblock %}")
    text = page.render({}, request)
    assert "Contact tracing, <bdi>&lt;b&gt;Order 2026/41&lt;/b&gt;</bdi>" in text
    assert "The person can see that you did." in text
    assert "/purpose/?for=case%3AC-1&amp;next=%2Ftracing%2Fcases%2FC-1%2F" in text


def test_demo_accounts_show_in_the_demo_only(client: Client, settings: Any) -> None:
    settings.DEMO_ACCOUNTS = [{"label": "Tracer", "email": "t@demo.example", "password": "courtyard-lantern"}]
    assert "t@demo.example" not in client.get("/accounts/login/").content.decode()
    settings.DEMO = True
    text = client.get("/accounts/login/").content.decode()
    sound(text)
    assert "t@demo.example" in text


@pytest.mark.parametrize("shell", ["/", "/data/", "/accounts/login/"])
def test_strangers_pages_set_no_session(client: Client, shell: str) -> None:
    client.get(shell)
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_the_home_says_how_much_waits_behind_a_door(client_as: Callable[..., Client]) -> None:
    from serai.tracing.models import Case
    from tests.factories.registry import PersonFactory

    client = client_as(Role.TRACER)
    assert "wait for you" not in client.get("/").content.decode()
    for _ in range(2):
        Case.objects.create(person=PersonFactory(), confirmed="2026-11-20", registered_by="t")
    assert "2 wait for you" in client.get("/").content.decode()


def test_whoever_asks_too_often_is_told_how_long_to_wait(client: Client, settings: Any) -> None:
    settings.RATE_LIMITS_ON = True
    settings.RATE_LIMITS = [(r"", 1)]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    client.get("/data/")
    answer = client.get("/data/")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert sound(answer.content.decode()).html["lang"] == "ar"
