"""Trip notices: two lists that two teams compiled of the same epidemic, through one reader, and against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

from evaluation.data import folder, table
from serai.tracing.domain.formats.trips import read
from serai.tracing.domain.formats.trips.read import MODE_OF

Notice = dict[str, Any]
Run = tuple[str, str, Any]
MODES = ("air", "rail", "metro", "coach", "bus", "taxi", "ship", "")


def run() -> dict[str, Any]:
    """What was read of each list by type, what was doubtful, and how far the lists agree."""
    paths = sorted(folder("trips").glob("*.csv"))
    read_lists = {path.stem: read(path) for path in paths}
    notices = {name: found.notices.to_pylist() for name, found in read_lists.items()}
    rejected = [[name, r.reason, r.column] for name, found in read_lists.items() for r in found.report.rejections]
    counts: dict[tuple[str, ...], int] = defaultdict(int)
    for row in rejected:
        counts[tuple(row)] += 1
    tables = [
        {
            "title": "Rows.",
            "head": ["List", "Rows", "Taken", "Said twice", "Refused", "Notices"],
            "rows": [
                [name, f.report.read, f.report.taken, f.report.duplicates, len(f.report.rejections), len(notices[name])]
                for name, f in read_lists.items()
            ],
        },
        {
            "title": "Refused rows, by reason.",
            "head": ["List", "Reason", "Column", "Rows"],
            "rows": [[*key, count] for key, count in sorted(counts.items())],
        },
        _by_mode(notices),
        _doubts({name: found.report.remarks for name, found in read_lists.items()}),
    ]
    for one, other in combinations(notices, 2):
        tables += _agreement(notices[one], notices[other], one, other)
        tables.append(_raw(paths, one, other))
    return {
        "title": "Trip notices",
        "data": "Notices of confirmed passengers, China 2020: `nosugar_trips` and `tx_trips` of "
        "leonardzh/nCov2019-data-py.",
        "tables": tables,
        "notes": [
            "What it means: nearly every flight and train of the shorter list is in the longer one, so the two were "
            "fed by the same announcements and are no independent witnesses; where both say it, carriages and seats "
            "read out of different wordings agree. Comparing numbers as written finds fewer of the same trips, most "
            "of all for metro lines, buses and taxis, which each list writes in its own way. Numbers of trains and "
            "flights are read almost always; road vehicles are often given as a town only, and then there is nothing "
            "to look up.",
            "Stops differ where two passengers of one run rode different parts of it, and where one list names the "
            "town and the other the station (`武汉`, `汉口`): these are left as they are written.",
            "Limits: agreement of two lists is no proof that either is right. Ends on the next day are inferred where "
            "a list gives one date and two clock times, within the longest ride of that mode; what would be longer "
            "is refused.",
        ],
    }


def _by_mode(notices: dict[str, list[Notice]]) -> dict[str, Any]:
    rows: list[list[Any]] = []
    for name, listed in notices.items():
        for mode in MODES:
            found = [n for n in listed if n["mode"] == mode]
            if found:
                share = [
                    f"{sum(map(bool, map(test, found))) / len(found):.1%}"
                    for test in (
                        lambda n: n["service"],
                        lambda n: n["units"],
                        lambda n: n["berths"],
                        lambda n: n["board"] and n["alight"],
                        lambda n: n["depart"],
                    )
                ]
                rows.append([name, mode or "place", len(found), *share])
    head = ["List", "Type", "Notices", "Number read", "Carriage", "Seat or berth", "Both stops", "Start time"]
    return {"title": "What the notices hold, by type.", "head": head, "rows": rows}


def _doubts(remarks: dict[str, Any]) -> dict[str, Any]:
    kinds = sorted({kind for counted in remarks.values() for kind in counted})
    rows = [[kind, *(counted[kind] for counted in remarks.values())] for kind in kinds]
    return {"title": "Doubts and failures of reading, by kind.", "head": ["Kind", *remarks], "rows": rows}


def _agreement(one: list[Notice], other: list[Notice], first: str, second: str) -> list[dict[str, Any]]:
    coverage: list[list[Any]] = []
    content: list[list[Any]] = []
    for mode in MODES[:-1]:
        a = [n for n in one if n["mode"] == mode and n["service"]]
        b = [n for n in other if n["mode"] == mode and n["service"]]
        home = _homes([*a, *b])
        left, right = _trips(a, home), _trips(b, home)
        both = left.keys() & right.keys()
        union = len(left.keys() | right.keys())
        coverage.append([mode, len(left), len(right), len(both), f"{len(both) / union:.1%}" if union else ""])
        if both and mode in ("air", "rail"):
            content.append([mode, *_content([(left[k], right[k]) for k in both])])
    return [
        {
            "title": f"The same trips in {first} and {second} (any number of the run, and the date).",
            "head": ["Type", f"Trips of {first}", f"of {second}", "In both", "Jaccard"],
            "rows": coverage,
        },
        {
            "title": "Of the trips in both, where both say it: how many name the same carriage, seat, stops (and how "
            "many name the same or a part of it, as `合肥` and `合肥南`).",
            "head": ["Type", "Carriage", "Seat", "Board", "Alight"],
            "rows": content,
        },
    ]


def _homes(notices: Iterable[Notice]) -> dict[Run, Run]:
    """Every (mode, number, date) → one that stands for all numbers of its run."""
    parent: dict[Run, Run] = {}

    def find(run: Run) -> Run:
        while parent.setdefault(run, run) != run:
            run = parent[run]
        return run

    for notice in notices:
        runs = [(notice["mode"], number, notice["date"]) for number in notice["services"]]
        for run in runs:
            parent[find(run)] = find(runs[0])
    return {run: find(run) for run in list(parent)}


def _trips(notices: list[Notice], home: dict[Run, Run]) -> dict[Run, list[Notice]]:
    trips: dict[Run, list[Notice]] = defaultdict(list)
    for notice in notices:
        trips[home[notice["mode"], notice["service"], notice["date"]]].append(notice)
    return trips


def _content(pairs: list[tuple[list[Notice], list[Notice]]]) -> list[str]:
    answers = []
    for said in (
        lambda n: n["units"],
        lambda n: n["berths"].split("、") if n["berths"] else [],
        lambda n: [n["board"]] if n["board"] else [],
        lambda n: [n["alight"]] if n["alight"] else [],
    ):
        sets = [({v for n in a for v in said(n)}, {v for n in b for v in said(n)}) for a, b in pairs]
        known = [(a, b) for a, b in sets if a and b]
        agree = sum(bool(a & b) for a, b in known)
        within = sum(any(x in y or y in x for x in a for y in b) for a, b in known)
        answers.append(
            f"{agree} of {len(known)} ({agree / len(known):.1%}; {within / len(known):.1%})" if known else ""
        )
    return answers


def _raw(paths: list[Path], one: str, other: str) -> dict[str, Any]:
    """Jaccard of the numbers as written, without any reading."""
    cells: dict[str, dict[str, set[tuple[str, str]]]] = {one: defaultdict(set), other: defaultdict(set)}
    for path in paths:
        if path.stem in cells:
            for row in table(path):
                plain = {key.removeprefix("t_"): value for key, value in row.items()}
                if plain.get("no"):
                    cells[path.stem][MODE_OF.get(plain["type"], "")].add((plain["no"], plain["date"]))
    rows = []
    for mode in MODES[:-1]:
        a, b = cells[one][mode], cells[other][mode]
        rows.append([mode, len(a & b), f"{len(a & b) / len(a | b):.1%}" if a | b else ""])
    return {
        "title": "Beside it: numbers compared as they are written.",
        "head": ["Type", "In both", "Jaccard"],
        "rows": rows,
    }
