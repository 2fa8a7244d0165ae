"""PNRGOV (PADIS 10.1 to 16.1): who was booked on which flights, and in which seats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from serai.registry.domain.errors import BadInput
from serai.registry.domain.rejections import Report
from serai.tracing.domain.formats.edifact import Message, messages
from serai.tracing.domain.formats.edifact.air import Clocks
from serai.tracing.domain.formats.edifact.envelope import text_of
from serai.tracing.domain.formats.edifact.result import Person, imported, reject
from serai.tracing.domain.formats.pnrgov_pnr import Booking, trip
from serai.tracing.domain.imports import Imported


def read(
    path: Path,
    *,
    zone: ZoneInfo | None = None,
    mapping: Mapping[str, Any] | None = None,
    strict: bool = False,
    progress: Callable[[float], None] | None = None,
    key: bytes = b"",
) -> Imported:
    """People and legs of every PNRGOV message in `path`; `zone` is for airports that are not known.

    `mapping` is not used. BadInput when the file is refused whole (syntax, or no PNRGOV), or a row is and `strict`.
    Rejections carry the segment's number in the file as row, and tag/element as column.
    """
    del mapping
    report = Report()
    found = messages(text_of(path), path.name, report.remarks)
    if not any(message.kind == "PNRGOV" for message in found):
        raise BadInput(f"no PNRGOV message but {found[0].kind[:12]!r}", where=path.name, expected="PNRGOV")
    people: list[Person] = []
    for index, message in enumerate(found):
        if message.kind == "PNRGOV":
            people += _people(message, path.name, Clocks(zone, report), report)
        else:
            header = message.header
            reject(report, path.name, header.number, "UNH/2", message.kind, "not a PNRGOV message")
        if progress:
            progress((index + 1) / len(found))
    return imported(people, report, key=key, strict=strict)


def _people(message: Message, name: str, clocks: Clocks, report: Report) -> list[Person]:
    header = None
    bookings: list[Booking] = []
    for part in message.segments:
        if part.tag == "SRC":
            bookings.append(Booking(part, header, clocks, name, report))
        elif bookings:
            bookings[-1].take(part)
        elif part.tag == "TVL" and header is None:
            header = trip(part, clocks, name, report)
    if not bookings:
        reject(report, name, message.header.number, "UNH", message.header.get(0), "message without a booking (SRC)")
    return [person for booking in bookings for person in booking.people()]
