"""The work behind `serai tracing import`: read each file, keep what is good in a store, list what is not."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq

from serai.registry.domain.errors import BadInput
from serai.registry.domain.rejections import Report
from serai.tracing.commands.outputs import check_apart, check_place, sweep, write_rejects
from serai.tracing.domain.imports import IMPORTERS, KEYED, Imported, importer
from serai.tracing.domain.store import MovementStore
from serai.tracing.domain.tables import refuse
from serai.tracing.domain.tables.mapping import read_mapping, zone_named
from serai.tracing.domain.tables.sources import files

Progress = Callable[[float], None]
TABLES = ("stays", "legs", "points", "encounters")
COUNTED = (*TABLES, "notices", "travellers")


@dataclass(frozen=True, slots=True)
class Job:
    """The options of one call. `into` None: only say what would be taken."""

    kind: str
    files: list[str]
    into: Path | None
    rejects: Path | None
    strict: bool
    zone: str
    mapping: Path | None


@dataclass(slots=True)
class Summary:
    """What one call did. `refused`: one line for each file that was refused whole."""

    kind: str
    into: Path | None
    report: Report = field(default_factory=Report)
    files: list[dict[str, Any]] = field(default_factory=list)
    refused: list[BadInput] = field(default_factory=list)

    def total(self, name: str) -> int:
        """The sum of a count over all files."""
        return sum(int(one[name]) for one in self.files)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "kind": self.kind,
            "into": str(self.into) if self.into else None,
            "files": self.files,
            "refused": [str(error) for error in self.refused],
            "rows_read": self.report.read,
            "rejected": len(self.report.rejections),
            "duplicates": self.report.duplicates,
            "remarks": dict(self.report.remarks),
            "zone_assumed": self.report.zone_assumed,
        } | {name: self.total(name) for name in (*COUNTED, "already_there")}


def run(job: Job, progress: Progress | None) -> Summary:
    """Do it: every file whole or not at all, the good rows of a file in one append. Raises BadInput for the options."""
    if job.kind not in IMPORTERS:
        raise BadInput(f"kind {job.kind!r} is unknown", expected=f"one of {', '.join(IMPORTERS)}")
    check_apart((job.rejects,), (*job.files, str(job.mapping or "")))
    check_place(job.rejects)
    sweep(job.rejects)
    zone = zone_named(job.zone) if job.zone else None
    mapping = read_mapping(job.mapping) if job.mapping else None
    found = [path for given in job.files for path in _files(job.kind, given)]
    new = job.into is not None and not job.into.exists()
    store = MovementStore.open_or_create(job.into) if job.into else None
    summary = Summary(job.kind, job.into)
    for number, path in enumerate(found):
        tell = _part(progress, number, len(found))
        try:
            summary.files.append(_file(job, path, store, zone, mapping, summary.report, tell))
        except BadInput as error:
            summary.refused.append(error)
    if job.into and new and not summary.files:
        shutil.rmtree(job.into)  # nothing was taken, so nothing is left
    if job.rejects:
        write_rejects(summary.report, job.rejects)
    return summary


def _files(kind: str, given: str) -> list[Path]:
    """The files behind an argument; of a folder its tables or, for messages, whose names have no usual ending, all."""
    folder = Path(given)
    if kind not in KEYED or not folder.is_dir():
        return files(given)
    found = sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))
    if not found:
        raise BadInput("no file in this folder", where=given)
    return found


def _part(progress: Progress | None, number: int, count: int) -> Progress | None:
    return (lambda done: progress((number + done) / count)) if progress else None


def _file(
    job: Job,
    path: Path,
    store: MovementStore | None,
    zone: ZoneInfo | None,
    mapping: Mapping[str, Any] | None,
    total: Report,
    tell: Progress | None,
) -> dict[str, Any]:
    """Read one file and keep it. Counts go to `total` only when it is kept. Raises BadInput."""
    try:
        batch = batch_of(job.kind, path, zone, mapping)
        keyed: dict[str, Any] = {"key": store.key if store else b""} if job.kind in KEYED else {}
        read = importer(job.kind)(path, zone=zone, mapping=mapping, progress=tell, **keyed)
        if job.strict and read.report.rejections:
            total.rejections += read.report.rejections  # all of them are listed, though none of the file is taken
            refuse(read.report)
        there, known = _keep(job, read, store, batch)
    except OSError as error:
        raise BadInput(f"cannot be read or kept: {error.strerror or error}", where=path.name) from error
    total.add(read.report)
    counts = {name: len(rows) if (rows := getattr(read, name)) is not None else 0 for name in COUNTED}
    return {
        "file": str(path),
        "batch": batch,
        "known": known,
        "rows_read": read.report.read,
        "rejected": len(read.report.rejections),
        "duplicates": read.report.duplicates,
        "already_there": there,
    } | counts


def batch_of(kind: str, path: Path, zone: ZoneInfo | None, mapping: Mapping[str, Any] | None) -> str:
    """What makes one import: the content of the file, and how it is read. The same again is known to a store."""
    digest = hashlib.blake2b(
        json.dumps([kind, str(zone), mapping], sort_keys=True, default=str).encode(), digest_size=16
    )
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _keep(job: Job, read: Imported, store: MovementStore | None, batch: str) -> tuple[int, bool]:
    """Put one file's good rows into the store; rows that were there before, and whether the whole file was."""
    if store is None or job.into is None:
        return 0, False
    there, known = 0, False
    rows = {name: table for name in TABLES if (table := getattr(read, name)) is not None}
    if rows:
        done = store.append(batch=batch, **rows)
        there, known = done.duplicates, done.known
    if read.notices is not None:
        known = _notices(read, job.into / "notices" / f"{batch}.parquet")
    return there, known


def _notices(read: Imported, path: Path) -> bool:
    """Notices name no person: they lie beside the movements, a file per batch. Returns whether it was there."""
    sweep(path)
    if path.exists():
        return True
    path.parent.mkdir(exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        pq.write_table(read.notices, partial, compression="zstd")
        with partial.open("rb") as stream:
            os.fsync(stream.fileno())
        partial.replace(path)
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
    return False
