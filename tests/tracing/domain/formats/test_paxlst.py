from __future__ import annotations

import base64
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from serai.registry.domain.errors import BadInput
from serai.tracing.domain.formats.paxlst import read
from serai.tracing.domain.imports import Imported

from .message_samples import ADULT, BABY, CREW, FLIGHT, paxlst

DATA = Path(os.environ.get("SERAI_REFERENCE_DATA", Path(__file__).parents[5] / "shared/data"))


def take(tmp_path: Path, text: str | bytes, *, strict: bool = False) -> Imported:
    path = tmp_path / "message.edi"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(path, strict=strict)


def test_local_times_become_utc_and_the_flight_number_loses_its_zeros(tmp_path: Path) -> None:
    leg = take(tmp_path, paxlst()).legs.to_pylist()[0]
    assert (leg["service"], leg["date"]) == ("XX400", date(2024, 3, 1))
    assert (leg["depart"], leg["arrive"]) == (
        datetime(2024, 3, 1, 9, tzinfo=UTC),
        datetime(2024, 3, 1, 18, tzinfo=UTC),
    )
    assert (leg["unit"], leg["row"], leg["seat"]) == ("aircraft", "12", "A")


def test_lap_infant_takes_the_adults_seat_and_crew_has_none(tmp_path: Path) -> None:
    got = take(tmp_path, paxlst(ADULT, BABY, CREW))
    assert [t.role for t in got.travellers] == ["passenger", "infant", "crew"]
    assert [(leg["row"], leg["seat"]) for leg in got.legs.to_pylist()] == [("12", "A"), ("12", "A"), ("", "")]


def test_codeshare_with_the_same_route_is_one_run(tmp_path: Path) -> None:
    share = ["TDT+20+QQ7001+++QQ", *FLIGHT[1:]]
    got = take(tmp_path, paxlst(flight=FLIGHT + share))
    assert got.legs.column("service").to_pylist() == ["XX400"]
    assert got.report.remarks["codeshare QQ7001 = XX400"] == 1


def test_traveller_rides_only_the_legs_between_embarking_and_leaving(tmp_path: Path) -> None:
    onward = ["TDT+20+XX900", "LOC+92+JFK", "DTM+189:2403011500:201", "LOC+92+MIA", "DTM+232:2403011800:201"]
    got = take(tmp_path, paxlst(flight=FLIGHT + onward))
    assert got.legs.column("service").to_pylist() == ["XX400"]


def test_document_held_by_two_names_does_not_make_them_one_person(tmp_path: Path) -> None:
    other = [part.replace("MAYA", "ZOE").replace("850412", "860101") for part in ADULT]
    assert len(take(tmp_path, paxlst(ADULT, other)).travellers) == 2


def test_bad_person_is_rejected_by_segment_and_the_good_one_kept(tmp_path: Path) -> None:
    text = paxlst(["NAD+FL+++"], ADULT)
    got = take(tmp_path, text)
    assert [(r.row, r.column) for r in got.report.rejections] == [(9, "NAD/4")]
    assert got.legs.num_rows == 1
    with pytest.raises(BadInput, match="segment 9"):
        take(tmp_path, text, strict=True)


def test_flight_that_lands_before_it_leaves_is_reported_and_its_people_kept_without_times(tmp_path: Path) -> None:
    got = take(tmp_path, paxlst(flight=[part.replace("2403011300", "2402281300") for part in FLIGHT]))
    assert [(r.row, r.column) for r in got.report.rejections] == [(4, "DTM")]
    assert got.legs.column("depart").to_pylist() == [None]


def test_unreadable_seat_becomes_unknown_and_is_counted(tmp_path: Path) -> None:
    got = take(tmp_path, paxlst([part.replace("012A", "12#") for part in ADULT]))
    assert got.legs.column("row").to_pylist() == [""]
    assert got.report.remarks["seat_unreadable"] == 1


def test_people_listed_as_not_boarded_have_no_leg(tmp_path: Path) -> None:
    got = take(tmp_path, paxlst().replace("BGM+745", "BGM+266+CLNB"))
    assert got.legs.num_rows == 0
    assert got.report.remarks["not_on_board"] == 1


def wrapped(text: str, columns: int = 64) -> str:
    return "\r\n".join(text[i : i + columns] for i in range(0, len(text), columns))


def mail(text: str, encoding: str) -> str:
    head = "From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/plain"
    return f"{head}\nContent-Transfer-Encoding: {encoding}\n\n{text}"


@pytest.mark.parametrize(
    "wrap",
    [
        wrapped,
        lambda t: "\r\n\x01QU ABCDEFG\r\n.HIJKLMN 010800\r\n\x02" + wrapped(t) + "\r\n\x03",
        lambda t: "\n".join("> " + line for line in wrapped(t).splitlines()),
        lambda t: mail(base64.encodebytes(t.encode()).decode(), "base64"),
        lambda t: mail(t.replace("=", "=3D")[:70] + "=\n" + t[70:], "quoted-printable"),
        lambda t: mail(wrapped(t) + "\n\nThis e-mail is confidential.", "7bit"),
        lambda t: "UNA:+.? '" + t,
        lambda t: "UNA*+.? !" + t.replace(":", "*").replace("'", "!"),
        lambda t: t.replace("'", "'\r\n"),
    ],
)
def test_every_wrapping_gives_the_same_legs(tmp_path: Path, wrap: object) -> None:
    assert callable(wrap)
    assert take(tmp_path, wrap(paxlst(ADULT, BABY))).legs == take(tmp_path, paxlst(ADULT, BABY)).legs


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("\x00\x01\x02\x00", "binary"),
        ("hello", "no UN/EDIFACT"),
        (paxlst()[:-40], "never ended|no UN"),
        (paxlst().replace("BGM+745", "UNA:+.? 'BGM+745"), "UNA inside"),
        ("UNA:+.? 'UNA:+.? '" + paxlst(), "UNA before UNA"),
        ("UNA:+.? '\r\nUNA:+.? '\r\n" + paxlst(), "UNA before UNA"),
        (paxlst().replace("BGM+745", "UNB+UNOA:4'BGM+745"), "UNB inside"),
        (paxlst().replace("UNT+99+1'", ""), "no UNT"),
        (paxlst().replace("UNZ+1+77'", ""), "no UNZ"),
        (paxlst().replace("PAXLST", "INVOIC"), "no PAXLST"),
    ],
)
def test_unparsable_file_is_refused_whole_in_one_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as error:
        take(tmp_path, text)
    assert "\n" not in str(error.value)


def test_two_interchanges_in_one_file_are_both_read(tmp_path: Path) -> None:
    second = paxlst().replace("ARDEN", "BERG").replace("C01X", "C02Y")
    assert take(tmp_path, paxlst() + "\r\n\r\n" + second).legs.num_rows == 2


@pytest.mark.reference
@pytest.mark.parametrize(
    ("file", "people", "legs", "seats"),
    [
        ("paxlst/gtas-loader_Test1.txt", 8, 8, 0),
        ("paxlst/gtas-loader_airline2.edi", 10, 10, 0),
        ("paxlst/gtas-loader_multiple_flight_leg_apis.txt", 2, 4, 0),
        ("paxlst_malformed/A.txt", 1, 1, 1),
        ("paxlst_malformed/B.txt", 1, 1, 1),
        ("paxlst_malformed/C.txt", 3, 3, 3),
    ],
)
def test_reference_message_gives_the_people_counted_by_hand(file: str, people: int, legs: int, seats: int) -> None:
    if not (DATA / file).exists():
        pytest.skip("SERAI_REFERENCE_DATA holds no such message")
    got = read(DATA / file)
    assert (len(got.travellers), got.legs.num_rows) == (people, legs)
    assert sum(bool(row) for row in got.legs.column("row").to_pylist()) == seats
