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
_CHAIN = re.compile(r"[/\\,、;()&+]|(?<=[线路0-9A-Z次])(?:转|和|及|或|换乘)(?=.)")
_FLIGHT = re.compile(r"([A-Z]{2}|[A-Z][0-9]|[0-9][A-Z]|[A-Z]{3})0*([0-9]{1,5})([A-Z]?)")
_TRAIN = re.compile(r"([A-Z]{0,4})0*([0-9]{1,5})")
_EXPRESS = re.compile(r"(?<![A-Z0-9])[GDC][0-9]{3,5}(?![A-Z0-9])")
_CARRIAGE = re.compile("第?[0-9零一二两三四五六七八九十]+号?(?:车厢|车箱|车|厢)")
_PLATE = re.compile("[京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁蒙新使][A-Z][A-Z0-9]{4,6}(?![A-Z0-9])")
_ROUTE = re.compile(f"([{_HAN}]*)([A-Z]{{0,4}})0*([0-9]{{1,4}}[A-Z]?)(?:号线|[路线])")
_BARE_ROUTE = re.compile(f"([{_HAN}]{{2,}}|)([A-Z]{{0,3}})0*([0-9]{{1,4}}[A-Z]?)")
_LINE = re.compile(f"([{_HAN}]*)([A-Z]?)0*([0-9]{{1,2}})(?:号?线|号|)")
_VOYAGE = re.compile(f"(?<=[{_HAN}])([A-Z]{{2,4}}[0-9]{{3,}})(?:航班|航次)?")
_PROVINCE = re.compile("^[^省市县区]{2,3}省|^[^省市县区]{2,5}自治区")
_WORDS = re.compile(
    "公共汽车|公交车|公交|巴士|大巴车|大巴|班车|客车|快速|出租车|网约车|的士|轨道交通|地铁站|地铁|轨道|城际|轻轨|城铁|捷运|第|"
    "客轮|轮渡|渡轮|邮轮|游轮|轮船|(?<=[^市]{2})市(?=.)|(?<=路)车$"
)
_LATIN = re.compile(
    "(?<![A-Z])(?:TRAIN|FLIGHT|BUS|COACH|TAXI|ROUTE|LINE|METRO|SUBWAY|UNDERGROUND|TRAM|SHIP|FERRY)(?![A-Z])"
)
_NUMERAL = re.compile("[零〇一二两三四五六七八九十百]+(?=号|路|线|$)")
_ZEROS = re.compile(r"(?<![0-9A-Z])0+(?=[0-9])")
_VALUES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TELLS = {
    "air": re.compile("航班|航空|[国南东海厦深山川上首天联]航|飞机|(?<![A-Z])FLIGHT(?![A-Z])"),
    "rail": re.compile("[0-9]次|高铁|动车|火车|列车|(?<![A-Z])TRAIN(?![A-Z])"),
    "metro": re.compile("地铁|轻轨|轨道|捷运|(?<![A-Z])(?:METRO|SUBWAY|UNDERGROUND|TRAM)(?![A-Z])"),
    "road": re.compile(
        "[0-9零〇一二两三四五六七八九十百][A-Z]?路|公交|公共汽车|巴士|大巴|班车|客车|出租|网约车|的士|"
        f"{_PLATE.pattern}|(?<![A-Z])(?:BUS|COACH|TAXI|ROUTE)(?![A-Z])"
    ),
    "ship": re.compile("客轮|轮渡|渡轮|邮轮|游轮|轮船|(?<![A-Z])(?:SHIP|FERRY)(?![A-Z])"),
}
"""Words and shapes that say what kind of transport a number is of."""


def family_of(mode: str) -> str:
    """The family of a mode; "" for what is no ride."""
    return _FAMILY_OF.get(mode, "")


def normal(text: str, family: str) -> tuple[str, ...]:
    """The numbers in `text`, each in its one form, the first stated first; () if it cannot be one of this family.

    "k446次/447" → ("K446", "K447"); "ＭＵ 0569" → ("MU569",); "西安公交十一路" → ("西安11路",);
    "青岛市306路公交车 鲁B08681F" → ("青岛306路", "鲁B08681F")
    """
    if family not in FAMILIES or len(text) > LONGEST:
        return ()
    whole = _NOISE.sub("", _LATIN.sub(" ", _plain(text)))
    plates = tuple(match[0] for match in _PLATE.finditer(whole)) if family == "road" else ()
    if plates:
        whole = _PLATE.sub("/", whole)
    elif family == "rail":
        whole = _CARRIAGE.sub("/", whole)
    elif family == "ship":
        whole = _VOYAGE.sub(r"/\1/", whole)
    found: list[str] = []
    waiting: list[str] = []  # designators whose number follows: SC/CA4786
    for part in _CHAIN.split(whole):
        if not part:
            continue
        if family == "air" and re.fullmatch("[A-Z]{2}|[A-Z][0-9]|[0-9][A-Z]", part):
            waiting.append(part)
            continue
        one = _one(part, family, found[-1] if found else "")
        if one:
            found += [code + one[2:] for code in waiting] + [one]
            waiting = []
        elif not plates:
            return ()
    if waiting:
        return ()
    if plates:  # beside a plate, only what is a route for certain
        found = [one for one in found if one.endswith("路") or re.fullmatch("[A-Z]{0,4}[0-9]{1,4}[A-Z]?", one)]
    return tuple(dict.fromkeys([*found, *plates]))


def readings(text: str, mode: str = "") -> list[tuple[str, tuple[str, ...]]]:
    """Every way to read a number: (family, numbers), the likeliest first.

    Where no kind of transport is told, a word beside the number tells it ("济南K139路" is a bus); without such a word
    every kind that can have the number stands: "G5012" is a train, flight 12 of G5, and may be a coach. Where a kind
    is told, what the number says of itself is looked up as well: "惠州C7514轻轨" is a train.
    """
    hints = told(text)
    own = (family_of(mode),) if mode else ()
    found = [(family, normal(text, family)) for family in dict.fromkeys((*own, *hints))]
    readable = [(f, n) for f, n in found if n]
    if readable or mode:
        return readable
    every = [(family, normal(text, family)) for family in ("rail", "air", "road", "metro", "ship")]
    return [(f, n) for f, n in every if n and (f != "ship" or re.search(f"[0-9{_HAN}]", n[0]))]


def told(text: str) -> tuple[str, ...]:
    """The families that the text names by a word or by the shape of a plate."""
    plain = _plain(text)
    bare = _NOISE.sub("", plain)
    named = [family for family in FAMILIES if _TELLS[family].search(plain) or _TELLS[family].search(bare)]
    if _EXPRESS.search(plain) and "rail" not in named and set(named) & {"metro", "road"} and "路" not in plain:
        named.append("rail")
    return tuple(named)


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


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper()


def _one(part: str, family: str, before: str) -> str:
    if family == "air":
        match = _FLIGHT.fullmatch(re.sub(f"^[{_HAN}]{{2,}}|[{_HAN}]+$", "", part))  # 国航CA1234航班
        if match is None and before and re.fullmatch("[0-9]{1,5}", part):  # CA1234/1235
            match = _FLIGHT.fullmatch(before[:2] + part)
        return match[1] + match[2] + match[3] if match else ""
    if family == "rail":
        match = _TRAIN.fullmatch(
            re.sub(f"^[{_HAN}]{{2,}}(?=[A-Z])|(?:次|城际|轻轨|高铁|动车|火车|列车)+$", "", part)
        )  # 高铁G1234次
        if match is None:
            return ""
        letters = match[1] or re.sub("[0-9]+", "", before)  # K446/447
        return letters + match[2] if letters or len(match[2]) > 1 else ""
    text = _line(part, family)
    if family == "road":
        return _road(text, before)
    if family == "metro":
        return _metro(text, before)
    return text if len(text) > 1 and "不详" not in text else ""


def _road(text: str, before: str) -> str:
    """A route with its town ("西安11路"), or without one as its bare number; else a plate of any country."""
    if match := _ROUTE.search(text) or _BARE_ROUTE.fullmatch(text):
        city = _city(match[1]) or (_town(before) if before else "")
        return f"{city}{match[2]}{match[3]}路" if city else match[2] + match[3]
    text = re.sub("号$", "", text)
    return text if re.search("[0-9]", text) and len(text) > 1 and not re.search(f"[{_HAN}]$|.[{_HAN}]", text) else ""


def _metro(text: str, before: str) -> str:
    if _EXPRESS.search(text):
        return ""
    if match := _LINE.fullmatch(text):
        city = _city(match[1]) or (_town(before) if before else "")
        return f"{city}{match[2]}{match[3]}号线" if city else match[2] + match[3]
    named = re.search(f"[{_HAN}]", text) is None or text.endswith("线")
    return text if named and re.search(f"[0-9{_HAN}]", text) else ""


def _city(text: str) -> str:
    return re.sub("市$", "", _PROVINCE.sub("", text)) if len(text) > 2 else text


def _town(code: str) -> str:
    match = re.match(f"[{_HAN}]*", code)
    return match[0] if match else ""


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
