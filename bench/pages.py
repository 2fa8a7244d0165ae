"""The pages of the full demo as a browser asks for them: one process, HTTP over loopback, signed in, with a purpose."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, RemoteDisconnected
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

DEMO = Path(__file__).parent.parent / "var" / "bench" / "demo"
PASSWORD = "caravan-lantern-well"  # the demo's own, printed at its every start
ROUNDS, WARM = 30, 2
TO_A_CASE = 8.0  # s from the first page to the first case: someone signs in, reads the list and says why
PATIENCE = 300  # s
ROLES = ("tracer", "auditor", "admin", "resident")
HTMX = {"HX-Request": "true", "HX-Target": "contacts"}


class Browser:
    """One connection that is kept, with its cookies."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, form: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> Any:
        """Answer and body of a GET, or of a POST with the page's token where there is a form."""
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), **(headers or {})}
        body = None
        if form is not None:
            body = urlencode(form | {"csrfmiddlewaretoken": self.cookies["csrftoken"]})
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request("POST" if body else "GET", path, body, sent)
            answer = self.connection.getresponse()
        except RemoteDisconnected:  # the server ends a connection that was idle for five seconds; browsers ask again
            self.connection.close()
            return self.ask(path, form, headers)
        text = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer, text.decode(errors="replace")

    def page(self, path: str, headers: dict[str, str] | None = None) -> str:
        """The text of a page that must be there."""
        answer, text = self.ask(path, headers=headers)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        return str(text)

    def sign_in(self, email: str) -> Browser:
        """Sign in by the form."""
        self.page("/accounts/login/")
        answer, _ = self.ask("/accounts/login/", {"login": email, "password": PASSWORD})
        assert answer.status == 302, answer.status
        return self

    def state_purpose(self, path: str) -> None:
        """Say why a case is opened, where the page asks."""
        answer, _ = self.ask(path)
        if answer.status == 302:
            where = answer.headers["Location"]
            self.page(where)
            answer, _ = self.ask(where, {"purpose": "contact_tracing", "reference": "Bench"})
            assert answer.status == 302, answer.status


@contextmanager
def station(folder: Path) -> Iterator[tuple[int, float]]:
    """`serai serve --demo` on a folder: its port, and the seconds until it answered the first page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # A station keeps the compiled form of its code; some machines forbid it to their programs.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    set_to = {"SERAI_DATA_DIR": str(folder), "SERAI_DEV": "1", "SERAI_RATE_LIMITS": "0"}
    command = [sys.executable, "-m", "serai", "serve", "--demo", "--port", str(port)]
    began = time.perf_counter()
    server = subprocess.Popen(command, env=kept | set_to, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            if server.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise RuntimeError("the station did not start")
            try:
                Browser(port).page("/")
                break
            except OSError:
                time.sleep(0.05)
        yield port, time.perf_counter() - began
    finally:
        server.terminate()
        server.wait(30)


def settle(browser: Browser) -> None:
    """Wait until the worker has read the demo's two uploads: the pages are measured alone."""
    began = time.perf_counter()
    while re.search(r'"status": ?"(waiting|reading)"', browser.page("/api/v1/tracing/imports")):
        if time.perf_counter() - began > PATIENCE:
            raise RuntimeError("the imports did not end")
        time.sleep(0.5)


def first(text: str, pattern: str) -> str:
    """The first address in a page that fits."""
    found = re.search(f'href="({pattern})"', text)
    assert found, pattern
    return found[1].replace("&amp;", "&")


def pages(tracer: Browser, cases: tuple[str, str, str]) -> list[tuple[str, str, str, dict[str, str] | None]]:
    """What a tracer, an auditor and a resident open: (name, role, address, headers)."""
    flight, train, venue = (f"/tracing/cases/{code}/" for code in cases)
    for path in (flight, train, venue):
        tracer.state_purpose(path)
    contact = first(tracer.page(train), rf"{train}contacts/\d+/")
    imports = tracer.page("/tracing/imports/")
    batches = list(dict.fromkeys(re.findall(r'href="(/tracing/imports/[0-9a-f-]{36}/)"', imports)))
    refused = next(path for path in batches if "rejections.csv" in tracer.page(path))
    tracer.state_purpose(f"{refused}rejections.csv")
    bits = re.search(r'"bits": ?(\d+)', tracer.page("/api/v1/tracing/trips/meta"))
    assert bits
    mine = [
        ("Home", "/", None),
        ("Cases", "/tracing/", None),
        ("Cases, searched", "/tracing/?search=0041&status=open", None),
        ("Case with a flight: facts, journey, map, seats, contacts", flight, None),
        ("Case with a train", train, None),
        ("Case with a venue", venue, None),
        ("Every row of the seat plan", f"{train}?rows=all", None),
        ("Contacts, filtered", f"{train}?tier=close&kind=rail", HTMX),
        ("Contacts, sorted by time", f"{train}?sort=minutes", HTMX),
        ("Contacts, second page", f"{train}?page=2", HTMX),
        ("A contact and the reasons", contact, None),
        ("Contacts for print", f"{train}print/", None),
        ("Imports", "/tracing/imports/", None),
        ("An import and its refused rows", refused, None),
        ("Refused rows as a file", f"{refused}rejections.csv", None),
        ("Rules", "/tracing/rules/", None),
        ("API: contacts of a case", f"/api/v1/tracing{train.removeprefix('/tracing')}contacts", None),
    ]
    anyone = [
        ("Look up a journey", "/tracing/trips/", None),
        ("All published journeys", "/tracing/trips/list/", None),
        ("A bucket of journeys", f"/api/v1/tracing/trips/buckets/{bits[1]}-0", None),
        ("How data is kept", "/data/", None),
    ]
    return [
        *((name, "tracer", path, more) for name, path, more in mine),
        *((name, "anyone", path, more) for name, path, more in anyone),
        ("Who did what, and why", "auditor", "/log/", None),
        ("Accounts", "admin", "/staff/", None),
        ("A resident's own page", "resident", "/me/", None),
    ]


def spent(browser: Browser, path: str, headers: dict[str, str] | None) -> float:
    """Milliseconds from the request to the last byte."""
    began = time.perf_counter()
    browser.page(path, headers)
    return (time.perf_counter() - began) * 1000


def p95(times: list[float]) -> float:
    """Nineteen out of twenty are no slower."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


@dataclass
class Taken:
    """Milliseconds of each request by page, of what bounds them, and of the first case; seconds of the starts."""

    by_page: dict[str, list[float]]
    healthy: list[float]
    static: list[float]
    made: float = 0.0
    again: float = 0.0
    first_case: float = 0.0


def run() -> dict[str, Any]:
    """Every figure of the pages. The demo is made anew: its days end with yesterday."""
    shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir(parents=True)
    with station(DEMO) as (port, made):
        settle(Browser(port).sign_in("tracer@zarhan.example"))
    with station(DEMO) as (port, again):
        taken = measured(port)
    taken.made, taken.again = made, again
    return told(taken)


def measured(port: int) -> Taken:
    """Ask for every page in turn, so that none profits from being asked for twice in a row."""
    flight, train, _home, venue, *_ = json.loads((DEMO / "demo.json").read_text())["shown"]
    people = {role: Browser(port).sign_in(f"{role}@zarhan.example") for role in ROLES} | {"anyone": Browser(port)}
    people["tracer"].state_purpose(f"/tracing/cases/{flight}/")
    time.sleep(TO_A_CASE)
    first_case = spent(people["tracer"], f"/tracing/cases/{flight}/", None)
    asked = pages(people["tracer"], (flight, train, venue))
    taken = Taken({name: [] for name, *_ in asked}, [], [], first_case=first_case)
    for turn in range(WARM + ROUNDS):
        for name, role, path, headers in asked:
            took = spent(people[role], path, headers)
            if turn >= WARM:
                taken.by_page[name].append(took)
        taken.healthy.append(spent(people["anyone"], "/healthz", None))
        taken.static.append(spent(people["anyone"], "/static/icons/serai.svg", None))
    taken.by_page["A case that nobody opened yet"] = unopened(people["tracer"], ROUNDS)
    return taken


def unopened(tracer: Browser, count: int) -> list[float]:
    """Milliseconds of the first look at cases whose movements are in no memory."""
    codes = [one["code"] for one in json.loads(tracer.page("/api/v1/tracing/cases?status=open"))["items"]]
    shown = json.loads((DEMO / "demo.json").read_text())["shown"]
    took = []
    for code in [code for code in codes if code not in shown][:count]:
        tracer.state_purpose(f"/tracing/cases/{code}/")
        took.append(spent(tracer, f"/tracing/cases/{code}/", None))
    return took


def told(taken: Taken) -> dict[str, Any]:
    """The figures: all pages together, what bounds them, and each page with its median in front."""
    every = [took for times in taken.by_page.values() for took in times]
    bound = statistics.median(taken.healthy)
    figures = [
        {"what": "All pages, 95th percentile", "value": round(p95(every)), "unit": "ms", "target": "< 150"},
        {"what": "All pages, median", "value": round(statistics.median(every)), "unit": "ms"},
        {"what": "The least a request costs here: the health check, median", "value": round(bound, 1), "unit": "ms"},
        {"what": "A static file, median", "value": round(statistics.median(taken.static), 1), "unit": "ms"},
        {"what": "All pages, median over that of the health check", "value": round(statistics.median(every) / bound),
         "unit": "×"},
        {"what": "From an empty folder to the first page, demo of 50,000 people made", "value": round(taken.made, 1),
         "unit": "s", "target": "≤ 60"},
        {"what": "From a start over a made demo to the first page", "value": round(taken.again, 1), "unit": "s"},
        {"what": f"The first case opened, {TO_A_CASE:.0f} s later", "value": round(taken.first_case), "unit": "ms"},
    ]  # fmt: skip
    for name, times in taken.by_page.items():
        figures.append({"what": f"{name}: median, then 95th percentile",
                        "value": f"{statistics.median(times):.0f}, {p95(times):.0f}", "unit": "ms"})  # fmt: skip
    note = (
        f"{len(every):,} requests, {ROUNDS} to each page, in turn after {WARM} rounds of warm-up, one at a time, from "
        "another process to `serai serve --demo` over HTTP on loopback: one uvicorn process, SQLite, rate limits off. "
        "Pages of a case write who looked into the audit log before they answer."
    )
    return {"title": "Pages", "figures": figures, "note": note}
