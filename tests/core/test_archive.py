from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from serai.core import archive, crypto, hooks, storage
from serai.core.archive import sealed
from serai.identity.actors import Actor
from serai.registry.domain.identity import IdentityCard
from serai.registry.models import Person
from serai.registry.services import person_enrol, person_erase
from serai.registry.vault import cards

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CARD = IdentityCard("Zhen", "Wei", document="X1", document_country="ZZ")


@pytest.fixture
def station(tmp_path: Path) -> Any:
    """A person, a sealed file and a room's folder."""
    if connection.vendor == "postgresql" and not shutil.which("pg_dump"):
        pytest.skip("pg_dump is not installed")
    folder = tmp_path / "room"
    folder.mkdir()
    (folder / "movements.bin").write_bytes(b"movements")
    hooks.backup.register("test.room", hooks.BackupPart(folder=lambda: folder))
    person = person_enrol(by=Actor.system("t"), identity=CARD)
    blob = storage.blob_put(subject=person.code, name="a", data=b"letter")
    yield person.code, blob, folder
    hooks.backup.remove("test.room")


@pytest.mark.parametrize("passphrase", ["", "a long passphrase"])
def test_a_station_comes_back_whole(station: Any, tmp_path: Path, passphrase: str) -> None:
    code, blob, folder = station
    file = tmp_path / "station.serai"
    archive.backup(file, passphrase=passphrase)
    Person.objects.create(code="P-LATER")
    (folder / "movements.bin").write_bytes(b"lost")
    shutil.rmtree(storage.folder())
    archive.restore(file, passphrase=passphrase, force=True)
    assert list(Person.objects.values_list("code", flat=True)) == [code]
    assert cards([code]) == {code: CARD}
    assert storage.blob_get(blob) == b"letter"
    assert (folder / "movements.bin").read_bytes() == b"movements"


def test_a_station_that_holds_data_is_not_overwritten_by_mistake(station: Any, tmp_path: Path) -> None:
    file = tmp_path / "station.serai"
    archive.backup(file)
    with pytest.raises(archive.BackupRefused, match="--force"):
        archive.restore(file)


@pytest.mark.parametrize("harm", ["cut", "flip", "passphrase"])
def test_a_damaged_backup_is_refused_before_anything_is_replaced(station: Any, tmp_path: Path, harm: str) -> None:
    file = tmp_path / "station.serai"
    archive.backup(file, passphrase="right" if harm == "passphrase" else "")
    data = bytearray(file.read_bytes())
    if harm == "cut":
        data = data[: len(data) // 3]
    if harm == "flip":
        at = bytes(data).rindex(b"movements")
        data[at] ^= 1
    file.write_bytes(data)
    Person.objects.create(code="P-KEPT")
    with pytest.raises(archive.BackupRefused):
        archive.restore(file, passphrase="wrong", force=True)
    assert Person.objects.filter(code="P-KEPT").exists()


def test_what_was_erased_since_the_backup_stays_erased(station: Any, tmp_path: Path) -> None:
    code, blob, _ = station
    file = tmp_path / "station.serai"
    archive.backup(file)
    person_erase(by=Actor.system("t"), code=code)
    archive.restore(file, force=True)
    assert cards([code]) == {}
    with pytest.raises(crypto.Erased):
        storage.blob_get(blob)


def test_rooms_erase_again_what_the_backup_brought_back(station: Any, tmp_path: Path) -> None:
    code, _, _ = station
    file = tmp_path / "station.serai"
    Person.objects.filter(code=code).update(birth_year=1980)
    archive.backup(file)
    person_erase(by=Actor.system("t"), code=code)
    asked: list[str] = []

    def erase(person: str) -> int:
        asked.append(person)
        return 0

    hooks.erasure.register("test.room", erase)
    try:
        archive.restore(file, force=True)
    finally:
        hooks.erasure.remove("test.room")
    assert asked == [code]
    person = Person.objects.get(code=code)
    assert (person.birth_year, person.erased_at is None) == (None, False)


def test_a_backup_is_one_state_of_a_folder_that_changes_meanwhile(station: Any, tmp_path: Path) -> None:
    _, _, folder = station

    def snapshot(into: Path) -> None:
        shutil.copytree(folder, into)
        (folder / "movements.bin").write_bytes(b"written after the snapshot")

    hooks.backup.register("test.room", hooks.BackupPart(lambda: folder, snapshot))
    file = tmp_path / "station.serai"
    archive.backup(file)
    archive.restore(file, force=True)
    assert (folder / "movements.bin").read_bytes() == b"movements"


@pytest.mark.parametrize("size", [0, 1, 10, 11, 25, 30])
def test_a_sealed_file_opens_to_what_it_was_whatever_its_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(sealed, "PIECE", 10)
    plain, box, back = (tmp_path / name for name in ("plain", "box", "back"))
    plain.write_bytes(bytes(range(size)))
    sealed.seal(plain, box, "words")
    sealed.unseal(box, back, "words")
    assert back.read_bytes() == plain.read_bytes()


@pytest.mark.parametrize("harm", ["cut", "swap", "drop the last", "add", "head only"])
def test_a_sealed_file_whose_pieces_are_cut_moved_or_missing_does_not_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    monkeypatch.setattr(sealed, "PIECE", 10)
    plain, box, back = (tmp_path / name for name in ("plain", "box", "back"))
    plain.write_bytes(bytes(range(40)))
    sealed.seal(plain, box, "words")
    head, body = box.read_bytes()[: len(sealed.MAGIC) + 16], box.read_bytes()[len(sealed.MAGIC) + 16 :]
    length = len(body) // 4
    pieces = [body[i : i + length] for i in range(0, len(body), length)]
    assert len(pieces) == 4
    harmed = {
        "cut": body[:-3],
        "swap": b"".join([pieces[1], pieces[0], *pieces[2:]]),
        "drop the last": b"".join(pieces[:3]),
        "add": body + pieces[3],
        "head only": b"",
    }[harm]
    box.write_bytes(head + harmed)
    with pytest.raises(sealed.NotOpened):
        sealed.unseal(box, back, "words")
