"""Names of stops out of notice text."""

from __future__ import annotations

import re

from serai.tracing.domain.formats.trips.text import clean

_VIA = re.compile(r"\s*(?:-{1,2}|–|—+|→|~|至)\s*")
# Where 站 is part of what the place is, not the word "station" put after a stop's name.
_WHOLE = re.compile(
    "(?:火车|汽车|客运|长途|加油|服务|卫生|收费|检查|公交总|枢纽|防疫|气象|变电|中转|运输)[东南西北中]?站$"
)
_ENDINGS = {
    "rail": re.compile("(?:火车站|高铁站|动车站|车站|站)$"),
    "metro": re.compile("(?:地铁站|轻轨站|地铁口|车站|站)$"),
    "bus": re.compile("(?:公交车站|公交站|车站|站)$"),
    "air": re.compile("(?:国际机场|机场)$"),
}


def stop(mode: str, cell: str) -> tuple[str, tuple[str, ...]]:
    """The stop's name without the word for its kind, and the stops on the way if the cell holds a route ("广州-南昌").

    "火车站" alone stays: a name is never made empty.
    """
    text = clean(cell)
    parts = [part for part in _VIA.split(text) if part] if mode in ("air", "rail") else [text]
    if not parts:
        return "", ()
    return _short(mode, parts[0]), tuple(_short(mode, part) for part in parts[1:])


def _short(mode: str, name: str) -> str:
    ending = _ENDINGS.get(mode)
    if ending is None or (mode != "rail" and _WHOLE.search(name)):
        return name
    short = ending.sub("", name)
    return short if len(short) > 1 else name
