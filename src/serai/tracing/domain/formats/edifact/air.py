"""What aviation messages say the same way: flight numbers, seats, dates, and times by the clock of an airport."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from serai.registry.domain.rejections import Report

UNIT = "aircraft"
"""The one unit of every flight: an empty unit would mean that the unit is unknown."""

_FLIGHT = re.compile(r"([A-Z]{2}|[A-Z][0-9]|[0-9][A-Z]|[A-Z]{3})0*([0-9]{1,4})([A-Z]?)")
_SEAT = re.compile(r"0*([1-9][0-9]{0,2})[ -]?([A-Z])")
_MONTHS = {month: number for number, month in enumerate(re.findall("...", "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"), 1)}


def service(number: str, carrier: str = "") -> str:
    """`LH0400` → `LH400`, suffix letters kept; "" when it is no flight number. `carrier` prefixes a bare number."""
    text, prefix = re.sub(r"[\s-]", "", number.upper()), carrier.strip().upper()
    if text[:1].isdigit() and re.fullmatch(r"[0-9]{1,4}[A-Z]?", text):
        text = prefix + text
    found = _FLIGHT.fullmatch(text)
    return f"{found[1]}{found[2]}{found[3]}" if found else ""


def seat(text: str) -> tuple[str, str] | None:
    """`012A` → ("12", "A"); None when it cannot be read (`12?`, `XXX`)."""
    found = _SEAT.fullmatch(text.strip().upper())
    return (found[1], found[2]) if found else None


def day(text: str, *, latest: date | None = None) -> date | None:
    """YYMMDD, CCYYMMDD or DDMMMYY; a two-digit year is the last one not after `latest`, else 2000–2099."""
    text = text.strip().upper()
    try:
        if found := re.fullmatch(r"([0-9]{2})([A-Z]{3})([0-9]{2}|[0-9]{4})", text):
            year, month, number = int(found[3]), _MONTHS[found[2]], int(found[1])
        elif found := re.fullmatch(r"([0-9]{2}|[0-9]{4})([0-9]{2})([0-9]{2})", text):
            year, month, number = int(found[1]), int(found[2]), int(found[3])
        else:
            return None
        if year >= 100:
            return date(year, month, number)
        guess = date(2000 + year, month, number)
        return guess if latest is None or guess <= latest else date(1900 + year, month, number)
    except (ValueError, KeyError):
        return None


def clock(text: str) -> datetime | None:
    """YYMMDDHHMM or CCYYMMDDHHMM(SS) as a wall-clock time; None when it is neither."""
    if not re.fullmatch(r"[0-9]{10}|[0-9]{12}|[0-9]{14}", text.strip()):
        return None
    digits = text.strip()
    digits = digits if len(digits) > 10 else "20" + digits
    try:
        return datetime.strptime(digits[:12], "%Y%m%d%H%M")  # noqa: DTZ007 - a wall clock: the airport gives the zone
    except ValueError:
        return None


@cache
def _zones() -> Mapping[str, str]:
    import airportsdata

    return {code: str(row["tz"]) for code, row in airportsdata.load("IATA").items()}


class Clocks:
    """Turns airport-local times into UTC; unknown airports fall back to `zone` (else UTC), with a remark."""

    def __init__(self, zone: ZoneInfo | None, report: Report) -> None:
        self.fallback, self.report = zone, report

    def utc(self, local: datetime | None, airport: str) -> datetime | None:
        """`local` at `airport`, in UTC; None stays None."""
        if local is None:
            return None
        name = _zones().get(airport, "")
        try:
            zone = ZoneInfo(name) if name else None
        except (KeyError, ValueError):
            zone = None
        if zone is None:
            self.report.remarks["airport_zone_unknown"] += 1
            zone = self.fallback or ZoneInfo("UTC")
            self.report.zone_assumed = str(zone)
        try:
            return local.replace(tzinfo=zone).astimezone(UTC)
        except OverflowError:
            return None
