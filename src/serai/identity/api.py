"""The JSON API of identity, under `/api/v1/identity`: who I am, and why I look."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from serai.core.problems import Problem
from serai.identity.api_access import signed_in_api
from serai.identity.purposes import purpose_close, purpose_open
from serai.identity.roles import PurposeKind

router = Router(tags=["identity"])
NAME = r"^[a-z_]{1,40}$"
ID = r"^[\w.:-]{1,120}$"


class MeOut(Schema):
    """The account that asks."""

    name: str
    organisation: str
    country: str
    roles: list[str]


class ObjectIn(Schema):
    """The object that a purpose is for."""

    object_type: str = Field(pattern=NAME, description="such as case")
    object_id: str = Field(pattern=ID, description="its code")


class PurposeIn(ObjectIn):
    """Why someone looks. The person concerned sees it."""

    purpose: PurposeKind
    reference: str = Field(min_length=1, max_length=120, description="the file number under which it can be checked")


class PurposeOut(Schema):
    """A purpose that is open now."""

    purpose: str
    reference: str
    object_type: str
    object_id: str


@router.get("/me", auth=signed_in_api(), response=MeOut)
def me(request: HttpRequest) -> Any:
    """Who I am here."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    return {
        "name": actor.name,
        "organisation": actor.organisation,
        "country": actor.country,
        "roles": sorted(r.value for r in actor.roles),
    }


@router.post("/purposes", auth=signed_in_api(), response={201: PurposeOut})
def purpose_create(request: HttpRequest, data: PurposeIn) -> Any:
    """Open a purpose on one object, for eight hours. Opening gives no right that the role does not have."""
    try:
        opened = purpose_open(by=request.actor, **data.dict())  # type: ignore[attr-defined]
    except ValidationError as error:
        raise Problem(422, "invalid", " ".join(error.messages)) from error
    return Status(201, opened)


@router.post("/purposes/close", auth=signed_in_api(), response={204: None})
def purpose_end(request: HttpRequest, data: ObjectIn) -> Any:
    """End my purposes on one object now."""
    purpose_close(by=request.actor, **data.dict())  # type: ignore[attr-defined]
    return Status(204, None)
