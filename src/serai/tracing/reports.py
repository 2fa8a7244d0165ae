"""Stays told by other rooms: gathered in a table, then put into the movement store together."""

from __future__ import annotations

import hashlib

from django.db import transaction

from serai.registry.events import StayReported
from serai.tracing import movements
from serai.tracing.models import ReportedStay

MOST = 50_000


def stay_keep(event: StayReported) -> None:
    """Keep one reported stay until the next turn of `stays_flush`."""
    ReportedStay.objects.create(
        person=event.person, place=event.place, start=event.start, end=event.end, kind=event.kind
    )


def stays_flush() -> int:
    """Move what waits into the store. Returns how many rows.

    The store is written first: killed before the rows are deleted, the next turn appends them again, and the store
    collapses rows it has.
    """
    rows = list(ReportedStay.objects.order_by("pk")[:MOST])
    if not rows:
        return 0
    import pyarrow as pa

    from serai.tracing.domain.imports import STAYS

    values = [(r.person, r.place, r.start, r.end, r.kind) for r in rows]
    columns = [pa.array(c, f.type) for c, f in zip(zip(*values, strict=True), STAYS, strict=True)]
    batch = hashlib.sha256(repr([(r.pk, *v) for r, v in zip(rows, values, strict=True)]).encode()).hexdigest()
    movements.store().append(batch=batch, stays=pa.Table.from_arrays(columns, schema=STAYS))
    with transaction.atomic():
        ReportedStay.objects.filter(pk__in=[r.pk for r in rows]).delete()
    return len(rows)
