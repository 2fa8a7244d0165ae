"""The contact rules in force."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from serai.identity.access import ActorRequest, Role, roles
from serai.registry.domain.errors import BadInput
from serai.tracing import selectors, services, wording
from serai.tracing.forms import RulesForm

STAFF = tuple(role for role in Role if role is not Role.RESIDENT)


@roles(*STAFF)
def index(request: ActorRequest) -> HttpResponse:
    """Every rule with its source, and earlier versions; an epidemiologist can put others in force."""
    texts = selectors.rule_texts()
    may_change = request.actor.has(Role.EPIDEMIOLOGIST)
    form = RulesForm(request.POST or None, initial={"text": texts[0].text}) if may_change else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            services.rules_adopt(by=request.actor, text=form.cleaned_data["text"])
        except BadInput as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, _("These rules are in force from now on. Search again to apply them to a case."))
            return HttpResponseRedirect(reverse("tracing:rules"))
    rules = selectors.rules_in_force()
    listed = [
        {
            "rule": r,
            "icon": wording.icon(r.kind),
            "kind": wording.kind_label(r.kind),
            "words": wording.rule_words(r, kind=False),
        }
        for r in rules.rules
    ]
    context = {"rules": rules, "listed": listed, "versions": texts, "form": form}
    return render(request, "tracing/rules.html", context, status=400 if form is not None and form.errors else 200)
