"""Delete what is past its time, table by table, and keep a report of it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from serai.core import hooks
from serai.core.models import RetentionReport
from serai.core.tasks import every


def purge(*, dry_run: bool = False) -> list[dict[str, Any]]:
    """Run every registered policy, each in its own transaction. Returns and stores rows by table."""
    rows: list[dict[str, Any]] = []
    for name, policy in hooks.retention:
        with transaction.atomic():
            count = policy.purge(policy.age, dry_run)
        rows.append(
            {"policy": name, "table": policy.table, "days": policy.age.days, "action": policy.action, "rows": count}
        )
    RetentionReport.objects.create(dry_run=dry_run, rows=rows)
    return rows


@every(minutes=24 * 60)
def purge_daily() -> None:
    """The same, once a day."""
    purge()
