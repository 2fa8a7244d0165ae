"""From an uploaded file to rows in the store: read apart, name the travellers, write.

Every step may be repeated after a crash: reading changes nothing, travellers are remembered with the batch until it
is done, and the store knows a batch that it has.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import structlog
from django.db import transaction

from serai.core import clock, storage
from serai.core.models import Blob
from serai.identity.actors import Actor
from serai.registry.domain.errors import BadInput
from serai.registry.domain.rejections import Rejection, Report
from serai.registry.services import IdentityCard, person_find_or_enrol
from serai.tracing import movements
from serai.tracing.domain.imports import KEYED
from serai.tracing.models import ImportBatch, ImportStatus, TravellerName
from serai.tracing.reading import TABLES
from serai.tracing.services.imports import batch_store, blob_subject, file_name, rejections_store

log = structlog.get_logger(__name__)
WALL_SECONDS = 900
TOO_MUCH = "it takes more time or memory than a file may"


def run_import(batch: ImportBatch) -> ImportBatch:
    """Do one import. One that is done, or was refused, is left as it is."""
    batch.refresh_from_db()
    if batch.status in (ImportStatus.DONE, ImportStatus.REFUSED) or batch.upload is None:
        _let_go(batch)  # killed right after the end, it may not have
        return batch
    ImportBatch.objects.filter(pk=batch.pk).update(status=ImportStatus.READING, progress=0.02, error="")
    with tempfile.TemporaryDirectory(prefix="serai-import-") as work:
        try:
            _read_apart(batch, Path(work))
        except BadInput as error:
            return _refused(batch, str(error).replace(f"{work}/", ""))
        return _taken(batch, Path(work) / "out")


def _read_apart(batch: ImportBatch, work: Path) -> None:
    assert batch.upload is not None
    upload = Blob.objects.get(pk=batch.upload)
    path, out = work / file_name(batch.label), work / "out"
    path.write_bytes(storage.blob_get(upload))
    out.mkdir()
    key = movements.store().key if batch.kind in KEYED else b""
    command = [sys.executable, "-m", "serai.tracing.reading", batch.kind, str(path), str(out), batch.zone]
    with (
        (work / "said").open("wb+") as said,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said) as process,  # noqa: S603 - our own arguments
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(key)
        process.stdin.close()
        began = clock.now()
        for line in process.stdout:
            ImportBatch.objects.filter(pk=batch.pk).update(progress=0.02 + 0.8 * float(line))
            if (clock.now() - began).total_seconds() > WALL_SECONDS:
                process.kill()
        try:
            code = process.wait(WALL_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        said.seek(0)
        words = said.read(2000).decode("utf-8", "replace")
    if code in (2, 3):
        raise BadInput(words)
    if code:
        # Its words may quote the file; only the code is logged.
        log.warning("import_reader_failed", code=code)
        raise BadInput(TOO_MUCH, where=file_name(batch.label), expected="a smaller or simpler file")


def _refused(batch: ImportBatch, why: str) -> ImportBatch:
    with transaction.atomic():
        batch.status, batch.error, batch.finished_at, batch.progress = ImportStatus.REFUSED, why[:500], clock.now(), 1
        batch.upload = None
        batch.save()
        rejections_store(batch, Report())
    _let_go(batch)
    return batch


def _taken(batch: ImportBatch, out: Path) -> ImportBatch:
    import pyarrow.parquet as pq

    report = _report(json.loads((out / "report.json").read_text("utf-8")))
    tables = {n: pq.read_table(out / f"{n}.parquet") for n in TABLES if (out / f"{n}.parquet").exists()}
    by = Actor(account_id="", name=batch.requested_by, organisation=batch.organisation)
    travellers = json.loads((out / "travellers.json").read_text("utf-8"))
    if travellers:
        tables["legs"] = _renamed(tables["legs"], _persons(by, batch, travellers))
    notices = tables.pop("notices", None)
    if notices is not None and notices.num_rows:
        kept = storage.blob_put(
            subject=blob_subject(batch), name="notices.parquet", data=(out / "notices.parquet").read_bytes()
        )
        batch.upload = kept.pk
    else:
        batch.upload = None
    done = batch_store(by=by, batch=batch, tables=tables, report=report)
    if notices is not None:
        done.counts = done.counts | {"notices": notices.num_rows}
        done.save(update_fields=["counts"])
    _let_go(batch)
    return done


def _report(data: dict[str, Any]) -> Report:
    rejections = [Rejection(**r) for r in data.pop("rejections")]
    return Report(**{**data, "remarks": Counter(data["remarks"])}, rejections=rejections)


def _persons(by: Actor, batch: ImportBatch, travellers: list[dict[str, Any]]) -> dict[str, str]:
    """Person code by traveller reference; who is new is enrolled."""
    with transaction.atomic():
        known = dict(batch.travellers.values_list("ref", "person"))
        new = [t for t in travellers if t["ref"] not in known]
        persons = person_find_or_enrol(by=by, identities=[_card(t) for t in new]) if new else []
        names = {t["ref"]: p.code for t, p in zip(new, persons, strict=True)}
        TravellerName.objects.bulk_create(
            [TravellerName(batch=batch, ref=ref, person=code) for ref, code in names.items()], batch_size=500
        )
    return known | names


def _card(traveller: dict[str, Any]) -> IdentityCard:
    born = traveller["born"]
    return IdentityCard(
        family=traveller["family"],
        given=traveller["given"],
        born=date.fromisoformat(born) if born else None,
        sex=traveller["sex"],
        country=traveller["nationality"],
        document_type=traveller["document_type"],
        document=traveller["document"],
        document_country=traveller["document_country"],
    )


def _renamed(legs: Any, codes: dict[str, str]) -> Any:
    import pyarrow as pa

    names = pa.array([codes[ref] for ref in legs["person_id"].to_pylist()], pa.string())
    return legs.set_column(legs.schema.get_field_index("person_id"), "person_id", names)


def _let_go(batch: ImportBatch) -> None:
    """Drop files and travellers' references that have done their work; notices that wait to be published stay."""
    batch.travellers.all().delete()
    kept = Blob.objects.filter(subject=blob_subject(batch))
    for blob in kept.exclude(pk=batch.upload) if batch.upload else kept:
        storage.blob_delete(blob)
