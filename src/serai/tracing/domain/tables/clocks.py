"""Times in files: ISO 8601 with or without a zone → UTC, as SQL over whole columns.

Accepted: `2026-03-01` (its midnight), `2026-03-01T08:30`, `…:15`, `…:15.250` (space or T), followed by nothing, `Z`,
`+08:00`, `+0800`, `+08`, `Asia/Shanghai` or `[Asia/Shanghai]` (an offset before brackets wins). `24:00` is the next
midnight. Years 1970 to 2199.

A local time that a zone's clock change makes unclear is read as Python's `fold=0`: skipped ones with the offset before
the change, repeated ones as the first of the two, unless that put an end before its start: then it is the second. Both
are counted as remarks (`time_skipped`, `time_repeated`). Offsets are looked up by the quarter hour, which holds for
every zone's changes since 1973.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import duckdb

_FORM = (
    r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d+)?)?( ?(Z|z|[+-]\d\d(:?\d\d)?)?(\[?[A-Za-z][A-Za-z0-9_+/-]*\]?)?)?)?"
)
_COMMON = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\dZ?"
_OFFSET = r"[+-](0\d|1[0-4])(:?[0-5]\d)?"
_QUARTER = 900_000_000


def tail(text: str) -> str:
    """SQL of what follows the time of day: "" or a zone, or what makes the text no time."""
    return f"CASE WHEN length({text}) > 16 THEN regexp_extract(substr({text}, 17), '(?s)[^0-9:., ].*') ELSE '' END"


def local(text: str, tail: str) -> tuple[str, str]:
    """SQL of the local time (TIMESTAMP, null when it is none) and of the zone that is written (null when none is).

    `tail` should name a column that holds `tail(text)`: it stands here many times, and an expression inside CASE is
    worked out anew each time. The commonest form has a short way of its own.
    """
    time = (
        f"CASE WHEN regexp_full_match({text}, '{_COMMON}') THEN try_cast(left({text}, 19) AS TIMESTAMP) "
        f"WHEN regexp_full_match({text}, '{_FORM}') THEN "
        f"try_cast(replace(rtrim(left({text}, length({text}) - length({tail}))), ',', '.') AS TIMESTAMP) END"
    )
    zone = (
        f"CASE WHEN length({text}) <= 16 THEN NULL WHEN {text}[17] = ':' AND {text}[20:] = 'Z' THEN 'Z' "
        f"WHEN {text}[17] = ':' AND length({text}) <= 19 THEN NULL WHEN {tail} = '' THEN NULL "
        f"WHEN left({tail}, 1) IN ('+', '-', 'Z', 'z') THEN "
        f"nullif(split_part({tail}, '[', 1), '') ELSE trim({tail}, '[]') END"
    )
    return sane(time), zone


def formatted(text: str, form: str) -> str:
    """SQL of a local time written as the mapping says."""
    quoted = form.replace("'", "''")
    return sane(f"try_strptime({text}, '{quoted}')::TIMESTAMP")


def sane(time: str) -> str:
    return f"(CASE WHEN ({time}) >= TIMESTAMP '1970-01-01' AND ({time}) < TIMESTAMP '2200-01-01' THEN {time} END)"


def offset(zone: str) -> str:
    """SQL of the minutes east of UTC that a zone text states itself; null for a name."""
    digits = f"replace(substr({zone}, 2), ':', '')"
    return (
        f"CASE WHEN upper({zone}) IN ('Z', 'UTC', 'GMT') THEN 0 WHEN regexp_full_match({zone}, '{_OFFSET}') THEN "
        f"(CASE left({zone}, 1) WHEN '-' THEN -1 ELSE 1 END) * (left({digits}, 2)::INT * 60 "
        f"+ coalesce(nullif(substr({digits}, 3, 2), '')::INT, 0)) END"
    )


def quarter(time: str) -> str:
    """SQL of the number of the quarter hour that a local time lies in."""
    return f"(epoch_us({time}) // {_QUARTER})"


def learn(con: duckdb.DuckDBPyConnection, wanted: str) -> None:
    """Fill table `quarters` (zone, quarter, first, second: seconds east of UTC) for the pairs (zone, quarter) that
    the SQL `wanted` selects. Zones that are unknown are left out.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE quarters (zone VARCHAR, quarter BIGINT, first INT, second INT)")
    con.execute("CREATE OR REPLACE TEMP TABLE zones AS SELECT unnest(?) AS zone", [sorted(available_timezones())])
    pairs = con.execute(f"SELECT zone, quarter FROM ({wanted}) SEMI JOIN zones USING (zone)").fetchall()  # noqa: S608
    rows = []
    for name, number in pairs:
        zone, when = ZoneInfo(name), datetime(1970, 1, 1) + timedelta(minutes=15 * number)  # noqa: DTZ001 (local)
        first, second = (_seconds(when.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
        rows.append((name, number, first, second))
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        con.execute("INSERT INTO quarters SELECT unnest(?), unnest(?), unnest(?), unnest(?)", columns)


def _seconds(moment: datetime) -> int:
    east = moment.utcoffset()
    assert east is not None
    return int(east.total_seconds())
