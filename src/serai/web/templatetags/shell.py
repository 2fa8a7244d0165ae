"""`{% load shell %}`: what the frame around every page needs to know."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language

from serai.core.ui import dates
from serai.identity.access import purpose_url
from serai.identity.actors import Actor
from serai.identity.purposes import PURPOSES
from serai.web.doors import doors, shell_of

register = template.Library()
SCHEMES = ("auto", "light", "dark")
TABS = 3  # beside the home: with more, long words of some languages break on a phone


@register.simple_tag(takes_context=True)
def house(context: template.Context) -> dict[str, Any]:
    """The frame: shell, doors, station, languages, colour scheme, purpose. Works without a request (error 500)."""
    request = context.get("request")
    actor: Actor = getattr(request, "actor", None) or Actor.stranger()
    path = request.path if request else ""
    found = doors(actor, path)
    scheme = request.COOKIES.get("scheme", "auto") if request else "auto"
    shell = context.get("shell") or shell_of(actor)
    return {
        "shell": shell,
        "size": "sm" if shell == "staff" else "md",
        "actor": actor,
        "doors": found,
        "tabs": sorted(found, key=lambda door: door.public)[:TABS],
        "home": path == "/",
        "station": settings.STATION_NAME,
        "help": settings.HELP_NUMBER,
        "zone": dates.zone_text(),
        "lang": _tag(get_language() or "en"),
        "dir": _direction(get_language() or "en"),
        "languages": [
            {"code": code, "tag": _tag(code), "name": name, "current": code == get_language(), "dir": _direction(code)}
            for code, name in settings.LANGUAGES
        ],
        "scheme": scheme if scheme in SCHEMES else "auto",
        "here": request.get_full_path() if request else "/",
        "purpose": _purpose(actor, request),
    }


@register.simple_tag
def demo_accounts() -> list[dict[str, str]]:
    """The accounts of the demo, for its sign-in page: `label`, `email`, `password`. Nothing outside the demo."""
    return list(getattr(settings, "DEMO_ACCOUNTS", ())) if settings.DEMO else []


def _purpose(actor: Actor, request: Any) -> dict[str, Any] | None:
    opened = actor.purpose
    if opened is None:
        return None
    back = request.get_full_path() if request.method == "GET" else "/"
    return {
        "word": PURPOSES.get(opened.purpose, opened.purpose),
        "reference": opened.reference,
        "change": purpose_url(opened.object_type, opened.object_id, back),
    }


def _tag(code: str) -> str:
    """`zh-hans` as BCP 47 writes it: `zh-Hans`."""
    return "-".join(part.title() if len(part) == 4 else part for part in code.split("-"))


def _direction(code: str) -> str:
    return "rtl" if code.split("-")[0] in {"ar", "fa", "ur", "he"} else "ltr"
