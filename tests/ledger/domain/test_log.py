from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serai.ledger.domain import note, tiles
from serai.ledger.domain.audit import Trust, audit
from serai.ledger.domain.checkpoint import Checkpoint
from serai.ledger.domain.errors import Invalid
from serai.ledger.domain.keys import MLDSA, SigningKey
from serai.ledger.domain.log import Log, writer
from serai.ledger.domain.source import Folder
from serai.registry.domain.errors import BadInput
from tests.ledger.domain.test_merkle import hashing, slow_root

KEY = SigningKey.generate("zarhan.example/log")


def entries(count: int, first: int = 0) -> list[bytes]:
    return [f"entry {number}".encode() for number in range(first, first + count)]


def filled(folder: Path, *batches: int) -> Path:
    Log.create(folder, [KEY])
    with Log(folder, [KEY]) as log:
        for count in batches:
            log.append(entries(count, log.size))
    return folder


def audited(folder: Path, known: str | None = None) -> Any:
    return audit(Folder(folder), Trust([KEY.verifier]), known)


def harmed(folder: Path, known: str | None = None) -> Invalid:
    with pytest.raises(Invalid) as said:
        audited(folder, known)
    return said.value


@given(st.lists(st.integers(1, 300), max_size=6))
@settings(max_examples=12)
def test_a_log_has_the_tree_and_the_files_of_its_entries_however_they_came(
    tmp_path_factory: pytest.TempPathFactory, batches: list[int]
) -> None:
    folder = filled(tmp_path_factory.mktemp("log") / "log", *batches)
    size = sum(batches)
    found = audited(folder)
    assert (found.checkpoint.size, found.entries) == (size, True)
    assert found.checkpoint.root == slow_root([hashing.leaf(entry) for entry in entries(size)])
    assert all((folder / tile.path).exists() for tile in tiles.tiles(size))


def test_a_log_goes_on_after_it_was_closed_and_after_its_files_were_lost(tmp_path: Path) -> None:
    folder = filled(tmp_path / "log", 700)
    before = (folder / "checkpoint").read_text()
    shutil.rmtree(folder / "tile")
    (folder / "checkpoint").unlink()
    with Log(folder, [KEY]) as log:
        log.append(entries(5, 700))
    assert audited(folder, before).checkpoint.size == 705


def test_rows_leave_the_journal_once_their_files_are_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "FLUSH", 512)
    folder = filled(tmp_path / "log", 300, 300, 300, 1)
    with sqlite3.connect(folder / "state" / "log.db") as con:
        firsts = [row[0] for row in con.execute("SELECT first FROM tail ORDER BY first")]
        (flushed,) = con.execute("SELECT flushed FROM head").fetchone()
    assert (firsts, flushed) == ([600, 900], 768)
    with Log(folder, [KEY]) as log:
        log.append(entries(1, 901))
    assert audited(folder).checkpoint.size == 902


def test_a_salt_is_kept_until_it_is_destroyed(tmp_path: Path) -> None:
    folder = filled(tmp_path / "log", 2)
    salts = [bytes([number]) * 32 for number in range(1, 4)]
    with Log(folder, [KEY]) as log:
        log.append(entries(3, 2), salts=salts)
        assert [log.salt(index) for index in range(6)] == [None, None, *salts, None]
        assert log.journal.forget_salt(3)
        assert not log.journal.forget_salt(3)
        assert [log.salt(index) for index in (2, 3, 4)] == [salts[0], None, salts[2]]
    assert all(salts[1] not in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert audited(folder).checkpoint.size == 5


def test_the_last_batch_given_again_changes_nothing(tmp_path: Path) -> None:
    folder = filled(tmp_path / "log", 3)
    for repeated in (False, True):
        with Log(folder, [KEY]) as log:
            done = log.append(entries(2, 3), batch="b1")
            assert (done.first, done.size, done.repeated) == (3, 5, repeated)


def test_a_held_log_shows_its_checkpoint_only_when_it_is_published(tmp_path: Path) -> None:
    folder = filled(tmp_path / "log", 2)
    with Log(folder, [KEY], hold=True) as log:
        done = log.append(entries(3, 2))
        assert audited(folder).checkpoint.size == 2
        log.publish(done.checkpoint)
    assert audited(folder).checkpoint.size == 5


def test_a_log_that_signs_with_two_kinds_of_keys_is_checked_by_either(tmp_path: Path) -> None:
    keys = [KEY, SigningKey.generate(KEY.name, MLDSA)]
    Log.create(tmp_path / "log", keys)
    with Log(tmp_path / "log", keys) as log:
        log.append(entries(2))
    for key in keys:
        assert audit(Folder(tmp_path / "log"), Trust([key.verifier])).checkpoint.size == 2


def test_one_process_writes_at_a_time_and_only_with_the_right_key(tmp_path: Path) -> None:
    folder = filled(tmp_path / "log", 1)
    with Log(folder, [KEY]), pytest.raises(BadInput, match="another process"):
        Log(folder, [KEY])
    with pytest.raises(Invalid, match="known key"):
        Log(folder, [SigningKey.generate(KEY.name)])
    with pytest.raises(BadInput, match="log already"):
        Log.create(folder, [KEY])
    with pytest.raises(BadInput, match="is no log"):
        Log(tmp_path / "nowhere", [KEY])


def test_a_full_disk_refuses_the_append_and_loses_nothing(tmp_path: Path) -> None:
    folder = filled(tmp_path / "log", 3)
    with Log(folder, [KEY]) as log:
        log.journal.con.execute("PRAGMA max_page_count = 10")
        with pytest.raises(sqlite3.OperationalError, match="full"):
            log.append([os.urandom(60_000)])
        log.journal.con.execute("PRAGMA max_page_count = 100000")
        assert log.append(entries(1, 3)).first == 3
    assert audited(folder).checkpoint.size == 4


# What an attacker, or a bad disk, can do; each is detected and named.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return filled(tmp_path / "log", 600)


def edit(path: Path, at: int, by: bytes) -> None:
    content = bytearray(path.read_bytes())
    content[at : at + len(by)] = by
    path.write_bytes(content)


def test_an_edited_entry_is_found(folder: Path) -> None:
    content = (folder / "tile/entries/001").read_bytes()
    edit(folder / "tile/entries/001", content.index(b"entry 300"), b"entry 3X0")
    assert (harmed(folder).kind, harmed(folder).index) == ("entry", 300)


def test_an_edited_entry_of_the_partial_bundle_is_found(folder: Path) -> None:
    path = folder / "tile/entries/002.p/88"
    edit(path, path.read_bytes().index(b"entry 599"), b"entry 59X")
    assert (harmed(folder).kind, harmed(folder).index) == ("entry", 599)


@pytest.mark.parametrize(("path", "at", "index"), [("tile/0/000", 32 * 7, 7), ("tile/0/002.p/88", 32 * 3, 515)])
def test_an_edited_hash_is_told_from_an_edited_entry(folder: Path, path: str, at: int, index: int) -> None:
    edit(folder / path, at, b"X")
    assert (harmed(folder).kind, harmed(folder).index) == ("tile", index)


def test_an_edited_tile_above_is_found(folder: Path) -> None:
    edit(folder / "tile/1/000.p/2", 32, b"X")
    assert (harmed(folder).kind, harmed(folder).index) == ("tile", 256)


def test_entries_in_another_order_are_found(folder: Path) -> None:
    path = folder / "tile/entries/000"
    content = path.read_bytes()
    edit(path, content.index(b"entry 17"), b"entry 71")
    edit(path, content.index(b"entry 71"), b"entry 17")
    assert (harmed(folder).kind, harmed(folder).index) == ("order", 17)


@pytest.mark.parametrize(("path", "index"), [("tile/0/001", 256), ("tile/entries/001", 256), ("tile/1/000.p/2", 0)])
def test_a_missing_file_is_found(folder: Path, path: str, index: int) -> None:
    (folder / path).unlink()
    assert (harmed(folder).kind, harmed(folder).index) == ("missing", index)


def test_a_cut_file_is_found(folder: Path) -> None:
    for path, kind in (("tile/0/001", "tile"), ("tile/entries/001", "entry")):
        whole = (folder / path).read_bytes()
        (folder / path).write_bytes(whole[:-1])
        assert (harmed(folder).kind, harmed(folder).index) == (kind, 256)
        (folder / path).write_bytes(whole)


def test_a_disk_rolled_back_is_found_by_whoever_saw_more(tmp_path: Path) -> None:
    folder = filled(tmp_path / "log", 300)
    shutil.copytree(folder, tmp_path / "old")
    with Log(folder, [KEY]) as log:
        log.append(entries(10, 300))
    seen = audited(folder).note
    assert harmed(tmp_path / "old", seen).kind == "rollback"


@pytest.mark.parametrize(("other", "kind"), [(300, "split"), (400, "rewritten")])
def test_a_log_rewritten_by_whoever_has_its_key_is_found(tmp_path: Path, other: int, kind: str) -> None:
    seen = audited(filled(tmp_path / "log", 300)).note
    Log.create(tmp_path / "forged", [KEY])
    with Log(tmp_path / "forged", [KEY]) as log:
        log.append([b"forged", *entries(other - 1, 1)])
    assert audited(tmp_path / "forged").checkpoint.size == other
    assert harmed(tmp_path / "forged", seen).kind == kind


def test_a_checkpoint_of_another_log_or_key_is_found(folder: Path) -> None:
    head = audited(folder).checkpoint
    moved = note.Note(str(Checkpoint("other.example", head.size, head.root)), ()).signed(KEY)
    (folder / "checkpoint").write_text(str(moved))
    assert harmed(folder).kind == "origin"
    thief = SigningKey.generate(KEY.name)
    (folder / "checkpoint").write_text(str(note.Note(str(head), ()).signed(thief)))
    assert harmed(folder).kind == "signature"


def test_an_older_checkpoint_given_again_is_found(tmp_path: Path) -> None:
    folder = filled(tmp_path / "log", 300)
    replayed = (folder / "checkpoint").read_text()
    with Log(folder, [KEY]) as log:
        log.append(entries(10, 300))
    seen = audited(folder).note
    (folder / "checkpoint").write_text(replayed)
    assert harmed(folder, seen).kind == "rollback"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE tail SET entries = x'000161' WHERE first = 0", "UPDATE tail SET entries = 'text'", "DELETE FROM tail",
     "UPDATE tail SET entries = x'0002'", "UPDATE head SET size = 599", "UPDATE head SET edge = x'00'",
     "UPDATE tail SET first = 1", "UPDATE tail SET entries = replace(hex(entries), '30', '31')"],
)  # fmt: skip
def test_an_edited_database_is_refused_before_anything_is_signed_on_top_of_it(folder: Path, statement: str) -> None:
    with sqlite3.connect(folder / "state" / "log.db") as con:
        con.execute(statement)
    with pytest.raises(Invalid) as said:
        Log(folder, [KEY])
    assert said.value.kind == "journal"


def test_a_log_without_entries_is_audited_by_its_hashes(folder: Path) -> None:
    shutil.rmtree(folder / "tile" / "entries")
    assert not audited(folder).entries
    edit(folder / "tile/0/000", 0, b"X")
    assert harmed(folder).kind == "tile"


@pytest.mark.parametrize("gone", ["state", "tile", "."])
def test_what_is_no_log_is_refused(folder: Path, gone: str) -> None:
    if gone == "state":
        (folder / "state" / "log.db").write_bytes(b"no database")
        with pytest.raises(BadInput, match="no journal"):
            Log(folder, [KEY])
    else:
        (folder / "checkpoint").unlink()
        with pytest.raises(BadInput, match="no checkpoint"):
            audited(folder)
