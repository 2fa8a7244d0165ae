"""A list of trip notices, row by row, into the table of notices."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from serai.registry.domain.movements import MODES
from serai.registry.domain.rejections import Report
from serai.tracing.domain.formats.rows import Columns, Row, rows, strictly
from serai.tracing.domain.formats.trips.clocks import Fault, When, when
from serai.tracing.domain.formats.trips.places import stop
from serai.tracing.domain.formats.trips.services import Numbers, numbers
from serai.tracing.domain.formats.trips.text import clean, private
from serai.tracing.domain.formats.trips.units import Units, berths, units
from serai.tracing.domain.imports import NOTICES, Imported
from serai.tracing.domain.tables.mapping import checked

ZONE = ZoneInfo("Asia/Shanghai")
"""Lists of this kind come from China; another country's list says its zone by --zone or in its mapping."""

TYPES = {"1": "air", "2": "rail", "3": "metro", "4": "coach", "5": "bus", "6": "taxi", "7": "ship", "8": ""}
"""The type numbers of the lists: 4 is any road vehicle told by its plate, 6 a taxi or hailed car, 8 a place, no run."""

_WORDS = {
    "air": "flight plane aircraft 飞机 航班",
    "rail": "train 火车 高铁 动车 列车",
    "metro": "subway underground tram 地铁 轻轨",
    "coach": "客车 大巴 长途客车 汽车",
    "bus": "公交 公交车",
    "taxi": "car 出租车 网约车 的士",
    "ship": "ferry boat 轮船 轮渡 客轮",
    "": "place venue 场所 地点 其他",
}
MODE_OF = (
    TYPES | {mode: mode for mode in MODES} | {word: mode for mode, words in _WORDS.items() for word in words.split()}
)

LONGEST = {
    "air": timedelta(hours=18),
    "rail": timedelta(hours=60),
    "coach": timedelta(hours=36),
    "ship": timedelta(hours=36),
    "metro": timedelta(hours=4),
    "bus": timedelta(hours=6),
    "taxi": timedelta(hours=12),
}
FAST_TRAIN = timedelta(hours=15)
"""G, D and C trains run by day: the longest takes about 11 hours, a D sleeper about 14."""

TEXT_MOST = 2000
"""Characters of a cell that are read: a memo is a few sentences."""

_CHANGE = re.compile("转|换")
_SHIP = re.compile(r"\d|号")

COLUMNS = Columns(
    {
        "source_id": ("source_id", "id", "notice_id"),
        "date": ("date", "t_date"),
        "depart": ("depart", "start", "t_start", "departure"),
        "arrive": ("arrive", "end", "t_end", "arrival"),
        "mode": ("mode", "type", "t_type"),
        "service": ("service", "no", "t_no", "number"),
        "units": ("units", "unit", "no_sub", "t_no_sub", "carriage"),
        "berths": ("berths", "seat", "seats"),
        "board": ("board", "pos_start", "t_pos_start", "from"),
        "alight": ("alight", "pos_end", "t_pos_end", "to"),
        "place": ("place", "venue"),
        "memo": ("memo", "t_memo", "note", "notes"),
        "url": ("url", "source", "link"),
        "publisher": ("publisher", "who"),
    },
    must=("date", "mode", "service"),
)


def read(
    path: Path,
    *,
    zone: ZoneInfo | None = None,
    mapping: Mapping[str, Any] | None = None,
    strict: bool = False,
    progress: Callable[[float], None] | None = None,
) -> Imported:
    """Notices of every list in `path` (a file, folder or glob); times without a zone are Asia/Shanghai by default.

    Rows that say the same but for their own id collapse. A cell that names two runs with a change between them gives
    two notices, whose place of change is not known. Raises BadInput for a file that is no list of notices.
    """
    wanted = checked(mapping, tuple(COLUMNS.names), ("date", "depart", "arrive"))
    clock = zone or wanted.zone or ZONE
    report = Report(zone_assumed="" if zone or wanted.zone else ZONE.key)
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows(path, COLUMNS, wanted, progress):
        report.read += 1
        remarks: Counter[str] = Counter()
        try:
            notices = _notices(row, clock, remarks)
        except Fault as fault:
            report.rejections.append(row.refused(fault.column, fault.reason))
            continue
        report.remarks += remarks
        known = [_same(notice) for notice in notices]
        if all(key in found for key in known):
            report.duplicates += 1
            continue
        report.taken += 1
        for key, notice in zip(known, notices, strict=True):
            found.setdefault(key, notice)
    if strict:
        strictly(report)
    schema = NOTICES.with_metadata({"zone": clock.key})  # times are UTC; whoever shows them needs to know where it was
    return Imported(notices=pa.Table.from_pylist(list(found.values()), schema=schema), report=report)


def _notices(row: Row, zone: ZoneInfo, remarks: Counter[str]) -> list[dict[str, Any]]:
    """One notice for each run that the row names. Raises Fault."""
    text = {name: _open(row[name], remarks) for name in COLUMNS.names if name not in ("url", "source_id")}
    kind = text["mode"].casefold().removesuffix(".0")
    if kind not in MODE_OF:
        raise Fault("mode", "not a type from 1 to 8 nor a mode" if kind else "no type")
    mode = MODE_OF[kind]
    rides = numbers(mode, text["service"], text["memo"]) if mode else Numbers("", ())
    rides, text = _from_second_cell(rides, text, remarks)
    hints = (text["units"], text["memo"]) if mode else ()
    times = when(text["date"], text["depart"], text["arrive"], zone=zone, longest=_longest(rides), hints=hints)
    remarks.update([*times.remarks, *rides.remarks])
    shared = _shared(row, text, times)
    if not mode:
        name = text["place"] or text["service"] or text["board"] or text["alight"]
        if not name:
            raise Fault("service", "neither a run nor a place")
        return [_with_id(shared | {"place": name, "mode": ""})]
    return _rides(rides, text, shared, remarks)


def _rides(rides: Numbers, text: dict[str, str], shared: dict[str, Any], remarks: Counter[str]) -> list[dict[str, Any]]:
    mode = rides.mode
    carriages = _units(mode, text, remarks)
    board, via = stop(mode, text["board"])
    alight, before = stop(mode, text["alight"])
    memo = [text["memo"]]
    if on_the_way := (*via, *before[:-1]):
        remarks["stops_on_the_way"] += 1
        memo.append("经 " + "、".join(on_the_way))
    if before:
        on_the_way, alight = (alight, *on_the_way), before[-1]
    if not rides.runs:
        remarks["number_unknown" if not text["service"] else "number_unreadable"] += 1
        memo.insert(0, text["service"])
        if not (text["service"] or board or alight):
            raise Fault("service", "neither a number nor a stop")
    if len(rides.runs) > 1:
        remarks["several_runs"] += 1
    seats = "、".join(dict.fromkeys(berths(carriages.rest) + berths(text["berths"])))
    shared |= {"mode": mode, "units": list(carriages.units), "berths": seats}
    shared["memo"] = "; ".join(dict.fromkeys(part for part in memo if part))
    either = rides.mode == "bus" and not _CHANGE.search(text["service"] + text["memo"])  # "214/709路": one or the other
    notices = []
    for number, codes in enumerate(rides.runs or ((),)):
        first, last = either or number == 0, either or number == max(len(rides.runs) - 1, 0)
        ride = shared | {
            "service": codes[0] if codes else "",
            "services": list(codes),
            "board": board if first else "",
            "alight": alight if last else "",
        }
        if not (first and last):  # which of the runs the carriage and the times belong to is not said
            ride |= {
                "units": [],
                "depart": shared["depart"] if first else None,
                "arrive": shared["arrive"] if last else None,
            }
        notices.append(_with_id(ride, number))
    return notices


def _units(mode: str, text: dict[str, str], remarks: Counter[str]) -> Units:
    """Carriages from their own cell, else from the number's, else from the memo; only trains have any."""
    memo = text["memo"]
    if mode not in ("rail", "metro"):
        rest = " ".join((text["units"], memo)) if mode in ("air", "coach") else ""
        return Units((), rest)
    own, behind, aside = units(text["units"]), units(text["service"]), units(memo)
    bare = text["units"].removeprefix("车厢").strip("号 ")
    if not own.units and bare.isascii() and bare.isdigit():  # "7" or "07" alone in the carriage's own cell
        own = units(f"{bare}车")
    for found, remark in ((own, ""), (behind, "unit_from_number"), (aside, "unit_from_memo")):
        if found.units:
            remarks.update([remark] if remark else [])
            return Units(found.units, f"{own.rest} ; {aside.rest}")
    if own.unreadable or behind.unreadable or aside.unreadable:
        remarks["unit_unreadable"] += 1
    return Units((), f"{own.rest} ; {aside.rest}")


def _from_second_cell(rides: Numbers, text: dict[str, str], remarks: Counter[str]) -> tuple[Numbers, dict[str, str]]:
    """Where the number's cell holds only a town or a port, the cell beside it may hold the plate or the ship."""
    if rides.mode not in ("coach", "bus", "taxi", "ship") or not text["units"]:
        return rides, text
    if rides.runs and not (rides.mode == "ship" and not _SHIP.search(text["service"]) and _SHIP.search(text["units"])):
        return rides, text
    second = numbers(rides.mode, text["units"])
    if not second.runs:
        return rides, text
    remarks["number_from_second_cell"] += 1
    memo = "; ".join(part for part in (text["service"], text["memo"]) if part)
    return second, text | {"service": text["units"], "units": "", "memo": memo}


def _longest(rides: Numbers) -> timedelta | None:
    if rides.mode == "rail" and rides.runs and rides.runs[0][0][:1] in ("G", "D", "C"):
        return FAST_TRAIN
    return LONGEST.get(rides.mode)


def _open(cell: str, remarks: Counter[str]) -> str:
    """The cell's text, or "" where it holds an account name, a telephone or an identity number."""
    if len(cell) > TEXT_MOST:
        remarks["text_cut"] += 1
    text = clean(cell[:TEXT_MOST])
    if text and private(text):
        remarks["personal_text_withheld"] += 1
        return ""
    return text


def _shared(row: Row, text: dict[str, str], times: When) -> dict[str, Any]:
    return {
        "source_id": clean(row["source_id"]),
        "mode": "",
        "service": "",
        "services": [],
        "date": times.date,
        "depart": times.depart,
        "arrive": times.arrive,
        "units": [],
        "berths": "",
        "board": "",
        "alight": "",
        "place": "",
        "memo": text["memo"],
        "url": clean(row["url"]),
        "publisher": text["publisher"],
    }


def _same(notice: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(
        tuple(value) if isinstance(value, list) else value for name, value in notice.items() if name != "source_id"
    )


def _with_id(notice: dict[str, Any], number: int = 0) -> dict[str, Any]:
    """Name the notice: by the list's own id (and which of its runs), else by a digest of what it says."""
    own = notice["source_id"]
    if own:
        return notice | {"source_id": f"{own}.{number + 1}" if number else own}
    return notice | {"source_id": "N-" + hashlib.sha256(repr(_same(notice)).encode()).hexdigest()[:16]}
