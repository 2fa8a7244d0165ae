"""Doors that core calls and rooms fill, in `AppConfig.ready`: export, erasure, retention, backup, warm-up, menu."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Generic, TypeVar

Entry = TypeVar("Entry")


class Hook(Generic[Entry]):
    """A named list of entries; registering the same name again replaces it (autoreload, tests)."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    def register(self, name: str, entry: Entry) -> Entry:
        """Add `entry` under `name`, e.g. `"tracing.cases"`."""
        self._entries[name] = entry
        return entry

    def __iter__(self) -> Iterator[tuple[str, Entry]]:
        return iter(sorted(self._entries.items()))

    def __len__(self) -> int:
        return len(self._entries)

    def remove(self, name: str) -> None:
        """Take an entry out (tests)."""
        self._entries.pop(name, None)


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """How long a table keeps its rows, and how they go. `purge(before_days, dry_run)` returns how many rows."""

    table: str
    age: timedelta
    action: str
    purge: Callable[[timedelta, bool], int]


@dataclass(frozen=True, slots=True)
class BackupPart:
    """A folder that belongs into a backup, taken while the station runs.

    `snapshot(into)` makes `into`, a copy of one state of the folder (`files.link_or_copy` helps). Without it files are
    taken one after another, which is enough where no file is ever changed.
    """

    folder: Callable[[], Path]
    snapshot: Callable[[Path], None] | None = None


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """A door in the navigation. `roles` empty = everyone who is signed in; `public` = strangers too.

    `label` and `about` (one line on the home page) are lazy translations; `icon` is a name of Lucide. `waiting` counts
    what waits behind the door; the home page asks it.
    """

    label: Any
    url_name: str
    icon: str
    roles: frozenset[str] = field(default_factory=frozenset)
    order: int = 100
    about: Any = ""
    public: bool = False
    waiting: Callable[[], int] | None = None


# name → what the room holds on this person, as JSON-able data
export: Hook[Callable[[str], Any]] = Hook()
# name → deletes it, returns how many rows went
erasure: Hook[Callable[[str], int]] = Hook()
retention: Hook[RetentionPolicy] = Hook()
backup: Hook[BackupPart] = Hook()
# name → loads what the first to ask would wait for; the server calls it in a thread of its own
warm: Hook[Callable[[], None]] = Hook()
navigation: Hook[NavigationItem] = Hook()
