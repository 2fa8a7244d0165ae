"""One contact with its reasons, marks, and the list on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from serai.identity.access import ActorRequest
from serai.registry.domain.errors import BadInput
from serai.registry.public import identity_cards
from serai.tracing import selectors, services, wording
from serai.tracing.looks import contacts_looked
from serai.tracing.models import Case, Contact
from serai.tracing.selectors.contacts import ContactFilter, contacts_all
from serai.tracing.views import rows
from serai.tracing.views.cases import case_or_404, on_case

REACH = ("family", "given", "born", "phone", "email", "address")


@on_case
def contact(request: ActorRequest, code: str, contact_id: int) -> HttpResponse:
    """Why this person is on the list, day by day, and how to reach them."""
    case = case_or_404(code)
    found = selectors.contact_detail(case, contact_id)
    if found is None:
        raise Http404
    line, exposures = found
    card = _card(request, case, line)
    language = get_language() or "en"
    names = rows.place_names([e.setting for e in exposures], language)
    done = selectors.case_facts(case).done
    rules = selectors.rules_by_digest(done.rules) if done else None
    context = {
        "case": case,
        "contact": line,
        "name": rows.full_name(card),
        "card": card,
        "why": wording.why(line, names),
        "status": rows.status_tag(line.status),
        "statuses": [s for s in rows.statuses() if s.value != line.status],
        "exposures": [
            {
                "line": e,
                "title": wording.setting_title(e.setting, names),
                "icon": wording.icon(e.kind),
                "kind": wording.kind_label(e.kind),
                "minutes": wording.duration(e.minutes),
                "reasons": wording.reason_lines(e.reasons, rules),
            }
            for e in exposures
        ],
    }
    return render(request, "tracing/contact.html", context)


def _card(request: ActorRequest, case: Case, line: selectors.ContactLine) -> dict[str, Any]:
    if line.name_unknown:
        contacts_looked(by=request.actor, case=case, persons=[line.person])
        return {}
    return identity_cards(by=request.actor, persons=[line.person], fields=REACH).get(line.person, {})


def _contact(case: Case, contact_id: int) -> Contact:
    found = Contact.objects.filter(case=case, pk=contact_id).first()
    if found is None:
        raise Http404
    return found


@on_case
@require_POST
def mark(request: ActorRequest, code: str, contact_id: int) -> HttpResponse:
    """Save what was done, in one tap."""
    case = case_or_404(code)
    try:
        services.contact_mark(
            by=request.actor, contact=_contact(case, contact_id), status=request.POST.get("status", "")
        )
        messages.success(request, _("Saved."))
    except BadInput as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("tracing:contact", args=[code, contact_id]))


@on_case
@require_POST
def undo(request: ActorRequest, code: str, contact_id: int) -> HttpResponse:
    """Take the last mark back."""
    case = case_or_404(code)
    try:
        services.contact_mark_undo(by=request.actor, contact=_contact(case, contact_id))
        messages.success(request, _("Taken back."))
    except BadInput as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("tracing:contact", args=[code, contact_id]))


@on_case
def paper(request: ActorRequest, code: str) -> HttpResponse:
    """The whole list for print, unknown names and seats included."""
    case = case_or_404(code)
    found = contacts_all(case, chosen=ContactFilter(tier=request.GET.get("tier", "")))
    listed = rows.rows(by=request.actor, case=case, contacts=found, language=get_language() or "en")
    facts = selectors.case_facts(case)
    totals = selectors.contacts_total(case)
    return render(request, "tracing/print.html", {"case": case, "facts": facts, "rows": listed, "totals": totals})
