"""ISO 9735: service characters and segments, with the release character honoured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from serai.registry.domain.errors import BadInput

BLANK = " \t\r\n"
MAX_SEGMENT = 20_000
"""Longest segment, in characters; ISO 9735 elements are far shorter, so more means a lost terminator."""


@dataclass(frozen=True, slots=True)
class Separators:
    """The service characters; an empty `release` means that the sender uses none."""

    component: str = ":"
    element: str = "+"
    release: str = "?"
    terminator: str = "'"

    @classmethod
    def of_una(cls, service: str, where: str) -> Separators:
        """From the characters between UNA and the next tag.

        Senders lose the blank or the decimal mark, so five are read too: then the release character is "?" where there
        is one, else the third, unless that is a decimal mark.
        """
        marks = service if len(service) == 6 else service.strip(BLANK)
        if len(marks) == 6:
            release = marks[3]
        elif len(marks) == 5:
            release = "?" if "?" in marks[2:4] else marks[2] if marks[2] not in ".," else marks[3]
        else:
            raise BadInput("UNA has a wrong number of service characters", where=where, expected="six, as in UNA:+.? '")
        found = cls(marks[0], marks[1], release.strip(BLANK), marks[-1])
        used = [mark for mark in (found.component, found.element, found.release, found.terminator) if mark]
        if len(set(used)) != len(used) or any(mark.isalnum() or mark in BLANK for mark in used):
            raise BadInput(
                "UNA names unusable service characters", where=where, expected="different signs, as in UNA:+.? '"
            )
        return found

    def split(self, text: str, mark: str) -> list[str]:
        """`text` cut at every `mark` that is not released; releases stay in."""
        if not self.release or self.release not in text:
            return text.split(mark)
        parts, start, index = [], 0, 0
        while index < len(text):
            if text[index] == self.release:
                index += 2
                continue
            if text[index] == mark:
                parts.append(text[start:index])
                start = index + 1
            index += 1
        return [*parts, text[start:]]

    def plain(self, text: str) -> str:
        """`text` without its release characters."""
        if not self.release or self.release not in text:
            return text
        return re.sub(re.escape(self.release) + "(.)", r"\1", text, flags=re.S)


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: `number` counts from 1 in the file; `elements[i][j]` is component j of element i, tag excluded."""

    number: int
    tag: str
    elements: tuple[tuple[str, ...], ...]

    def get(self, element: int, component: int = 0) -> str:
        """That component, trimmed; "" when the segment is shorter."""
        try:
            return self.elements[element][component].strip(BLANK)
        except IndexError:
            return ""


def raw_segments(text: str, start: int, marks: Separators, where: str) -> Iterator[tuple[str, int]]:
    """(segment text, end position) from `start` on; BadInput on the unterminated or endless one."""
    release = re.escape(marks.release)
    other = f"[^{release}{re.escape(marks.terminator)}]"
    body = f"(?:{other}|{release}.)*" if marks.release else f"{other}*"
    pattern = re.compile(f"({body}){re.escape(marks.terminator)}", re.S)
    while start < len(text):
        found = pattern.match(text, start, min(len(text), start + MAX_SEGMENT))
        if found is None:
            if not text[start:].strip(BLANK):
                return
            raise BadInput(
                f"segment {text[start : start + 12].strip()!r} is never ended: the file is cut or damaged",
                where=where,
                expected=f"segments that end in {marks.terminator}",
            )
        start = found.end()
        yield found[1].strip(BLANK), start


def segment(number: int, text: str, marks: Separators) -> Segment:
    """`text` (trimmed, without its terminator) taken apart."""
    if not marks.release or marks.release not in text:  # nearly every segment, in a third of the time
        tag, *elements = text.split(marks.element)
        plain = tuple(tuple(element.split(marks.component)) for element in elements)
        return Segment(number, tag.split(marks.component, 1)[0].strip(BLANK), plain)
    tag, *elements = marks.split(text, marks.element)
    parts = tuple(tuple(marks.plain(part) for part in marks.split(element, marks.component)) for element in elements)
    return Segment(number, marks.split(tag, marks.component)[0].strip(BLANK), parts)
