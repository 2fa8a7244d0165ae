"""Imports, and the rows they were refused for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from serai.registry.domain.rejections import Rejection
from serai.tracing.models import ImportBatch, ImportStatus
from serai.tracing.selectors.paging import Page, cut


@dataclass(frozen=True, slots=True)
class ImportLine:
    """An import. `progress` in percent; `counts`: rows by table that are new in the store."""

    id: UUID
    kind: str
    label: str
    status: str
    progress: int
    zone: str
    zone_assumed: str
    read: int
    taken: int
    duplicates: int
    rejected: int
    counts: dict[str, int]
    remarks: dict[str, int]
    notices_published: int | None
    notices_wait: bool
    requested_at: datetime
    requested_by: str
    organisation: str
    finished_at: datetime | None
    error: str

    @property
    def under_way(self) -> bool:
        """True while it waits or is read."""
        return self.status in (ImportStatus.WAITING, ImportStatus.READING)


def imports_page(*, organisation: str | None = None, number: int = 1) -> Page[ImportLine]:
    """Imports, newest first; those of one organisation where named."""
    rows = ImportBatch.objects.order_by("-requested_at", "-id")
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    page = cut(rows, number)
    return Page([_line(b) for b in page.items], page.number, page.pages, page.total)


def import_line(batch_id: UUID, *, organisation: str | None = None) -> ImportLine | None:
    """One import, or None; of another organisation than the named one: None too."""
    batch = ImportBatch.objects.filter(pk=batch_id).first()
    if batch is None or (organisation is not None and batch.organisation != organisation):
        return None
    return _line(batch)


def rejections_page(batch_id: UUID, number: int = 1) -> Page[Rejection]:
    """Refused rows of an import, in the order of the file."""
    page = cut(ImportBatch(pk=batch_id).rejections.order_by("number"), number)
    rows = [Rejection(r.file, r.row, r.column, r.value, r.reason) for r in page.items]
    return Page(rows, page.number, page.pages, page.total)


def rejections_all(batch_id: UUID) -> list[Rejection]:
    """All of them."""
    rows = ImportBatch(pk=batch_id).rejections.order_by("number").iterator(2000)
    return [Rejection(r.file, r.row, r.column, r.value, r.reason) for r in rows]


def _line(b: ImportBatch) -> ImportLine:
    return ImportLine(
        id=b.pk, kind=b.kind, label=b.label, status=b.status, progress=round(b.progress * 100), zone=b.zone,
        zone_assumed=b.zone_assumed, read=b.read, taken=b.taken, duplicates=b.duplicates, rejected=b.rejected,
        counts=b.counts, remarks=b.remarks, notices_published=b.notices_published,
        notices_wait=b.status == ImportStatus.DONE and b.upload is not None, requested_at=b.requested_at,
        requested_by=b.requested_by, organisation=b.organisation, finished_at=b.finished_at, error=b.error,
    )  # fmt: skip
