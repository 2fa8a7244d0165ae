"""An administrator makes an account by clicks; an auditor finds that in the log. Both pages are clean everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from serai.identity.models import Organisation
from serai.identity.roles import Role
from tests.e2e.conftest import sideways


def test_an_administrator_makes_an_account_and_an_auditor_reads_of_it(
    new_page: Callable[..., Page], signed_in: Callable[..., Any], axe: Callable[[Page], None]
) -> None:
    page = new_page()
    signed_in(page, Role.ADMIN, display_name="Davron Karimov")
    page.goto("/staff/")
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Name, as colleagues see it").fill("Nilufar Ibragimova")
    page.get_by_label("E-mail address").fill("nilufar@example.org")
    page.get_by_label("Organisation").select_option(label=Organisation.objects.get().name)
    page.get_by_label("Contact tracer").check()
    axe(page)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", name="First password")).to_be_visible()
    axe(page)
    password = page.locator("dd.mono").inner_text()
    page.get_by_role("link", name="I have handed it over").click()
    expect(page.get_by_role("link", name="Nilufar Ibragimova")).to_be_visible()

    hers = new_page()
    hers.goto("/accounts/login/")
    hers.get_by_text("Use a password instead").click()
    hers.get_by_label("Email").fill("nilufar@example.org")
    hers.get_by_label("Password").fill(password)
    hers.get_by_role("button", name="Sign in with a password").click()
    expect(hers.get_by_text("Nilufar Ibragimova").first).to_be_visible()

    auditor = new_page()
    signed_in(auditor, Role.AUDITOR)
    auditor.goto("/log/")
    auditor.get_by_role("combobox", name="Act").select_option("account.create")
    auditor.get_by_label("Who").fill("davron")
    auditor.get_by_role("button", name="Filter").click()
    expect(auditor.get_by_role("row").filter(has_text="Davron Karimov")).to_have_count(1)
    expect(auditor).to_have_url(re.compile("action=account.create"))


@pytest.mark.parametrize(("width", "language"), [(1280, "en-GB"), (390, "ar")])
def test_the_pages_for_administrators_and_auditors_are_clean_and_fit(
    new_page: Callable[..., Page],
    signed_in: Callable[..., Any],
    axe: Callable[[Page], None],
    width: int,
    language: str,
) -> None:
    page = new_page(width=width, locale=language)
    account = signed_in(page, Role.ADMIN, language=language[:2])
    for address in ("/staff/", "/staff/new/", f"/staff/{account.pk}/", "/log/", "/api/docs"):
        page.goto(address)
        axe(page)
        assert sideways(page) == 0, address
