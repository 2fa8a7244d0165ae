"""The description of the API is tried with what it allows and with what it does not: nothing may break it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import response_schema_conformance

from serai.core.problems import TYPE
from serai.identity.actors import actor_of
from serai.identity.purposes import purpose_open
from serai.identity.roles import Role
from serai.tracing.models import ImportBatch
from tests.tracing.world import BY, outbreak

application = get_wsgi_application()
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application).include(path_regex=r"^/api/v1/tracing/")


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The test's transaction lives in its connection: a request must not close it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def session(client_as: Callable[..., Client]) -> dict[str, str]:
    """Headers of a signed-in epidemiologist."""
    client = client_as(Role.TRACER, Role.EPIDEMIOLOGIST)
    token = get_token(RequestFactory().get("/"))
    cookie = f"sessionid={client.cookies['sessionid'].value}; csrftoken={token}"
    return {"Cookie": cookie, "X-CSRFToken": token, "_account": client.account}  # type: ignore[attr-defined,dict-item]


@pytest.fixture
def known(session: dict[str, Any]) -> dict[str, Any]:
    """Ids that exist and were opened, by the name of the path parameter."""
    case, _ = outbreak()
    by = actor_of(session.pop("_account"))
    batch = ImportBatch.objects.get()
    for kind, object_id in (("case", case.code), ("import", str(batch.pk))):
        purpose_open(by=by, purpose="quality", reference="fuzz", object_type=kind, object_id=object_id)
    return {"code": case.code, "batch_id": str(batch.pk), "run_id": str(BY.account_id or batch.pk)}


@pytest.mark.django_db
@schema.parametrize()
@settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
def test_the_api_answers_anything_with_an_answer_or_a_problem(case: Any, known: dict[str, Any], session: Any) -> None:
    case.path_parameters = {
        name: known.get(name, value) if case.meta.generation.mode.is_positive else value
        for name, value in (case.path_parameters or {}).items()
    }
    answer = case.call(headers=session)
    assert answer.status_code < 500
    if answer.status_code >= 400:
        assert answer.headers["content-type"][0] in (TYPE, "text/html; charset=utf-8")
    else:
        case.validate_response(answer, checks=[response_schema_conformance])
