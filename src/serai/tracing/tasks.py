"""Work in the background."""

from __future__ import annotations

import structlog

from serai.core import clock
from serai.core.tasks import every, task
from serai.registry.domain.errors import BadInput
from serai.tracing import reports
from serai.tracing.models import ImportBatch, ImportStatus, MatchRun, RunStatus

log = structlog.get_logger(__name__)


@task
def match_run(run_id: str) -> str:
    """Do one search for contacts. Safe to repeat: a search that was killed is done again, one that is done is left."""
    from serai.tracing.search import run_now

    run = MatchRun.objects.filter(pk=run_id).first()
    if run is None:  # the case was erased meanwhile
        return "gone"
    try:
        reports.stays_flush()
        return run_now(run=run).status
    except Exception as error:
        said = str(error) if isinstance(error, BadInput) else type(error).__name__
        MatchRun.objects.filter(pk=run_id).exclude(status=RunStatus.DONE).update(
            status=RunStatus.FAILED, finished_at=clock.now(), error=said[:300]
        )
        log.error("match_failed", error=type(error).__name__)
        raise


@task
def import_batch(batch_id: str) -> str:
    """Read one uploaded file. Safe to repeat."""
    from serai.tracing.importing import run_import

    batch = ImportBatch.objects.get(pk=batch_id)
    try:
        return run_import(batch).status
    except Exception as error:
        ImportBatch.objects.filter(pk=batch_id).exclude(status=ImportStatus.DONE).update(
            status=ImportStatus.FAILED, finished_at=clock.now(), error=type(error).__name__
        )
        log.error("import_failed", error=type(error).__name__)
        raise


@every(minutes=5)
def stays_gather() -> None:
    """Put stays that other rooms reported into the store."""
    reports.stays_flush()
