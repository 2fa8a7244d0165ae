"""The shell in a real browser: languages, colours, keyboard, phones, no connection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from serai.identity.roles import Role
from tests.e2e.conftest import sideways


def test_a_stranger_switches_to_arabic_and_stays_on_the_same_page(page: Page, axe: Callable[[Page], None]) -> None:
    page.goto("/data/")
    axe(page)
    page.get_by_text("Language and colours").locator("xpath=..").click()
    page.get_by_role("button", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    assert page.url.endswith("/data/")
    axe(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_home_of_a_tracer_fits_and_is_clean(
    new_page: Callable[..., Page], signed_in: Any, axe: Callable[[Page], None], width: int
) -> None:
    page = new_page(width=width)
    signed_in(page, Role.TRACER, Role.ADMIN)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert sideways(page) == 0
    axe(page)


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_pages_for_strangers_fit_a_phone(
    new_page: Callable[..., Page], server: Any, axe: Callable[[Page], None], language: str
) -> None:
    page = new_page(width=390)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": server.url}])
    for address in ("/", "/data/", "/accounts/login/", "/offline/", "/nothing-here/"):
        page.goto(address)
        assert sideways(page) == 0, address
        axe(page)


def test_dark_is_dark_and_has_contrast_enough(page: Page, server: Any, axe: Callable[[Page], None]) -> None:
    page.context.add_cookies([{"name": "scheme", "value": "dark", "url": server.url}])
    for address in ("/", "/data/", "/accounts/login/"):
        page.goto(address)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 27, 31)"
        axe(page)


def test_the_keyboard_alone_skips_to_the_content_and_opens_menus(page: Page) -> None:
    page.goto("/data/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    menu = page.locator("details.menu").first
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("button", name="Dark")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("button", name="Dark")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_without_a_connection_the_page_says_so_and_nothing_personal_was_kept(
    new_page: Callable[..., Page], signed_in: Any
) -> None:
    page = new_page(service_workers="allow")
    signed_in(page, Role.TRACER, display_name="Nilufar Ibragimova")
    page.goto("/")
    page.wait_for_function("navigator.serviceWorker.ready.then(ready => ready.active.state === 'activated')")
    page.reload()
    page.context.set_offline(True)
    expect(page.get_by_text("No connection.")).to_be_visible()
    page.goto("/tracing/")
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    kept = page.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys()) {
                const shelf = await caches.open(name);
                for (const request of await shelf.keys()) {
                    found.push([request.url, await (await shelf.match(request)).text()]);
                }
            }
            return found;
        }"""
    )
    assert any(url.endswith("/offline/") for url, _ in kept)
    assert all("/static/" in url or url.endswith("/offline/") for url, _ in kept)
    assert not any("Ibragimova" in text for _, text in kept)
    page.context.set_offline(False)


def test_a_resident_sees_who_looked_and_asks_about_it(
    new_page: Callable[..., Page], signed_in: Any, axe: Callable[[Page], None], actor_with: Callable[..., Any]
) -> None:
    page = new_page(width=390)
    account = signed_in(page, Role.RESIDENT, display_name="Leila Haddad")
    someone_looked(account, actor_with(Role.TRACER, display_name="Nilufar Ibragimova"))
    page.goto("/")
    expect(page.get_by_role("heading", name="This is what we hold about you")).to_be_visible()
    assert sideways(page) == 0
    axe(page)
    look = page.get_by_role("listitem").filter(has_text="Nilufar Ibragimova").first
    expect(look).to_contain_text("To find who was near someone who is ill")
    look.get_by_text("Something wrong?").click()
    look.get_by_role("button", name="Ask about this look").click()
    expect(page.get_by_text("You asked about this look")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Get a copy").click()
    assert "Nilufar Ibragimova" in download.value.path().read_text("utf-8")


def someone_looked(account: Any, tracer: Any) -> None:
    from serai.identity.actors import Actor
    from serai.identity.purposes import purpose_open
    from serai.registry.public import identity_cards
    from serai.registry.services import IdentityCard, person_find_or_enrol, person_link

    system = Actor.system("imports")
    card = IdentityCard(family="Haddad", given="Leila", phone="+41 79 123 45 67", document="X1")
    (person,) = person_find_or_enrol(by=system, identities=[card])
    person_link(by=system, code=person.code, account_id=account.pk)
    opened = purpose_open(
        by=tracer, purpose="contact_tracing", reference="Order 2026/41", object_type="case", object_id="C-1"
    )
    identity_cards(by=replace(tracer, purpose=opened), persons=[person.code], fields=["phone"])
