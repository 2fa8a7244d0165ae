from __future__ import annotations

import os
from pathlib import Path

import pytest

from serai.registry.domain.errors import BadInput
from serai.tracing.domain.formats.pnrgov import read
from serai.tracing.domain.imports import Imported

from .message_samples import BOOKING, pnrgov

DATA = Path(os.environ.get("SERAI_REFERENCE_DATA", Path(__file__).parents[5] / "shared/data"))


def take(tmp_path: Path, text: str) -> Imported:
    path = tmp_path / "message.edi"
    path.write_text(text)
    return read(path)


def test_codeshare_leg_goes_under_the_operating_flight(tmp_path: Path) -> None:
    got = take(tmp_path, pnrgov(BOOKING))
    leg = got.legs.to_pylist()[0]
    assert (leg["service"], leg["row"], leg["seat"]) == ("YY400", "12", "A")
    assert got.report.remarks["codeshare ZZ7400 = YY400"] == 1


def test_boarded_seat_beats_the_booked_one(tmp_path: Path) -> None:
    boarded = [*BOOKING, "TRI++7:::1", "TIF+ARDEN+MAYAMRS:A:1", "SSD+014C++++Y"]
    leg = take(tmp_path, pnrgov(boarded)).legs.to_pylist()[0]
    assert (leg["row"], leg["seat"]) == ("14", "C")


def test_history_after_abi_adds_no_flight(tmp_path: Path) -> None:
    past = [*BOOKING, "ABI+1+:FRA", "SAC+++X", "TVL+280224:1000::1300+FRA+JFK+YY+400:Y"]
    assert take(tmp_path, pnrgov(past)).legs.num_rows == 1


def test_infant_named_only_in_the_adults_request_sits_on_that_lap(tmp_path: Path) -> None:
    baby = [*BOOKING[:3], "SSR+INFT:NN:1:YY:::::ARDEN/TIM/01MAY23+::1", *BOOKING[3:]]
    got = take(tmp_path, pnrgov(baby))
    assert [t.role for t in got.travellers] == ["passenger", "infant"]
    assert got.legs.column("row").to_pylist() == ["12", "12"]


def test_booking_without_a_traveller_is_rejected_and_the_next_one_kept(tmp_path: Path) -> None:
    got = take(tmp_path, pnrgov(["RCI+YY:BAD"], BOOKING))
    assert [(r.row, r.column, r.value) for r in got.report.rejections] == [(6, "SRC", "YY/BAD")]
    assert got.legs.num_rows == 1


def test_cancelled_flight_gives_no_leg(tmp_path: Path) -> None:
    got = take(tmp_path, pnrgov([*BOOKING, "RPI+1+XX"]))
    assert got.legs.num_rows == 0
    assert got.report.remarks["flight_not_confirmed"] == 1


def counted(file: str) -> tuple[int, int, int]:
    if not (DATA / "pnrgov" / file).exists():
        pytest.skip("SERAI_REFERENCE_DATA holds no such message")
    got = read(DATA / "pnrgov" / file)
    return len(got.travellers), got.legs.num_rows, sum(bool(row) for row in got.legs.column("row").to_pylist())


@pytest.mark.reference
@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("gtas-loader_2_pnrs_basic.edi", (4, 8, 8)),
        ("gtas-loader_adult_and_infant.edi", (2, 6, 0)),
        ("gtas-loader_codeshare.edi", (2, 2, 2)),
        ("gtas-loader_pnr1.txt", (2, 4, 4)),
        ("gtas-loader_pnr3.txt", (4, 12, 4)),
        ("gtas-parsers_pnrEdge.txt", (1, 1, 0)),
        ("gtas-parsers_pnrSeatFormats.txt", (1, 1, 1)),
    ],
)
def test_reference_message_gives_what_was_counted_by_hand(file: str, expected: tuple[int, int, int]) -> None:
    assert counted(file) == expected


@pytest.mark.reference
def test_reference_message_that_is_cut_is_refused() -> None:
    with pytest.raises(BadInput, match="never ended"):
        counted("gtas-parsers_pnrBadFormat.txt")
