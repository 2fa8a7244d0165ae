"""The list of cases, one case, and the search for its contacts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from serai.identity.access import ActorRequest, Role, personal, roles
from serai.registry.domain.errors import BadInput
from serai.tracing import selectors, services, wording
from serai.tracing.forms import CaseForm, ContactFilterForm
from serai.tracing.looks import case_looked
from serai.tracing.models import Case, CaseStatus
from serai.tracing.pictures.map import journey_map
from serai.tracing.pictures.window import window_chart
from serai.tracing.views import rows

TRACERS = (Role.TRACER, Role.EPIDEMIOLOGIST)
on_case = personal("case", "code", roles=TRACERS)


def case_or_404(code: str) -> Case:
    """The case of an address."""
    case = selectors.case_of(code)
    if case is None:
        raise Http404
    return case


def page_number(request: ActorRequest) -> int:
    """`?page=`, 1 where it makes no sense."""
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1


@roles(*TRACERS)
def index(request: ActorRequest) -> HttpResponse:
    """All cases. It names nobody, so it asks for no purpose."""
    search, status = request.GET.get("search", ""), request.GET.get("status", "")
    page, counts = selectors.cases_page(search=search, status=status, number=page_number(request))
    states = [(value, label, counts[value]) for value, label in CaseStatus.choices]
    context = {"page": page, "search": search, "status": status, "states": states, "all": sum(counts.values())}
    return render(request, "tracing/cases.html", context)


@roles(*TRACERS)
def register(request: ActorRequest) -> HttpResponse:
    """Register a confirmed case."""
    form = CaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            case = services.case_register(by=request.actor, **form.cleaned_data)
        except BadInput as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(reverse("tracing:case", args=[case.code]))
    return render(request, "tracing/register.html", {"form": form}, status=400 if form.errors else 200)


@on_case
def case(request: ActorRequest, code: str) -> HttpResponse:
    """Everything about a case; only the list when htmx asks for it."""
    found = case_or_404(code)
    only_list = getattr(request, "htmx", None) and request.htmx.target == "contacts"  # type: ignore[attr-defined]
    context = _contacts(request, found)
    if only_list:
        return render(request, "tracing/_contacts.html", context)
    case_looked(by=request.actor, case=found)
    return render(request, "tracing/case.html", context | _facts(request, found))


def _contacts(request: ActorRequest, found: Case) -> dict[str, Any]:
    form = ContactFilterForm(request.GET, kinds=selectors.kinds_of(found))
    chosen = selectors.ContactFilter(**form.chosen())
    page = selectors.contacts_page(found, chosen=chosen, number=page_number(request), sort=request.GET.get("sort", ""))
    language = get_language() or "en"
    done = found.runs.filter(status="done").order_by("-requested_at")
    return {
        "case": found,
        "page": page,
        "rows": rows.rows(by=request.actor, case=found, contacts=page.items, language=language),
        "filter": form,
        "chosen": chosen,
        "setting": wording.setting_title(chosen.setting, rows.place_names([chosen.setting], language))
        if chosen.setting
        else "",
        "totals": selectors.contacts_total(found),
        "counted_at": done.values_list("finished_at", flat=True).first(),
    }  # fmt: skip


def _facts(request: ActorRequest, found: Case) -> dict[str, Any]:
    facts = selectors.case_facts(found)
    language = get_language() or "en"
    way = selectors.journey(found, lo=facts.lo, hi=facts.hi, language=language)
    return {
        "facts": facts,
        "charts": [
            window_chart(anchor=facts.anchor, lo=facts.lo, hi=facts.hi, confirmed=facts.confirmed, width=width)
            for width in (600, 320)
        ],
        "way": way,
        "map": journey_map(way),
        "next": _suggested(found, way),
        **_seats(request, found, way),
    }


def _seats(request: ActorRequest, found: Case, way: selectors.Journey) -> dict[str, Any]:
    """The plan of the chosen ride (`?ride=`, by number), at first the one with most contacts."""
    rides = sorted(way.rides, key=lambda s: -s.count)
    if not rides:
        return {"rides": [], "ride": None, "plan": None}
    asked = request.GET.get("ride", "")
    ride = next((r for r in rides if r.setting == asked), rides[0])
    whole = request.GET.get("rows") == "all"
    return {"rides": rides, "ride": ride, "plan": selectors.plan_of(found, ride, whole=whole)}


def _suggested(found: Case, way: selectors.Journey) -> dict[str, Any] | None:
    """What to do next: the setting at which most of those who were not told yet were met."""
    untold = set(found.contacts.filter(current=True, status="new").values_list("id", flat=True))
    best = max(way.shown, key=lambda s: len(s.contacts & untold), default=None)
    if best is None or not best.contacts & untold:
        return None
    top = set(found.contacts.filter(current=True).order_by("rank").values_list("id", flat=True)[:5]) & untold
    return {"stop": best, "untold": len(best.contacts & untold), "top": len(top & best.contacts)}


@on_case
@require_POST
def find(request: ActorRequest, code: str) -> HttpResponse:
    """Look for contacts."""
    try:
        services.contacts_find(by=request.actor, case=case_or_404(code))
    except BadInput as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("tracing:case", args=[code]))


@on_case
def progress(request: ActorRequest, code: str) -> HttpResponse:
    """How far the search is; when it ends, the page loads anew."""
    facts = selectors.case_facts(case_or_404(code))
    if facts.search is None or not facts.search.under_way:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "tracing/_search.html", {"facts": facts})


@on_case
@require_POST
def change(request: ActorRequest, code: str) -> HttpResponse:
    """Close, reopen or withdraw a case."""
    doing = {"close": services.case_close, "reopen": services.case_reopen, "withdraw": services.case_withdraw}
    action = doing.get(request.POST.get("action", ""))
    if action is None:
        raise Http404
    try:
        action(by=request.actor, case=case_or_404(code))
        messages.success(request, _("Saved."))
    except BadInput as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("tracing:case", args=[code]))
