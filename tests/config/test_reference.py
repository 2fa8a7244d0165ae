"""The page of the API says of every operation who may call it."""

from __future__ import annotations

import pytest
from django.test import Client

from serai.config.api import api
from serai.config.reference import METHODS, _rules

pytestmark = pytest.mark.django_db


def test_every_operation_stands_on_the_page_with_its_rule(client: Client) -> None:
    described = {
        (method, path.rstrip("/"))
        for path, item in api.get_openapi_schema()["paths"].items()
        for method in METHODS
        if method in item
    }
    assert described
    assert described == set(_rules())
    page = client.get("/api/docs").content.decode()
    assert [path for _, path in described if path not in page] == []


def test_it_tells_strangers_from_roles_and_purposes(client: Client) -> None:
    rooms = dict(client.get("/api/docs").context["rooms"])
    by_path = {(o.method, o.path.rstrip("/")): o for o in [o for room in rooms.values() for o in room]}
    contacts = by_path["GET", "/api/v1/tracing/cases/{code}/contacts"]
    assert contacts.rule == "personal"
    assert contacts.roles == ("Contact tracer", "Epidemiologist")
    assert by_path["GET", "/api/v1/tracing/trips/meta"].rule == "public"
    assert by_path["GET", "/api/v1/identity/me"].rule == "signed_in"
