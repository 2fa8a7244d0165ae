"""A damaged store is refused in one line; what is no store is not taken for one."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from serai.registry.domain.errors import BadInput
from serai.tracing.domain.match import match
from serai.tracing.domain.store import MovementStore
from tests.tracing.domain.store.plain import DAY0, batch, tables

USES: dict[str, Callable[[MovementStore], object]] = {
    "movements_of": lambda s: s.movements_of(["p1"], date(2026, 11, 1), date(2026, 12, 1)),
    "append": lambda s: s.append(batch="more", **tables(batch(1))),
    "purge": lambda s: s.purge(date(2026, 11, 5)),
    "erase": lambda s: s.erase("p1"),
    "match": lambda s: match(
        pa.table({"case_id": ["c"], "person_id": ["p1"], "onset": [DAY0], "confirmed": [DAY0]}), source=s
    ),
}


@pytest.fixture
def store(tmp_path: Path) -> MovementStore:
    """A store with rows in every table."""
    made = MovementStore.create(tmp_path / "store")
    for number in range(4):
        made.append(batch=f"b{number}", **tables(batch(number)))
    made.compact()
    return made


def refused(work: Callable[[], object]) -> str:
    """The one line that refuses it."""
    with pytest.raises(BadInput) as told:
        work()
    assert len(str(told.value).splitlines()) == 1
    return str(told.value)


def test_a_folder_that_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for place in (tmp_path, tmp_path / "nowhere", tmp_path / "file"):
        assert "no movement store" in refused(lambda place=place: MovementStore.open(place))  # type: ignore[misc]
    assert "cannot be made" in refused(lambda: MovementStore.create(tmp_path / "file" / "below"))


def test_any_change_to_the_manifest_is_noticed(store: MovementStore) -> None:
    path, rng = store.folder / "manifest.json", random.Random(1)
    whole = path.read_bytes()
    damaged = [b"", b"{}", b"[]", b"null", b"[" * 100_000, b"\xff\xfe", whole[:-1], whole[: len(whole) // 2]]
    for _ in range(60):
        at = rng.randrange(len(whole))
        damaged.append(whole[:at] + bytes([whole[at] ^ 1 << rng.randrange(8)]) + whole[at + 1 :])
    for content in damaged:
        path.write_bytes(content)
        assert "manifest.json" in refused(lambda: MovementStore.open(store.folder))
    path.write_bytes(whole)
    assert MovementStore.open(store.folder).verify() > 0


@pytest.mark.parametrize(
    ("table", "use"),
    [(table, use) for table in ("by_person", "persons") for use in USES if (table, use) != ("by_person", "append")],
)
def test_a_segment_that_is_gone_or_cut_or_overwritten_is_named(store: MovementStore, table: str, use: str) -> None:
    (path,) = (store.folder / "segments").glob(f"{table}-*")
    whole = path.read_bytes()
    for content in (None, whole[:-9], bytes(len(whole)), whole[:4] + bytes(len(whole) - 4)):
        path.unlink()
        if content is not None:
            path.write_bytes(content)
        assert "store" in refused(lambda: USES[use](MovementStore.open(store.folder)))
        path.write_bytes(whole)
    USES[use](MovementStore.open(store.folder))


def test_a_flipped_bit_is_found_by_verify_and_never_crashes_a_reader(store: MovementStore) -> None:
    rng = random.Random(2)
    for path in sorted((store.folder / "segments").iterdir()):
        whole = path.read_bytes()
        for _ in range(3):
            at = rng.randrange(len(whole))
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << rng.randrange(8)]) + whole[at + 1 :])
            assert path.name in refused(store.verify)
            for use in ("movements_of", "match"):
                try:
                    USES[use](store)
                except BadInput as error:
                    assert len(str(error).splitlines()) == 1  # noqa: PT017 (a flipped bit may also go unnoticed)
        path.write_bytes(whole)
    store.verify()


def test_a_lost_key_is_said(store: MovementStore) -> None:
    (store.folder / "key").unlink()
    assert "key" in refused(lambda: MovementStore.open(store.folder).key)
