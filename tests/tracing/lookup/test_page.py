"""The public page and the list behind it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any, get_args

import pytest
from django.test import Client

from serai.identity.actors import Actor
from serai.identity.roles import Role
from serai.tracing.domain.lookup.answer import Closeness, Why
from serai.tracing.lookup.selectors import trips_listed
from serai.tracing.lookup.services import notices_publish
from tests.tracing.lookup.lists import notice, table

pytestmark = pytest.mark.django_db
PAGE, LIST, CSV = "/tracing/trips/", "/tracing/trips/list/", "/tracing/trips/list.csv"


@pytest.fixture
def published(actor_with: Callable[..., Actor]) -> None:
    spiteful = notice("G2", board="=cmd()", publisher="<script>alert(1)</script>", url="javascript:alert(1)")
    notices_publish(by=actor_with(Role.TRACER), notices=table(notice("G1"), spiteful))


@pytest.mark.parametrize("language", ["en", "zh-hans", "ar"])
def test_a_stranger_may_ask_in_every_complete_language(client: Client, language: str) -> None:
    answer = client.get(PAGE, headers={"Accept-Language": language})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert len(re.findall("<h1", html)) == 1
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in html


def test_the_page_has_words_for_every_answer(client: Client) -> None:
    html = client.get(PAGE).content.decode()
    names = set(re.findall(r'data-outcome="([^"]+)"', html))
    nearest = {f"yes-{near}" for near in get_args(Closeness) if near != "other_section"}
    doubts = {f"unknown-{why}" for why in get_args(Why) if why not in ("", "number", "date")}
    assert nearest | doubts | {"no", "no-other_section"} <= names


def test_nothing_that_is_typed_could_be_submitted(client: Client) -> None:
    form = re.search(r"<form[^>]*data-lookup.*?</form>", client.get(PAGE).content.decode(), re.S)
    assert form is not None
    named = set(re.findall(r'name="([^"]+)"', form[0]))
    assert named == {"kind"}, "inputs without a name are never part of a request"


def test_without_script_the_page_says_so_and_offers_the_list(client: Client) -> None:
    html = client.get(PAGE).content.decode()
    form, plain = re.search(r"<form[^>]*data-lookup[^>]*>", html), re.search(r"<div[^>]*data-plain[^>]*>", html)
    assert form is not None
    assert plain is not None
    assert "hidden" in form[0]
    assert "hidden" not in plain[0]
    assert LIST in html


def test_the_list_can_be_read_and_downloaded_whole(client: Client, published: None) -> None:
    html = client.get(LIST).content.decode()
    assert "G1" in html
    assert "<script>alert" not in html
    assert "javascript:" not in html
    answer = client.get(CSV)
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    assert {row["services"] for row in rows} == {"G1", "G2"}
    assert {row["board"] for row in rows} == {"武汉", "'=cmd()"}, "a spreadsheet must not run a cell"
    assert not answer.cookies


def test_staff_take_a_trip_off_the_list(client_as: Callable[..., Any], client: Client, published: None) -> None:
    one = trips_listed()[0]
    address = f"{LIST}{one.id}/withdraw/"
    assert "withdraw" not in client.get(LIST).content.decode()
    assert client.post(address).status_code == 302, "strangers are sent to sign in"
    tracer = client_as(Role.TRACER)
    assert address in tracer.get(LIST).content.decode()
    assert tracer.get(address).status_code == 405
    assert tracer.post(address, follow=True).status_code == 200
    assert len(trips_listed()) == 1
    assert tracer.post(address).status_code == 404
