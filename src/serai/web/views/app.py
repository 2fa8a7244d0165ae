"""The installable app: manifest, service worker, the page for when there is no connection."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from serai.identity.access import public


@public
def offline(request: Any) -> HttpResponse:
    """Public: shown by the service worker when nothing can be reached. Holds nothing personal."""
    return render(request, "web/offline.html", {"shell": "public", "bare": True})


@public
@cache_control(max_age=3600)
def manifest(_request: Any) -> HttpResponse:
    """Public: what a phone needs to install Serai."""
    icons = [
        {"src": static(f"icons/serai-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    document = {
        "name": settings.STATION_NAME or "Serai",
        "short_name": "Serai",
        "description": _("Find, tell and look after everyone who may be exposed."),
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f7f2e8",
        "theme_color": "#0c363e",
        "icons": icons,
    }
    return JsonResponse(document, content_type="application/manifest+json")


@public
@cache_control(no_cache=True)
def service_worker(_request: Any) -> HttpResponse:
    """Public: the script, served from / so that it may look after the whole site."""
    built = json.loads((settings.FRONTEND_DIST / "manifest.json").read_text("utf-8"))
    script = settings.FRONTEND_DIST / built["src/shell/worker.entry.ts"]["file"]
    return HttpResponse(script.read_text("utf-8"), content_type="text/javascript")


@public
def robots(_request: Any) -> HttpResponse:
    """Public: nothing here is for search engines but the front page."""
    return HttpResponse("User-agent: *\nAllow: /$\nDisallow: /\n", content_type="text/plain")
