"""What every test stands on: no network but loopback, a cheap hasher, actors and clients by role."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs beside the live server

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_socket
from django.core.cache import cache
from django.test import Client, RequestFactory
from hypothesis import settings as hypothesis_settings

from serai.identity.actors import Actor, actor_of
from serai.identity.roles import Role

HERE = Path(__file__).parent

# No timed assertions: a busy machine must not fail an example. The same examples every time, so that a red run is
# repeatable; `make soak` looks for new ones.
hypothesis_settings.register_profile("test", deadline=None, derandomize=True)
hypothesis_settings.register_profile("soak", deadline=None, max_examples=2000)
hypothesis_settings.load_profile("soak" if os.environ.get("SERAI_SOAK") else "test")


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.RATE_LIMITS_ON = False  # tests of it turn it on
    settings.WORKER = False
    settings.WHITENOISE_AUTOREFRESH = True
    options = settings.DATABASES["default"].get("OPTIONS", {})
    if "init_command" in options:  # the test database dies with the run
        options["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        inside = item.path.relative_to(HERE).parts if item.path.is_relative_to(HERE) else ()
        if "domain" in inside:
            item.add_marker(pytest.mark.pure)


@pytest.fixture(autouse=True)
def _loopback_only() -> Iterator[None]:
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
    yield
    pytest_socket._remove_restrictions()


@pytest.fixture(autouse=True)
def _own_files(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> None:
    settings.DATA_DIR = tmp_path_factory.mktemp("data")
    cache.clear()


@pytest.fixture
def account_with(db: None) -> Callable[..., Any]:
    """`account_with(Role.TRACER)`: an account that holds these roles in one organisation."""
    from tests.factories.identity import AccountFactory, MembershipFactory, OrganisationFactory

    def make(*roles: Role, **fields: Any) -> Any:
        account = AccountFactory(**fields)
        organisation = OrganisationFactory() if set(roles) - {Role.RESIDENT} else None
        for role in roles:
            MembershipFactory(
                account=account, role=role.value, organisation=None if role is Role.RESIDENT else organisation
            )
        return account

    return make


@pytest.fixture
def actor_with(account_with: Callable[..., Any]) -> Callable[..., Actor]:
    """`actor_with(Role.TRACER)`: an actor with a new account."""
    return lambda *roles, **fields: actor_of(account_with(*roles, **fields))


@pytest.fixture
def client_as(account_with: Callable[..., Any]) -> Callable[..., Client]:
    """`client_as(Role.TRACER)`: a signed-in test client; its account is `client.account`."""

    def make(*roles: Role, **fields: Any) -> Client:
        client = Client()
        client.account = account_with(*roles, **fields)  # type: ignore[attr-defined]
        client.force_login(client.account)  # type: ignore[attr-defined]
        return client

    return make


@pytest.fixture
def rf() -> RequestFactory:
    return RequestFactory()
