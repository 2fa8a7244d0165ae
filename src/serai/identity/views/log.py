"""What was done at this station: for auditors. Codes and purposes, no names of persons."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from serai.core import audit
from serai.identity.access import roles
from serai.identity.purposes import PURPOSES
from serai.identity.roles import Role

PAGE = 100


@roles(Role.AUDITOR, Role.ADMIN)
def index(request: Any) -> HttpResponse:
    """The audit log, newest first, by day, action and who acted."""
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("day", "action", "actor")}
    day, wrong = None, False
    if asked["day"]:
        try:
            day = date.fromisoformat(asked["day"])
        except ValueError:
            wrong = True
    found = audit.events_matching(day=day, action=asked["action"], actor=asked["actor"])
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    lines = [(entry, PURPOSES.get(entry.purpose, entry.purpose)) for entry in audit.as_accesses(page.object_list)]
    context = {"lines": lines, "page": page, "asked": asked, "wrong_day": wrong, "actions": audit.actions()}
    return render(request, "identity/log.html", context, status=400 if wrong else 200)
