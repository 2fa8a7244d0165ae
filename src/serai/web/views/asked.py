"""What residents asked for: listed for the offices that must answer, and answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from serai.core.ui.dates import day_text
from serai.identity.access import roles
from serai.identity.roles import Role
from serai.registry.domain.errors import BadInput
from serai.web import asked, services
from serai.web.forms import AnswerForm

ANSWERED_SHOWN = 20


def told(request: asked.Request) -> dict[str, Any]:
    """A request with its answer in the resident's words."""
    return {"request": request, "answer": _words(request.answer) if request.answer else ""}


def _words(answer: asked.Answer) -> str:
    """What an answer means, in one or two sentences."""
    if answer.outcome == "kept" and answer.until:
        return _("We must keep your data until %(day)s. Then we erase it.") % {"day": day_text(answer.until)}
    return {
        "erased": _("Your data was erased."),
        "taken_back": _("You took this back. Nothing was erased."),
        "right": _("We checked this look. It was right."),
        "wrong": _("We checked this look. It was not right, and the office was told."),
    }.get(answer.outcome, answer.outcome)


@roles(Role.ADMIN, Role.AUDITOR)
def index(request: Any) -> HttpResponse:
    """Those that wait, the oldest first, and the newest that were answered. Codes, no names."""
    found = asked.requests()
    context = {
        "waiting": [r for r in reversed(found) if r.waits],
        "answered": [told(r) for r in found if not r.waits][:ANSWERED_SHOWN],
        "may_answer": request.actor.has(Role.ADMIN),
    }
    return render(request, "web/asked.html", context)


@roles(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def answer(request: Any, request_id: UUID) -> HttpResponse:
    """Say what was done about one of them."""
    found = asked.request_of(request_id)
    if found is None or not found.waits:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None, kind=found.kind)
    if request.method == "POST" and form.is_valid():
        try:
            services.request_answer(by=request.actor, request=found, **form.cleaned_data)
        except BadInput as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Recorded. The person reads it on their page."))
            return HttpResponseRedirect(reverse("web:asked"))
    return render(request, "web/answer.html", {"asked": found, "form": form}, status=400 if form.errors else 200)
