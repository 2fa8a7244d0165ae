"""Files as they arrive from outside: a passenger list and a check-in list, with the mistakes that such files have."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from serai.demo.domain import World
from serai.demo.domain.dice import Column
from serai.demo.domain.land import CITIES, ZARHAN, clock
from serai.demo.domain.lines import LINES
from serai.demo.domain.places import NUMBER


def passenger_list(world: World, run: int) -> bytes:
    """A PAXLST of a flight. A few entries are as airlines send them: no name, a seat that cannot be read, a birth date
    that is none, a code that does not exist. All times are on Zarhan's clocks: the reader knows no zone of airports
    that exist nowhere, and takes that of the upload.
    """
    family, given = world.names()
    runs, rides = world.runs, world.rides
    cities = runs.stops[run]

    def local(minute: int) -> str:
        wall = minute + clock(ZARHAN)
        return f"{world.first + timedelta(minutes=wall):%y%m%d}{wall // 60 % 24:02d}{wall % 60:02d}"

    first, last = (CITIES[cities[n]].airport for n in (0, -1))
    parts = [
        "UNB+UNOY:4+AIRSERAI+ZARHAN+261101:0800+1", "UNH+1+PAXLST:D:05B:UN:IATA", "BGM+745",
        f"TDT+20+{runs.service(run)}", f"LOC+125+{first}",
        f"DTM+189:{local(int(runs.depart[run, 0]))}:201", f"LOC+87+{last}",
        f"DTM+232:{local(int(runs.arrive[run, len(cities) - 1]))}:201",
    ]  # fmt: skip
    aboard = np.flatnonzero(rides.run == run)
    letters = LINES[runs.line[run]].vehicle.letters.replace("|", "")
    for number, ride in enumerate(aboard.tolist()):
        person = int(rides.person[ride])
        country, document = world.document(person)
        born = world.first - timedelta(days=int(world.people.born[person]))
        code, birth = ("XX" if number % 31 == 17 else "FL"), f"{born:%y%m%d}"
        seat = f"{int(rides.row[ride]) + 1:03d}{letters[rides.letter[ride]]}"
        name = f"{family[person]}:{given[person]}".upper()
        if number % 23 == 11:
            birth = "990231"
        if number % 19 == 7:
            seat = "12?" if number % 2 else "XXX"
        parts += [f"NAD+{code}+++{name}", f"ATT+2++{'F' if world.people.woman[person] else 'M'}", f"DTM+329:{birth}"]
        parts += [f"LOC+178+{first}", f"LOC+179+{last}", f"NAT+2+{country}", f"RFF+SEA:{seat}"]
        parts += [f"DOC+P+{document}", f"LOC+91+{country}"]
    parts += ["NAD+FL+++", "RFF+SEA:009F", "UNT+99+1", "UNZ+1+1"]
    return ("'\n".join(part.replace("?", "??") for part in parts) + "'\n").encode()


def check_ins(world: World, codes: Column) -> bytes:
    """A venue's own list of visits (CSV, local times), with rows that cannot be right."""
    places, stays = world.places, world.stays
    bars = np.flatnonzero((places.sort == NUMBER["Music bar"]) & (places.city == 2))
    visits = np.flatnonzero(np.isin(stays.place, bars))
    if not len(visits):
        visits = np.flatnonzero(stays.kind == 0)
    busiest = np.bincount(stays.place[visits]).argmax()
    rows = ["person_id,place_id,start,end,kind"]
    ahead = clock(2)
    for number, n in enumerate(visits[stays.place[visits] == busiest][:160].tolist()):
        start, end = (_wall(world, int(t) + ahead) for t in (stays.start[n], stays.end[n]))
        who = str(codes[stays.person[n]])
        match number % 40:
            case 9:
                start, end = end, start
            case 21:
                who = ""
            case 33:
                end = "half past nine"
        rows.append(f"{who},{world.place_ids[busiest]},{start},{end},venue")
    return ("\n".join(rows) + "\n").encode()


def _wall(world: World, minute: int) -> str:
    day = world.first + timedelta(days=minute // 1440)
    return f"{day.isoformat()}T{minute % 1440 // 60:02d}:{minute % 60:02d}"
