"""The list for browsers and for other programs, under `/api/v1/tracing/trips`.

Anybody gets the same bytes, with no cookie read or set: who asks cannot be told from what is answered, and any cache
on the way may answer instead.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from ninja import Router, Schema

from serai.identity.access import public
from serai.tracing.lookup.selectors import catalogue, etag

router = Router(tags=["trips"])
FRESH_SECONDS = 600


class MetaOut(Schema):
    """How trips are grouped, which days are covered, and how old the list is."""

    form: str
    bits: int
    periods: list[list[str]]
    updated: str
    trips: int
    possible: int
    stale_after_days: int


class TripOut(Schema):
    """A published trip. Fields that are not stated are left out."""

    id: str = ""
    mode: str
    services: list[str]
    dates: list[str]
    depart: str = ""
    arrive: str = ""
    units: list[str] = []
    board: str = ""
    alight: str = ""
    stops: list[str] = []
    url: str = ""
    publisher: str = ""


class BucketOut(Schema):
    """One group of trips."""

    bucket: str
    trips: list[TripOut]


@router.get("/meta", auth=None, response=MetaOut)
@public
def meta(request: HttpRequest) -> HttpResponseBase:
    """Public: what a client needs to know before it asks for a group. Fetch it anew when a group is not found."""
    return _static(request, catalogue().about())


@router.get("/buckets/{bucket}", auth=None, response=BucketOut)
@public
def bucket(request: HttpRequest, bucket: str) -> HttpResponseBase:
    """Public: one group, `<bits>-<number in hexadecimal>`.

    The number is the first `bits` bits of SHA-256 over `serai-trips-1|<kind>|<service>|<date>`; kind is air, rail,
    metro, road or ship; a train's service is `<letters>/<(number + 3) div 4>`. All groups are equally long.
    """
    body = catalogue().body(bucket)
    if body is None:
        raise Http404
    return _static(request, body)


def _static(request: HttpRequest, body: bytes) -> HttpResponseBase:
    tag = etag(body)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["ETag"] = tag
    response["Cache-Control"] = (
        f"public, max-age={FRESH_SECONDS}, no-transform"  # compressed, sizes would tell groups apart
    )
    return get_conditional_response(request, etag=tag, response=response) or response
