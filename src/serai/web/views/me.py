"""The resident's own page: what Serai holds about her, who looked and why, a copy, erasure."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from serai.identity.access import roles
from serai.identity.roles import Role
from serai.registry.public import person_of_account
from serai.web import selectors, services
from serai.web.asked import requests
from serai.web.holdings import IDENTITY, holdings
from serai.web.looks import looks, of_others
from serai.web.views.asked import told

PAGE = 20


@roles(Role.RESIDENT)
def me(request: Any) -> HttpResponse:
    """What is held, and who looked at it."""
    code = person_of_account(request.actor.account_id)
    context: dict[str, Any] = {"shell": "resident", "code": code, "help": settings.HELP_NUMBER}
    if code is not None:
        page = Paginator(of_others(selectors.accesses_of(code)), PAGE).get_page(request.GET.get("page"))
        held = selectors.held(code)
        context |= {
            "page": page,
            "looks": looks(page.object_list),
            "holdings": holdings(held),
            "identity": (held.get(IDENTITY) or {}).get("identity") or {},
            "requests": [told(r) for r in requests(code)],
        }
    return render(request, "web/me.html", context)


@roles(Role.RESIDENT)
@require_POST
def copy(request: Any) -> HttpResponse:
    """The resident's data as a JSON file."""
    data = services.copy_take(by=request.actor)
    text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    answer = HttpResponse(text, content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="serai-my-data.json"'
    answer["Cache-Control"] = "no-store, private"
    return answer


@roles(Role.RESIDENT)
@require_http_methods(["GET", "POST"])
def erasure(request: Any) -> HttpResponse:
    """Ask for erasure: first what it means, then the wish."""
    if person_of_account(request.actor.account_id) is None:
        raise Http404
    if request.method == "POST":
        services.erasure_ask(by=request.actor)
        messages.success(request, _("You asked us to erase your data. You find our answer here."))
        return HttpResponseRedirect(reverse("web:me"))
    return render(request, "web/erasure.html", {"shell": "resident"})


@roles(Role.RESIDENT)
@require_POST
def question(request: Any) -> HttpResponse:
    """Ask about one look."""
    try:
        services.look_question(by=request.actor, look=request.POST.get("look", ""))
    except LookupError as error:
        raise Http404 from error
    messages.success(request, _("You asked about this look. The office must answer you."))
    return HttpResponseRedirect(reverse("web:me"))
