"""Carriages, seats and berths out of notice text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from serai.tracing.domain.formats.trips.text import numeral, plain

LONGEST = 30
"""Carriages above this are not read: no passenger train is that long."""

_ITEM = r"(?:[AJ加]?\d{1,2}|[一二三四五六七八九十]{1,3})"
_JOIN = r"\s*(?:号|车)?\s*(?:[、,，/和及与&]|-|~|—|–|至|到)\s*第?"
_UNIT = re.compile(
    rf"(?<!\d[:.])(?<![A-Z\d倒数])第?({_ITEM}(?:{_JOIN}{_ITEM}){{0,29}})\s*(?:号|节)?\s*(?:车车厢|车厢|车箱|车(?![道站辆主牌次内上型祸务]))"
)
_SPAN = re.compile(r"-|~|—|–|至|到")
_SEPARATOR = re.compile(r"[、,，/和及与&]")
_BACKWARDS = re.compile("倒数第[^,。、]{1,3}(?:节|号)?车厢?")

_BERTH = re.compile(r"(?<![\dA-Z])0*(\d{1,3})\s*号?\s*([上中下]{1,3})(?:铺|(?<=号.)(?=$|[,，、\s]))")
_ROWS = re.compile(r"(?<![\d])0*(\d{1,2})\s*[-~至]\s*0*(\d{1,2})\s*排")
_ROW_SEATS = re.compile(r"(?<![\dA-Z])0*(\d{1,2})\s*排\s*((?:[A-L]\s*[、,/]?\s*){1,6})(?:座|号|$|[^A-Z])")
_SEAT = re.compile(r"(?<![\dA-Z])0*(\d{1,3})\s*([A-L](?:[、,/][A-L](?![\dA-Z]))*)(?![\dA-Z])")
_ROW = re.compile(r"(?<![\d\-~至])0*(\d{1,2})\s*排(?!\s*[A-L])")
_MANY = r"0*\d{1,4}\s*号?(?:\s*[/、,]\s*0*\d{1,4}\s*号?){0,9}"
_NUMBER = re.compile(
    rf"(?:座位号?|座次|座号|坐位号?|铺位号?)(?:为|是)?\s*[::]?\s*({_MANY})(?![\dA-Z:.车人排日月])"
    rf"|(?<![\dA-Z])({_MANY})\s*(?:座|铺)(?!次)|^[\s;,:]*(0*\d{{1,4}})\s*号[\s;]*$"
)


@dataclass(frozen=True, slots=True)
class Units:
    """`units`: carriages in two digits, in order; an added one keeps its letter ("A3", "加3"). `rest`: the other text.

    `unreadable`: the text speaks of a carriage that cannot be read ("0车", "12-3车厢").
    """

    units: tuple[str, ...]
    rest: str
    unreadable: bool = False


def units(text: str) -> Units:
    """Carriages named in `text`: lists ("7、8车"), ranges ("07-09车厢"), numerals ("四车厢"), dining car ("餐车")."""
    text = plain(text)
    relative = _BACKWARDS.search(text)
    text = _BACKWARDS.sub(" ", text)
    found: dict[str, None] = {}
    unreadable = False
    for match in _UNIT.finditer(text):
        names = _listed(match[1])
        unreadable = unreadable or names is None
        found |= dict.fromkeys(names or ())
    rest = _UNIT.sub(" ", text)
    if "餐车" in rest:
        found["餐车"] = None
        rest = rest.replace("餐车车厢", " ").replace("餐车", " ")
    return Units(tuple(found), " ".join(rest.split()), bool(unreadable or (relative and not found)))


def _listed(text: str) -> list[str] | None:
    names: list[str] = []
    for part in _SEPARATOR.split(text):
        ends = [_one(end) for end in _SPAN.split(part)]
        if None in ends or len(ends) > 2:
            return None
        first, last = str(ends[0]), str(ends[-1])
        if first == last:
            names.append(first)
        elif first.isdigit() and last.isdigit() and int(first) < int(last):
            names += [f"{number:02d}" for number in range(int(first), int(last) + 1)]
        else:
            return None
    return names


def _one(text: str) -> str | None:
    text = text.strip(" 号车第")
    added = text[:1] if text[:1] in {"A", "J", "加"} else ""
    number = numeral(text[len(added) :])
    if number is None or not 1 <= number <= LONGEST:
        return None
    return f"{added}{number}" if added else f"{number:02d}"


def berths(text: str) -> tuple[str, ...]:
    """Seats and berths in one form each, berths first: "12号下铺", "9-13排", "3F", "17排", "66号", "无座"."""
    text = plain(text)
    found: dict[str, None] = {}
    for match in _BERTH.finditer(text):
        found[f"{int(match[1])}号{match[2]}铺"] = None
    text = _BERTH.sub(" ", text)
    for match in _ROWS.finditer(text):
        found[f"{int(match[1])}-{int(match[2])}排"] = None
    text = _ROWS.sub(" ", text)
    for match in _ROW_SEATS.finditer(text):
        found |= dict.fromkeys(f"{int(match[1])}{letter}" for letter in re.findall("[A-L]", match[2]))
    text = _ROW_SEATS.sub(" ", text)
    for match in _SEAT.finditer(text):
        found |= dict.fromkeys(f"{int(match[1])}{letter}" for letter in re.findall("[A-L]", match[2]))
    text = _SEAT.sub(" ", text)
    for match in _ROW.finditer(text):
        found[f"{int(match[1])}排"] = None
    for match in _NUMBER.finditer(text):
        listed = re.findall(r"\d+", match[1] or match[2] or match[3])
        found |= dict.fromkeys(f"{int(number)}号" for number in listed)
    if "无座" in text:
        found["无座"] = None
    return tuple(found)
