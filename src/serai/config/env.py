"""Settings come from the environment; this reads them and refuses what is unsafe."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured

DEV_SECRET = "development-only-do-not-deploy"  # noqa: S105 - refused outside development, see `secret`


def text(name: str, default: str = "") -> str:
    """The value of `SERAI_<name>`, or the default."""
    return os.environ.get(f"SERAI_{name}", default)


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on."""
    raw = text(name, "1" if default else "0").strip().lower()
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"SERAI_{name}: expected 1 or 0, found {raw!r}")


def items(name: str, default: str = "") -> list[str]:
    """A comma-separated list without empty parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def number(name: str, default: int) -> int:
    """A whole number, 1 or more."""
    raw = text(name, str(default)).strip()
    if raw.isascii() and raw.isdigit() and int(raw) > 0:
        return int(raw)
    raise ImproperlyConfigured(f"SERAI_{name}: expected a whole number above 0, found {raw!r}")


def zone(name: str, default: str = "UTC") -> ZoneInfo:
    """A time zone by its name, such as Asia/Samarkand."""
    raw = text(name, default).strip()
    try:
        return ZoneInfo(raw)
    except (KeyError, ValueError, OSError):  # unknown; no name at all; a folder of names
        expected = "expected a time zone such as Asia/Samarkand"
        raise ImproperlyConfigured(f"SERAI_{name}: {expected}, found {raw!r}") from None


def folder(name: str, default: Path) -> Path:
    """A folder that exists after the call."""
    path = Path(text(name) or default)
    path.mkdir(parents=True, exist_ok=True)
    return path


def secret(name: str, *, dev: bool) -> str:
    """A secret from the environment; outside development the development value is refused."""
    value = text(name)
    if dev:
        return value or f"{DEV_SECRET}-{name.lower()}"
    if not value or DEV_SECRET in value or len(value) < 32:
        raise ImproperlyConfigured(
            f"SERAI_{name}: set a secret of 32 characters or more (development values are refused)"
        )
    return value


def database(name: str, file: Path, *, test_file: Path) -> dict[str, Any]:
    """The DATABASES entry: SQLite in `file`, or what the URL names (`sqlite:///path`, `postgresql://user:pw@host/db`).

    SQLite: write-ahead log, each transaction takes the write lock at its start (a later upgrade could fail),
    and a commit is on disk before it is acknowledged.
    """
    url = urlsplit(text(name))
    if url.scheme in {"", "sqlite"}:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.path or file,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
            "TEST": {"NAME": str(test_file)},
        }
    if url.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"SERAI_{name}: expected sqlite:///… or postgresql://…, found {url.scheme}://")
    options = dict(parse_qsl(url.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")) or "serai",
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": options.pop("host", url.hostname or ""),
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
