"""Delete what is past its time, table by table, and keep a report of it."""

from __future__ import annotations

from typing import Any

import structlog
from django.db import transaction

from serai.core import hooks
from serai.core.models import RetentionReport
from serai.core.tasks import every

log = structlog.get_logger(__name__)


def purge(*, dry_run: bool = False) -> list[dict[str, Any]]:
    """Run every registered policy, each in its own transaction. Returns and stores rows by table.

    A policy that fails does not keep the others from running: its rows are None and `error` names what happened.
    """
    rows: list[dict[str, Any]] = []
    for name, policy in hooks.retention:
        row = {"policy": name, "table": policy.table, "days": policy.age.days, "action": policy.action}
        try:
            with transaction.atomic():
                row["rows"] = policy.purge(policy.age, dry_run)
        except Exception as error:
            row |= {"rows": None, "error": type(error).__name__}
            log.error("retention_failed", table=policy.table, error=type(error).__name__)
        rows.append(row)
    RetentionReport.objects.create(dry_run=dry_run, rows=rows)
    return rows


@every(minutes=24 * 60)
def purge_daily() -> None:
    """The same, once a day."""
    purge()
