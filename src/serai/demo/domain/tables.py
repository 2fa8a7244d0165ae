"""The world as tables: what is reported, who is ill, and the truth."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from serai.demo.domain.dice import Column
from serai.demo.domain.land import CITIES, COUNTRIES
from serai.demo.domain.lines import AIR, LINES, MODES
from serai.demo.domain.names import CULTURES, ORDER
from serai.demo.domain.places import ALL, KINDS
from serai.demo.domain.world import World

TIME = pa.timestamp("us", tz="UTC")
AIR_LINES = [number for number, line in enumerate(LINES) if line.mode == AIR]  # their stops are airports, by code


def texts(numbers: Column, words: Any) -> pa.Array:
    """A text column from numbers of words."""
    return pa.DictionaryArray.from_arrays(pa.array(numbers, pa.int32()), pa.array(words, pa.string())).cast(pa.string())


def moments(world: World, minutes: Column, unknown: Column | None = None) -> pa.Array:
    """Minutes as moments in UTC."""
    begin = int(datetime.combine(world.first, datetime.min.time(), UTC).timestamp())
    micros = (minutes.astype(np.int64) * 60 + begin) * 1_000_000
    return pa.array(micros, pa.int64(), mask=unknown).cast(TIME)


def stays(world: World, persons: Any = None, only: Column | None = None) -> pa.Table:
    """person_id, place_id, start, end, kind. `persons`: other ids than the world's own. `only`: these rows."""
    s = world.reported.stays if only is None else world.reported.stays.only(only)
    return pa.table(
        {
            "person_id": texts(s.person, world.person_ids if persons is None else persons),
            "place_id": texts(s.place, world.place_ids),
            "start": moments(world, s.start),
            "end": moments(world, s.end),
            "kind": texts(s.kind, KINDS),
        }
    )


def legs(world: World, persons: Any = None) -> pa.Table:
    """person_id, mode, service, date, board, alight, depart, arrive, unit, row, seat."""
    r, runs = world.reported.rides, world.runs
    lines = runs.line[r.run]
    stop = np.array([list(s) + [0] * (3 - len(s)) for s in runs.stops], np.int32)
    halts = [c.names[0] for c in CITIES] + [c.airport for c in CITIES]
    stop = stop + len(CITIES) * np.isin(runs.line, AIR_LINES)[:, None]
    letters = np.array([list(line.vehicle.letters.replace("|", "").ljust(6)) for line in LINES])
    letter = np.where(r.letter >= 0, letters[lines, np.maximum(r.letter, 0)], "")
    units = np.array([[world.unit(run, u) for u in range(-1, 6)] for run in range(len(runs))], object)
    blind = world.reported.no_clock
    dates = np.datetime64(world.first) + runs.day[r.run].astype("timedelta64[D]")
    return pa.table(
        {
            "person_id": texts(r.person, world.person_ids if persons is None else persons),
            "mode": texts(np.array([line.mode for line in LINES])[lines], MODES),
            "service": texts(r.run, [runs.service(run) for run in range(len(runs))]),
            "date": pa.array(dates, pa.date32()),
            "board": texts(stop[r.run, r.board], halts),
            "alight": texts(stop[r.run, r.alight], halts),
            "depart": moments(world, r.depart, blind),
            "arrive": moments(world, r.arrive, blind),
            "unit": pa.array(units[r.run, r.unit + 1], pa.string()),
            "row": pa.array(np.where(r.row >= 0, (r.row + 1).astype(str), "").tolist(), pa.string()),
            "seat": pa.array(letter.tolist(), pa.string()),
        }
    )


def cases(world: World) -> pa.Table:
    """case_id, person_id, onset, confirmed: local days; onset is null where there was none or nobody knows."""
    rows = [
        {
            "case_id": code,
            "person_id": str(world.person_ids[c.person]),
            "onset": world.local_day(c.person, c.onset) if c.onset is not None and c.onset_told else None,
            "confirmed": world.local_day(c.person, c.confirmed or 0),
        }
        for code, c in world.cases
    ]
    fields = [("case_id", pa.string()), ("person_id", pa.string()), ("onset", pa.date32()), ("confirmed", pa.date32())]
    return pa.Table.from_pylist(rows, pa.schema(fields))


def truth(world: World) -> pa.Table:
    """infector, infectee, setting, time, onset, case_id: one row for everybody infected; infector is "" for those who
    brought it in.
    """
    codes = {c.person: code for code, c in world.cases}
    begin = datetime.combine(world.first, datetime.min.time(), UTC)
    rows = [
        {
            "infector": str(world.person_ids[c.source]) if c.source >= 0 else "",
            "infectee": str(world.person_ids[c.person]),
            "setting": world.setting(c),
            "time": begin + timedelta(minutes=c.minute),
            "onset": begin + timedelta(minutes=c.onset) if c.onset is not None else None,
            "case_id": codes.get(c.person, ""),
        }
        for c in world.carriers
    ]
    text = pa.string()
    fields = [("infector", text), ("infectee", text), ("setting", text), ("time", TIME), ("onset", TIME)]
    return pa.Table.from_pylist(rows, pa.schema([*fields, ("case_id", text)]))


def persons(world: World) -> pa.Table:
    """Who everybody is: names in their own script, birth date, sex, document, home."""
    folk = world.people
    family, given = world.names()
    born = np.datetime64(world.first) - folk.born.astype("timedelta64[D]")
    countries = folk.country()
    codes = [c.code for c in COUNTRIES]
    first = [CULTURES[c].family_first for c in ORDER]
    return pa.table(
        {
            "person_id": pa.array(world.person_ids, pa.string()),
            "family": pa.array(family, pa.string()),
            "given": pa.array(given, pa.string()),
            "family_first": pa.array(np.array(first)[folk.culture]),
            "language": texts(folk.culture, [CULTURES[c].language for c in ORDER]),
            "sex": texts(folk.woman.astype(np.int32), ["M", "F"]),
            "born": pa.array(born, pa.date32()),
            "country": texts(countries, codes),
            "document": pa.array(
                [f"{codes[c]}{d}" for c, d in zip(countries.tolist(), folk.document.tolist(), strict=True)]
            ),
            "home": texts(world.life.home, world.place_ids),
        }
    )  # fmt: skip


def places(world: World) -> pa.Table:
    """place_id, kind, names, country, position, and the room: floor, height, air changes an hour."""
    p = world.places
    names = [p.names(n) for n in range(len(p))]
    country = np.array([c.country for c in CITIES])[p.city]
    return pa.table(
        {
            "place_id": pa.array(world.place_ids, pa.string()),
            "kind": texts(p.kind(), KINDS),
            "sort": texts(p.sort, [s.names[0] for s in ALL]),
            "name_en": pa.array([n["en"] for n in names]),
            "name_zh_hans": pa.array([n["zh-hans"] for n in names]),
            "name_ar": pa.array([n["ar"] for n in names]),
            "country": texts(country, [c.code for c in COUNTRIES]),
            "lat": pa.array(p.lat),
            "lon": pa.array(p.lon),
            "area": pa.array(p.area),
            "height": pa.array(p.height),
            "air_changes": pa.array(p.air),
        }
    )


def runs(world: World) -> list[dict[str, Any]]:
    """Each run with its other numbers, its stops and its units as built."""
    begin = datetime.combine(world.first, datetime.min.time(), UTC)
    found = []
    for run in range(len(world.runs)):
        line = LINES[world.runs.line[run]]
        cities = world.runs.stops[run]
        vehicle = line.vehicle
        stops = [
            {
                "name": CITIES[city].airport if line.mode == AIR else CITIES[city].names[0],
                "seq": seq + 1,
                "arrive": None if seq == 0 else _text(begin, int(world.runs.arrive[run, seq])),
                "depart": None if seq == len(cities) - 1 else _text(begin, int(world.runs.depart[run, seq])),
                "lat": CITIES[city].lat,
                "lon": CITIES[city].lon,
            }
            for seq, city in enumerate(cities)
        ]
        built = {"layout": vehicle.letters, "rows": vehicle.rows, "columns": len(vehicle.letters.replace("|", ""))}
        units = {world.unit(run, u): built for u in range(line.units)} if vehicle.letters else {}
        found.append(
            {
                "mode": world.runs.mode(run), "service": world.runs.service(run),
                "date": world.run_date(run).isoformat(), "aliases": world.runs.aliases(run), "stops": stops,
                "units": units,
            }
        )  # fmt: skip
    return found


def _text(begin: datetime, minute: int) -> str:
    return (begin + timedelta(minutes=minute)).isoformat().replace("+00:00", "Z")
