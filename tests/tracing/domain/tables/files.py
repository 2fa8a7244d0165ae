"""Random tables as people send them: any delimiter and line end, quotes, blank lines, wrong times, wrong zones."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

ZONES = ["Europe/Berlin", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC", "Mars/X"]
OFFSETS = ["Z", "z", "+08:00", "-0530", "+14", "+15:00", "+00:00"]
CHANGES = [datetime(2026, 3, 29, 2), datetime(2026, 10, 25, 2), datetime(2026, 11, 1, 1), datetime(2026, 4, 5, 1, 30)]  # noqa: DTZ001
ODD_TIMES = [
    *["", " ", "tomorrow", "2026-02-30", "2026-13-01T00:00Z", "2026-03-01T24:00Z", "2026-03-01T24:01Z", "1969-12-31"],
    *["2026-03-01T23:59:60Z", "2200-01-01", "2199-12-31T23:59:59Z", "20260301", "2026-3-1", "01.03.2026", "1772323200"],
    *[
        "2026-03-01T08:30:15.123456789Z",
        "2026-03-01T08:30+08:00Asia/Shanghai",
        "2026-03-01T08:30:15 +08:00",
        "infinity",
    ],
    *["2026-03-01T08:30XXXZ", "２０２６-03-01", "2026-03-01T08:30:Z", "2026-03-01 08:30:15Zulu", "0", "-", "\u00a0"],
    "x" * 501,
]
PEOPLE = ["ann", "bob", " ann ", "x'; DROP TABLE raw; --", '"q"', "王伟", "a,b;c\td|e", "a\nb", "\u00a0é\u00a0", "NULL"]
SEATS = [
    "",
    "12A",
    "12",
    "A",
    "12?",
    "?",
    "-",
    "N/A",
    "05号下铺",
    "12-F",
    "7排B座",
    "12AB",
    "9999",
    "unknown",
    "b",
    "3-4",
]
DATES = ["2026-03-29", "2026-03-30", "2026-10-25T23:30+08:00"]
LETTERS = ",;|\t\n\"' ?0123AZéß界\u00a0\u2028𝒳"

Draw = Callable[[Random], str]


def time(rng: Random) -> str:
    """A time in one of the accepted forms, near a clock change; sometimes none at all."""
    if rng.random() < 0.04:
        return rng.choice(ODD_TIMES)
    if rng.random() < 0.3:
        return f"2026-10-25 02:{rng.randrange(60):02}"  # happened twice in Berlin, so an end may precede its start
    base = rng.choice(CHANGES) + timedelta(minutes=rng.randrange(-180, 181, rng.choice([1, 30])))
    form = rng.choice(["%Y-%m-%d", *["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f"] * 4])
    text = base.replace(microsecond=rng.choice([0, 250_000, 1])).strftime(form)
    if form == "%Y-%m-%d":
        return text
    if rng.random() < 0.1:
        text = text.replace(".", ",")
    tails = ["", rng.choice(OFFSETS), rng.choice(ZONES), f"[{rng.choice(ZONES)}]"]
    text += rng.choice(["", "", " "]) + rng.choices(tails, [6, 2, 2, 1])[0]
    return text + ("[Asia/Shanghai]" if rng.random() < 0.05 else "")


def name(rng: Random) -> str:
    """An id, sometimes missing, much too long, or any text."""
    if rng.random() < 0.04:
        return rng.choice(["", "\t", "y" * 501, "".join(rng.choices(LETTERS, k=5))])
    return rng.choice(PEOPLE)


def one_of(*texts: str) -> Draw:
    """Any of these."""
    return lambda rng: rng.choice(texts)


def rarely(rare: str, *texts: str) -> Draw:
    """Any of these, and once in thirty times the other."""
    return lambda rng: rare if rng.random() < 0.03 else rng.choice(texts)


STAY_COLUMNS: dict[str, Draw] = {
    "person_id": name,
    "place_id": name,
    "start": time,
    "end": time,
    "kind": one_of("", "venue", "HOME", "garden"),
    "zone": rarely("Mars/X", "", "", *ZONES[:-1], "+02:00"),
    "other": name,
}
LEG_COLUMNS: dict[str, Draw] = {
    "person_id": name,
    "mode": rarely("rocket", "rail", "AIR", "coach"),
    "service": name,
    "date": rarely("2026-02-30", *DATES),
    "board": name,
    "alight": name,
    "depart": time,
    "arrive": time,
    "unit": one_of(*SEATS),
    "row": one_of(*SEATS),
    "seat": one_of(*SEATS),
    "zone": rarely("Mars/X", "", "", *ZONES[:-1]),
}


def table(rng: Random, columns: dict[str, Draw], must: int) -> tuple[bytes, str]:
    """A CSV file with the first `must` columns and some of the others, in any order; and its delimiter."""
    optional = [c for c in list(columns)[must:] if rng.random() < 0.6]
    header = rng.sample(full := [*list(columns)[:must], *optional], k=len(full))
    rows = [[columns[c](rng) for c in header] for _ in range(rng.choice([0, 1, 20, 80]))]
    rows += [rng.choice(rows) for _ in range(rng.choice([0, 5]))] if rows else []  # reported twice
    delimiter, stream = rng.choice(",;\t|"), io.StringIO()
    writer = csv.writer(
        stream, delimiter=delimiter, quoting=rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), lineterminator="\n"
    )
    writer.writerow(header)
    for row in rows:
        if rng.random() < 0.02:
            stream.write("\n")
        writer.writerow(row)
    text = stream.getvalue()
    if rng.random() < 0.5:
        text = text.removesuffix("\n")
    if rng.random() < 0.5:
        text = text.replace("\n", "\r\n")
    return text.encode("utf-8-sig" if rng.random() < 0.5 else "utf-8"), delimiter
