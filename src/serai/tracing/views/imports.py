"""Bringing files in, and what became of them."""

from __future__ import annotations

import csv
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from serai.identity.access import ActorRequest, Role, personal, roles
from serai.registry.domain.errors import BadInput
from serai.registry.domain.rejections import REJECTION_COLUMNS
from serai.tracing import selectors, services
from serai.tracing.forms import UploadForm
from serai.tracing.looks import rejections_looked
from serai.tracing.models import ImportStatus
from serai.tracing.views.cases import TRACERS, page_number

SENDERS = (*TRACERS, Role.CARRIER)
STATE_TAGS = {
    "waiting": ("", "clock"),
    "reading": ("act", "loader"),
    "done": ("ok", "circle-check"),
    "refused": ("high", "octagon-x"),
    "failed": ("high", "octagon-alert"),
}


def organisation_of(request: ActorRequest) -> str | None:
    """Carriers see what their own organisation sent; tracers see all."""
    return None if request.actor.has(*TRACERS) else request.actor.organisation


def _tagged(line: selectors.ImportLine) -> dict[str, Any]:
    kind, icon = STATE_TAGS[line.status]
    return {"line": line, "kind": kind, "icon": icon, "label": ImportStatus(line.status).label}


@roles(*SENDERS)
def index(request: ActorRequest) -> HttpResponse:
    """The upload form and all imports."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            batch = services.import_upload(
                by=request.actor,
                kind=form.cleaned_data["kind"],
                name=given.name or "",
                data=given.read(),
                zone=form.cleaned_data["zone"],
            )
        except BadInput as error:
            form.add_error("file", str(error))
        else:
            return HttpResponseRedirect(reverse("tracing:import", args=[batch.pk]))
    page = selectors.imports_page(organisation=organisation_of(request), number=page_number(request))
    context = {"form": form, "page": page, "imports": [_tagged(line) for line in page.items]}
    return render(request, "tracing/imports.html", context, status=400 if form.errors else 200)


def _line(request: ActorRequest, batch_id: UUID) -> selectors.ImportLine:
    line = selectors.import_line(batch_id, organisation=organisation_of(request))
    if line is None:
        raise Http404
    return line


@roles(*SENDERS)
def batch(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """One import: counts, remarks and refused rows; their values stay hidden here."""
    line = _line(request, batch_id)
    rejections = selectors.rejections_page(batch_id, page_number(request))
    context = {"import": _tagged(line), "rejections": rejections, "page": rejections, "remarks": remark_lines(line)}
    return render(request, "tracing/import.html", context)


@roles(*SENDERS)
def batch_progress(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """How far the reading is; when it ends, the page loads anew."""
    line = _line(request, batch_id)
    if not line.under_way:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "tracing/_reading.html", {"import": _tagged(line)})


@personal("import", "batch_id", roles=SENDERS)
def rejections(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """Refused rows with their values as CSV: values may be personal, so it asks for a purpose."""
    _line(request, batch_id)
    rejections_looked(by=request.actor, batch=str(batch_id))
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="refused-{batch_id}.csv"'
    answer.write("\ufeff")  # spreadsheets take it for UTF-8 then
    out = csv.writer(answer)
    out.writerow(REJECTION_COLUMNS)
    for r in selectors.rejections_all(batch_id):
        out.writerow([_plain(str(getattr(r, name))) for name in REJECTION_COLUMNS])
    return answer


def _plain(text: str) -> str:
    """A cell that a spreadsheet will not run as a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


@roles(*TRACERS)
@require_POST
def publish(request: ActorRequest, batch_id: UUID) -> HttpResponse:
    """Put an import's trip notices on the public list."""
    _line(request, batch_id)
    try:
        count = services.notices_publish_import(by=request.actor, batch_id=batch_id)
        said = ngettext("%(n)d trip published.", "%(n)d trips published.", count) % {"n": count}
        messages.success(request, said)
    except BadInput as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("tracing:import", args=[batch_id]))


def remark_lines(line: selectors.ImportLine) -> list[str]:
    """What was taken with a remark, in words."""
    said = {
        "seat_unreadable": _("Seats that could not be read became unknown"),
        "unit_unreadable": _("Carriages that could not be read became unknown"),
        "lap_infant_on_adult_seat": _("Infants on a lap were given the seat of their adult"),
        "document_shared": _("One document for several people: they were told apart by name and birth date"),
        "zero_length": _("Stays of no length"),
        "time_skipped": _("Local times that a clock change skipped"),
        "time_repeated": _("Local times that a clock change repeated"),
        "reference_mismatch": _("Messages whose end does not name their beginning"),
        "segment_count_wrong": _("Messages that count their own lines wrongly"),
        "interchange_without_envelope": _("Messages without an envelope"),
        "flight_from_header": _("Flights known from the head of the message only"),
        "airport_zone_unknown": _("Airports whose time zone is not known"),
        "operating_number_unknown": _("Shared flights whose operating number is not known"),
        "number_unknown": _("Notices without a number"),
    }
    return [f"{said.get(name, name.replace('_', ' '))}: {count}" for name, count in sorted(line.remarks.items())]
