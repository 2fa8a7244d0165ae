"""The JSON API of tracing, under `/api/v1/tracing`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from importlib.util import find_spec
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile
from ninja.params import functions as params

from serai.core.problems import Problem
from serai.identity.actors import Actor
from serai.identity.api_access import personal_api, roles_api
from serai.identity.roles import Role
from serai.registry.domain.errors import BadInput
from serai.tracing import schemas, selectors, services
from serai.tracing.looks import case_looked, contacts_looked, rejections_looked
from serai.tracing.models import Case, Contact
from serai.tracing.services.imports import LARGEST_UPLOAD

router = Router(tags=["tracing"])
TRACERS = (Role.TRACER, Role.EPIDEMIOLOGIST)
STAFF = roles_api(*TRACERS)
SENDERS = roles_api(*TRACERS, Role.CARRIER)
P = ParamSpec("P")
R = TypeVar("R")


def on_case() -> Any:
    """A person's data: needs a purpose on the case."""
    return personal_api("case", "code", roles=TRACERS)


def _by(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _case(code: str) -> Case:
    case = selectors.case_of(code)
    if case is None:
        raise Http404
    return case


def _done(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a service; what it cannot use becomes a problem document."""
    try:
        return function(*args, **kwargs)
    except BadInput as error:
        raise Problem(422, "bad-input", str(error)) from error


def _page(page: Any, items: list[Any] | None = None) -> dict[str, Any]:
    return {
        "items": page.items if items is None else items,
        "number": page.number,
        "pages": page.pages,
        "total": page.total,
    }


def _organisation(actor: Actor) -> str | None:
    """Carriers see their own imports; tracers all."""
    return None if actor.has(*TRACERS) else actor.organisation


@router.get("/cases", auth=STAFF, response=schemas.PageOut[schemas.CaseLineOut])
def cases(request: HttpRequest, search: str = "", status: str = "", page: int = params.Query(1, ge=1, le=10**6)) -> Any:
    """Cases, newest first. No names."""
    found, _ = selectors.cases_page(search=search, status=status, number=page)
    return _page(found)


@router.post("/cases", auth=STAFF, response={201: schemas.CaseOut})
def case_create(request: HttpRequest, data: schemas.CaseIn) -> Any:
    """Register a confirmed case."""
    case = _done(services.case_register, by=_by(request), **data.dict())
    return Status(201, selectors.case_facts(case))


@router.get("/cases/{code}", auth=on_case(), response=schemas.CaseOut)
def case(request: HttpRequest, code: str) -> Any:
    """One case and its infectious window."""
    found = _case(code)
    case_looked(by=_by(request), case=found)
    return selectors.case_facts(found)


@router.get("/cases/{code}/journey", auth=on_case(), response=list[schemas.StopOut])
def case_journey(request: HttpRequest, code: str) -> Any:
    """Where the case was in the window, in time order."""
    found = _case(code)
    case_looked(by=_by(request), case=found, fields=("journey",))
    facts = selectors.case_facts(found)
    way = selectors.journey(found, lo=facts.lo, hi=facts.hi, language=get_language() or "en")
    return [
        {
            "start": s.start, "end": s.end, "kind": s.kind, "setting": s.setting, "name": s.name, "board": s.board,
            "alight": s.alight, "seat": s.seat, "contacts": s.count,
        }
        for s in way.stops
    ]  # fmt: skip


@router.post("/cases/{code}/searches", auth=on_case(), response={202: schemas.SearchOut})
def search_start(request: HttpRequest, code: str) -> Any:
    """Find contacts. While a search is under way, that one is returned."""
    found = _case(code)
    run = _done(services.contacts_find, by=_by(request), case=found)
    return Status(202, selectors.search_of(found, run.pk))


@router.get("/cases/{code}/searches/{run_id}", auth=on_case(), response=schemas.SearchOut)
def search(request: HttpRequest, code: str, run_id: UUID) -> Any:
    """How far a search is."""
    found = selectors.search_of(_case(code), run_id)
    if found is None:
        raise Http404
    return found


@router.get("/cases/{code}/contacts", auth=on_case(), response=schemas.PageOut[schemas.ContactOut])
def contacts(
    request: HttpRequest,
    code: str,
    tier: str = "",
    kind: str = "",
    status: str = "",
    unknown: str = "",
    setting: str = "",
    page: int = params.Query(1, ge=1, le=10**6),
) -> Any:
    """Contacts, most at risk first, with reasons. `unknown`: name or seat."""
    found = _case(code)
    chosen = selectors.ContactFilter(tier, kind, status, unknown, setting)
    listed = selectors.contacts_page(found, chosen=chosen, number=page)
    contacts_looked(by=_by(request), case=found, persons=[c.person for c in listed.items])
    return _page(listed)


@router.get("/cases/{code}/contacts/{contact_id}", auth=on_case(), response=schemas.ContactDetailOut)
def contact(request: HttpRequest, code: str, contact_id: int) -> Any:
    """One contact with each exposure."""
    asked = _case(code)
    found = selectors.contact_detail(asked, _number(contact_id))
    if found is None:
        raise Http404
    contacts_looked(by=_by(request), case=asked, persons=[found[0].person])
    return {**asdict(found[0]), "exposures": [asdict(e) for e in found[1]]}


@router.patch("/cases/{code}/contacts/{contact_id}", auth=on_case(), response=schemas.ContactOut)
def contact_change(request: HttpRequest, code: str, contact_id: int, data: schemas.MarkIn) -> Any:
    """Say what was done about a contact."""
    found = Contact.objects.filter(case=_case(code), pk=_number(contact_id)).first()
    if found is None:
        raise Http404
    marked = _done(services.contact_mark, by=_by(request), contact=found, status=data.status)
    return selectors.contact_lines([marked])[0]


def _number(value: int) -> int:
    if not 0 < value < 2**63:
        raise Http404
    return value


@router.get("/rules", auth=STAFF, response=schemas.RulesOut)
def rules(request: HttpRequest) -> Any:
    """The contact rules in force, each with its source."""
    return _rules(selectors.rules_in_force())


@router.put("/rules", auth=roles_api(Role.EPIDEMIOLOGIST), response=schemas.RulesOut)
def rules_change(request: HttpRequest, data: schemas.RulesIn) -> Any:
    """Put rules in force for later searches."""
    _done(services.rules_adopt, by=_by(request), text=data.text)
    return _rules(selectors.rules_in_force())


def _rules(found: Any) -> dict[str, Any]:
    return {
        "digest": found.digest, "pathogen": found.pathogen, "before_hours": found.before_hours,
        "after_hours": found.after_hours, "measures": found.measures, "measures_source": found.measures_source,
        "rules": [asdict(rule) for rule in found.rules],
    }  # fmt: skip


@router.get("/imports", auth=SENDERS, response=schemas.PageOut[schemas.ImportOut])
def imports(request: HttpRequest, page: int = params.Query(1, ge=1, le=10**6)) -> Any:
    """Imports, newest first; carriers see those of their own organisation."""
    return _page(selectors.imports_page(organisation=_organisation(_by(request)), number=page))


@router.post("/imports", auth=SENDERS, response={202: schemas.ImportOut})
def import_create(request: HttpRequest, file: File[UploadedFile], kind: Form[str], zone: Form[str] = "") -> Any:
    """Upload a file; it is read in the background. The same file again returns its first import."""
    if (file.size or 0) > LARGEST_UPLOAD:
        raise Problem(413, "too-large", f"At most {LARGEST_UPLOAD >> 20} MB.")
    batch = _done(services.import_upload, by=_by(request), kind=kind, name=file.name or "", data=file.read(), zone=zone)
    return Status(202, selectors.import_line(batch.pk))


@router.get("/imports/{batch_id}", auth=SENDERS, response=schemas.ImportOut)
def import_one(request: HttpRequest, batch_id: UUID) -> Any:
    """How an import went."""
    return _import(request, batch_id)


@router.get(
    "/imports/{batch_id}/rejections",
    auth=personal_api("import", "batch_id", roles=(*TRACERS, Role.CARRIER)),
    response=schemas.PageOut[schemas.RejectionOut],
)
def import_rejections(request: HttpRequest, batch_id: UUID, page: int = params.Query(1, ge=1, le=10**6)) -> Any:
    """Refused rows with their values, in the order of the file. Values may be personal: needs a purpose."""
    _import(request, batch_id)
    rejections_looked(by=_by(request), batch=str(batch_id))
    return _page(selectors.rejections_page(batch_id, page))


def _import(request: HttpRequest, batch_id: UUID) -> Any:
    found = selectors.import_line(batch_id, organisation=_organisation(_by(request)))
    if found is None:
        raise Http404
    return found


if find_spec("serai.tracing.lookup") and find_spec("serai.tracing.lookup.api"):
    router.add_router("/trips", import_module("serai.tracing.lookup.api").router)
