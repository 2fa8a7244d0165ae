"""When a trip was: its day, and its times as far as the notice knows them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_CLOCK = re.compile(r"(\d{1,2})[::时点](\d{1,2})?分?(?::(\d{1,2}))?")
_ZONE = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")
_HOUR = r"([01]?\d|2[0-3])(?:[::]([0-5]\d)|[时点](?:([0-5]?\d)分?)?)"
_TRIP = re.compile(rf"约?\s*{_HOUR}(?:\s*[-~—–至到]+\s*{_HOUR})?\s*(?:左右|许|发车|出发)?")
_ZERO = re.compile("1970[-/]0?1[-/]0?1")
_OLDEST, _LATEST = 1900, 2200


class Fault(Exception):
    """Why a row is bad: in which of our columns, and the reason."""

    def __init__(self, column: str, reason: str) -> None:
        self.column, self.reason = column, reason
        super().__init__(column, reason)


@dataclass(frozen=True, slots=True)
class When:
    """`date` is local; `depart` and `arrive` are UTC, None where not known. `remarks`: what was read with a doubt."""

    date: date
    depart: datetime | None
    arrive: datetime | None
    remarks: tuple[str, ...]


@dataclass(slots=True)
class _Moment:
    day: date | None
    clock: time | None
    exact: datetime | None = None

    def local(self, zone: ZoneInfo) -> date | None:
        return self.exact.astimezone(zone).date() if self.exact else self.day


def when(
    day: str, start: str, end: str, *, zone: ZoneInfo, longest: timedelta | None, hints: tuple[str, ...] = ()
) -> When:
    """Day and times of one trip.

    A start of 00:00 and an end of 00:00 or 23:59 are what a form puts where nobody knows: they are unknown. `longest`
    is how long a run of this mode may take; an end before the start on the same day is then next day's if the ride
    stays within it. `hints` are texts that may be nothing but a clock time, for rows without a start. Raises Fault.
    """
    remarks: list[str] = []
    stated = _day(day) if day else None
    if day and stated is None:
        raise Fault("date", "not a date")
    first, last = _moment(start, "depart"), _moment(end, "arrive")
    found = stated or first.local(zone) or last.local(zone)
    if found is None:
        raise Fault("date", "no date")
    if stated is None:
        remarks.append("date_from_time")
    aside = next((match for text in hints if (match := _TRIP.fullmatch(text))), None)
    if not start and (match := aside):
        first = _moment(f"{match[1]}:{match[2] or match[3] or 0}", "memo")
        last = _moment(f"{match[4]}:{match[5] or match[6] or 0}", "memo") if match[4] and not end else last
        remarks.append("time_from_memo")
    nothing = _is_midnight(first) and (_is_midnight(last) or _is_last_minute(last))
    depart = None if _is_midnight(first) else _utc(first, found, zone)
    arrive = None if _is_midnight(last) or _is_last_minute(last) else _utc(last, found, zone)
    if nothing:
        remarks.append("time_unknown")
    else:
        remarks += ["start_unknown"] * (depart is None and bool(start)) + ["end_unknown"] * (
            arrive is None and bool(end)
        )
    if depart and arrive and arrive < depart:
        over = arrive + timedelta(days=1)
        same_day = (first.day or found) == (last.day or found)
        if not (longest and same_day and over - depart <= longest):
            raise Fault("arrive", "ends before it starts")
        arrive = over
        remarks.append("ends_next_day")
    elif first.day and last.day and last.day < first.day and not (depart and arrive):
        raise Fault("arrive", "ends before it starts")
    local = depart.astimezone(zone).date() if depart else first.day
    if stated and local and local != stated:
        remarks.append("date_is_not_that_of_the_start")
    if depart and arrive and longest and arrive - depart > longest:
        remarks.append("longer_than_a_ride")
    return When(found, depart, arrive, tuple(remarks))


def _day(text: str) -> date | None:
    match = _DATE.match(text)
    try:
        found = date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
    return found if found and _OLDEST <= found.year <= _LATEST else None


def _moment(text: str, column: str) -> _Moment:
    """A date, a clock time, or both; nothing for "" and for the zero of computers' clocks. Raises Fault."""
    if not text or _ZERO.match(text):
        return _Moment(None, None)
    if _ZONE.search(text) and "T" in text.upper():
        try:
            exact = datetime.fromisoformat(text).astimezone(UTC)
        except (ValueError, OverflowError):
            raise Fault(column, "not a date or time") from None
        if not _OLDEST < exact.year < _LATEST:
            raise Fault(column, "not a date or time")
        return _Moment(None, None, exact=exact)
    match = _DATE.match(text)
    day = _day(text) if match else None
    rest = text[match.end() :].strip(" Tt") if match else text
    if match and day is None:
        raise Fault(column, "not a date or time")
    if not rest:
        return _Moment(day, None)
    if not (clock := _CLOCK.fullmatch(rest)):
        raise Fault(column, "not a date or time")
    hour, minute, second = (int(part or 0) for part in clock.groups())
    if hour == 24 and minute == second == 0:  # the end of a day, as ISO 8601 once allowed
        hour = 0
    try:
        return _Moment(day, time(hour, minute, second))
    except ValueError:
        raise Fault(column, "not a date or time") from None


def _utc(moment: _Moment, day: date, zone: ZoneInfo) -> datetime | None:
    if moment.exact:
        return moment.exact
    if moment.clock is None:
        return None
    return datetime.combine(moment.day or day, moment.clock, zone).astimezone(UTC)


def _is_midnight(moment: _Moment) -> bool:
    return moment.clock is not None and (moment.clock.hour, moment.clock.minute) == (0, 0)


def _is_last_minute(moment: _Moment) -> bool:
    return moment.clock is not None and (moment.clock.hour, moment.clock.minute) == (23, 59)
