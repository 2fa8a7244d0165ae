"""Deny by default: every address has an access rule, and the rules hold."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from serai.config.api import api
from serai.identity.access import Access
from serai.identity.roles import Role

# Addresses without a rule of ours, each with its reason.
ALLOWED = {
    "accounts/": "allauth guards its own views, and sign-in must be open to strangers",
    "api/v1/openapi.json": "the description of the API holds no data",
    "api/v1/": "the API's root name only; each operation is walked below",
}


def walk(patterns: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern.callback


def pages() -> list[tuple[str, Any]]:
    return [(route, view) for route, view in walk(get_resolver().url_patterns) if not route.startswith("api/")]


def operations() -> list[tuple[str, str, Any]]:
    found = []
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                route = "/api/v1/" + "/".join(part.strip("/") for part in (prefix, path) if part.strip("/"))
                found += [(method, route, operation) for method in operation.methods]
    return found


def rule_of(operation: Any) -> Access | None:
    for callback in operation.auth_callbacks:
        return getattr(callback, "access", None)
    return getattr(operation.view_func, "access", None)


def filled(route: str) -> str:
    """An address that matches the route, with values that belong to nothing."""
    import re

    def value(match: re.Match[str]) -> str:
        kind = match[1].split(":")[0] if ":" in match[1] else "str"
        return {"uuid": str(uuid.UUID(int=0)), "int": "0"}.get(kind, "0")

    return "/" + re.sub(r"[<{]([^>}]+)[>}]", value, route).replace("^", "").replace("$", "").lstrip("/")


def test_every_page_has_an_access_rule() -> None:
    bare = [
        route
        for route, view in pages()
        if not isinstance(getattr(view, "access", None), Access) and not route.startswith(tuple(ALLOWED))
    ]
    assert bare == []


def test_every_operation_of_the_api_has_an_access_rule() -> None:
    assert [(m, r) for m, r, operation in operations() if rule_of(operation) is None] == []


def test_the_walk_sees_a_page_without_a_rule() -> None:
    from django.urls import path

    (found,) = walk([path("naked/", lambda request: None)])
    assert not hasattr(found[1], "access")


def guarded() -> list[tuple[str, str, Access]]:
    found = [("get", filled(route), view.access) for route, view in pages() if hasattr(view, "access")]
    found += [(m.lower(), filled(r), rule) for m, r, o in operations() if (rule := rule_of(o)) is not None]
    return [(method, url, rule) for method, url, rule in found if rule.kind != "public"]


@pytest.mark.django_db
def test_a_stranger_is_refused_everywhere(client: Client) -> None:
    assert guarded()
    answers = {(m, url): getattr(client, m)(url).status_code for m, url, _ in guarded()}
    assert {k: v for k, v in answers.items() if v not in {302, 401, 403}} == {}


@pytest.mark.django_db
def test_a_wrong_role_is_refused_everywhere(client_as: Callable[..., Client]) -> None:
    answers = {}
    for method, url, rule in guarded():
        wrong = [r for r in Role if r not in rule.roles]
        if rule.kind != "signed_in" and wrong:
            answers[method, url] = getattr(client_as(wrong[0]), method)(url).status_code
    assert {k: v for k, v in answers.items() if v != 403} == {}


@pytest.mark.django_db
def test_accounts_are_not_made_by_whoever_comes_along(client: Client) -> None:
    from serai.identity.models import Account

    client.post("/accounts/signup/", {"email": "x@example.org", "password1": "correct horse battery"})
    assert not Account.objects.exists()
