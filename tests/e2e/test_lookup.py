"""Looking up a trip with real clicks: what a traveller reads, and what leaves the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.db import close_old_connections
from playwright.sync_api import Page, Request, expect

from serai.identity.actors import Actor
from serai.identity.roles import Role
from serai.tracing.domain.lookup import bucket, name
from serai.tracing.lookup.selectors import catalogue
from serai.tracing.lookup.services import notices_publish
from tests.e2e.conftest import sideways
from tests.tracing.lookup.lists import at, day, notice, table

PAGE = "/tracing/trips/"


@pytest.fixture
def published(transactional_db: None, actor_with: Callable[..., Actor]) -> None:
    """A few trips: a short list, which is fetched whole."""
    publish(
        actor_with(Role.TRACER),
        notice("G1234", units=["07", "08"], depart=at(3, 1), arrive=at(3, 6), url="https://example.org/notice"),
        notice("K446", services=["K446", "K447"], board="西安", alight="兰州"),
        notice("MU569", mode="air"),
    )


@pytest.fixture
def long_list(transactional_db: None, actor_with: Callable[..., Actor]) -> None:
    """Several hundred trips: a list in groups."""
    publish(actor_with(Role.TRACER), *(notice(f"G{n}", back=n % 20) for n in range(1, 400)))


def publish(by: Actor, *notices: dict[str, Any]) -> None:
    notices_publish(by=by, notices=table(*notices), zone="Asia/Shanghai")
    close_old_connections()


def look(page: Page, number: str, back: int = 3, **more: str) -> None:
    """Fill the form in and press the button."""
    page.locator("#number").fill(number)
    page.locator("#day").fill(day(back).isoformat())
    if more:
        page.locator("[data-lookup] details").evaluate("box => { box.open = true }")
    for field, text in more.items():
        page.locator(f"#{field}").fill(text)
    page.locator("[data-lookup] button[type=submit]").click()


def answered(page: Page) -> Any:
    expect(page.locator("[data-answer]")).to_be_visible()
    return page.locator("[data-answer] h2")


def test_a_traveller_learns_that_a_case_was_in_the_same_carriage(page: Page, published: None) -> None:
    page.goto(PAGE)
    look(page, "ｇ 1234次", unit="7")
    expect(answered(page)).to_have_text("Yes, in your carriage")
    expect(answered(page)).to_be_focused()
    said = page.locator("[data-answer]")
    expect(said).to_contain_text("09:00–14:00")
    expect(said).to_contain_text("07, 08")
    expect(said).to_contain_text("Your trip never left this device.")
    expect(said.get_by_role("link", name="Read the notice")).to_have_attribute("href", "https://example.org/notice")


def test_a_traveller_learns_how_far_away_a_case_was(page: Page, published: None) -> None:
    page.goto(PAGE)
    look(page, "G1234", unit="2")
    expect(answered(page)).to_have_text("Yes, in another carriage")
    page.locator("#unit").fill("")
    page.locator("#board").fill("南昌站")
    page.get_by_role("button", name="Look up").click()
    expect(answered(page)).to_have_text("Not at the same time")


def test_a_train_is_known_by_each_of_its_numbers_and_a_flight_by_its_own(page: Page, published: None) -> None:
    page.goto(PAGE)
    look(page, "k447")
    expect(answered(page)).to_have_text("Yes, on this trip")
    page.get_by_role("radio", name="Flight").check()
    expect(page.get_by_label("Flight number")).to_be_visible()
    expect(page.locator("#unit")).to_be_hidden()
    look(page, "MU 0569")
    expect(answered(page)).to_have_text("Yes, on this trip")


def test_no_and_cannot_tell_are_two_answers(page: Page, published: None) -> None:
    page.goto(PAGE)
    look(page, "G9999")
    expect(answered(page)).to_have_text("No case known")
    look(page, "G1234", back=200)
    expect(answered(page)).to_have_text("Cannot tell")
    expect(page.locator("[data-answer]")).to_contain_text("Our list does not cover")
    look(page, "G1234", back=-30)
    expect(page.locator("[data-answer]")).to_contain_text("has not come yet")


def test_an_unreadable_number_is_said_beside_the_number(page: Page, published: None) -> None:
    page.goto(PAGE)
    look(page, "my train")
    expect(page.locator("#number")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#number")).to_be_focused()
    expect(page.locator("#number-error")).to_contain_text("We cannot read this number")
    expect(page.locator("[data-answer]")).to_be_hidden()
    look(page, "G1234")
    expect(page.locator("#number-error")).to_be_hidden()
    expect(answered(page)).to_be_visible()


def test_without_a_connection_nothing_is_claimed(page: Page, published: None) -> None:
    page.goto(PAGE)
    page.context.set_offline(True)
    look(page, "G1234")
    expect(answered(page)).to_have_text("Cannot tell")
    expect(page.locator("[data-answer]")).to_contain_text("The list could not be fetched")
    page.context.set_offline(False)
    page.get_by_role("button", name="Look up").click()
    expect(answered(page)).to_have_text("Yes, on this trip")


def asked(page: Page, number: str) -> list[Request]:
    """Every request that looking this number up causes."""
    page.goto(PAGE)
    page.wait_for_load_state("networkidle")
    found: list[Request] = []
    page.on("request", lambda request: found.append(request))
    look(page, number)
    expect(answered(page)).to_be_visible()
    page.wait_for_load_state("networkidle")
    return found


def test_neither_the_number_nor_the_date_leaves_the_browser(page: Page, long_list: None) -> None:
    found = asked(page, "G1234")
    assert [urlsplit(r.url).path.split("/trips/")[1].split("/")[0] for r in found] == ["meta", "buckets"]
    bits = catalogue().meta.bits
    assert urlsplit(found[1].url).path.endswith("/" + name(bucket("rail", "G1234", day(3), bits), bits))
    for request in found:
        sent = unquote(request.url) + str(request.all_headers()) + str(request.post_data)
        assert request.method == "GET"
        assert "1234" not in sent
        assert day(3).isoformat() not in sent
        assert not {"cookie", "referer"} & request.all_headers().keys()
    receipt = page.locator("[data-sent]")
    expect(receipt).to_contain_text("Only this group of trips was asked for: " + found[1].url.rsplit("/", 1)[1])
    expect(receipt).to_contain_text("with or without a case: 2,600")
    assert "1234" not in page.evaluate("location.href + JSON.stringify(localStorage) + document.cookie")


def test_trips_of_one_group_ask_for_the_same(new_page: Callable[..., Page], long_list: None) -> None:
    bits = catalogue().meta.bits
    mine = bucket("rail", "G1234", day(3), bits)
    twin = next(n for n in range(5000, 9999) if bucket("rail", f"K{n}", day(3), bits) == mine)
    first, second = ([r.url for r in asked(new_page(), number)] for number in ("G1234", f"K{twin}"))
    assert first == second


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("locale", "width"), [("en-GB", 1280), ("ar", 390), ("zh-CN", 390)])
def test_the_page_is_clean_before_and_after_the_answer(
    new_page: Callable[..., Page], axe: Callable[[Page], None], published: None, locale: str, width: int, scheme: str
) -> None:
    page = new_page(width=width, locale=locale, color_scheme=scheme)
    page.goto(PAGE)
    axe(page)
    look(page, "G1234", unit="7")
    expect(answered(page)).to_be_visible()
    axe(page)
    assert sideways(page) == 0
    page.goto(PAGE + "list/")
    axe(page)
    assert sideways(page) == 0


def test_it_works_by_keyboard_alone(page: Page, published: None) -> None:
    page.goto(PAGE)
    page.get_by_role("radio", name="Train").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Flight")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("MU569")
    page.locator("#day").fill(day(3).isoformat())
    page.locator("#number").press("Enter")
    expect(answered(page)).to_be_focused()
    expect(answered(page)).to_have_text("Yes, on this trip")


def test_without_script_the_whole_list_is_offered(new_page: Callable[..., Page], published: None) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(PAGE)
    expect(page.locator("[data-lookup]")).to_be_hidden()
    page.get_by_role("link", name="Read the whole list instead").click()
    expect(page.get_by_role("row", name="G1234")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all").click()
    assert download.value.suggested_filename == "trips.csv"


def test_staff_take_a_trip_off_the_list(page: Page, signed_in: Callable[..., Any], published: None) -> None:
    signed_in(page, Role.TRACER)
    page.goto(PAGE + "list/")
    page.get_by_role("row", name="G1234").get_by_role("button", name="Take off the list").click()
    expect(page.get_by_text("The trip is off the list")).to_be_visible()
    expect(page.get_by_role("row", name="G1234")).to_have_count(0)


def test_a_list_is_imported_published_and_looked_up(
    new_page: Callable[..., Page], signed_in: Callable[..., Any], server: Any
) -> None:
    staff, stranger = new_page(), new_page()
    signed_in(staff, Role.TRACER)
    when = day(2).isoformat()
    head = "id,date,type,no,no_sub,start,end,pos_start,pos_end,memo"
    text = f"{head}\n1,{when},2,Z37次,5车,{when} 21:00,,西安站,北京西,住和平路\n"
    staff.goto("/tracing/imports/")
    staff.locator("select[name=kind]").select_option("trips")
    staff.locator("input[type=file]").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    staff.get_by_role("button", name="Upload").click()
    staff.get_by_role("button", name="Publish").click()
    expect(staff.get_by_text("1 trip published.")).to_be_visible()
    stranger.goto(PAGE)
    look(stranger, "Z37", back=2, unit="5")
    expect(answered(stranger)).to_have_text("Yes, in your carriage")
    said = stranger.locator("[data-answer]")
    expect(said).to_contain_text("西安")
    expect(said).to_contain_text("21:00–?")
    expect(said).not_to_contain_text("和平路")
