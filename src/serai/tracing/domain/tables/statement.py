"""The SQL that turns cells into rows of a shape, each with the first fault found in it.

Two passes. `clocked` reads the file: every cell that is used as text, and its local time and zone text where it is a
time. When all zones that occur are known, `judged` reads that: UTC, our values, the number of the first fault and its
value, remarks.
"""

from __future__ import annotations

from dataclasses import dataclass

from serai.tracing.domain.tables import clocks
from serai.tracing.domain.tables.mapping import ColumnMapping
from serai.tracing.domain.tables.shapes import LONGEST, Column, Shape

SHOWN = 80
"""Characters of a bad value that a report shows."""

_ZONED = ("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS")
_NO_UNIT = ("N/A", "NULL", "NONE", "NAN", "UNKNOWN", "未知", "不详")


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a column's value comes from: SQL of it and its DuckDB type; `label` is what the file calls it."""

    sql: str
    type: str
    label: str


@dataclass(frozen=True, slots=True)
class Statement:
    """`clocked` selects from the file; `zones` and `judged` from a table `clocked` (with row number n, from 0).

    `faults`: what the numbers of faults mean, as (label of the column, reason).
    """

    clocked: str
    zones: str
    judged: str
    faults: list[tuple[str, str]]


def quoted(name: str) -> str:
    """An identifier."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A string literal."""
    return "'" + value.replace("'", "''") + "'"


def build(shape: Shape, cells: dict[str, Cell], mapping: ColumnMapping, default_zone: str, raw: str) -> Statement:
    """The statement for a file with these cells. `default_zone` is an IANA name, `raw` SQL of the file as a table."""
    zone = _trimmed(cells["zone"]) if "zone" in cells else "NULL::VARCHAR"
    picks = [f"{zone} AS zone_cell"]
    after: list[str] = []
    tails: dict[str, str] = {}
    for column in shape.columns:
        cell = cells.get(column.name) or Cell("NULL::VARCHAR", "VARCHAR", column.name)
        picks.append(f"{_trimmed(cell)} AS {quoted('t_' + column.name)}")
        if column.kind == "time" and _is_time(cell):
            picks.append(f"{cell.sql} AS {quoted('v_' + column.name)}")
        if column.kind in ("date", "time"):
            tail = quoted("e_" + column.name)
            tails[tail] = f"{clocks.tail(quoted('t_' + column.name))} AS {tail}"
            after += _clocked(column, cell, mapping)
    times = [c.name for c in shape.columns if c.kind == "time"]
    fallback = text(default_zone)
    zones = " UNION ".join(
        f"SELECT DISTINCT {_zone(t, fallback)} AS zone, {clocks.quarter(quoted('l_' + t))} AS quarter "  # noqa: S608
        f"FROM clocked WHERE {quoted('l_' + t)} IS NOT NULL"
        for t in times
    )
    judged, faults = _judged(shape, cells, _placed(times, fallback))
    tailed = f"SELECT {', '.join(['*', *tails.values()])} FROM (SELECT {', '.join(picks)} FROM {raw})"  # noqa: S608
    kept = f"* EXCLUDE ({', '.join(tails)})" if tails else "*"
    clocked = f"SELECT {', '.join([kept, *after])} FROM ({tailed})"  # noqa: S608
    return Statement(clocked, zones, judged, faults)


def _is_time(cell: Cell) -> bool:
    return cell.type.startswith(("TIMESTAMP", "DATE"))


def _trimmed(cell: Cell) -> str:
    value = f"({cell.sql})::VARCHAR"
    # trim of a list of characters is slow, and hardly any cell needs it; what is too long is not worth keeping whole
    plain = f"left({value}, 1) BETWEEN '!' AND '~' AND right({value}, 1) BETWEEN '!' AND '~'"
    cut = f"left({value}, {LONGEST + 1})"
    return (
        f"CASE WHEN strlen({value}) <= {LONGEST} AND {plain} THEN {value} "
        f"ELSE nullif(trim({cut}, ' \t\n\r\u00a0'), '') END"
    )


def _zone(time: str, fallback: str) -> str:
    return f"coalesce({quoted('z_' + time)}, zone_cell, {fallback})"


def _clocked(column: Column, cell: Cell, mapping: ColumnMapping) -> list[str]:
    raw, value, form = quoted("t_" + column.name), quoted("v_" + column.name), mapping.formats.get(column.name)
    zone = "NULL::VARCHAR"
    if column.kind == "time" and cell.type in _ZONED:
        time, zone = clocks.sane(f"try_cast({value} AS TIMESTAMPTZ) AT TIME ZONE 'UTC'"), "'UTC'"
    elif column.kind == "time" and _is_time(cell):
        time = clocks.sane(f"try_cast({value} AS TIMESTAMP)")
    elif _is_time(cell):
        time = clocks.local(f"left({raw}, 19)", clocks.tail(f"left({raw}, 19)"))[0]
    elif form:
        time = clocks.formatted(raw, form)
    else:
        time, zone = clocks.local(raw, quoted("e_" + column.name))
    if column.kind == "date":
        return [f"({time})::DATE AS {quoted('d_' + column.name)}"]
    return [f"{time} AS {quoted('l_' + column.name)}", f"{zone} AS {quoted('z_' + column.name)}"]


def _placed(times: list[str], fallback: str) -> str:
    """Local times as UTC, by the zone's first and second offset where the clock was changed."""
    picks, joins = ["c.*"], []
    for number, name in enumerate(times):
        q, zone, when = f"q{number}", _zone(name, fallback), quoted("l_" + name)
        stated = clocks.offset(zone)
        joins.append(f"LEFT JOIN quarters {q} ON {q}.zone = {zone} AND {q}.quarter = {clocks.quarter(when)}")
        for key, column in (("u1_", "first"), ("u2_", "second")):
            micros = f"epoch_us({when}) - coalesce({stated} * 60, {q}.{column}) * 1000000::BIGINT"
            picks.append(f"make_timestamp({micros}) AS {quoted(key + name)}")
        picks.append(f"(({stated}) IS NULL AND {q}.first > {q}.second) AS {quoted('again_' + name)}")
        picks.append(f"(({stated}) IS NULL AND {q}.first < {q}.second) AS {quoted('skip_' + name)}")
        bare = f"{when} IS NOT NULL AND {quoted('z_' + name)} IS NULL AND zone_cell IS NULL"
        picks.append(f"({bare}) AS {quoted('bare_' + name)}")
    return f"SELECT {', '.join(picks)} FROM clocked c {' '.join(joins)}"  # noqa: S608


def _value(column: Column, shape: Shape) -> str:
    raw = quoted("t_" + column.name)
    if column.kind == "time":
        first, second = quoted("u1_" + column.name), quoted("u2_" + column.name)
        if shape.pair and column.name == shape.pair[1]:
            return f"CASE WHEN {first} < {quoted('u1_' + shape.pair[0])} THEN {second} ELSE {first} END"
        return first
    if column.kind == "date":
        return quoted("d_" + column.name)
    if column.readable:
        known = f"regexp_full_match(upper({raw}), {text(column.readable)})"
        return f"CASE WHEN {known} AND upper({raw}) NOT IN ({', '.join(map(text, _NO_UNIT))}) THEN {raw} END"
    found = f"lower({raw})" if column.kind == "word" else raw
    return f"coalesce({found}, {text(column.default)})" if column.default else found


def _judged(shape: Shape, cells: dict[str, Cell], placed: str) -> tuple[str, list[tuple[str, str]]]:
    faults: list[tuple[str, str]] = []
    whens, values = [], []

    def fault(column: str, condition: str, reason: str, shown: str) -> None:
        label = cells[column].label if column in cells else column
        whens.append(f"WHEN {condition} THEN {len(faults)}")
        values.append(f"WHEN {len(faults)} THEN left({shown}, {SHOWN})")
        faults.append((label, reason))

    for column in shape.columns:
        name, raw = column.name, quoted("t_" + column.name)
        if column.needed:
            fault(name, f"{raw} IS NULL", column.needed, "''")
        fault(name, f"length({raw}) > {LONGEST}", f"longer than {LONGEST} characters", raw)
        if column.kind == "date":
            fault(name, f"{raw} IS NOT NULL AND {quoted('d_' + name)} IS NULL", "not a date", raw)
        if column.kind == "time":
            missing = f"{quoted('u1_' + name)} IS NULL"
            fault(name, f"{raw} IS NOT NULL AND {quoted('l_' + name)} IS NULL", "not a date or time", raw)
            if "zone" in cells:
                from_cell = f"{raw} IS NOT NULL AND {quoted('z_' + name)} IS NULL AND {missing}"
                fault("zone", from_cell, "unknown zone", "zone_cell")
            fault(name, f"{raw} IS NOT NULL AND {missing}", "unknown zone", raw)
    for name, condition, reason in shape.checks:
        fault(name, condition, reason, f"coalesce({quoted('t_' + name)}, '')")
    outs = [f"{_value(c, shape)} AS {quoted(c.name)}" for c in shape.columns]
    inner = f"SELECT p.*, {', '.join(outs)} FROM ({placed}) p"  # noqa: S608
    keep = ", ".join(quoted(c.name) for c in shape.columns)
    marks = ", ".join(f"({sql}) AS {quoted('r_' + name)}" for name, sql in _marks(shape))
    return (
        f"SELECT n, fault, CASE fault {' '.join(values)} END AS value, {keep}, {marks} FROM ("  # noqa: S608
        f"SELECT *, CASE {' '.join(whens)} END::TINYINT AS fault FROM ({inner}))",
        faults,
    )


def _marks(shape: Shape) -> list[tuple[str, str]]:
    marks = list(shape.remarks)
    times = [c.name for c in shape.columns if c.kind == "time"]
    for name, key in (("time_repeated", "again_"), ("time_skipped", "skip_"), ("bare", "bare_")):
        marks.append((name, " OR ".join(f"coalesce({quoted(key + t)}, false)" for t in times)))
    marks += [
        (f"{c.name}_unreadable", f"{quoted('t_' + c.name)} IS NOT NULL AND {quoted(c.name)} IS NULL")
        for c in shape.columns
        if c.readable
    ]
    return marks


def mark_names(shape: Shape) -> list[str]:
    """Remarks that a file of this shape can earn; `bare` says that a time had no zone."""
    return [name for name, _ in _marks(shape)]
