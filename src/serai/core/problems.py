"""Errors of the API as RFC 9457 problem documents."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

TYPE = "application/problem+json"


class Problem(Exception):
    """An answer that is an error. `code` is the stable name, `detail` one plain sentence without personal data."""

    def __init__(self, status: int, code: str, detail: str = "", **extra: Any) -> None:
        self.status, self.code, self.detail, self.extra = status, code, detail, extra
        super().__init__(code)


def problem(status: int, code: str, detail: str = "", **extra: Any) -> HttpResponse:
    """The response for a problem."""
    body = {"type": f"urn:serai:problem:{code}", "title": HTTPStatus(status).phrase, "status": status, "code": code}
    if detail:
        body["detail"] = detail
    return JsonResponse(body | extra, status=status, content_type=TYPE)


def wants_problem(request: HttpRequest) -> bool:
    """True for the machine's side of the house."""
    return request.path.startswith("/api/")
