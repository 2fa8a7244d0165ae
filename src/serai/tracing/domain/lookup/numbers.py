"""The one form of a number, as a traveller types it from the ticket and as a notice gives it.

The page in the browser does the same in TypeScript (frontend/src/lookup/numbers.ts); both are held to
tests/tracing/domain/lookup/vectors.json. So the rules here are few and use only what both languages have: NFKC,
capitals, and short regular expressions. The reader of notices (formats.trips) knows far more; what it gives and what
the traveller types both pass through here, so they meet. A lone Chinese character before a number is a plate's
province, two or more are a name.
"""

from __future__ import annotations

import re
import unicodedata

FAMILIES = ("air", "rail", "metro", "road", "ship")
"""Kinds of transport that a traveller tells apart; notices mix coach, bus and taxi, so these are one."""

_FAMILY_OF = {"air": "air", "rail": "rail", "metro": "metro", "ship": "ship"} | dict.fromkeys(
    ("coach", "bus", "taxi", "road"), "road"
)
LONGEST = 40
"""Characters; longer text is no number."""

_HAN = "\u3400-\u9fff"
_NOISE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\-‐‑‒–—―_.·•'’`\"“”:\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_CHAIN = re.compile(r"[/\\,、;]")
_FLIGHT = re.compile(r"([A-Z]{2}|[A-Z][0-9]|[0-9][A-Z]|[A-Z]{3})0*([0-9]{1,5})([A-Z]?)")
_TRAIN = re.compile(r"([A-Z]{0,4})0*([0-9]{1,5})")
_WORDS = re.compile(
    "公共汽车|公交车|公交|巴士|轨道交通|地铁|轨道|轻轨|城铁|捷运|第|客轮|轮渡|渡轮|邮轮|游轮|轮船|(?<=[^市]{2})市(?=.)"
)
_NUMERAL = re.compile("[零〇一二两三四五六七八九十百]+(?=号|路|线|$)")
_ZEROS = re.compile(r"(?<![0-9A-Z])0+(?=[0-9])")
_TOLD = re.compile(f"[0-9{_HAN}]")
_VALUES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def family_of(mode: str) -> str:
    """The family of a mode; "" for what is no ride."""
    return _FAMILY_OF.get(mode, "")


def normal(text: str, family: str) -> tuple[str, ...]:
    """The numbers in `text`, each in its one form, the first stated first; () if it cannot be one of this family.

    "k446次/447" → ("K446", "K447"); "ＭＵ 0569" → ("MU569",); "西安公交十一路" → ("西安11路",)
    """
    if family not in FAMILIES or len(text) > LONGEST:
        return ()
    found: list[str] = []
    for part in _CHAIN.split(_NOISE.sub("", unicodedata.normalize("NFKC", text).upper())):
        if not part:
            continue
        one = _one(part, family, found[-1] if found else "")
        if not one:
            return ()
        found.append(one)
    return tuple(dict.fromkeys(found))


def readings(text: str, mode: str = "") -> list[tuple[str, tuple[str, ...]]]:
    """Every way to read a number whose kind of transport may not be told: (family, numbers), the likeliest first.

    "G5012" is a train, and flight 12 of G5.
    """
    families = (family_of(mode),) if mode else FAMILIES
    found = [(family, normal(text, family)) for family in families]
    readable = [(f, n) for f, n in found if n and (mode or f != "ship" or _TOLD.search(n[0]))]
    strict = [(f, n) for f, n in readable if f in ("air", "rail")]
    return strict or readable


def station(text: str) -> str:
    """A stop's name for comparing: NFKC, lower case, no blanks, no word for "station" at its end; "" if empty."""
    text = _NOISE.sub("", unicodedata.normalize("NFKC", text).lower())
    short = re.sub(
        "(火车站|高铁站|动车站|地铁站|公交站|汽车站|国际机场|机场|车站|站|(railway|train|bus)?station|airport)$",
        "",
        text,
    )
    return short or text


def unit(text: str) -> str:
    """A carriage for comparing: "7", "07车厢" and "Coach 7" are "7"; "" if empty."""
    text = _NOISE.sub("", unicodedata.normalize("NFKC", text).upper())
    text = re.sub("(号)?(车厢|车箱|车)$|号$|^(CARRIAGE|COACH|CAR|WAGON|UNIT)", "", text.removeprefix("第"))
    return re.sub("^0+(?=.)", "", text)


def _one(part: str, family: str, before: str) -> str:
    if family == "air":
        match = _FLIGHT.fullmatch(re.sub(f"^[{_HAN}]{{2,}}|[{_HAN}]+$", "", part))  # 国航CA1234航班
        if match is None and before and re.fullmatch("[0-9]{1,5}", part):  # CA1234/1235
            match = _FLIGHT.fullmatch(before[:2] + part)
        return match[1] + match[2] + match[3] if match else ""
    if family == "rail":
        match = _TRAIN.fullmatch(re.sub(f"^[{_HAN}]{{2,}}(?=[A-Z])|次$", "", part))  # 高铁G1234次
        if match is None:
            return ""
        letters = match[1] or re.sub("[0-9]+", "", before)  # K446/447
        return letters + match[2] if letters or len(match[2]) > 1 else ""
    text = _line(part, family)
    told = re.search("[0-9]", text) if family == "road" else _TOLD.search(text) or family == "ship"
    return text if told and len(text) > (family != "metro") else ""


def _line(text: str, family: str) -> str:
    """A plate, a route, a metro line or a ship without the words around it, its numeral in digits."""
    while True:
        short = _NUMERAL.sub(lambda match: _number(match[0]), _WORDS.sub("", text))
        short = _ZEROS.sub("", short)
        short = re.sub("号$", "", short) if family == "ship" else short
        if short == text:
            return text
        text = short


def _number(text: str) -> str:
    """ "十一" → "11", "一〇五" → "105"."""
    if not set(text) & set("十百"):
        return "".join(str(_VALUES[c]) for c in text)
    total = pending = 0
    for character in text:
        if character in "十百":
            total += (pending or 1) * (10 if character == "十" else 100)
            pending = 0
        else:
            pending = _VALUES[character]
    return str(total + pending)
