"""A tracer's day with real clicks: a file brought in, contacts found, a reason read, the list narrowed, seats seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import close_old_connections
from playwright.sync_api import Page, expect

from serai.identity.roles import Role
from serai.registry.services import place_register, service_run_register
from serai.tracing.models import Case
from serai.tracing.public import contacts_find, run_now
from tests.e2e.conftest import sideways
from tests.tracing.world import BY, DAY, outbreak

STAYS = b"""person_id,place_id,start,end
P-1,L-CAFE,2026-03-10T15:10Z,2026-03-10T16:40Z
P-2,L-CAFE,2026-03-10T17:00Z,2026-03-10T16:00Z
"""


@pytest.fixture
def case(transactional_db: None) -> Case:
    """A case of a train and a café, whose contacts nobody has looked for yet."""
    names = {"en": "Chaikhana Rahat", "ar": "مقهى راحت", "zh-hans": "拉哈特茶馆"}
    place_register(by=BY, code="L-CAFE", names=names, country="ZZ", lat=41.3, lon=69.2)
    service_run_register(
        by=BY,
        mode="rail",
        service="G1",
        date=DAY,
        units={"7": {"layout": "ABC DF", "rows": 13}},
        stops=[{"name": "Zarhan", "lat": 41.3, "lon": 69.2}, {"name": "Aqtepe", "lat": 42.3, "lon": 70.1}],
    )
    made, _ = outbreak()
    close_old_connections()
    return made


@pytest.fixture
def traced(case: Case) -> Case:
    """The same, with its contacts found."""
    run_now(run=contacts_find(by=BY, case=case))
    close_old_connections()
    return case


def opens(page: Page, code: str, path: str = "") -> None:
    """Open a case's page, saying why where it asks."""
    page.goto(f"/tracing/cases/{code}/{path}")
    if "/purpose/" in page.url:
        page.locator("input[name=purpose][value=contact_tracing], select[name=purpose]").first.evaluate(
            "box => { if (box.type === 'radio') box.checked = true; else box.value = 'contact_tracing' }"
        )
        page.locator("input[name=reference]").fill("order 2026/41")
        page.locator("main button[type=submit]").click()
    expect(page).to_have_url(re.compile(f"/tracing/cases/{code}/{path}"))


def test_a_tracer_imports_a_file_and_reads_what_was_refused(
    page: Page, signed_in: Callable[..., Any], axe: Callable[[Page], None]
) -> None:
    signed_in(page, Role.TRACER)
    page.goto("/tracing/imports/")
    axe(page)
    page.get_by_label("What it is").select_option("stays")
    page.locator("#id_file").set_input_files({"name": "gates.csv", "mimeType": "text/csv", "buffer": STAYS})
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="Refused rows")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="end before start")).to_have_count(1)
    axe(page)
    page.get_by_role("link", name="Download with values").click()
    expect(page).to_have_url(re.compile("/purpose/"))


def test_a_tracer_finds_contacts_and_reads_why(
    page: Page, signed_in: Callable[..., Any], axe: Callable[[Page], None], case: Case
) -> None:
    signed_in(page, Role.TRACER)
    page.goto("/tracing/")
    axe(page)
    page.get_by_role("link", name=case.code).click()
    expect(page).to_have_url(re.compile("/purpose/"))
    opens(page, case.code)
    axe(page)
    page.get_by_role("button", name="Find contacts").click()
    expect(page.locator("#contacts tbody tr")).to_have_count(4)
    expect(page.get_by_text("order 2026/41")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Test Berta").click()
    factors = page.get_by_role("row")
    expect(factors.filter(has_text="How near")).to_contain_text("next to each other, no aisle between")
    expect(factors.filter(has_text="Chance per hour")).to_contain_text("Hu et al. 2021")
    axe(page)
    page.get_by_role("button", name="Reached").click()
    expect(page.locator(".head .tag").first).to_contain_text("Reached")
    page.get_by_role("button", name="Take the last change back").click()
    expect(page.locator(".head .tag").first).to_contain_text("Not told yet")


def test_the_list_is_narrowed_without_loading_the_page_anew(
    page: Page, signed_in: Callable[..., Any], traced: Case
) -> None:
    signed_in(page, Role.TRACER)
    opens(page, traced.code)
    page.evaluate("window.still = true")
    page.locator("#contacts").get_by_label("Unknown", exact=True).select_option("seat")
    expect(page.locator("#contacts tbody tr")).to_have_count(1)
    expect(page.locator("#contacts")).to_contain_text("Test Dora")
    expect(page).to_have_url(re.compile("unknown=seat"))
    assert page.evaluate("window.still") is True
    page.get_by_role("link", name="Show all", exact=True).click()
    expect(page.locator("#contacts tbody tr")).to_have_count(4)


def test_the_seat_plan_is_read_and_followed_without_a_mouse(
    page: Page, signed_in: Callable[..., Any], traced: Case
) -> None:
    signed_in(page, Role.TRACER)
    opens(page, traced.code)
    plan = page.get_by_role("group", name="Seat plan")
    expect(plan.get_by_role("link")).to_have_count(2)
    expect(plan.get_by_role("link", name=re.compile("Seat 9D.*name unknown"))).to_be_visible()
    plan.get_by_role("link", name=re.compile("Seat 9B")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Berta")


def test_the_map_draws_the_journey_from_this_host_alone(
    page: Page, signed_in: Callable[..., Any], traced: Case
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    signed_in(page, Role.TRACER)
    opens(page, traced.code)
    expect(page.locator(".map canvas, .map__none")).to_be_visible()
    own = page.evaluate("location.origin")
    assert [url for url in asked if not url.startswith((own, f"blob:{own}", "data:"))] == []


def test_an_epidemiologist_puts_rules_in_force_and_a_mistake_is_said(
    page: Page, signed_in: Callable[..., Any], axe: Callable[[Page], None]
) -> None:
    signed_in(page, Role.EPIDEMIOLOGIST)
    page.goto("/tracing/rules/")
    axe(page)
    page.get_by_text("Put other rules in force").click()
    page.get_by_label("Rules", exact=True).fill("rules: 1")
    page.get_by_role("button", name="Put in force").click()
    expect(page.get_by_text("has no list of rules")).to_be_visible()
    page.get_by_label("Rules", exact=True).fill("rules: [{kind: venue, min_minutes: 30, tier: close, source: Our own}]")
    page.get_by_role("button", name="Put in force").click()
    expect(page.get_by_role("row").filter(has_text="Our own")).to_contain_text("30 min or more in a day")


@pytest.mark.parametrize(("width", "locale"), [(1280, "en"), (390, "en"), (1280, "ar"), (390, "ar"), (390, "zh-CN")])
def test_every_page_is_clean_and_fits(
    new_page: Callable[..., Page],
    signed_in: Callable[..., Any],
    axe: Callable[[Page], None],
    traced: Case,
    width: int,
    locale: str,
) -> None:
    page = new_page(width=width, locale=locale, color_scheme="dark" if locale == "ar" else "light")
    signed_in(page, Role.TRACER, Role.EPIDEMIOLOGIST)
    contact = traced.contacts.order_by("rank").first()
    assert contact is not None
    for path in ("", "print/", f"contacts/{contact.pk}/"):
        opens(page, traced.code, path)
        assert sideways(page) == 0, page.url
        axe(page)
    for path in ("", "cases/new/", "imports/", "rules/"):
        page.goto(f"/tracing/{path}")
        assert sideways(page) == 0, page.url
        axe(page)
    if locale == "ar":
        opens(page, traced.code)
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page.get_by_text("مقهى راحت").first).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_have_text("من قد تعرّض للعدوى")


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.CARRIER, Role.ADMIN])
def test_a_wrong_role_is_refused(page: Page, signed_in: Callable[..., Any], traced: Case, role: Role) -> None:
    signed_in(page, role)
    for path in ("", f"cases/{traced.code}/", f"cases/{traced.code}/print/"):
        answer = page.goto(f"/tracing/{path}")
        assert answer is not None
        assert answer.status == 403, path
