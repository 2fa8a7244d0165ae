"""Signing in with real clicks: password, then a passkey, then the passkey alone; and what goes wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from serai.identity.roles import Role
from tests.e2e.conftest import sideways

PASSWORD = "correct horse battery staple"


def by_password(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.get_by_text("Use a password instead").click()
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in with a password").click()


def test_a_tracer_replaces_the_first_password_by_a_passkey_and_signs_in_with_it(
    page: Page, account_with: Callable[..., Any], passkey: Callable[[Page], str], axe: Callable[[Page], None]
) -> None:
    account = account_with(Role.TRACER, display_name="Nilufar Ibragimova")
    passkey(page)
    by_password(page, account.email)
    page.get_by_role("link", name="Make a passkey now").click()
    expect(page.get_by_role("heading", name="Show that it is you")).to_be_visible()
    axe(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Add a passkey")).to_be_visible()
    axe(page)
    page.get_by_label("Name of this device").fill("work phone")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    axe(page)

    page.get_by_text("Nilufar Ibragimova").first.click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()

    page.goto("/accounts/login/?next=/data/")
    axe(page)
    page.get_by_role("button", name="Continue with a passkey").click()
    expect(page).to_have_url(re.compile("/data/$"))
    expect(page.get_by_text("Nilufar Ibragimova").first).to_be_visible()


def test_without_a_passkey_the_page_says_so_and_a_password_still_works(
    page: Page, account_with: Callable[..., Any], passkey: Callable[[Page], str]
) -> None:
    account = account_with(Role.TRACER)
    passkey(page)
    page.goto("/accounts/login/")
    page.context.set_default_timeout(5_000)
    by_password(page, account.email, "not the password")
    expect(page.locator(".note--bad")).to_be_visible()
    by_password(page, account.email)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Good to see you")


def test_the_sign_in_page_speaks_arabic_from_right_to_left(page: Page, axe: Callable[[Page], None]) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("button", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    axe(page)


def test_a_wrong_role_meets_a_plain_refusal(page: Page, signed_in: Any, axe: Callable[[Page], None]) -> None:
    signed_in(page, Role.CARRIER)
    answer = page.goto("/me/")
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_role("heading", level=1)).to_have_text("This is not open to you")
    axe(page)


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "ar")])
def test_the_pages_about_signing_in_are_clean_and_fit(
    new_page: Callable[..., Page],
    server: Any,
    account_with: Callable[..., Any],
    axe: Callable[[Page], None],
    width: int,
    language: str,
) -> None:
    page = new_page(width=width)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": server.url}])
    account = account_with(Role.TRACER)
    page.goto("/accounts/login/?next=/accounts/2fa/totp/activate/")
    page.locator("details.signway").first.locator("summary").click()
    page.locator("#id_login").fill(account.email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form:has(#id_login) button[type=submit]").click()
    page.locator("main #id_password").fill(PASSWORD)  # a change of sign-in asks once more
    page.locator("main button[type=submit]").first.click()
    expect(page.locator("img.qr")).to_be_visible()
    for address in ("/accounts/2fa/totp/activate/", "/accounts/2fa/", "/accounts/2fa/webauthn/",
                    "/accounts/2fa/webauthn/add/", "/accounts/password/change/", "/accounts/logout/"):  # fmt: skip
        page.goto(address)
        assert sideways(page) == 0, address
        axe(page)
