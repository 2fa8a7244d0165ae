"""Readers and writers of one store at the same time."""

from __future__ import annotations

import gc
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from serai.registry.domain.errors import BadInput
from serai.tracing.domain.store import MovementStore, disk, manifest, segments
from tests.tracing.domain.store.plain import Plain, batch, expected, held, tables

COUNT = 'SELECT count(*), sum(hash(person, place, "start")) FROM by_place'


@pytest.fixture
def store(tmp_path: Path) -> MovementStore:
    """A store with a few batches."""
    made = MovementStore.create(tmp_path / "store")
    for number in range(3):
        made.append(batch=f"b{number}", **tables(batch(number)))
    return made


def on_disk(store: MovementStore) -> set[str]:
    """Files that hold rows."""
    return {path.name for path in (store.folder / "segments").iterdir()}


def test_writers_at_the_same_time_both_land(store: MovementStore) -> None:
    plain = Plain()
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda n: store.append(batch=f"b{n}", **tables(batch(n))), range(8)))
    for number in range(8):
        plain.append(f"b{number}", batch(number))
    assert held(store) == expected(plain)
    assert [a.known for a in said] == [True] * 3 + [False] * 5


def test_a_reader_keeps_seeing_its_state_while_rows_are_purged(store: MovementStore) -> None:
    con = store.connect()
    before = con.con.execute(COUNT).fetchall()
    assert store.purge(date(2027, 1, 1)) > 0
    assert store.size()["rows"] == 0
    assert con.con.execute(COUNT).fetchall() == before
    assert store.connect().con.execute(COUNT).fetchall() == [(0, None)]


def test_replaced_files_go_when_the_last_reader_has_gone(store: MovementStore) -> None:
    con = store.connect()
    old = on_disk(store)
    store.erase("p1")
    assert old <= on_disk(store)
    del con
    gc.collect()
    store.sweep()
    assert on_disk(store) == manifest.read(store.folder).files()


def test_an_erased_person_is_in_no_file_once_nobody_reads(store: MovementStore) -> None:
    rows = {"stays": [("zoë-secret", "home-of-zoë", *row[2:]) for row in batch(5)["stays"][:2]]}
    store.append(batch="new", **tables(Plain().rows | rows))
    assert store.erase("zoë-secret") == len(set(rows["stays"]))
    found = b"".join(p.read_bytes() for p in store.folder.rglob("*") if p.is_file())
    assert "zoë".encode() not in found
    assert store.append(batch="new", **tables(Plain().rows | rows)).known


def test_a_reader_that_never_ends_keeps_replaced_files_for_a_time_of_grace_only(
    store: MovementStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    con = store.connect()
    store.erase("p1")
    monkeypatch.setattr(segments, "GRACE", -1.0)
    store.sweep()
    assert on_disk(store) == manifest.read(store.folder).files()
    del con


def test_a_writer_that_waits_too_long_says_so(store: MovementStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "WAIT", 0.05)
    with disk.writing(store.folder), pytest.raises(BadInput, match="being written"):
        store.append(batch="late", **tables(batch(9)))
    assert not store.append(batch="late", **tables(batch(9))).known


def test_a_copy_of_a_frozen_store_is_a_whole_store_of_its_own(store: MovementStore, tmp_path: Path) -> None:
    before, key = held(store), store.key

    def write(number: int) -> None:
        store.append(batch=f"w{number}", **tables(batch(10 + number)))
        store.compact()

    def copy(into: Path) -> MovementStore:
        (into / "segments").mkdir(parents=True)
        with store.frozen() as paths:
            for path in paths:
                shutil.copyfile(store.folder / path, into / path)
        return MovementStore.open(into)

    with ThreadPoolExecutor(2) as pool:
        writes = [pool.submit(write, number) for number in range(4)]
        copies = [copy(tmp_path / f"s{number}") for number in range(4)]
        for done in writes:
            done.result()
    store.purge(date(2027, 1, 1))
    for kept in copies:
        assert kept.verify() == len(on_disk(kept))
        assert kept.key == key
        assert all(set(rows) <= set(held(kept)[name]) for name, rows in before.items())
