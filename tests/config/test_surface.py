"""What strangers see: headers, problems, logs; and which settings are refused."""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import structlog
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_content_policy_allows_neither_inline_nor_eval_nor_other_hosts(client: Client) -> None:
    policy = client.get("/healthz")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy + ";"
    for word in ("unsafe-inline", "unsafe-eval", "*", "http"):
        assert word not in policy


def test_every_answer_carries_the_protective_headers(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in answer["Permissions-Policy"]


def test_an_unknown_address_of_the_api_is_a_problem_document(client: Client) -> None:
    answer = client.get("/api/v1/nothing")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "not-found"


def test_metrics_are_closed_without_the_token(client: Client, settings: Any) -> None:
    assert client.get("/metrics").status_code == 403
    settings.METRICS_TOKEN = "scraper"
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer scraper"}).status_code == 200


@pytest.fixture
def lines(settings: Any) -> Any:
    formatter = settings.LOGGING["formatters"]["serai"]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter["()"](**{k: v for k, v in formatter.items() if k != "()"}))
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def test_names_documents_and_addresses_do_not_reach_the_logs(lines: io.StringIO, client: Client) -> None:
    planted = ["Zhang Wei", "E12345678", "zhang.wei@example.org", "+41 79 123 45 67", "P-7Q4K-29MX"]
    log, library = structlog.get_logger("serai.test"), logging.getLogger("some.library")
    for value in planted:
        log.warning("import_failed", name=value, error="ValueError", person=value)
        library.warning("could not read %s", value)
        client.get(f"/tracing/{value}/?q={value}")
    log.error("mail_failed zhang.wei@example.org E12345678 +41 79 123 45 67")
    try:
        raise ValueError("Zhang Wei E12345678")
    except ValueError:
        library.exception("broken")
    written = lines.getvalue()
    assert "import_failed" in written
    assert "could not read" in written
    assert [value for value in planted if value in written] == []


def started(**environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SERAI_")}
    code = "from serai.config import settings as s; print(s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_SECURE)"
    return subprocess.run([sys.executable, "-c", code], env=kept | environment, capture_output=True, text=True)


@pytest.mark.parametrize("bad", ["", "short", "development-only-do-not-deploy-secret_key"])
def test_a_station_does_not_start_with_a_development_secret(bad: str, tmp_path: Path) -> None:
    good = {f"SERAI_{n}": "x" * 40 for n in ("SECRET_KEY", "MASTER_KEY", "INDEX_KEY")}
    base = {"SERAI_DEV": "0", "SERAI_DATA_DIR": str(tmp_path), **good}
    assert started(**base).stdout.split() == ["31536000", "True"]
    refused = started(**base | {"SERAI_MASTER_KEY": bad})
    assert refused.returncode != 0
    assert "SERAI_MASTER_KEY" in refused.stderr


def test_help_comes_without_loading_a_room() -> None:
    code = "import sys; sys.argv = ['serai', '--help']\nfrom serai.cli import main\n"
    code += "try: main()\nexcept SystemExit: pass\n"
    code += "print([m for m in ('django', 'ibis', 'duckdb', 'numpy', 'rich', 'serai.tracing') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")


def test_an_unknown_command_is_bad_usage() -> None:
    done = subprocess.run([sys.executable, "-m", "serai", "nonsense"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_development_secrets_are_refused_unless_asked_for(tmp_path: Path) -> None:
    refused = started(SERAI_DATA_DIR=str(tmp_path))
    assert refused.returncode != 0
    assert "SERAI_SECRET_KEY" in refused.stderr
    assert started(SERAI_DATA_DIR=str(tmp_path), SERAI_DEV="1").returncode == 0


def test_nobody_adds_an_address_to_an_account(client_as: Any) -> None:
    from serai.identity.roles import Role

    client = client_as(Role.TRACER)
    assert client.get("/accounts/email/").status_code == 200
    assert client.post("/accounts/email/", {"email": "other@example.org", "action_add": ""}).status_code == 405
