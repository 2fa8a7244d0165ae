"""The same rules for Ninja operations: session sign-in with CSRF, roles, purposes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.security.apikey import APIKeyCookie

from serai.core.problems import Problem
from serai.identity.access import Access
from serai.identity.actors import Actor
from serai.identity.grants import granted
from serai.identity.purposes import purpose_on
from serai.identity.roles import Role


class SessionAccess(APIKeyCookie):
    """Ninja auth that holds an access rule; the operation's `request.actor` carries the purpose after it."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self, access: Access) -> None:
        self.access = access
        super().__init__(csrf=True)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:  # noqa: ARG002 - the session knows
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if not actor.signed_in:
            return None
        rule = self.access
        object_id = _argument(request, rule.argument)
        if not rule.admits(actor) and not (
            rule.kind == "personal" and granted(by=actor, object_type=rule.object_type, object_id=object_id)
        ):
            raise Problem(403, "forbidden", "Your role does not open this.")
        if rule.kind == "personal":
            purpose = purpose_on(by=actor, object_type=rule.object_type, object_id=object_id)
            if purpose is None:
                raise Problem(
                    403,
                    "purpose-needed",
                    "State a purpose for this object first.",
                    object_type=rule.object_type,
                    object_id=object_id,
                )
            request.actor = replace(actor, purpose=purpose)  # type: ignore[attr-defined]
        return actor


def _argument(request: HttpRequest, name: str) -> str:
    match = request.resolver_match
    return str(match.kwargs.get(name, "")) if match and name else ""


def signed_in_api() -> SessionAccess:
    """For everyone who has an account."""
    return SessionAccess(Access("signed_in"))


def roles_api(*allowed: Role) -> SessionAccess:
    """For accounts that hold one of these roles."""
    if not allowed:
        raise ValueError("name at least one role")
    return SessionAccess(Access("roles", frozenset(allowed)))


def personal_api(object_type: str, argument: str, *, roles: tuple[Role, ...]) -> SessionAccess:
    """For a person's data; `argument` is the path parameter that carries the object's id."""
    return SessionAccess(Access("personal", frozenset(roles), object_type, argument))
