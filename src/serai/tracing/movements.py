"""This station's movement store. `person_id` in it is a person's code, `place_id` a place's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from serai.tracing.domain.store import MovementStore


def folder() -> Path:
    """Where it lies."""
    return Path(settings.DATA_DIR) / "movements"


def store() -> MovementStore:
    """The store, made on first use."""
    from serai.tracing.domain.store import MovementStore

    if exists():
        return MovementStore.open(folder())  # making one takes the writer's lock; readers must not wait for it
    return MovementStore.open_or_create(folder())


def exists() -> bool:
    """True once anything was brought in."""
    return (folder() / "manifest.json").exists()


def settle() -> None:
    """Compact it, so that a backup holds few files."""
    if exists():
        store().compact()
