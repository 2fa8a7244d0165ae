"""Health, metrics and errors."""

from __future__ import annotations

import hmac
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import render_to_string

from serai.core.problems import problem, wants_problem
from serai.identity.access import public


@public
def healthz(_: HttpRequest) -> HttpResponse:
    """Public: a load balancer asks whether this process can reach its database. Tells nothing else."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@public
def metrics(request: HttpRequest) -> HttpResponse:
    """Guarded by its own token (SERAI_METRICS_TOKEN), since scrapers have no account. Without a token: closed."""
    from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        return HttpResponseForbidden()
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _error(request: HttpRequest, status: int, code: str) -> HttpResponse:
    if wants_problem(request):
        return problem(status, code)
    try:
        return HttpResponse(render_to_string(f"{status}.html", {}, request), status=status)
    except TemplateDoesNotExist:
        return HttpResponse(code, status=status, content_type="text/plain")


@public
def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001
    """Public: error pages are for everyone."""
    return _error(request, 400, "bad-request")


@public
def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001
    """Public: error pages are for everyone."""
    return _error(request, 403, "forbidden")


@public
def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001
    """Public: error pages are for everyone."""
    return _error(request, 404, "not-found")


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """Public: error pages are for everyone. A page that needs the database could fail again: it gets none."""
    if wants_problem(request):
        return problem(500, "internal")
    try:
        return HttpResponse(render_to_string("500.html", {}), status=500)
    except Exception:
        return HttpResponse("internal", status=500, content_type="text/plain")
