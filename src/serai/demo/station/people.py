"""Places, runs and people of the made world in the registry."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from serai.demo.domain import World, tables
from serai.demo.domain.dice import Column
from serai.demo.domain.land import CITIES, COUNTRIES
from serai.demo.domain.places import KINDS
from serai.demo.station.accounts import BY
from serai.registry.services import IdentityCard, person_find_or_enrol, places_register, service_runs_register


def places(world: World) -> None:
    """Every place with its names, position and air."""
    p, kinds = world.places, world.places.kind()
    rows = [
        {
            "code": str(world.place_ids[n]), "kind": KINDS[kinds[n]], "names": p.names(n),
            "country": COUNTRIES[CITIES[p.city[n]].country].code, "lat": float(p.lat[n]), "lon": float(p.lon[n]),
            "area": float(p.area[n]), "height": float(p.height[n]), "ventilation": float(p.air[n]),
        }
        for n in range(len(p))
    ]  # fmt: skip
    places_register(by=BY, places=rows)


def runs(world: World) -> None:
    """Every run with its stops and seats."""
    rows = [{**run, "date": date.fromisoformat(run["date"])} for run in tables.runs(world)]
    service_runs_register(by=BY, runs=rows)


def known(world: World, met: dict[str, Column]) -> Column:
    """Numbers of the people who get an identity card: the infected, everybody who met a case, and whoever was aboard
    with one of the infected. The rest stay what they are to a station that never had to ask: a pseudonym.
    """
    ill = {c.person for c in world.carriers}
    runs = np.unique(world.rides.run[np.isin(world.rides.person, list(ill))])
    aboard = set(world.rides.person[np.isin(world.rides.run, runs)].tolist())
    seen = {n for people in met.values() for n in people.tolist()}
    nameless = {n for n in aboard if n % 29 == 0}  # tickets without a name
    return np.array(sorted(ill | ((seen | aboard) - nameless)), np.int64)


def enrol(world: World, who: Column) -> Column:
    """Enrol these people. Returns the id of everybody in movements: a person's code, else a pseudonym."""
    family, given = world.names()
    folk, countries = world.people, world.people.country()
    cards = [
        IdentityCard(
            family=family[n],
            given=given[n],
            born=world.first - timedelta(days=int(folk.born[n])),
            sex="F" if folk.woman[n] else "M",
            country=COUNTRIES[countries[n]].code,
            document_type="P",
            document=world.document(n)[1],
            document_country=world.document(n)[0],
            phone=f"+999 {int(folk.document[n]) % 10_000_000:07d}",
        )
        for n in who.tolist()
    ]
    codes = world.person_ids.copy()
    codes[:] = np.char.replace(world.person_ids.astype(str), "P", "X-")
    codes[who] = [person.code for person in person_find_or_enrol(by=BY, identities=cards)]
    return codes
