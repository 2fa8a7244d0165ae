"""The public page, the list behind it, and taking a trip off the list."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from serai.identity.access import ActorRequest, Role, public, roles
from serai.tracing.domain.lookup import Trip
from serai.tracing.lookup import selectors, services, wording

SHOWN = 300
COLUMNS = ("dates", "mode", "services", "depart", "arrive", "units", "board", "alight", "publisher", "url")


@public
def page(request: HttpRequest) -> HttpResponse:
    """Public: anybody may ask. The trip is typed into the page and never sent; see the ADR on buckets."""
    meta = selectors.catalogue().meta
    context: dict[str, Any] = {
        "shell": "public",  # one thing at a time, for staff too
        "kinds": wording.KINDS,
        "outcomes": wording.outcomes(settings.HELP_NUMBER),
        "labels": wording.labels(),
        "updated": selectors.updated_at(),
        "trips": meta.trips,
        "days": selectors.TRIPS_KEPT.days,
    }
    return render(request, "tracing/trips/page.html", context)


@public
def listed(request: HttpRequest) -> HttpResponse:
    """Public: the whole list, for whoever would rather read it, or has no script."""
    found = selectors.trips_listed()
    actor = getattr(request, "actor", None)
    context = {
        "lines": [{"id": one.id, "trip": one.trip, "times": _times(one.trip)} for one in found[:SHOWN]],
        "more": max(0, len(found) - SHOWN),
        "total": len(found),
        "updated": selectors.updated_at(),
        "may_withdraw": bool(actor and actor.has(Role.TRACER, Role.EPIDEMIOLOGIST)),
    }
    return render(request, "tracing/trips/list.html", context)


@public
def download(_request: HttpRequest) -> HttpResponseBase:
    """Public: the whole list as CSV, the same for everybody."""
    response = StreamingHttpResponse(_csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="trips.csv"'
    response["Cache-Control"] = "public, max-age=600"
    return response


@roles(Role.TRACER, Role.EPIDEMIOLOGIST)
@require_POST
def withdraw(request: ActorRequest, trip: UUID) -> HttpResponse:
    """Take a trip off the list."""
    if not services.trip_withdraw(by=request.actor, trip=trip):
        raise Http404
    messages.success(request, _("The trip is off the list and stays off, even if it is imported again."))
    return HttpResponseRedirect(reverse("tracing:trips-list"))


def _times(trip: Trip) -> str:
    """Local times, "09:00–?" where only one is stated, "" without any."""
    clocks = [f"{moment:%H:%M}" if moment else "?" for moment in (trip.depart, trip.arrive)]
    return "–".join(clocks) if trip.depart or trip.arrive else ""


class _Line:
    """A file whose writes come back."""

    def write(self, line: str) -> str:
        return line


def _csv() -> Iterator[str]:
    writer = csv.writer(_Line())
    yield f"\ufeff{writer.writerow(COLUMNS)}"
    for one in selectors.trips_listed():
        record = one.trip.record()
        yield str(writer.writerow([_cell(record.get(column, "")) for column in COLUMNS]))


def _cell(value: Any) -> str:
    text = " ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text  # a spreadsheet would run it
