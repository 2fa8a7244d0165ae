"""Bringing movements into the station's store, once each."""

from __future__ import annotations

import hashlib
import io
import re
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from serai.core import audit, clock, outbox, storage
from serai.core.models import Blob
from serai.identity.actors import Actor
from serai.registry.domain.errors import BadInput
from serai.registry.domain.rejections import Report
from serai.registry.events import MovementsImported
from serai.tracing import movements
from serai.tracing.domain.imports import IMPORTERS
from serai.tracing.models import ImportBatch, ImportStatus, RowRejection

if TYPE_CHECKING:
    import pyarrow as pa

LARGEST_UPLOAD = 64 << 20


def movements_append(
    *,
    by: Actor,
    label: str,
    kind: str,
    stays: pa.Table | None = None,
    legs: pa.Table | None = None,
    report: Report | None = None,
) -> ImportBatch:
    """Append tables of `serai.tracing.domain.imports` to the store; person ids are persons' codes.

    The same content again returns its first batch and changes nothing, also after a crash half-way: the store
    knows the batch by its digest.
    """
    tables = {"stays": stays, "legs": legs}
    batch, _ = ImportBatch.objects.get_or_create(
        digest=_digest(tables),
        defaults={
            "kind": kind, "label": label[:200], "requested_by": by.name, "organisation": by.organisation,
            "status": ImportStatus.READING,
        },
    )  # fmt: skip
    if batch.status == ImportStatus.DONE:
        return batch
    return batch_store(by=by, batch=batch, tables=tables, report=report or Report())


def import_upload(*, by: Actor, kind: str, name: str, data: bytes, zone: str = "") -> ImportBatch:
    """Take a file in; a task reads it. The same file again returns its first batch; one that was refused is tried
    again.

    Args: kind: of `IMPORTERS`. name: of the file. zone: for times without one, such as Asia/Shanghai.
    Raises: BadInput for an unknown kind or zone, an empty file or one that is too large.
    """
    from serai.tracing import tasks

    _check_upload(kind, data, zone)
    digest = hashlib.sha256(f"{kind}\0{zone}\0".encode() + data).hexdigest()
    with transaction.atomic():
        batch, created = ImportBatch.objects.select_for_update().get_or_create(
            digest=digest,
            defaults={
                "kind": kind, "label": file_name(name), "zone": zone, "requested_by": by.name,
                "organisation": by.organisation,
            },
        )  # fmt: skip
        if not created and batch.status not in (ImportStatus.REFUSED, ImportStatus.FAILED):
            return batch
        batch.status, batch.progress, batch.error = ImportStatus.WAITING, 0, ""
        batch.upload = storage.blob_put(subject=blob_subject(batch), name=file_name(name), data=data).pk
        batch.save()
        audit.record(
            by=by, action="movements.upload", object_type="import", object_id=str(batch.id), details={"kind": kind}
        )
        tasks.import_batch.enqueue(str(batch.id))
    return batch


def _check_upload(kind: str, data: bytes, zone: str) -> None:
    from zoneinfo import available_timezones

    if kind not in IMPORTERS:
        raise BadInput(f"kind {kind!r}", expected=" or ".join(IMPORTERS))
    if not data:
        raise BadInput("the file is empty", expected="a file with rows")
    if len(data) > LARGEST_UPLOAD:
        raise BadInput("the file is too large", expected=f"at most {LARGEST_UPLOAD >> 20} MB; larger ones by `serai`")
    if zone and zone not in available_timezones():
        raise BadInput(f"zone {zone!r}", expected="a name such as Asia/Shanghai")


def blob_subject(batch: ImportBatch) -> str:
    """Under whose key the batch's file is sealed."""
    return f"import:{batch.id.hex}"


def file_name(name: str) -> str:
    """A file's own name, without folders and without what a file system could stumble over."""
    last = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[^\w.\- ]", "_", last).strip(". ")[-80:] or "file"


def batch_store(*, by: Actor, batch: ImportBatch, tables: dict[str, Any], report: Report) -> ImportBatch:
    """Write a batch's tables into the store, then say so. Done twice, it is done once."""
    present = {name: table for name, table in tables.items() if table is not None and table.num_rows}
    counts: dict[str, int] = {}
    duplicates = report.duplicates
    if present:
        appended = movements.store().append(batch=batch.digest, **present)
        # A batch that the store knew from a try that was killed has its rows there already.
        counts = {n: t.num_rows if appended.known else getattr(appended, n) for n, t in present.items()}
        duplicates += appended.duplicates
    with transaction.atomic():
        batch.status, batch.progress, batch.finished_at, batch.error = ImportStatus.DONE, 1, clock.now(), ""
        batch.read = report.read or sum(table.num_rows for table in present.values())
        batch.taken = report.taken or sum(table.num_rows for table in present.values())
        batch.duplicates, batch.rejected = duplicates, len(report.rejections)
        batch.counts, batch.remarks, batch.zone_assumed = counts, dict(report.remarks), report.zone_assumed
        batch.save()
        rejections_store(batch, report)
        audit.record(
            by=by,
            action="movements.import",
            object_type="import",
            object_id=str(batch.id),
            details={"kind": batch.kind, "rejected": batch.rejected, **counts},
        )
        outbox.publish(
            MovementsImported(batch=str(batch.id), kind=batch.kind, rows=sum(counts.values()), rejected=batch.rejected)
        )
    return batch


def rejections_store(batch: ImportBatch, report: Report) -> None:
    """Replace the batch's rejected rows."""
    batch.rejections.all().delete()
    RowRejection.objects.bulk_create(
        [
            RowRejection(
                batch=batch, number=number, file=r.file[-200:], row=r.row, column=r.column[:80],
                value=r.value[:200], reason=r.reason[:300],
            )
            for number, r in enumerate(report.rejections)
        ],
        batch_size=1000,
    )  # fmt: skip


def _digest(tables: dict[str, Any]) -> str:
    """SHA-256 of the content of the tables."""
    import pyarrow as pa

    hashed = hashlib.sha256()

    class Sink:
        closed = False

        def write(self, data: Any) -> int:
            hashed.update(data)
            return len(data)

        def flush(self) -> None:
            """Nothing is held back."""

    for name, table in tables.items():
        if table is None:
            continue
        hashed.update(name.encode())
        whole = table.combine_chunks()
        with pa.ipc.new_stream(pa.PythonFile(Sink(), mode="w"), whole.schema) as stream:
            stream.write_table(whole, max_chunksize=1 << 20)
    return hashed.hexdigest()


def notices_publish_import(*, by: Actor, batch_id: UUID) -> int:
    """Put the trip notices of an import on the public list. Returns how many are new there.

    Raises: BadInput where the import holds none that wait.
    """
    import pyarrow.parquet as pq

    from serai.tracing.lookup.services import notices_publish

    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().filter(pk=batch_id, status=ImportStatus.DONE).first()
        blob = Blob.objects.filter(pk=batch.upload).first() if batch and batch.upload else None
        if batch is None or blob is None:
            raise BadInput("nothing to publish", expected="an import of trip notices that were not published yet")
        notices = pq.read_table(io.BytesIO(storage.blob_get(blob)))
        count = notices_publish(by=by, notices=notices, zone=batch.zone or batch.zone_assumed)
        batch.notices_published, batch.upload = count, None
        batch.save(update_fields=["notices_published", "upload"])
        transaction.on_commit(lambda: storage.blob_delete(blob))
    return count
