"""Movements, cases, contacts, imports and published trips, as the people of the two countries would have made them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pyarrow as pa
from django.db import transaction

from serai.core import clock
from serai.demo.domain import World, tables
from serai.demo.domain.dice import Column
from serai.demo.domain.epidemic import Carrier
from serai.demo.domain.land import CITIES, COUNTRIES
from serai.demo.station import messages
from serai.demo.station.accounts import BY, resident
from serai.demo.station.chosen import rides_of
from serai.identity.actors import Actor
from serai.identity.purposes import purpose_open
from serai.registry.public import identity_cards
from serai.registry.services import person_link
from serai.tracing.domain.imports import NOTICES
from serai.tracing.lookup.services import notices_publish
from serai.tracing.public import (
    case_register,
    contact_mark,
    contacts_find,
    import_upload,
    movements_append,
    run_now,
)
from serai.tracing.selectors import case_of

TRACERS = ("tracer@zarhan.example", "tracer@nordvik.example")
EPIDEMIOLOGIST, CARRIER = "epidemiologist@zarhan.example", "carrier@zarhan.example"
ZONES = ("Asia/Samarkand", "Asia/Riyadh")  # clocks as far ahead as those of Zarhan and of Nordvik


def movements(world: World, codes: Column, listed: int | None) -> None:
    """Everything reported, as one delivery, but for the rides of the flight whose passenger list comes by itself."""
    stays, legs = tables.stays(world, persons=codes), tables.legs(world, persons=codes)
    if listed is not None:
        legs = legs.filter(pa.array(world.reported.rides.run != listed))
    movements_append(by=BY, label="Movements of both countries", kind="stays", stays=stays, legs=legs)


def cases(world: World, codes: Column, staff: dict[str, Actor]) -> dict[str, Any]:
    """Register every confirmed case by its country's tracer; those known stay. Returns cases by file number."""
    countries = world.people.country()
    found = {}
    with transaction.atomic():
        for code, carrier in world.cases:
            home = int(countries[carrier.person])
            found[code] = case_of(code) or case_register(
                by=staff[TRACERS[home]],
                person=str(codes[carrier.person]),
                confirmed=world.local_day(carrier.person, carrier.confirmed or 0),
                onset=_onset(world, carrier),
                code=code,
                pathogen="ZR-26",
                laboratory=f"{CITIES[world.people.city[carrier.person]].names[0]} Central Laboratory",
                imported_from=_abroad(world, carrier, home),
            )
    return found


def _onset(world: World, c: Carrier) -> Any:
    return world.local_day(c.person, c.onset) if c.onset is not None and c.onset_told else None


def _abroad(world: World, c: Carrier, home: int) -> str:
    if c.place < 0:
        return ""
    country = CITIES[world.places.city[c.place]].country
    return COUNTRIES[country].names[0] if country != home else ""


def search(cases: list[Any], staff: dict[str, Actor]) -> None:
    """Find their contacts now, each by a tracer of its own organisation, and mark what was done about some."""
    tracers = {staff[address].organisation: staff[address] for address in TRACERS}
    for case in cases:
        by = tracers[case.organisation]
        run_now(run=contacts_find(by=by, case=case))
    marks = ("reached", "no_answer", "message", "reached", "not_needed")
    for case in cases[:2]:
        for number, contact in enumerate(case.contacts.order_by("rank")[2:12]):
            if number % 2 == 0:
                contact_mark(by=tracers[case.organisation], contact=contact, status=marks[number // 2])


def imports(world: World, codes: Column, listed: int | None, by: Actor) -> None:
    """A passenger list and a check-in list, waiting for the worker."""
    if listed is not None:
        name = f"PAXLST {world.runs.service(listed)} {world.run_date(listed)}.edi"
        import_upload(by=by, kind="paxlst", name=name, data=messages.passenger_list(world, listed), zone=ZONES[0])
    import_upload(
        by=by, kind="stays", name="check-ins Aqtepe.csv", data=messages.check_ins(world, codes), zone=ZONES[0]
    )


def publish(world: World, staff: dict[str, Actor]) -> None:
    """Put the rides of confirmed cases on the public list, each country its own; nothing of it names a person."""
    r, runs = world.reported.rides, world.runs
    legs = tables.legs(world).to_pylist()
    rows: tuple[dict[tuple[int, int, int, int], dict[str, Any]], ...] = ({}, {})
    for _, c in world.cases:
        for ride in rides_of(world, c).tolist():
            run, leg = int(r.run[ride]), legs[ride]
            country = CITIES[runs.stops[run][0]].country
            key = (run, int(r.board[ride]), int(r.alight[ride]), int(r.unit[ride]))
            rows[country][key] = {
                "source_id": f"{COUNTRIES[country].code}-{len(rows[country]) + 1:04d}",
                **{name: leg[name] for name in ("mode", "service", "date", "depart", "arrive", "board", "alight")},
                "services": [leg["service"], *runs.aliases(run)],
                "units": [leg["unit"]] if leg["unit"].isdigit() else [],
                "berths": "", "place": "", "memo": "", "url": "",
                "publisher": COUNTRIES[country].names[0],
            }  # fmt: skip
    for country, mine in enumerate(rows):
        table = pa.Table.from_pylist(list(mine.values()), NOTICES)
        notices_publish(by=staff[TRACERS[country]], notices=table, zone=ZONES[country])


def looks(world: World, codes: Column, cases: list[Any], staff: dict[str, Actor]) -> None:
    """A resident of Zarhan whom a case met, their account, and those who looked at their data yesterday and today."""
    number = {str(code): n for n, code in enumerate(codes.tolist())}
    ill = {c.person for c in world.carriers}
    countries, age = world.people.country(), world.people.age
    case, person = next(
        ((case, contact.person) for case in cases for contact in case.contacts.order_by("closeness", "rank")
         if not contact.name_unknown and (n := number[contact.person]) not in ill and countries[n] == 0
         and age[n] > 17),
        (None, ""),
    )  # fmt: skip
    if case is None:
        return
    family, given = world.names()
    account = resident(f"{given[number[person]]} {family[number[person]]}")
    person_link(by=BY, code=person, account_id=account.pk)
    _look(staff[EPIDEMIOLOGIST], case, [person], ("sex", "country"), hours=26)
    _look(staff[TRACERS[0]], case, [person], ("family", "given", "phone"), hours=11)


def _look(by: Actor, case: Any, persons: list[str], fields: tuple[str, ...], *, hours: int) -> None:
    with clock.frozen(clock.now() - timedelta(hours=hours)):
        purpose = purpose_open(
            by=by, purpose="contact_tracing", reference=case.code, object_type="case", object_id=case.code
        )
        identity_cards(by=replace(by, purpose=purpose), persons=persons, fields=fields)
