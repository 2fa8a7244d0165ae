"""Files come in once, are read apart, and what was wrong with them is said to the row."""

from __future__ import annotations

from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from serai.core.models import Blob
from serai.core.worker import run_one
from serai.registry.domain.errors import BadInput
from serai.registry.models import IdentityVault, Person
from serai.tracing import movements
from serai.tracing.importing import run_import
from serai.tracing.models import ImportBatch, TravellerName
from serai.tracing.public import import_upload
from tests.tracing.domain.formats.message_samples import ADULT, BABY, CREW, paxlst
from tests.tracing.world import BY

pytestmark = pytest.mark.django_db
PAXLST = paxlst(ADULT, BABY, CREW).encode()
STAYS = b"""person_id,place_id,start,end
P-1,L-1,2026-03-10T10:00Z,2026-03-10T11:00Z
P-2,L-1,2026-03-10T12:00Z,2026-03-10T11:00Z
,L-1,2026-03-10T10:00Z,2026-03-10T11:00Z
P-3,L-1,2026-03-10T10:00Z,2026-03-10T11:30Z
"""


def upload(data: bytes, kind: str = "stays", **more: str) -> ImportBatch:
    return import_upload(by=BY, kind=kind, name="../a file.csv", data=data, **more)


def rows() -> int:
    return int(movements.store().size()["stays"]) if movements.exists() else 0


def test_good_rows_are_taken_and_bad_ones_are_listed_with_row_and_column() -> None:
    batch = run_import(upload(STAYS))
    assert (batch.status, batch.read, batch.taken, batch.rejected) == ("done", 4, 2, 2)
    assert [(r.row, r.column) for r in batch.rejections.order_by("number")] == [(3, "end"), (4, "person_id")]
    assert batch.counts == {"stays": 2}
    assert batch.label == "a file.csv"


def test_a_file_is_read_in_the_background_and_not_kept() -> None:
    batch = upload(STAYS)
    assert Blob.objects.count() == 1
    assert run_one("w")
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    batch.refresh_from_db()
    assert (batch.status, batch.upload) == ("done", None)
    assert not Blob.objects.exists()


def test_the_same_file_again_changes_nothing() -> None:
    first = run_import(upload(STAYS))
    again = run_import(upload(STAYS))
    assert first.pk == again.pk
    assert ImportBatch.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"\x00\x01\x02" * 50, "stays"), (b"a,b\n1,2\n", "stays"), (b"nonsense", "paxlst"), (b"PAR1....", "legs")],
)
def test_a_file_that_cannot_be_read_is_refused_whole_in_one_line(data: bytes, kind: str) -> None:
    batch = run_import(upload(data, kind))
    assert batch.status == "refused"
    assert batch.error
    assert "\n" not in batch.error
    assert "/tmp" not in batch.error
    assert not Blob.objects.exists()


def test_a_file_that_was_refused_may_be_tried_again() -> None:
    run_import(upload(b"nonsense", "paxlst"))
    assert upload(b"nonsense", "paxlst").status == "waiting"


@pytest.mark.parametrize(("data", "kind", "zone"), [(b"", "stays", ""), (b"x", "nothing", ""), (b"x", "stays", "Mars")])
def test_what_cannot_be_a_file_is_refused_at_the_door(data: bytes, kind: str, zone: str) -> None:
    with pytest.raises(BadInput):
        upload(data, kind, zone=zone)


def test_travellers_become_persons_once_and_their_names_stay_in_the_vault() -> None:
    batch = upload(PAXLST, "paxlst")
    run_import(batch)
    people = set(Person.objects.values_list("code", flat=True))
    assert people
    assert IdentityVault.objects.count() == len(people)
    legs = movements.store().connect().table("persons").to_pyarrow()["text"].to_pylist()
    assert set(legs) == people
    assert not TravellerName.objects.exists()
    other = run_import(upload(PAXLST + b"\n", "paxlst"))
    assert other.pk != batch.pk
    assert set(Person.objects.values_list("code", flat=True)) == people


def test_an_import_killed_before_it_was_said_to_be_done_is_done_once(monkeypatch: Any) -> None:
    from serai.tracing.services import imports

    batch = upload(STAYS)

    def killed(_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(imports.outbox, "publish", killed)
        with pytest.raises(KeyboardInterrupt):
            run_import(batch)
    batch.refresh_from_db()
    assert batch.status == "reading"
    assert run_import(batch).counts == {"stays": 2}
    assert batch.rejections.count() == 2
