"""The house keeps its shape: small files, reasons beside dependencies, no keys to a neighbour's tables."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "serai").rglob("*.py"))
# The capabilities are neighbours of one another (DESIGN: rooms stand in layers).
CAPABILITIES = {"tracing", "proximity", "civic", "imaging", "consult", "city"}
LAYERS = [
    {"core"},
    {"identity"},
    {"registry"},
    {"ledger", "messaging", "documents"},
    {"credentials"},
    CAPABILITIES,
    {"situation"},
    {"web"},
    {"demo"},
]
RANK = {room: rank for rank, rooms in enumerate(LAYERS) for room in rooms}


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_source_file_is_longer_than_500_lines(path: Path) -> None:
    if "migrations" not in path.parts:
        assert len(path.read_text().splitlines()) <= 500


def test_every_dependency_says_why_it_is_there() -> None:
    inside, unexplained = False, []
    for line in (ROOT / "pyproject.toml").read_text().splitlines():
        inside = (inside or bool(re.match(r"(dependencies|dev|bench) = \[", line))) and line != "]"
        if inside and line.strip().startswith('"') and "# " not in line:
            unexplained.append(line.strip())
    assert unexplained == []


def test_every_package_in_the_lock_is_reached_from_a_public_index() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    registries = {p["source"].get("registry") for p in lock["package"] if "registry" in p["source"]}
    assert registries == {"https://pypi.org/simple"}


def serai_models() -> list[type]:
    return [m for m in apps.get_models() if m.__module__.startswith("serai.")]


def test_no_table_has_a_foreign_key_to_a_neighbour_or_upwards() -> None:
    assert serai_models(), "the rooms have tables"
    wrong = []
    for model in serai_models():
        own = model._meta.app_label
        for field in model._meta.get_fields():
            other = getattr(getattr(field, "related_model", None), "_meta", None)
            if not field.is_relation or field.auto_created or other is None or other.app_label == own:
                continue
            if other.app_label in RANK and RANK[other.app_label] >= RANK[own]:
                wrong.append(f"{model.__name__}.{field.name} → {other.label}")
    assert wrong == []


def test_no_migration_depends_on_a_neighbour_or_upwards() -> None:
    wrong = []
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        if app in RANK:
            wrong += [
                f"{app}.{name} → {other}"
                for other, _ in migration.dependencies
                if other in RANK and other != app and RANK[other] >= RANK[app]
            ]
    assert wrong == []


def test_every_model_change_has_its_migration(db: None) -> None:
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
