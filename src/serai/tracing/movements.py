"""This station's movement store. `person_id` in it is a person's code, `place_id` a place's."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.core.cache import cache

from serai.core.files import link_or_copy

if TYPE_CHECKING:
    from serai.tracing.domain.store import MovementStore

T = TypeVar("T")


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


def remembered(name: str, key: Hashable, find: Callable[[], T]) -> T:
    """What `find` found in the store's present state; asked again within two minutes, it is not looked up twice.

    Any write makes a new state, so an erased person is not answered from memory.
    """
    state = (folder() / "manifest.json").stat()
    place = hashlib.sha256(repr((str(folder()), name, state.st_mtime_ns, state.st_size, key)).encode()).hexdigest()
    found: T | None = cache.get(place)
    if found is None:
        found = find()
        cache.set(place, found, 120)
    return found


def snapshot(into: Path) -> None:
    """A compacted copy of the present state, for a backup."""
    (into / "segments").mkdir(parents=True, mode=0o700)
    if not exists():
        return
    kept = store()
    kept.compact()
    with kept.frozen() as paths:
        for path in paths:
            link_or_copy(kept.folder / path, into / path)


def warm() -> None:
    """Load the engine and open the store, as the first page of a case and the first search do."""
    from serai.core import clock

    if exists():
        now = clock.now()
        store().movements_of([""], now, now)
        store().connect()
