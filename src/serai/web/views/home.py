"""Where someone arrives."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from serai.identity.access import public
from serai.web.doors import doors, shell_of


@public
def home(request: Any) -> HttpResponse:
    """Public: strangers see the open doors and where to sign in; staff see their rooms; residents go to their page."""
    shell = shell_of(request.actor)
    if shell == "resident":
        return HttpResponseRedirect(reverse("web:me"))
    context: dict[str, Any] = {"doors": doors(request.actor, counted=shell == "staff")}
    if shell == "public":
        return render(request, "web/welcome.html", context)
    context["no_passkey"] = not is_mfa_enabled(request.user, [Authenticator.Type.WEBAUTHN])
    return render(request, "web/home.html", context)
