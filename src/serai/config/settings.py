"""Django settings. Every value that differs between stations comes from `SERAI_…` variables (docs/guides/operate.md)."""

from __future__ import annotations

from pathlib import Path

from serai.config import env

ROOT = Path(__file__).resolve().parents[3]
DEV = env.flag("DEV", default=True)
DATA_DIR = env.folder("DATA_DIR", ROOT / "var")

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY", dev=DEV)
ALLOWED_HOSTS = env.items("HOSTS", "localhost,127.0.0.1,[::1],testserver")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "serai.config.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "serai.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
