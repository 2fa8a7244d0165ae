"""The shell in a real browser: languages, colours, keyboard, phones, no connection."""

from __future__ import annotations

from collections.abc import Callable
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
