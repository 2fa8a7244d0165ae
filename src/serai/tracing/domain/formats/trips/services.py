"""Service numbers out of notice text, by mode: what a traveller reads on the ticket, in one form.

air    "国航CA0123" → CA123; "SC/CA4786" → SC4786 = CA4786 (code-share)
rail   "k446次/447" → K446 = K447 (a train that turns round on its way changes to the neighbouring number)
metro  "西安地铁三号线" → 西安3号线; "1号线转2号线" → two runs
coach, bus, taxi   the plate ("云GV5592"), or the route ("西安公交11路" → 西安11路), or both
ship   the ship ("双泰36号" → 双泰36), and the voyage where stated
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from serai.tracing.domain.formats.trips.carriers import carrier
from serai.tracing.domain.formats.trips.text import clean, numeral, plain

_SEPARATOR = re.compile(r"[/、,，;()（）+&\s]+|(?<=[线路\dA-Z次])(?:转|和|及|或|换乘)(?=.)")
_GLUE = re.compile(r"(?<=[A-Z0-9])[ \-–·.](?=\d)")
_FLIGHT = re.compile(r"(?<![A-Z0-9])([A-Z]{2}|[A-Z]\d|\d[A-Z]|[A-Z]{3})0*(\d{1,5}[A-Z]?)(?![A-Z0-9])")
_TRAIN = re.compile(r"(?<![A-Z0-9])([A-Z]{0,4})0*(\d{1,5})(?![A-Z0-9])")
_EXPRESS = re.compile(r"(?<![A-Z0-9])[GDC]\d{3,5}(?![A-Z0-9])")
_PLATE = re.compile(
    "[京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁蒙新使] ?[A-Z][·. -]?([A-Z0-9]{4,6})(?![A-Z0-9])"
)
_OTHER_PLATE = re.compile("[\u3400-\u9fff][A-Z]{1,3}[A-Z0-9]{4,5}")  # its character is no province: 闵JY5228
_BARE_PLATE = re.compile(r"(?=.*\d)[A-Z]{1,3}[A-Z0-9]{3,6}")  # without its province
_ROUTE = re.compile(r"(?<![\dA-Z:.])([A-Z]{0,4})-?0*(\d{1,4}[A-Z]?|[一二三四五六七八九十百]+)(?:号线|[路线])")
_BARE_ROUTE = re.compile(r"(?<![\dA-Z:.])([A-Z]{0,3})-?0*(\d{1,4}[A-Z]?)$")
_LINE = re.compile(r"(?<![\dA-Z])([A-Z]?)0*(\d{1,2}|[一二三四五六七八九十]+)号?(?:线|轻轨|$)")
_LINE_WORDS = re.compile("轨道交通|地铁|轨道|轻轨|城铁|捷运|第")
_ROUTE_WORDS = re.compile("公共汽车|公交车|公交|巴士|快速")
_WORDS = re.compile("[\u3400-\u9fff]+$")
_PROVINCE = re.compile("^[^省市县区]{2,3}省|^[^省市县区]{2,5}自治区")
_TURN = 5
"""Numbers of one train lie this close: a pair of neighbours for each change of direction (K446/K447, K448/K445)."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a cell says. `runs`: for each run that it names its numbers, the first stated first; none when unreadable.

    `mode`: as told, or corrected where the number can only be another's ("国航CA8296" among trains). `remarks`: doubts.
    """

    mode: str
    runs: tuple[tuple[str, ...], ...]
    remarks: tuple[str, ...] = field(default=())


def numbers(mode: str, cell: str, memo: str = "") -> Numbers:
    """The service numbers in `cell`; `memo` may name the airline, or the further numbers of the same run."""
    text = plain(clean(cell))
    found = _READERS[mode](text, plain(memo)) if text else Numbers(mode, ())
    if not found.runs:
        found = _of_another_mode(mode, text) or found
    if len(found.runs) == 1 and found.mode in ("air", "rail"):
        found = _with_memo(found, plain(memo))
    return found


def _flights(text: str, memo: str) -> Numbers:
    text = _GLUE.sub("", text)
    parts = [part for part in _SEPARATOR.split(text) if part]
    remarks: list[str] = []
    codes: list[str] = []
    waiting: list[str] = []  # designators whose number follows: SC/CA4786
    for part in parts:
        if match := _FLIGHT.search(part):
            codes += [designator + match[2] for designator in waiting] + [match[1] + match[2]]
            waiting = []
        elif re.fullmatch(r"[A-Z]{2}|[A-Z]\d|\d[A-Z]", part):
            waiting.append(part)
        elif match := re.search(r"(?<![A-Z0-9])0*([1-9]\d{2,3})(?![A-Z0-9])", part):
            code = carrier(part) or carrier(memo)
            stated = _FLIGHT.search(_GLUE.sub("", memo))
            if not code and stated and stated[2] == match[1]:
                code = stated[1]
            before = _FLIGHT.fullmatch(codes[-1]) if codes else None
            if not code and before:
                code = before[1]  # CA1234/1235
            remarks.append("carrier_from_name" if code else "carrier_unknown")
            codes.append(code + match[1])
    if any(re.fullmatch(r"..\d{5}", code) for code in codes):
        remarks.append("number_unusual")
    return Numbers("air", _together(codes, _same_flight), tuple(remarks))


def _trains(text: str, memo: str) -> Numbers:
    del memo
    text = _GLUE.sub("", text.replace("次", " "))
    if _PLATE.search(text) or carrier(text):
        return Numbers("rail", ())
    codes: list[str] = []
    for part in _SEPARATOR.split(text):
        match = _TRAIN.search(part)
        if match and int(match[2]) and not re.search(r"\d(?:路|号|车|排)", part):
            letters = match[1] or (re.sub(r"\d+", "", codes[-1]) if codes else "")
            if letters or len(match[2]) >= 3:
                codes.append(letters + match[2])
    remarks = ("number_unusual",) if any(not re.fullmatch(r"[A-Z]{0,4}\d{1,4}", code) for code in codes) else ()
    return Numbers("rail", _together(codes, _same_train), remarks)


def _lines(text: str, memo: str) -> Numbers:
    del memo
    runs: list[tuple[str, ...]] = []
    city = ""
    for part in _SEPARATOR.split(_LINE_WORDS.sub("", text.replace("地铁站", ""))):
        match = _LINE.search(part)
        if match and not _EXPRESS.search(part):
            city = _city(part[: match.start()]) or city
            runs.append((f"{city}{match[1]}{numeral(match[2])}号线",))
        elif len(name := _city(part)) > 1 and name.endswith("线"):
            city = ""
            runs.append((name,))
    return Numbers("metro", tuple(dict.fromkeys(runs)), ())


def _road(mode: str, text: str) -> Numbers:
    plates = list(dict.fromkeys(re.sub(r"[·. -]", "", match[0]) for match in _PLATE.finditer(text)))
    rest = _ROUTE_WORDS.sub("", _PLATE.sub(" ", text))
    routes: list[str] = []
    city = ""
    bare = mode == "bus"  # "济南公交K139": among buses a short number is a route without being called one
    if mode != "taxi":
        for part in _SEPARATOR.split(rest):
            bare_route = _BARE_ROUTE.search(part) if bare and not _OTHER_PLATE.fullmatch(part) else None
            if match := _ROUTE.search(part) or bare_route:
                city = _city(part[: match.start()]) or city
                routes.append(f"{city}{match[1]}{_digits(match[2])}路")
    routes = list(dict.fromkeys(routes))
    if len(routes) > 1:
        return Numbers(mode, tuple((route,) for route in routes))
    codes = routes + plates if mode == "bus" else plates + routes
    if not codes and (_BARE_PLATE.fullmatch(rest.strip()) or _OTHER_PLATE.fullmatch(rest.strip())):
        codes = [rest.strip()]
    return Numbers(mode, (tuple(codes),) if codes else ())


def _ships(text: str, memo: str) -> Numbers:
    del memo
    name, *others = [part for part in re.split(r"[/、,，()（）\s]+", text) if part] or [""]
    voyages = re.findall(r"[A-Z]{2,4}\d{3,}", text)
    name = re.sub(r"(?:轮渡)?[A-Z]{2,4}\d{3,}(?:航班|航次)?", "", name)
    name = re.sub(r"(?:邮轮|游轮|客轮|轮渡|渡轮|轮船|轮|号)+$", "", name)
    if match := re.search("[一二三四五六七八九十]+$", name):
        name = name[: match.start()] + str(numeral(match[0]))
    if not re.search(r"\w", name) or "不详" in text or (name.endswith("港") and not voyages):
        name = ""
    codes = [code for code in (name, *voyages) if code]
    return Numbers("ship", (tuple(dict.fromkeys(codes)),) if codes else (), ("ship_note_left",) if others else ())


_READERS: dict[str, Callable[[str, str], Numbers]] = {
    "air": _flights,
    "rail": _trains,
    "metro": _lines,
    "coach": lambda text, _: _road("coach", text),
    "bus": lambda text, _: _road("bus", text),
    "taxi": lambda text, _: _road("taxi", text),
    "ship": _ships,
}


def _of_another_mode(mode: str, text: str) -> Numbers | None:
    """A number that can only belong to another mode: a flight with its airline, a bus route, an express train."""
    if mode == "rail" and carrier(text) and _FLIGHT.search(text):
        found = _flights(text, "")
    elif mode in ("rail", "taxi") and re.search(r"\d路", text):
        found = _road("bus", text)
    elif mode in ("metro", "bus") and (match := _EXPRESS.search(text)):
        found = _trains(match[0], "")
    else:
        return None
    return replace(found, remarks=(*found.remarks, "mode_corrected")) if found.runs else None


def _with_memo(found: Numbers, memo: str) -> Numbers:
    """Take in numbers that the memo ties to this run: "K1065/K1068", or a code-share that it names as such."""
    run = found.runs[0]
    pattern = _FLIGHT if found.mode == "air" else re.compile(r"(?<![A-Z0-9])([A-Z]{1,4})0*(\d{1,4})(?![A-Z0-9])")
    more: list[str] = []
    for chain in re.findall(r"[A-Z0-9]+(?:/[A-Z0-9]+)+", memo):
        codes = [match[1] + match[2] for match in map(pattern.fullmatch, chain.split("/")) if match]
        if set(codes) & set(run):
            more += codes
    if found.mode == "air" and "共享" in memo:
        more += [match[1] + match[2] for match in pattern.finditer(memo)]
    added = [code for code in dict.fromkeys(more) if code not in run]
    if not added:
        return found
    return replace(found, runs=((*run, *added),), remarks=(*found.remarks, "number_from_memo"))


def _together(codes: list[str], same: Callable[[str, str], bool]) -> tuple[tuple[str, ...], ...]:
    """Numbers that are one run put together, in the order in which they stand."""
    runs: list[list[str]] = []
    for code in dict.fromkeys(codes):
        home = next((run for run in runs if any(same(code, other) for other in run)), None)
        if home is None:
            runs.append([code])
        else:
            home.append(code)
    return tuple(tuple(run) for run in runs)


def _same_train(one: str, other: str) -> bool:
    a, b = _TRAIN.fullmatch(one), _TRAIN.fullmatch(other)
    if not a or not b:
        return False
    apart = abs(int(a[2]) - int(b[2]))
    return apart == 0 or (a[1] == b[1] and apart <= _TURN)


def _same_flight(one: str, other: str) -> bool:
    """Two airlines' numbers in one cell are a code-share; one airline's are one flight only if a letter took the place
    of the last digit (MU2168/MU216R, a flight that was diverted).
    """
    lettered = one[-1].isalpha() or other[-1].isalpha()
    return one[:2] != other[:2] or (lettered and one[:-1] == other[:-1])


def _city(text: str) -> str:
    """The Chinese words right before a number, without province and without 市."""
    found = _WORDS.search(text.rstrip(" :-,."))
    name = _PROVINCE.sub("", found[0]) if found else ""
    return name[:-1] if name.endswith("市") and len(name) > 2 else name


def _digits(text: str) -> str:
    value = numeral(text)
    return text if value is None else str(value)
