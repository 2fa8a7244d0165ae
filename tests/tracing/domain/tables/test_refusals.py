"""Files that are refused whole, each in one line that says where and what."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from serai.registry.domain.errors import BadInput
from serai.tracing.domain.tables import read_cases, read_stays, sources

HEAD = b"person_id,place_id,start,end\n"
ROW = b"ann,bar,2026-11-03T20:00:00Z,2026-11-03T22:00:00Z\n"


def zipped(**members: bytes) -> bytes:
    """A zip of these."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name if "/" in name else name.replace("_", "."), data)
    return stream.getvalue()


def parquet(**columns: list[object]) -> bytes:
    """A Parquet file of these."""
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()


GOOD = parquet(person_id=["ann"], place_id=["bar"], start=["2026-11-03"], end=["2026-11-04"])

REFUSED = {
    "empty": (b"", "empty"),
    "blank": (b"\n\n", "empty"),
    "binary": (b"\x00\x01\x02" * 50, "binary"),
    "binary later": (HEAD + ROW * 3 + b"a\x00b,c,d,e\n", "row 5"),
    "not UTF-8": (HEAD + ROW + b"\xff\xfe,bar,2026-11-03,2026-11-04\n", "row 3"),
    "cut inside a letter": (HEAD + "王,bar,2026-11-03,2026-11-04".encode()[:1], "UTF-8"),
    "UTF-16": ((HEAD + ROW).decode().encode("utf-16"), "UTF-16"),
    "cut inside a row": ((HEAD + ROW * 2)[:-30], "row 3"),
    "too many cells": (HEAD + ROW + b"a,b,2026-11-03,2026-11-04,c\n", "row 3"),
    "a line of megabytes": (HEAD + ROW + b"a" * 3_000_000 + ROW, "2 MB"),
    "open quote": (HEAD + ROW + b'"ann,bar,2026-11-03,2026-11-04\n' + ROW, "quote"),
    "wrong columns": (b"name,where,from,to\nann,bar,2026-11-03,2026-11-04\n", "person_id"),
    "one column missing": (b"person_id,place_id,start\nann,bar,2026-11-03\n", "'end'"),
    "a column twice": (b"person_id,place_id,start,end,end\nann,bar,2026-11-03,2026-11-04,2026-11-05\n", "twice"),
    "a JSON": (b'[{"person_id": "ann", "place_id": "bar"}]', "x.csv"),
    "cut gzip": (gzip.compress(HEAD + ROW * 1000)[:-20], "cut short"),
    "gzip of noise": (b"\x1f\x8b" + b"\x08" * 30, "broken"),
    "cut zip": (zipped(a_csv=HEAD + ROW * 1000)[:-30], "broken"),
    "two tables in a zip": (zipped(a_csv=HEAD, b_csv=HEAD), "one CSV"),
    "a spreadsheet": (zipped(workbook_xml=b"<x/>", styles_xml=b"<x/>"), "one CSV"),
    "a zip in a zip": (zipped(a_zip=zipped(a_csv=HEAD)), "binary"),
    "cut Parquet": (GOOD[:-10], "Parquet"),
    "Parquet cut in front": (GOOD[:4] + GOOD[40:], "Parquet"),
    "Parquet without our columns": (parquet(a=[1]), "person_id"),
    "Parquet with lists": (parquet(person_id=[["ann"]], place_id=["b"], start=["now"], end=["then"]), "lists"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_parsed_is_refused_whole_in_one_line(tmp_path: Path, name: str) -> None:
    data, word = REFUSED[name]
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    with pytest.raises(BadInput) as caught:
        read_stays(path)
    line = str(caught.value)
    assert "x.csv" in line
    assert word in line
    assert "\n" not in line


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zipped(a_csv=data)], ids=["gzip", "zip"])
def test_a_bomb_is_refused_before_it_is_expanded(tmp_path: Path, pack: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "FREE", 1 << 20)
    path = tmp_path / "x.csv"
    path.write_bytes(pack(HEAD + ROW * 400_000))  # type: ignore[operator]
    with pytest.raises(BadInput, match="no zip bomb"):
        read_stays(path)


def test_a_bomb_of_parquet_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    pq.write_table(pa.table({c: pa.nulls(40_000_000, pa.bool_()) for c in ("person_id", "place_id")}), path)
    with pytest.raises(BadInput, match="no zip bomb"):
        read_stays(path)


@pytest.mark.parametrize("where", ["none.csv", "folder", "*.csv", "n" * 300])
def test_what_names_no_file_is_refused(tmp_path: Path, where: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(BadInput):
        read_stays(tmp_path / where)


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(HEAD + ROW)

    real = Path.open

    def refuse(self: Path, *args: object, **kwargs: object) -> object:
        if self == path:
            raise PermissionError(13, "Permission denied")
        return real(self, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)  # root may read everything, so the mode cannot say it
    with pytest.raises(BadInput, match="Permission denied"):
        read_stays(path)


def test_a_temporary_folder_that_cannot_be_made_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.csv").write_bytes(HEAD + ROW)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    with pytest.raises(BadInput, match="no room to work"):
        read_stays(tmp_path / "x.csv")


def test_one_bad_file_of_a_folder_refuses_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(HEAD + ROW)
    (tmp_path / "b.csv").write_bytes(os.urandom(999))
    with pytest.raises(BadInput, match=r"b\.csv"):
        read_stays(tmp_path)


def test_a_file_of_nothing_but_bad_rows_is_the_wrong_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("serai.tracing.domain.tables.reading.REJECTED_MOST", 10)
    path = tmp_path / "x.csv"
    path.write_bytes(HEAD + b",bar,2026-11-03,2026-11-04\n" * 11)
    with pytest.raises(BadInput, match="11 of 11 rows are bad"):
        read_stays(path)


def test_strict_refuses_the_first_bad_row_by_its_place(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(HEAD + ROW + b",bar,2026-11-03,2026-11-04\nann,bar,soon,2026-11-04\n")
    with pytest.raises(BadInput) as caught:
        read_stays(path, strict=True)
    assert str(caught.value) == "x.csv, row 3, column person_id: no person (and one more bad row)"


def test_a_case_needs_a_date(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("case_id,person_id,onset,confirmed\nC1,ann,,\nC2,bob,2026-11-03,\n")
    found = read_cases(path)
    assert found.table.column("case_id").to_pylist() == ["C2"]
    (bad,) = found.report.rejections
    assert (bad.row, bad.column, bad.reason) == (2, "confirmed", "neither onset nor confirmed")
