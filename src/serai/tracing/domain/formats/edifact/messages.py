"""Interchanges and the messages in them: what is nested, cut or unnumbered is refused; wrong counts are remarks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from serai.registry.domain.errors import BadInput
from serai.tracing.domain.formats.edifact.syntax import Segment, Separators, raw_segments, segment

MAX_SEGMENTS = 2_000_000
_MARK = r"[^\w \t\r\n]"
_START = re.compile(
    rf"UNA(?P<una>.{{4,8}}?)[ \t]*(?=UN[BGH]{_MARK})|UNB(?P<b>{_MARK})(?=[A-Z]{{4}})|UNH(?P<h>{_MARK})(?=\w)", re.S
)
_DOUBLED = re.compile(r"UNA[^\w\s].{4,7}\s*\Z", re.S)
_LEVEL_B = Separators("\x1f", "\x1d", "", "\x1c")
_ENVELOPE = frozenset({"UNA", "UNB", "UNG", "UNE", "UNZ"})


@dataclass(slots=True)
class Message:
    """One message: its UNH, and the segments between UNH and UNT."""

    header: Segment
    segments: list[Segment] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The message type of UNH, such as PAXLST."""
        return self.header.get(1).upper()


def messages(text: str, name: str, remarks: Counter[str]) -> list[Message]:
    """Every message of every interchange in `text` (see envelope), in order.

    Raises BadInput when there is none, or when one is nested, cut, or outside UNH…UNT. Counts into `remarks`:
    interchange_without_envelope, segment_count_wrong, reference_mismatch.
    """
    found: list[Message] = []
    number, position = 0, 0
    while start := _START.search(text, position):
        if start["una"] and _DOUBLED.search(text, max(position, start.start() - 40), start.start()):
            raise BadInput("UNA before UNA: which of them counts?", where=name, expected="one UNA, then UNB")
        marks = _separators(start, name)
        begin = start.end() if start["una"] else start.start()
        reader = _Interchange(name, marks, remarks, number)
        position = reader.read(text, begin)
        number = reader.number
        found += reader.messages
    if not found:
        raise BadInput("no UN/EDIFACT message in this file", where=name, expected="UNB…UNZ with UNH…UNT inside")
    return found


def _separators(start: re.Match[str], name: str) -> Separators:
    if start["una"]:
        return Separators.of_una(start["una"], name)
    mark = start["b"] or start["h"]
    if mark == "\x1d":
        return _LEVEL_B
    if mark != "+":
        raise BadInput(f"separator {mark!r} is used without a UNA that says so", where=name, expected="UNA before UNB")
    return Separators()


class _Interchange:
    def __init__(self, name: str, marks: Separators, remarks: Counter[str], number: int) -> None:
        self.name, self.marks, self.remarks, self.number = name, marks, remarks, number
        self.messages: list[Message] = []
        self.open: Message | None = None
        self.header: Segment | None = None

    def where(self) -> str:
        return f"{self.name}, segment {self.number}"

    def read(self, text: str, begin: int) -> int:
        """Read to the end of this interchange; returns the position after it."""
        end, bare = begin, False
        for raw, after in raw_segments(text, begin, self.marks, self.name):
            end = after
            if not raw:
                continue
            self.number += 1
            if self.number > MAX_SEGMENTS:
                raise BadInput("too many segments", where=self.name, expected=f"at most {MAX_SEGMENTS}")
            part = segment(self.number, raw, self.marks)
            bare = bare or (self.header is None and part.tag == "UNH")
            self.take(part, raw)
            if part.tag == "UNZ" or (bare and part.tag == "UNT"):
                break
        if self.open is not None:
            raise BadInput("message has no UNT: the file is cut", where=self.where(), expected="UNT after the message")
        if self.header is not None and not bare and part.tag != "UNZ":
            raise BadInput("interchange has no UNZ: the file is cut", where=self.where(), expected="UNZ at the end")
        if bare:
            self.remarks["interchange_without_envelope"] += 1
        return end

    def take(self, part: Segment, raw: str) -> None:
        if raw.startswith("UNA") and not raw[3:4].isalnum():
            raise BadInput("UNA inside an interchange", where=self.where(), expected="UNA only before UNB")
        match part.tag:
            case "UNB" if self.header is not None or self.open is not None:
                raise BadInput("UNB inside an interchange", where=self.where(), expected="UNZ first")
            case "UNB":
                self.header = part
            case "UNH" if self.open is not None:
                raise BadInput("UNH inside a message: the one before has no UNT", where=self.where(), expected="UNT")
            case "UNH":
                self.open = Message(part)
            case "UNT":
                self.close(part)
            case "UNZ":
                self.finish(part)
            case tag if tag in _ENVELOPE and self.open is None:
                pass
            case _ if self.open is None:
                raise BadInput(f"segment {part.tag[:8]!r} stands outside a message", where=self.where(), expected="UNH")
            case _:
                self.open.segments.append(part)

    def close(self, part: Segment) -> None:
        if self.open is None:
            raise BadInput("UNT without UNH", where=self.where(), expected="UNH first")
        if part.get(0).lstrip("0") != str(len(self.open.segments) + 2):
            self.remarks["segment_count_wrong"] += 1
        if part.get(1).replace(" ", "") != self.open.header.get(0).replace(" ", ""):
            self.remarks["reference_mismatch"] += 1
        self.messages.append(self.open)
        self.open = None

    def finish(self, part: Segment) -> None:
        if self.open is not None:
            raise BadInput("message has no UNT before UNZ", where=self.where(), expected="UNT after the message")
        if self.header is not None and part.get(1).replace(" ", "") != self.header.get(4).replace(" ", ""):
            self.remarks["reference_mismatch"] += 1
