"""The ground for browser tests: a real server with its worker, a real browser, sign-in, axe, passkeys.

Every page opened here is watched: a script error or a breach of the content policy fails the test that caused it.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from serai.core import clock, tasks
from serai.core.models import ScheduleMark
from serai.core.worker import Worker
from serai.identity.roles import Role

ROOT = Path(__file__).parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--no-first-run",
]
PATIENCE = 20_000  # ms; both cores may be busy
expect.set_options(timeout=PATIENCE)
# Rules that axe counts as WCAG 2.2 A and AA, and its own best practices.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.e2e)


class Server:
    """The whole site over WSGI in threads, on the test database, with the worker that does tasks beside it.

    `url` is http://localhost:…, where passkeys are allowed without TLS. (Production speaks ASGI; in a thread of the
    test run ASGI leaves files to the garbage collector, and here warnings are errors.)
    """

    def __init__(self) -> None:
        self._http = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
        self._http.set_app(get_wsgi_application())
        self.url = f"http://localhost:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self._worker = Worker(interval=0.1)

    def start(self) -> Server:
        # The worlds of tests lie in the past: the daily purge, due on a new database, would take them away meanwhile.
        for job in tasks.periodic:
            ScheduleMark.objects.get_or_create(name=job, defaults={"last_at": clock.now()})
        self._worker.start()
        self._thread.start()
        return self

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(10)
        self._worker.stop()


class QuietHandler(WSGIRequestHandler):
    """Does not write each request to the terminal."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def server(transactional_db: None) -> Iterator[Server]:
    """A running Serai with its worker; `server.url`."""
    running = Server().start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (bin/debian installs it)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """`new_page(width=390, locale="ar", service_workers="allow")`: a page in its own context, watched."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def make(width: int = 1280, height: int = 900, **options: Any) -> Page:
        options = {"locale": "en-GB", "service_workers": "block", "reduced_motion": "reduce"} | options
        context = browser.new_context(base_url=server.url, viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        opened = context.new_page()
        opened.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
        opened.on("console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None)
        return opened

    yield make
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page at 1280 px, not signed in."""
    return new_page()


@pytest.fixture
def signed_in(account_with: Callable[..., Any], server: Server) -> Callable[..., Any]:
    """`signed_in(page, Role.TRACER)`: puts a session into the page's browser; returns the account."""

    def enter(page: Page, *roles: Role, **fields: Any) -> Any:
        account = account_with(*roles, **fields)
        client = Client()
        client.force_login(account)
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}])
        return account

    return enter


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)`: no violation of WCAG 2.2 AA or axe's best practices."""
    source = AXE.read_text("utf-8")

    def check(page: Page) -> None:
        page.evaluate(source)
        # At its end a page shows every target: elsewhere the tab bar of phones lies over what the next swipe brings.
        page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
        found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        lines = [
            f"{v['id']}: {v['help']}: {', '.join(str(n['target'][0]) for n in v['nodes'][:4])}: "
            f"{v['nodes'][0]['failureSummary']}"
            for v in found
        ]
        assert lines == [], page.url

    return check


@pytest.fixture
def passkey() -> Callable[[Page], str]:
    """`passkey(page)`: gives the page's browser a virtual authenticator with a fingerprint that always fits."""

    def attach(page: Page) -> str:
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        answer = devtools.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        return str(answer["authenticatorId"])

    return attach


def sideways(page: Page) -> int:
    """How many pixels the page scrolls sideways; 0 is right."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
