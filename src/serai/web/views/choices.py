"""How someone wants the pages: language and colours. Both are remembered; both work without scripts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from serai.identity.access import public
from serai.identity.services import account_speak
from serai.web.templatetags.shell import SCHEMES

YEAR = int(timedelta(days=365).total_seconds())


@public
@require_POST
def language(request: Any) -> HttpResponse:
    """Public: strangers read too. Sets the language, for the account as well, and leads back to the same page."""
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest("unknown language", content_type="text/plain")
    if request.actor.signed_in:
        account_speak(by=request.actor, language=code)
    answer = _back(request)
    _remember(request, answer, settings.LANGUAGE_COOKIE_NAME, code)
    return answer


@public
@require_POST
def look(request: Any) -> HttpResponse:
    """Public: light, dark or as the device has it."""
    scheme = request.POST.get("scheme", "")
    if scheme not in SCHEMES:
        return HttpResponseBadRequest("unknown scheme", content_type="text/plain")
    answer = _back(request)
    _remember(request, answer, "scheme", scheme)
    return answer


def _back(request: Any) -> HttpResponseRedirect:
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if safe else "/")


def _remember(request: Any, answer: HttpResponse, name: str, value: str) -> None:
    answer.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
