"""The API's reference as a page: what each operation does and who may call it, from the same description as OpenAPI."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from serai.config.api import api
from serai.identity.access import Access, public
from serai.identity.roles import ROLE_LABELS

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of the page. `roles` are labels; `rule` is public, signed_in, roles or personal."""

    method: str
    path: str
    about: str
    rule: str
    roles: tuple[str, ...]
    asks: tuple[tuple[str, str], ...]


@public
def reference(request: HttpRequest) -> HttpResponse:
    """Public: it describes addresses and holds no data."""
    rooms: dict[str, list[Operation]] = {}
    rules = _rules()
    for path, item in api.get_openapi_schema()["paths"].items():
        for method in METHODS:
            if (said := item.get(method)) is not None:
                room = (said.get("tags") or ["serai"])[0]
                rooms.setdefault(room, []).append(_operation(method, path, said, rules))
    return render(request, "web/api.html", {"rooms": sorted(rooms.items())})


def _operation(method: str, path: str, said: dict[str, Any], rules: dict[tuple[str, str], Access]) -> Operation:
    rule = rules.get((method, path.rstrip("/")), Access("public"))
    asks = tuple((str(p["name"]), str(p["in"])) for p in said.get("parameters", ()))
    return Operation(
        method=method.upper(),
        path=path,
        about=said.get("description") or said.get("summary") or "",
        rule=rule.kind,
        roles=tuple(sorted(str(ROLE_LABELS[role]) for role in rule.roles)),
        asks=asks,
    )


def _rules() -> dict[tuple[str, str], Access]:
    """The access rule of every operation, by method and path as OpenAPI writes it."""
    found: dict[tuple[str, str], Access] = {}
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                parts = [part.strip("/") for part in (prefix, path) if part.strip("/")]
                guard = next(iter(operation.auth_callbacks), operation.view_func)
                rule = getattr(guard, "access", None) or Access("public")
                for method in operation.methods:
                    found[method.lower(), "/api/v1/" + _plain("/".join(parts))] = rule
    return found


def _plain(path: str) -> str:
    """`{uuid:batch}` as OpenAPI has it: `{batch}`."""
    return re.sub(r"{\w+:(\w+)}", r"{\1}", path)
