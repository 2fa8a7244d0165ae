"""The made world: the same for a seed, sound before it is blurred, and blurred as much as it says."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.demo.domain import World, generate, tables
from serai.demo.domain.dice import Dice, heavy_tail, weighted
from serai.demo.domain.epidemic import carved
from serai.demo.domain.land import CITIES, COUNTRIES
from serai.demo.domain.lines import LINES, runs
from serai.demo.domain.noise import MISSING
from serai.demo.domain.pathogen import LAST, chance, room, seat, shedding

SOURCES = Path(__file__).parents[3] / "src/serai"


@pytest.fixture(scope="module")
def world() -> World:
    return generate(people_count=4000, seed=3)


def tables_of(world: World) -> dict[str, pa.Table]:
    names = ("cases", "stays", "legs", "truth", "persons", "places")
    return {name: getattr(tables, name)(world) for name in names}


def test_the_same_seed_gives_the_same_world(world: World) -> None:
    again = generate(people_count=4000, seed=3)
    for name, table in tables_of(again).items():
        assert table.equals(tables_of(world)[name]), name
    assert tables.runs(again) == tables.runs(world)


def test_another_seed_gives_another_world(world: World) -> None:
    other = tables_of(generate(people_count=4000, seed=4))
    same = [name for name, table in tables_of(world).items() if table.equals(other[name])]
    assert same == []


def test_the_first_day_moves_everything_with_it(world: World) -> None:
    later = generate(people_count=4000, seed=3, first=date(2027, 1, 4))  # a Monday too
    assert later.stays.start.tolist() == world.stays.start.tolist()
    assert tables.cases(later)["confirmed"][0].as_py() == tables.cases(world)["confirmed"][0].as_py().replace(
        year=2027, month=1, day=tables.cases(world)["confirmed"][0].as_py().day + 2
    )


def test_draws_are_held_to_known_values() -> None:
    """Were they to change, every published figure of the demo would."""
    assert Dice(7, "people").uniform(3).round(12).tolist() == pytest.approx(KNOWN, abs=1e-12)
    assert Dice(7, "people").below(10, 5).tolist() == [int(u * 10) for u in Dice(7, "people").uniform(5)]


KNOWN = [0.089970405737, 0.487318949074, 0.957603385114]


def test_nobody_is_in_two_places_at_once(world: World) -> None:
    persons = np.concatenate([world.stays.person, world.rides.person])
    starts = np.concatenate([world.stays.start, world.rides.depart])
    ends = np.concatenate([world.stays.end, world.rides.arrive])
    order = np.lexsort((starts, persons))
    same = persons[order][1:] == persons[order][:-1]
    early = starts[order][1:] < ends[order][:-1]
    assert int((same & early).sum()) == 0
    assert (world.stays.end > world.stays.start).all()
    assert (world.rides.arrive > world.rides.depart).all()


def test_everybody_is_somewhere_on_most_days(world: World) -> None:
    hours = np.bincount(world.stays.person, (world.stays.end - world.stays.start) / 60, len(world.people))
    assert hours.min() > 24
    assert np.median(hours) > 0.9 * 24 * world.days


def test_no_two_people_share_a_seat(world: World) -> None:
    r = world.rides
    seated = r.row >= 0
    keys = np.stack([r.run, r.unit, r.row, r.letter], axis=1)[seated]
    assert len(keys) > 500
    assert len(np.unique(keys, axis=0)) == len(keys)


def test_seats_exist_in_the_vehicle_as_built(world: World) -> None:
    r = world.rides
    vehicles = [LINES[n].vehicle for n in world.runs.line[r.run]]
    for row, letter, unit, line, vehicle in zip(r.row, r.letter, r.unit, world.runs.line[r.run], vehicles, strict=True):
        assert row < max(vehicle.rows, 1)
        assert letter < max(len(vehicle.letters.replace("|", "")), 1)
        assert 0 <= unit < LINES[line].units


def test_riders_board_before_they_alight_along_the_stops(world: World) -> None:
    assert (world.rides.board < world.rides.alight).all()


def test_households_and_ages_are_those_of_people(world: World) -> None:
    folk = world.people
    sizes = np.bincount(folk.household)
    assert 1.8 < sizes[sizes > 0].mean() < 4
    assert 0.12 < (folk.age < 15).mean() < 0.35
    assert 0.05 < (folk.age >= 65).mean() < 0.3
    assert folk.age.max() < 105
    children = folk.household[folk.age < 14]
    adults = set(folk.household[folk.age >= 18].tolist())
    assert np.isin(children, list(adults)).mean() > 0.99  # the last household may be cut short


def test_venues_have_a_heavy_tail(world: World) -> None:
    visits = np.bincount(world.stays.place[world.stays.kind == 0], minlength=len(world.places))
    visits = np.sort(visits[visits > 0])[::-1]
    assert visits[: len(visits) // 10].sum() > 0.25 * visits.sum()
    assert visits[0] > 5 * np.median(visits)


def test_names_are_written_in_several_scripts(world: World) -> None:
    found = tables.persons(world)
    assert len(set(found["language"].to_pylist())) == 8
    letters = "".join(found["family"].to_pylist())
    for first, last in (("a", "z"), ("а", "я"), ("ا", "ي"), ("一", "龟"), ("ऄ", "ह")):
        assert any(first <= letter <= last for letter in letters)
    assert all(found["family"].to_pylist())
    assert all(found["given"].to_pylist())
    assert len(set(found["document"].to_pylist())) == len(world.people)


def test_the_truth_tells_of_people_who_truly_met(world: World) -> None:
    infected = {c.person: c for c in world.carriers}
    assert len(infected) == len(world.carriers) > 20
    for c in world.carriers:
        if c.source < 0:
            assert c.minute < 1440
            continue
        source = infected[c.source]
        assert source.minute < c.minute <= source.minute + (LAST + 0.1) * 1440
        assert was_there(world, c.person, c)
        assert was_there(world, c.source, c)


def was_there(world: World, person: int, c: object) -> bool:
    place, run, unit, minute = c.place, c.run, c.unit, c.minute  # type: ignore[attr-defined]
    s, r = world.stays, world.rides
    if place >= 0:
        return bool(((s.person == person) & (s.place == place) & (s.start <= minute) & (s.end >= minute)).any())
    aboard = (r.person == person) & (r.run == run) & (r.unit == unit)
    return bool((aboard & (r.depart <= minute) & (r.arrive >= minute)).any())


def test_those_who_stay_alone_are_at_home_from_then_on(world: World) -> None:
    for c in world.carriers:
        if c.alone_from is None or c.alone_from > (world.days - 2) * 1440:
            continue
        mine = (world.stays.person == c.person) & (world.stays.start > max(c.alone_from, 0) + 1440)
        assert set(world.stays.kind[mine].tolist()) <= {1, 4}


def test_cases_come_from_the_infected_and_are_confirmed_after_they_fell_ill(world: World) -> None:
    cases = tables.cases(world).to_pylist()
    truth = {row["infectee"]: row for row in tables.truth(world).to_pylist()}
    assert 0 < len(cases) < len(truth)
    for case in cases:
        assert truth[case["person_id"]]["case_id"] == case["case_id"]
        assert case["onset"] is None or case["onset"] <= case["confirmed"]
    assert {c["case_id"] for c in cases} == {t["case_id"] for t in truth.values() if t["case_id"]}


def test_as_many_rows_are_missing_as_it_says(world: World) -> None:
    for seen, true in ((world.reported.stays, world.stays), (world.reported.rides, world.rides)):
        assert 1 - len(seen) / len(true) == pytest.approx(MISSING, abs=0.02)
    kept = np.bincount(world.reported.stays.person, minlength=len(world.people)) / np.bincount(world.stays.person)
    assert (kept < 0.65).mean() == pytest.approx(0.19, abs=0.04)


def test_some_seats_are_wrong_and_some_unknown(world: World) -> None:
    seen, true = world.reported.rides, world.rides.only(world.reported.ride_of)
    seated = true.row >= 0
    blank = seated & (seen.row < 0)
    wrong = seated & ~blank & ((seen.row != true.row) | (seen.letter != true.letter))
    assert 0.03 < blank.sum() / seated.sum() < 0.15
    assert 0.01 < wrong.sum() / seated.sum() < 0.06


def test_every_reported_stay_is_one_that_happened_or_nearly(world: World) -> None:
    seen, true = world.reported.stays, world.stays.only(world.reported.stay_of)
    assert (seen.person == true.person).all()
    assert (seen.place == true.place).all()
    moved = (seen.start != true.start) | (seen.end != true.end)
    assert 0.03 < moved.mean() < 0.06
    assert (seen.end > seen.start).all()


def test_tables_have_the_columns_that_importers_take(world: World) -> None:
    from serai.registry.domain.movements import LEG_COLUMNS, STAY_COLUMNS

    assert tuple(tables.stays(world).column_names) == STAY_COLUMNS
    assert tuple(tables.legs(world).column_names) == LEG_COLUMNS


def test_trains_that_change_their_number_are_one_run(world: World) -> None:
    renumbered = [run for run in tables.runs(world) if run["mode"] == "rail" and run["aliases"]]
    assert renumbered
    assert all(run["service"] not in run["aliases"] for run in renumbered)


def test_runs_are_told_apart_by_mode_number_and_day() -> None:
    for people in (5000, 200_000):
        made = runs(14, people)
        keys = {(made.mode(r), made.service(r), int(made.day[r])) for r in range(len(made))}
        assert len(keys) == len(made)
        for r in range(len(made)):
            times = [t for s in range(len(made.stops[r])) for t in (made.arrive[r, s], made.depart[r, s])]
            assert times == sorted(times)


def test_one_line_never_uses_the_number_of_another() -> None:
    made = runs(2, 400_000)
    numbers: dict[str, set[tuple[int, int]]] = {}
    for r in range(len(made)):
        for name in [made.service(r), *made.aliases(r)]:
            numbers.setdefault(f"{made.mode(r)}:{name}", set()).add((int(made.line[r]), int(made.number[r])))
    assert {name: lines for name, lines in numbers.items() if len(lines) > 1} == {}


@pytest.mark.parametrize(("people", "days", "seed"), [(499, 14, 1), (5000, 4, 1), (5000, 61, 1), (5000, 14, -1)])
def test_worlds_of_impossible_size_are_refused(people: int, days: int, seed: int) -> None:
    with pytest.raises(ValueError, match="500 people"):
        generate(people_count=people, days=days, seed=seed)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_smallest_world_can_be_made(seed: int) -> None:
    assert len(tables.stays(generate(people_count=500, days=5, seed=seed))) > 5000


def test_the_air_of_a_room_does_not_ask_where_one_sits_and_seats_do() -> None:
    small, large = (room(np.array([v * 2.0]), np.array([v]), np.ones(1))[0] for v in (50.0, 500.0))
    assert small == pytest.approx(10 * large)
    assert seat(np.array([0.5]))[0] > seat(np.array([3.0]))[0] > 0
    assert chance(np.array([0.0, 1e9])).tolist() == [0, 1]


def test_carriers_shed_most_on_one_day_and_nothing_at_the_end() -> None:
    days = np.linspace(0, 12, 1201)
    shed = shedding(days)
    assert shed.max() == pytest.approx(1, abs=1e-4)
    assert shed[0] < 1e-6
    assert (shed[days > LAST] == 0).all()


def test_the_truth_shares_no_constant_with_the_engine() -> None:
    """Numbers that mean something; 0, 1, 2, 10, 24, 60 and the like mean nothing."""
    made = numbers(*(SOURCES / "demo/domain" / f"{n}.py" for n in ("pathogen", "epidemic", "noise")))
    engine = numbers(*(SOURCES / "tracing/domain/risk").glob("*.py"), SOURCES / "tracing/domain/window.py")
    assert len(made) > 15
    assert {n for n in made & engine if n != round(n, 1)} == set()


def numbers(*paths: Path) -> set[float]:
    nodes = [node for path in paths for node in ast.walk(ast.parse(path.read_text()))]
    return {float(n.value) for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, float)}


def test_the_made_world_imports_nothing_of_the_engine() -> None:
    for path in (SOURCES / "demo/domain").glob("*.py"):
        assert "serai.tracing" not in path.read_text(), path.name


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=8), st.integers(0, 60), st.integers(1, 20))
def test_a_stay_put_into_a_day_cuts_what_it_overlaps(rows: list[tuple[int, int]], start: int, length: int) -> None:
    day, at = [], 0
    for gap, minutes in rows:
        day.append((1, at + gap, at + gap + minutes, 0))
        at += gap + minutes
    done = carved(day, (9, start, start + length, 4))
    minutes = {m: place for place, a, b, _ in done for m in range(a, b)}
    before = {m: place for place, a, b, _ in day for m in range(a, b)}
    assert len(minutes) == sum(b - a for _, a, b, _ in done)  # nothing overlaps
    assert minutes == before | dict.fromkeys(range(start, start + length), 9)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=9).filter(any), st.floats(0, 0.999999))
def test_weighted_draws_never_fall_on_what_weighs_nothing(weights: list[float], draw: float) -> None:
    index = int(weighted(np.array([draw]), np.array(weights))[0])
    assert 0 <= index < len(weights)
    assert weights[index] > 0 or sum(weights[:index]) / sum(weights) >= draw


def test_heavy_tails_end_where_they_are_told_to() -> None:
    drawn = heavy_tail(np.linspace(0, 1 - 1e-12, 1000), 1.2, 40)
    assert drawn.min() == 1
    assert drawn.max() == 40


def test_cities_lie_in_their_countries_and_shares_add_up() -> None:
    assert sum(c.share for c in CITIES) == pytest.approx(1)
    assert {c.country for c in CITIES} == {0, 1}
    assert len({c.code for c in COUNTRIES}) == 2
