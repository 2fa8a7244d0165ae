"""A movement store holds what a plain list would hold, whatever is done to it in whatever order."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serai.registry.domain.errors import BadInput
from serai.registry.domain.movements import LEG_COLUMNS, STAY_COLUMNS
from serai.tracing.domain import imports
from serai.tracing.domain.match import Movements, match
from serai.tracing.domain.store import MovementStore, manifest, segments, upkeep
from tests.tracing.domain.store.plain import DAY0, Plain, batch, expected, held, tables
from tests.tracing.domain.test_match import table
from tests.tracing.domain.worlds import Case, world

APPEND = st.tuples(st.just("append"), st.integers(0, 40))
PURGE = st.tuples(st.just("purge"), st.integers(0, 14))
ERASE = st.tuples(st.just("erase"), st.integers(0, 6))
COMPACT = st.tuples(st.just("compact"), st.just(0))
STEPS = st.lists(st.one_of(APPEND, APPEND, APPEND, PURGE, ERASE, COMPACT), min_size=1, max_size=12)


@pytest.fixture
def store(tmp_path: Path) -> MovementStore:
    """An empty store."""
    return MovementStore.create(tmp_path / "store")


def case_table(cases: list[Case]) -> pa.Table:
    """Cases as `match` takes them."""
    times = pa.timestamp("us", tz="UTC")
    schema = pa.schema([("case_id", "str"), ("person_id", "str"), ("onset", times), ("confirmed", times)])
    return table(cases, tuple(schema.names), schema)  # type: ignore[arg-type]


def do(store: MovementStore, plain: Plain, action: str, number: int) -> None:
    """One step on both; they must say the same about it."""
    if action == "append":
        said = asdict(store.append(batch=f"b{number}", **tables(batch(number))))
        assert said == plain.append(f"b{number}", batch(number))
    elif action == "purge":
        before = date(2026, 11, 1) + timedelta(days=number)
        counted = store.purge(before, dry_run=True)
        assert counted == store.purge(before) == plain.purge(before)
    elif action == "erase":
        assert store.erase(f"p{number}") == plain.erase(f"p{number}")
    else:
        store.compact()


@pytest.mark.soak
@settings(max_examples=settings().max_examples // 6)
@given(steps=STEPS, pack=st.sampled_from([3, 1_000_000]), people=st.booleans())
def test_any_sequence_of_steps_leaves_what_a_plain_list_would_hold(
    steps: list[tuple[str, int]], pack: int, people: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store, plain = MovementStore.create(tmp_path_factory.mktemp("store")), Plain()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segments, "PACK", pack)
        patch.setattr(upkeep, "PACK", pack)
        patch.setattr(upkeep, "FOLD", 3 if people else 100)
        for action, number in steps:
            do(store, plain, action, number)
        assert held(store) == expected(plain)
    size = store.size()
    assert {name: size[name] for name in plain.rows} == {name: len(rows) for name, rows in plain.rows.items()}
    assert size["batches"] == len(plain.batches)
    assert store.verify() == size["segments"]


def test_a_match_on_the_store_equals_one_on_the_same_movements_in_memory(store: MovementStore) -> None:
    worlds = [world(seed) for seed in range(5000, 5060)]
    stays = table([s for w in worlds for s in w.stays], STAY_COLUMNS, imports.STAYS)
    legs = table([leg for w in worlds for leg in w.legs], LEG_COLUMNS, imports.LEGS)
    half = stays.num_rows // 2
    store.append(batch="first", stays=stays.slice(0, half), legs=legs)
    store.append(batch="second", stays=stays.slice(half // 2))
    cases = case_table([c for w in worlds for c in w.cases])
    for _ in range(2):
        found = match(cases, source=store).exposures
        rows = sorted(found.to_pylist(), key=str)
        assert rows == sorted(match(cases, source=Movements(stays, legs)).exposures.to_pylist(), key=str)
        store.compact()
    assert len(rows) > 100


def test_numbers_stay_the_same_and_are_never_given_twice(store: MovementStore) -> None:
    given = tables(batch(1))
    store.append(batch="a", **given)
    people = {row[0]: row[1] for row in store.connect().con.execute("SELECT text, id FROM persons").fetchall()}
    gone = sorted(people)[0]
    store.erase(gone)
    store.append(batch="b", **given)
    after = {row[0]: row[1] for row in store.connect().con.execute("SELECT text, id FROM persons").fetchall()}
    assert after.pop(gone) > max(people.values())
    assert after.items() <= people.items()


def test_many_small_appends_do_not_leave_many_segments(store: MovementStore) -> None:
    for number in range(40):
        start = DAY0 + timedelta(minutes=number)
        rows = {"stays": [("p1", "x1", start, start + timedelta(minutes=30), "")]}
        store.append(batch=f"b{number}", stays=tables(Plain().rows | rows)["stays"])
    assert store.size()["segments"] < 5 * upkeep.FOLD
    store.compact()
    assert store.size()["segments"] == 5  # two copies, people, places, batches


def test_a_compacted_store_keeps_each_day_of_the_place_copy_in_one_sorted_segment(
    store: MovementStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "PACK", 2)
    monkeypatch.setattr(upkeep, "PACK", 2)
    for number in range(8):
        store.append(batch=f"b{number}", **tables(batch(number)))
    store.compact()
    days: list[int] = []
    for segment in manifest.read(store.folder).tables["by_place"]:
        days += segment.parts
        rows = pq.read_table(store.folder / "segments" / segment.file).to_pylist()
        assert [(r["place"], r["start"]) for r in rows] == sorted((r["place"], r["start"]) for r in rows)
    assert len(days) == len(set(days))
    before = manifest.read(store.folder)
    store.compact()
    assert manifest.read(store.folder) == before


def test_movements_of_people_are_those_that_touch_the_time_asked_for(store: MovementStore) -> None:
    def hour(number: float) -> datetime:
        return DAY0 + timedelta(hours=number)

    stays = [("ann", "x", hour(0), hour(1), ""), ("ann", "y", hour(1), hour(3), ""), ("bob", "x", hour(1), hour(2), "")]
    legs = [
        ("ann", "rail", "G1", date(2026, 11, 1), "A", "B", hour(4), hour(6), "01", "", ""),
        ("ann", "rail", "G2", date(2026, 11, 1), "", "", None, None, "", "", ""),
        ("ann", "rail", "G2", date(2026, 11, 3), "", "", None, None, "", "", ""),
    ]
    store.append(batch="a", **tables(Plain().rows | {"stays": stays, "legs": legs}))
    found, rides = store.movements_of(["ann", "nobody"], hour(1), hour(5))
    assert (found.schema, rides.schema) == (imports.STAYS, imports.LEGS)
    assert found["place_id"].to_pylist() == ["y"]
    assert set(zip(rides["service"].to_pylist(), rides["date"].to_pylist(), strict=True)) == {
        ("G1", date(2026, 11, 1)),
        ("G2", date(2026, 11, 1)),
    }
    assert store.movements_of([], hour(0), hour(9))[0].num_rows == 0
    assert store.movements_of(["ann"], date(2026, 11, 3), date(2026, 11, 4))[1].num_rows == 1


def test_all_aboard_a_run_are_listed_by_seat(store: MovementStore) -> None:
    def leg(person: str, service: str, row: str) -> tuple[object, ...]:
        return (person, "rail", service, date(2026, 11, 1), "", "", None, None, "01", row, "A")

    legs = [leg("ann", "G1", "2"), leg("bob", "G1", "1"), leg("eve", "G2", "1"), leg("x'; DROP TABLE legs", "G1", "3")]
    store.append(batch="a", **tables(Plain().rows | {"legs": legs}))
    assert store.aboard("rail", "G1", date(2026, 11, 1))["person_id"].to_pylist() == ["bob", "ann", legs[3][0]]
    assert store.aboard("rail", "G1", date(2026, 11, 2)).num_rows == 0


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda t: t.drop_columns(["end"]), "end"),
        (lambda t: t.set_column(0, "person_id", pa.nulls(1, pa.string())), "person_id"),
        (lambda t: t.set_column(2, "start", pa.array(["noon"])), "noon"),
        (lambda t: t.set_column(3, "end", t["start"]).set_column(2, "start", t["end"]), "before"),
        (lambda t: t.set_column(2, "start", pa.array([datetime(1, 1, 1, tzinfo=UTC)])), "column start: lies too far"),
        (lambda t: t.set_column(3, "end", pa.array([2**62], pa.timestamp("us", "UTC"))), "column end: lies too far"),
    ],
)
def test_rows_that_no_importer_hands_over_are_refused_whole(store: MovementStore, wrong: Any, told: str) -> None:
    one = tables(Plain().rows | {"stays": [("p", "x", DAY0, DAY0 + timedelta(hours=1), "home")]})["stays"]
    with pytest.raises(BadInput, match=told) as refused:
        store.append(batch="a", stays=wrong(one), legs=tables(batch(3))["legs"])
    assert len(str(refused.value).splitlines()) == 1
    assert store.size()["batches"] == store.size()["rows"] == 0
    assert list((store.folder / "segments").iterdir()) == []


def test_a_store_lives_in_any_folder(tmp_path: Path) -> None:
    store = MovementStore.open_or_create(tmp_path / "day=1 [x]*?'\";é")
    store.append(batch="a'b\0c", **tables(batch(3)))
    assert store.append(batch="a'b\0c", **tables(batch(3))).known
    assert not store.append(batch="a'b", **tables(batch(3))).known
    assert held(store) == held(MovementStore.open(store.folder))


def test_the_key_is_the_stores_own_and_stays(tmp_path: Path) -> None:
    one, other = (MovementStore.create(tmp_path / name) for name in ("a", "b"))
    assert len(one.key) == 32
    assert one.key != other.key
    assert MovementStore.open_or_create(tmp_path / "a").key == one.key
    with pytest.raises(BadInput, match="already"):
        MovementStore.create(tmp_path / "a")
