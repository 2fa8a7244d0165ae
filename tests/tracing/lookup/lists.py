"""Notices for tests of the public list."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa

from serai.core import clock
from serai.tracing.domain.imports import NOTICES


def day(back: int) -> date:
    """So many days ago."""
    return clock.today() - timedelta(days=back)


def notice(service: str = "G1234", back: int = 3, **fields: Any) -> dict[str, Any]:
    """One notice of a train `back` days ago."""
    return {
        "source_id": f"n-{service}",
        "mode": "rail",
        "service": service,
        "services": [service] if service else [],
        "date": day(back),
        "units": [],
        "board": "武汉",
        "alight": "南昌",
        "publisher": "卫健委",
        "memo": "1人确诊, 住和平路",
        "berths": "12号下铺",
    } | fields


def table(*notices: dict[str, Any]) -> pa.Table:
    """A table of notices."""
    return pa.Table.from_pylist(list(notices), NOTICES)


def at(back: int, hour: int) -> datetime:
    """An hour UTC of a day."""
    return datetime.combine(day(back), datetime.min.time(), UTC) + timedelta(hours=hour)
