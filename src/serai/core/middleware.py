"""Headers, one log line per request, the zone of pages, and rate limits."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from serai.core import ids
from serai.core.problems import problem, wants_problem

log = structlog.get_logger("serai.request")
Next = Callable[[HttpRequest], HttpResponseBase]


class HeadersMiddleware:
    """Headers that Django does not set, and a log line with the route (never the path: it holds ids)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began, request_id = time.perf_counter(), str(ids.uuid7())
        response = self.get_response(request)
        response["Permissions-Policy"] = "camera=(self), microphone=(self), geolocation=(), payment=()"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["X-Request-Id"] = request_id
        # Pages of people's data must not stay in a shared computer's cache.
        if "Cache-Control" not in response and request.COOKIES.get(settings.SESSION_COOKIE_NAME):
            response["Cache-Control"] = "no-store, private"
        route = request.resolver_match.route if request.resolver_match else ""
        if route != "healthz":
            log.info(
                "request",
                method=request.method,
                route=route,
                status=response.status_code,
                ms=round((time.perf_counter() - began) * 1000),
                request_id=request_id,
            )
        return response


class ZoneMiddleware:
    """Shows and reads times in the station's zone (settings.ZONE); everything behind the pages stays UTC."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with timezone.override(settings.ZONE):
            return self.get_response(request)


class ThrottleMiddleware:
    """So many requests a minute and client, by address pattern (settings.RATE_LIMITS)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.RATE_LIMITS_ON and not self._admit(request):
            wait = 60 - int(time.time()) % 60
            refused = (
                problem(429, "too-many-requests", f"Try again in {wait} seconds.")
                if wants_problem(request)
                else render(request, "429.html", {"wait": wait}, status=429)
            )
            refused["Retry-After"] = str(wait)
            return refused
        return self.get_response(request)

    @staticmethod
    def _admit(request: HttpRequest) -> bool:
        for number, (pattern, limit) in enumerate(settings.RATE_LIMITS):
            if not re.search(pattern, request.path):
                continue
            if not limit:
                return True
            key = f"throttle:{number}:{client(request)}:{int(time.time()) // 60}"
            cache.add(key, 0, 120)
            try:
                return bool(cache.incr(key) <= limit)
            except ValueError:  # fell out of the cache between the two calls
                return True
        return True


def client(request: HttpRequest) -> str:
    """The client's address; the proxy's word counts only where one is configured."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
