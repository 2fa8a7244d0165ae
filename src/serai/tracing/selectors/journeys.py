"""Where a case was in its window, and on what it travelled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from serai.registry.models import Place, ServiceRun
from serai.tracing import movements
from serai.tracing.models import Case, Contact
from serai.tracing.pictures.seats import SeatPlan, rider, seat_plan
from serai.tracing.selectors.contacts import contacts_by_setting
from serai.tracing.shared_settings import Ride, ride_of

TOUCHING = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map."""

    lat: float
    lon: float
    name: str


@dataclass(frozen=True, slots=True)
class Stop:
    """One station of the journey: a stay, or a ride. `end` is None where unknown.

    `name` is the place's name in the reader's language ("" for a place that is not in the registry: then `place` says
    its code). `points` are where it was: one for a stay, board and alight for a ride, as far as known.
    """

    start: datetime
    end: datetime | None
    kind: str
    setting: str
    place: str = ""
    name: str = ""
    ride: Ride | None = None
    board: str = ""
    alight: str = ""
    seat: str = ""
    timed: bool = True
    contacts: frozenset[int] = frozenset()
    hot: bool = False
    points: tuple[Point, ...] = ()

    @property
    def count(self) -> int:
        """How many contacts."""
        return len(self.contacts)


@dataclass(frozen=True, slots=True)
class Journey:
    """All stops in time order; `rides` those with seats to draw."""

    stops: tuple[Stop, ...] = ()
    rides: tuple[Stop, ...] = field(default=())

    @property
    def shown(self) -> list[Stop]:
        """Stops with contacts, and rides."""
        return [s for s in self.stops if s.contacts or s.ride]

    @property
    def quiet(self) -> list[Stop]:
        """Stays at which nobody was met."""
        return [s for s in self.stops if not s.contacts and not s.ride]


def journey(case: Case, *, lo: datetime, hi: datetime, language: str) -> Journey:
    """The journey of a case in [lo, hi)."""
    if not movements.exists():
        return Journey()
    person = case.person.code
    stays, legs = movements.remembered("of", (person, lo, hi), lambda: _rows_of(person, lo, hi))
    met = contacts_by_setting(case)
    places = {p.code: p for p in Place.objects.filter(code__in={s["place_id"] for s in stays})}
    stops = [_place(s, places, met, language) for s in _joined(stays)]
    runs = _runs(legs)
    stops += [_ride(leg, runs, met) for leg in _once(legs, runs)]
    stops.sort(key=lambda s: (s.start, s.setting))
    most = max((s.count for s in stops), default=0)
    stops = [replace(s, hot=most > 0 and s.count == most) for s in stops]
    return Journey(tuple(stops), tuple(s for s in stops if s.ride and s.ride.mode in ("rail", "air")))


def _rows_of(person: str, lo: datetime, hi: datetime) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    stays, legs = movements.store().movements_of([person], lo, hi)
    return stays.to_pylist(), legs.to_pylist()


def _joined(stays: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Stays in time order; pieces at one place that touch are one."""
    joined: list[dict[str, Any]] = []
    for stay in sorted(stays, key=lambda s: (s["place_id"], s["start"])):
        last = joined[-1] if joined else None
        if last and last["place_id"] == stay["place_id"] and stay["start"] <= last["end"] + TOUCHING:
            last["end"] = max(last["end"], stay["end"])
        else:
            joined.append(dict(stay))
    return joined


def _place(stay: dict[str, Any], places: dict[str, Place], met: Any, language: str) -> Stop:
    place = places.get(stay["place_id"])
    setting = f"place:{stay['place_id']}"
    days = met.get(setting, {})
    lo, hi = stay["start"].date(), stay["end"].date()
    found = frozenset().union(*(people for day, people in days.items() if lo <= day <= hi))
    name = place.name(language) if place else ""
    here = (Point(place.lat, place.lon, name),) if place and place.lat is not None and place.lon is not None else ()
    return Stop(
        start=stay["start"], end=stay["end"], kind=stay["kind"] or "venue", setting=setting, place=stay["place_id"],
        name=name, contacts=found, points=here,
    )  # fmt: skip


def _once(legs: list[dict[str, Any]], runs: dict[tuple[str, str, date], ServiceRun]) -> list[dict[str, Any]]:
    """Each ride once, though a ticket and a passenger list may both tell of it.

    The leg whose stops are those of the run counts, then the one with more known; a seat comes from whichever has it.
    """
    rides: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for leg in legs:
        rides.setdefault((leg["mode"], leg["service"], leg["date"], leg["unit"] or ""), []).append(leg)

    def known(leg: dict[str, Any]) -> tuple[int, int]:
        run = runs.get((leg["mode"], leg["service"], leg["date"]))
        names = {s.get("name") for s in run.stops if isinstance(s, dict)} if run else set()
        return len(names & {leg["board"], leg["alight"]}), sum(bool(value) for value in leg.values())

    told = []
    for same in rides.values():
        best = max(same, key=known)
        seated = best if best["seat"] or best["row"] else max(same, key=lambda leg: bool(leg["seat"] or leg["row"]))
        told.append(best | {"row": seated["row"], "seat": seated["seat"]})
    return told


def _ride(leg: dict[str, Any], runs: dict[tuple[str, str, date], ServiceRun], met: Any) -> Stop:
    ride = Ride(leg["mode"], leg["service"], leg["date"], leg["unit"] or "")
    found: set[int] = set()
    for setting, days in met.items():
        other = ride_of(setting)
        if other and (other.mode, other.service, other.date) == (ride.mode, ride.service, ride.date):
            found.update(*days.values())
    run = runs.get((ride.mode, ride.service, ride.date))
    start = leg["depart"] or datetime.combine(leg["date"], time(), UTC)
    return Stop(
        start=start, end=leg["arrive"], kind=ride.mode, setting=ride.setting, ride=ride, board=leg["board"] or "",
        alight=leg["alight"] or "", seat=f"{leg['row'] or ''}{leg['seat'] or ''}", timed=leg["depart"] is not None,
        contacts=frozenset(found), points=_track(run, leg["board"] or "", leg["alight"] or ""),
    )  # fmt: skip


def _runs(legs: list[dict[str, Any]]) -> dict[tuple[str, str, date], ServiceRun]:
    wanted = {(leg["mode"], leg["service"], leg["date"]) for leg in legs}
    if not wanted:
        return {}
    asked = Q()
    for mode, service, day in wanted:
        asked |= Q(mode=mode, service=service, date=day)
    return {(r.mode, r.service, r.date): r for r in ServiceRun.objects.filter(asked)}


def _track(run: ServiceRun | None, board: str, alight: str) -> tuple[Point, ...]:
    """The stops between board and alight that have coordinates, in order."""
    if run is None:
        return ()
    stops = [s for s in run.stops if isinstance(s, dict)]
    names = [s.get("name") for s in stops]
    if board in names and alight in names[names.index(board) :]:
        first = names.index(board)
        stops = stops[first : names.index(alight, first) + 1]
    return tuple(
        Point(float(s["lat"]), float(s["lon"]), str(s.get("name") or ""))
        for s in stops
        if s.get("lat") is not None and s.get("lon") is not None
    )


def plan_of(case: Case, stop: Stop, *, whole: bool = False) -> SeatPlan | None:
    """The seat plan of the unit in which the case rode, or None where no seats are known."""
    ride = stop.ride
    assert ride is not None
    legs: list[dict[str, Any]] = movements.remembered(
        "aboard",
        (ride.mode, ride.service, ride.date),
        lambda: movements.store().aboard(ride.mode, ride.service, ride.date).to_pylist(),
    )
    legs = [leg for leg in legs if (leg["unit"] or "") == ride.unit]
    persons = [leg["person_id"] for leg in legs]
    contacts: dict[str, tuple[int, int, int, bool]] = {}
    for start in range(0, len(persons), 500):
        rows = Contact.objects.filter(case=case, current=True, person__in=persons[start : start + 500])
        for pk, person, rank, near, unnamed in rows.values_list("id", "person", "rank", "closeness", "name_unknown"):
            contacts[person] = (pk, rank, near, unnamed)
    run = ServiceRun.objects.filter(mode=ride.mode, service=ride.service, date=ride.date).first()
    units = run.units if run else {}
    layout = units.get(ride.unit) or units.get(ride.unit.lstrip("0")) or {}
    return seat_plan(
        [rider(leg, contacts.get(leg["person_id"])) for leg in legs],
        mode=ride.mode, case=case.person.code, layout=layout if isinstance(layout, dict) else None, whole=whole,
    )  # fmt: skip
