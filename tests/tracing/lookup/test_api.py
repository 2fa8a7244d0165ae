"""The list over HTTP: the same bytes for everybody, made to be cached, telling nothing of who asks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import pytest
from django.test import Client

from serai.identity.actors import Actor
from serai.identity.roles import Role
from serai.tracing.lookup.services import notices_publish
from tests.tracing.lookup.lists import day, notice, table

pytestmark = pytest.mark.django_db
BASE = "/api/v1/tracing/trips/"


@pytest.fixture
def published(actor_with: Callable[..., Actor]) -> None:
    many = (notice(f"G{n}", back=n % 20, units=["07"] if n % 2 else []) for n in range(1, 300))
    notices_publish(by=actor_with(Role.TRACER), notices=table(*many), zone="Asia/Shanghai")


def group_of(family: str, service: str, date: str, bits: int) -> str:
    """As any other program would work it out from the description of the API."""
    letters, number = service[0], int(service[1:])
    key = f"serai-trips-1|{family}|{letters}/{(number + 3) // 4}|{date}"
    return f"{bits}-{int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) >> (32 - bits):x}"


def test_another_program_finds_a_trip_by_the_description(client: Client, published: None) -> None:
    meta = client.get(BASE + "meta").json()
    assert meta["possible"] >= 1000
    found = client.get(BASE + "buckets/" + group_of("rail", "G44", day(4).isoformat(), meta["bits"])).json()
    (trip,) = [t for t in found["trips"] if "G44" in t["services"]]
    assert trip["dates"] == [day(4).isoformat()]
    assert not {"memo", "berths"} & trip.keys()


def test_every_group_is_there_and_all_are_equally_long(client: Client, published: None) -> None:
    bits = client.get(BASE + "meta").json()["bits"]
    answers = [client.get(f"{BASE}buckets/{bits}-{n:x}") for n in range(1 << bits)]
    assert {a.status_code for a in answers} == {200}
    assert len({a["Content-Length"] for a in answers}) == 1
    listed = {json.dumps(t) for a in answers for t in a.json()["trips"]}
    assert len(listed) == 299


@pytest.mark.parametrize("path", ["meta", "buckets/4-3"])
def test_everybody_gets_the_same_bytes_and_no_cookie(
    client: Client, client_as: Callable[..., Client], published: None, path: str
) -> None:
    stranger, tracer = client.get(BASE + path), client_as(Role.TRACER).get(BASE + path)
    assert stranger.content == tracer.content
    for answer in (stranger, tracer):
        assert "Set-Cookie" not in answer
        assert not answer.cookies
        assert answer["Cache-Control"] == "public, max-age=600, no-transform"
    assert stranger["ETag"] == tracer["ETag"]


def test_a_group_that_did_not_change_is_not_sent_again(client: Client, published: None) -> None:
    first = client.get(BASE + "buckets/4-3")
    again = client.get(BASE + "buckets/4-3", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["4-10", "5-3", "4-03", "x", "0-0", "4-F", "-"])
def test_a_group_that_the_list_has_not_is_not_found(client: Client, published: None, name: str) -> None:
    answer = client.get(BASE + "buckets/" + name)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_an_empty_station_answers_too(client: Client) -> None:
    meta = client.get(BASE + "meta").json()
    assert (meta["bits"], meta["trips"], meta["updated"], meta["periods"]) == (0, 0, "", [])
    assert client.get(BASE + "buckets/0-0").json()["trips"] == []


def test_a_change_is_seen_at_once(client: Client, actor_with: Callable[..., Actor]) -> None:
    client.get(BASE + "buckets/0-0")
    notices_publish(by=actor_with(Role.TRACER), notices=table(notice("G7")))
    assert client.get(BASE + "buckets/0-0").json()["trips"][0]["services"] == ["G7"]
