"""Who may call a view. Deny by default: a test walks every address and fails on a view without one of these.

Django views: `@public`, `@signed_in`, `@roles(Role.TRACER)`, `@personal("case", "code", roles=(Role.TRACER,))`.
Ninja operations: `auth=` one of `signed_in_api()`, `roles_api(…)`, `personal_api(…)`, or `auth=None` with `@public`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, cast
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from serai.identity.actors import Actor, Purpose
from serai.identity.grants import granted
from serai.identity.purposes import purpose_on
from serai.identity.roles import Role

__all__ = ["Access", "Actor", "ActorRequest", "Purpose", "Role", "personal", "public", "roles", "signed_in"]

P = ParamSpec("P")


class ActorRequest(HttpRequest):
    """A request as the middleware leaves it: for annotations."""

    actor: Actor


View = Callable[Concatenate[Any, P], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Access:
    """The rule of one view, kept on it as `view.access`."""

    kind: Literal["public", "signed_in", "roles", "personal"]
    roles: frozenset[Role] = frozenset()
    object_type: str = ""
    argument: str = ""

    def admits(self, actor: Actor) -> bool:
        """True if the actor may come in, purpose and grants aside."""
        if self.kind == "public":
            return True
        return actor.signed_in and (self.kind == "signed_in" or not self.roles or actor.has(*self.roles))


def public(view: Callable[P, Any]) -> Callable[P, Any]:
    """Open to strangers. Say why in the view's docstring."""
    view.access = Access("public")  # type: ignore[attr-defined]
    return view


def signed_in(view: View[P]) -> View[P]:
    """For everyone who has an account."""
    return _guarded(view, Access("signed_in"))


def roles(*allowed: Role) -> Callable[[View[P]], View[P]]:
    """For accounts that hold one of these roles."""
    if not allowed:
        raise ValueError("name at least one role")
    return lambda view: _guarded(view, Access("roles", frozenset(allowed)))


def personal(object_type: str, argument: str, *, roles: tuple[Role, ...]) -> Callable[[View[P]], View[P]]:
    """For a person's data: one of these roles (or a grant on the object) and an open purpose on it.

    Args: argument: the view's keyword argument that carries the object's id.
    """
    if not roles:
        raise ValueError("name at least one role")
    return lambda view: _guarded(view, Access("personal", frozenset(roles), object_type, argument))


def _guarded(view: View[P], access: Access) -> View[P]:
    @wraps(view)
    def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        actor: Actor = request.actor
        if not actor.signed_in:
            return HttpResponseRedirect(f"{settings.LOGIN_URL}?next={quote(request.get_full_path())}")
        object_id = str(kwargs.get(access.argument, ""))
        if not access.admits(actor) and not (
            access.kind == "personal" and granted(by=actor, object_type=access.object_type, object_id=object_id)
        ):
            raise PermissionDenied
        if access.kind == "personal":
            purpose = purpose_on(by=actor, object_type=access.object_type, object_id=object_id)
            if purpose is None:
                return HttpResponseRedirect(purpose_url(access.object_type, object_id, request.get_full_path()))
            request.actor = replace(actor, purpose=purpose)
        return view(request, *args, **kwargs)

    guarded.access = access  # type: ignore[attr-defined]
    return cast(View[P], guarded)


def purpose_url(object_type: str, object_id: str, back: str) -> str:
    """The page that asks for a purpose on this object and leads back."""
    return f"{reverse('identity:purpose')}?for={quote(f'{object_type}:{object_id}')}&next={quote(back, safe='')}"
