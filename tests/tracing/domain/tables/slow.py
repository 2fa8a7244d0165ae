"""Reading tables as slowly and plainly as it can be said: csv, datetime and zoneinfo, a row at a time."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

BLANKS = " \t\n\r\u00a0"
ZONES = available_timezones()
FIRST, LAST = datetime(1970, 1, 1), datetime(2200, 1, 1)  # noqa: DTZ001 (local times)
MODES = ["air", "rail", "coach", "bus", "metro", "ship", "taxi"]
NO_UNIT = {"N/A", "NULL", "NONE", "NAN", "UNKNOWN", "未知", "不详"}


class Fault(Exception):
    """What is wrong with a row: column, value, reason."""


@dataclass
class Read:
    """Good rows each once; faults as (row, column, value, reason)."""

    rows: Counter[tuple[object, ...]] = field(default_factory=Counter)
    faults: list[tuple[int, str, str, str]] = field(default_factory=list)
    remarks: Counter[str] = field(default_factory=Counter)
    read: int = 0
    bare: bool = False


@dataclass
class Moment:
    """A time as its zone's first and second reading; they differ where a clock was changed."""

    first: datetime
    second: datetime
    change: str = ""
    bare: bool = False


def local_and_zone(text: str) -> tuple[datetime, str] | None:
    """A text as a local time and the zone that it names."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?: ?(\S+))?)?", text, re.A)
    if not found:
        return None
    day, hour, minute, second, part, tail = found.groups()
    tail = tail or ""
    if not re.fullmatch(r"(Z|z|[+-]\d\d(:?\d\d)?)?(\[?[A-Za-z][A-Za-z0-9_+/-]*\]?)?", tail, re.A):
        return None
    zone = tail.split("[")[0] if tail[:1] in ("+", "-", "Z", "z") else tail.strip("[]")
    try:
        moment = datetime.fromisoformat(day)
        clock = timedelta(hours=int(hour or 0), minutes=int(minute or 0), seconds=int(second or 0))
        if int(minute or 0) > 59 or int(second or 0) > 59 or clock > timedelta(days=1):
            return None
        moment += clock + timedelta(microseconds=int(((part or "") + "000000")[:6]))
    except (ValueError, OverflowError):
        return None
    return (moment, zone) if FIRST <= moment < LAST else None


def moment(text: str, zone_cell: str, default: str) -> Moment | None:
    """A text as a moment; None when its zone is unknown. Fault when it is no time."""
    found = local_and_zone(text)
    if found is None:
        raise Fault
    local, written = found
    zone = written or zone_cell or default
    bare = not written and not zone_cell
    if zone.upper() in ("Z", "UTC", "GMT"):
        fixed = UTC
    elif offset := re.fullmatch(r"([+-])(0\d|1[0-4]):?([0-5]\d)?", zone, re.A):
        east = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        fixed = timezone(-east if offset[1] == "-" else east)
    elif zone in ZONES:
        one, two = (local.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
        difference = one.utcoffset() - two.utcoffset()  # type: ignore[operator]
        change = "repeated" if difference > timedelta(0) else "skipped" if difference else ""
        return Moment(local - one.utcoffset(), local - two.utcoffset(), change, bare)  # type: ignore[operator]
    else:
        return None
    utc = local.replace(tzinfo=fixed).astimezone(UTC).replace(tzinfo=None)
    return Moment(utc, utc, bare=bare)


def records(data: bytes, delimiter: str) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV under their line numbers; cells stripped."""
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    reader, out, line = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter), [], 1
    names: list[str] = []
    for cells in reader:
        if cells and not names:
            names = [name.strip() for name in cells]
        elif cells:
            out.append((line, dict(zip(names, (c.strip(BLANKS) for c in cells), strict=True))))
        line = reader.line_num + 1
    return out


def stays(data: bytes, delimiter: str = ",", default: str = "UTC") -> Read:
    """Stays of a CSV in our own columns."""
    return _table(data, delimiter, default, _stay)


def legs(data: bytes, delimiter: str = ",", default: str = "UTC") -> Read:
    """Legs likewise."""
    return _table(data, delimiter, default, _leg)


def _table(data: bytes, delimiter: str, default: str, make: object) -> Read:
    out = Read()
    for number, cells in records(data, delimiter):
        out.read += 1
        notes: list[str] = []
        try:
            row = make(cells, default, notes)  # type: ignore[operator]
        except Fault as fault:
            column, value, reason = fault.args
            out.faults.append((number, column, value[:80], reason))
            row = None
        # remarks about times tell of every row, also of a refused one
        out.bare = out.bare or "bare" in notes
        out.remarks.update(set(notes) - {"bare"})
        if row is not None:
            out.rows[row] += 1
    return out


def _needed(cells: dict[str, str], name: str, reason: str) -> str:
    value = cells.get(name, "")
    if not value:
        raise Fault(name, "", reason)
    return _short(name, value)


def _short(name: str, value: str) -> str:
    if len(value) > 500:
        raise Fault(name, value, "longer than 500 characters")
    return value


def _time(cells: dict[str, str], name: str, default: str) -> Moment | None:
    value = _short(name, cells.get(name, ""))
    if not value:
        return None
    zone_cell = cells.get("zone", "")
    try:
        found = moment(value, zone_cell, default)
    except Fault:
        raise Fault(name, value, "not a date or time") from None
    if found is None:
        written = (local_and_zone(value) or (None, ""))[1]
        raise (
            Fault("zone", zone_cell, "unknown zone")
            if zone_cell and not written
            else Fault(name, value, "unknown zone")
        )
    return found


def _note(cells: dict[str, str], names: tuple[str, str], default: str, notes: list[str]) -> None:
    for name in names:
        try:
            found = moment(cells.get(name, ""), cells.get("zone", ""), default) if cells.get(name) else None
        except Fault:
            continue
        if found and found.change:
            notes.append(f"time_{found.change}")
        written = local_and_zone(cells.get(name, ""))
        if written and not written[1] and not cells.get("zone"):
            notes.append("bare")


def _pair(start: Moment | None, end: Moment | None) -> tuple[datetime | None, datetime | None]:
    if start and end and end.first < start.first:
        return start.first, end.second
    return start.first if start else None, end.first if end else None


def _stay(cells: dict[str, str], default: str, notes: list[str]) -> tuple[object, ...]:
    _note(cells, ("start", "end"), default, notes)
    starts, ends = (_quiet(cells, name, default) for name in ("start", "end"))
    first, last = _pair(starts, ends)
    if first is not None and first == last:
        notes.append("zero_length")
    person, place = _needed(cells, "person_id", "no person"), _needed(cells, "place_id", "no place")
    _needed(cells, "start", "no start")
    _time(cells, "start", default)
    _needed(cells, "end", "no end")
    _time(cells, "end", default)
    kind = _short("kind", cells.get("kind", "")).lower() or "venue"
    if last < first:  # type: ignore[operator]
        raise Fault("end", cells["end"], "end before start")
    return person, place, first, last, kind


def _quiet(cells: dict[str, str], name: str, default: str) -> Moment | None:
    try:
        return moment(cells.get(name, ""), cells.get("zone", ""), default)
    except Fault:
        return None


def _leg(cells: dict[str, str], default: str, notes: list[str]) -> tuple[object, ...]:
    _note(cells, ("depart", "arrive"), default, notes)
    row, seat, unit = (_readable(cells, name, notes) for name in ("row", "seat", "unit"))
    person = _needed(cells, "person_id", "no person")
    mode = _needed(cells, "mode", "no mode").lower()
    service = _needed(cells, "service", "no service")
    stated = local_and_zone(_needed(cells, "date", "no date"))
    if stated is None:
        raise Fault("date", cells["date"], "not a date")
    board, alight = (_short(name, cells.get(name, "")) or None for name in ("board", "alight"))
    first, last = _pair(_time(cells, "depart", default), _time(cells, "arrive", default))
    for name in ("unit", "row", "seat"):
        _short(name, cells.get(name, ""))
    if mode not in MODES:
        raise Fault("mode", cells["mode"], f"unknown mode; expected one of {', '.join(MODES)}")
    if first and last and last < first:
        raise Fault("arrive", cells["arrive"], "arrives before it departs")
    day: date = stated[0].date()
    return person, mode, service, day, board, alight, first, last, unit, row, seat


def _readable(cells: dict[str, str], name: str, notes: list[str]) -> str | None:
    value = cells.get(name, "")
    upper = value.upper()
    if name == "unit":
        good = upper not in NO_UNIT and not set(upper) & set("?*") and any(map(str.isalnum, upper))
    else:
        number, berth = r"(0*\d{1,3})?", "(上|中|下|UPPER|MIDDLE|LOWER)铺?( *BERTH)?"
        good = re.fullmatch(rf"{number} *[-排号]? *[A-Z]?座?|{number} *[号-]? *{berth}", upper, re.A)
    if value and not good:
        notes.append(f"{name}_unreadable")
    return value if value and good else None
