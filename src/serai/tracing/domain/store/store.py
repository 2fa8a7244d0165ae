"""The movement store: a folder that holds who was where, and aboard what, for as long as it may."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any

import pyarrow as pa

from serai.registry.domain.errors import BadInput
from serai.tracing.domain.store import append, disk, manifest, reading, upkeep
from serai.tracing.domain.store.append import Appended
from serai.tracing.domain.store.segments import checked, digest, draft, sweep


class StoreExists(BadInput):
    """`create` found a store in the folder."""


class MovementStore:
    """A movement store in a folder; a `Source` of the match.

        store = MovementStore.open_or_create(folder)
        store.append(batch=digest_of_the_file, stays=imported.stays, legs=imported.legs)
        match(cases, source=store)

    Every method works on the state that the folder has when it is called. Writes are whole or not at all, also under
    `kill -9`, and one at a time; a second writer waits. Readers never wait, and keep seeing the state they began with.
    All methods raise BadInput when the store is damaged.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        manifest.read(folder)

    @classmethod
    def create(cls, folder: Path) -> MovementStore:
        """Make an empty store. Raises BadInput when there is one already, or the folder cannot be made."""
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with disk.writing(folder):
                if (folder / manifest.NAME).exists():
                    raise StoreExists("is a movement store already", where=str(folder))
                (folder / "segments").mkdir(exist_ok=True, mode=0o700)
                if not (folder / "key").exists():
                    disk.swap(folder / "key", secrets.token_bytes(32))
                    (folder / "key").chmod(0o600)
                manifest.write(folder, manifest.Manifest())
        except OSError as error:
            raise BadInput(f"cannot be made: {error.strerror}", where=str(folder)) from error
        return cls(folder)

    @classmethod
    def open(cls, folder: Path) -> MovementStore:
        """Open a store. Raises BadInput when the folder is none."""
        return cls(folder)

    @classmethod
    def open_or_create(cls, folder: Path) -> MovementStore:
        """Open the store, or make an empty one where there is none."""
        try:
            return cls.create(folder)
        except StoreExists:
            return cls(folder)

    @cached_property
    def key(self) -> bytes:
        """The store's own secret, under which `imports.reference` makes pseudonyms. Raises BadInput when it is lost."""
        path = self.folder / "key"
        try:
            return path.read_bytes()
        except OSError as error:
            raise BadInput(f"cannot be read: {error.strerror}", where=str(path)) from error

    def append(
        self,
        *,
        batch: str,
        stays: pa.Table | None = None,
        legs: pa.Table | None = None,
        points: pa.Table | None = None,
        encounters: pa.Table | None = None,
    ) -> Appended:
        """Take rows in (columns of serai.tracing.domain.imports). Returns what was new, once it is on the disk.

        Args: batch: names this input, such as the digest of its file; a batch that the store knows changes nothing.
        A row that equals one in the store, or another one of the batch, is taken once. Empty `kind` of a stay is
        "venue"; null and "" are the same in a leg.
        Raises BadInput, and takes nothing, where columns are missing or a required value is null.
        """
        given = {"stays": stays, "legs": legs, "points": points, "encounters": encounters}
        with draft(self.folder) as made:
            found = append.append(made, batch, given)
            if not found.known:
                upkeep.fold(made)
                made.commit()
        return found

    def compact(self) -> None:
        """Merge what many appends left behind. Worth its time once a day."""
        with draft(self.folder) as made:
            if upkeep.compact(made):
                made.commit()

    def purge(self, before: date, dry_run: bool = False) -> int:
        """Remove all that was past at this UTC midnight, and the names that only it used. Returns rows.

        Stays and encounters are past at their end, legs at the end of their date and after their arrival, points at
        the end of their date. `dry_run` counts only.
        """
        with draft(self.folder) as made:
            gone = upkeep.purge(made, before, dry_run=dry_run)
            if gone and not dry_run:
                made.commit()
        return gone

    def erase(self, person_id: str) -> int:
        """Remove every row of a person, and their id. Returns rows.

        The replaced files go at once, or, while somebody reads the state before, when the next write ends or `sweep`
        is called. Batches stay known: an import done again does not bring the person back.
        """
        with draft(self.folder) as made:
            gone = upkeep.erase(made, person_id)
            if gone:
                made.commit()
        return gone

    @contextlib.contextmanager
    def frozen(self) -> Iterator[list[PurePath]]:
        """The files of the present state, by their paths in the folder. Nothing is written before the block ends.

        Copies (or hard links: no file is ever changed) of them are a store of its own; that is how a backup is taken.
        """
        with disk.writing(self.folder):
            segments = sorted(manifest.read(self.folder).files())
            yield [*(PurePath("segments", name) for name in segments), PurePath("key"), PurePath(manifest.NAME)]

    def sweep(self) -> None:
        """Remove files that belong to no state any more, as every write does when it ends."""
        with disk.writing(self.folder):
            sweep(self.folder)

    def connect(self, threads: int = 2) -> Any:
        """An Ibis backend on the present state: by_place, by_person, legs, points, encounters, persons, places, runs.

        Stays have person, place, start, end, kind; numbers and UTC times without a zone. Dictionaries have id and text
        (runs: id, mode, service, date). The state lasts as long as the backend.
        """
        return reading.connect(self.folder, threads)

    def movements_of(
        self, person_ids: Iterable[str], lo: datetime | date, hi: datetime | date
    ) -> tuple[pa.Table, pa.Table]:
        """Stays and legs (imports.STAYS, imports.LEGS) of these people that touch [lo, hi), by time.

        A leg without a time counts by its date. A time without a zone is UTC; a date is its midnight.
        """
        return reading.movements_of(self.folder, person_ids, lo, hi)

    def aboard(self, mode: str, service: str, date: date) -> pa.Table:
        """All legs (imports.LEGS) of a run, by unit, row and seat. `date`: origin date of the run."""
        return reading.aboard(self.folder, mode, service, date)

    def size(self) -> dict[str, Any]:
        """Counts: rows (and stays, legs, points, encounters apart), persons, places, batches, days; first and last day
        (date or None); segments and bytes on disk.
        """
        return reading.size(self.folder)

    def verify(self) -> int:
        """Read every segment and compare its digest. Returns how many there are. Raises BadInput for a damaged one."""
        state = manifest.read(self.folder)
        segments = [segment for table in state.tables.values() for segment in table]
        for segment in segments:
            path = checked(self.folder, segment)
            if digest(path) != segment.digest:
                raise BadInput("is damaged: its digest is another one", where=str(path))
        return len(segments)
