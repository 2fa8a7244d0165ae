"""The JSON API: one document, a router per room."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from serai import __version__
from serai.core.problems import Problem, problem

ROOMS = ("identity", "tracing")

api = NinjaAPI(title="Serai", version=__version__, urls_namespace="api", docs_url=None, openapi_url="/openapi.json")


@api.exception_handler(Problem)
def _problem(_: HttpRequest, error: Problem) -> HttpResponse:
    return problem(error.status, error.code, error.detail, **error.extra)


@api.exception_handler(AuthenticationError)
def _stranger(_: HttpRequest, __: AuthenticationError) -> HttpResponse:
    return problem(401, "sign-in-needed", "Sign in first.")


@api.exception_handler(PermissionDenied)
def _denied(_: HttpRequest, __: PermissionDenied) -> HttpResponse:
    return problem(403, "forbidden", "Your role does not open this.")


@api.exception_handler(Http404)
def _missing(_: HttpRequest, __: Http404) -> HttpResponse:
    return problem(404, "not-found")


@api.exception_handler(HttpError)
def _http(_: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, "refused", str(error))


@api.exception_handler(ValidationError)
def _invalid(_: HttpRequest, error: ValidationError) -> HttpResponse:
    # Where and what was expected, never the value itself.
    wrong: list[dict[str, Any]] = [{"at": list(e.get("loc", ())), "message": e.get("msg", "")} for e in error.errors]
    return problem(422, "invalid", "The request does not have the expected form.", errors=wrong)


@api.exception_handler(Exception)
def _broken(_: HttpRequest, error: Exception) -> HttpResponse:
    import structlog

    structlog.get_logger(__name__).error("api_failed", error=type(error).__name__)
    return problem(500, "internal", "Something went wrong on our side.")


for room in ROOMS:
    if find_spec(f"serai.{room}.api"):
        api.add_router(f"/{room}", import_module(f"serai.{room}.api").router)
