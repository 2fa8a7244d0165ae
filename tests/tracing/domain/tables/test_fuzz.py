"""No bytes make a reader do anything but read them or refuse them in one line."""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serai.registry.domain.errors import BadInput
from serai.tracing.domain.tables import read_cases, read_legs, read_mapping, read_stays
from tests.tracing.domain.tables.files import LEG_COLUMNS, STAY_COLUMNS, table
from tests.tracing.domain.tables.test_refusals import HEAD, ROW, zipped

SOAK = bool(os.environ.get("SERAI_SOAK"))
EDITS, EXAMPLES = (20_000, 2000) if SOAK else (40, 40)
fuzzed = settings(
    max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
PIECES = [b"\0", b'"', b"\n", b"\r", b",", b";", b"\t", b"\xff", b"\xef\xbb\xbf", b"'", b"\\", b"9" * 40, b"\xe7\x8e"]


def said(call: Callable[[], object]) -> str:
    """The line by which it was refused, or nothing."""
    try:
        call()
    except BadInput as error:
        return str(error)
    return ""


def calm(path: Path) -> None:
    """Read it as everything it might be meant for."""
    for read in (read_stays, read_legs, read_cases):
        assert "\n" not in said(partial(read, path))


@pytest.mark.soak
@fuzzed
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    calm(path)


@pytest.mark.soak
@fuzzed
@given(st.text('ab,;"\n\t|\r 0-:TZ+', max_size=80))
def test_anything_below_a_right_header_is_read_or_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(HEAD + text.encode())
    calm(path)


def parquets() -> list[bytes]:
    """One table in several packings, three groups of rows each."""
    people, places = [f"P{n % 17}" for n in range(200)], [f"place {n % 5}" for n in range(200)]
    times = pa.array(range(1_772_323_200_000_000, 1_772_323_200_000_200), pa.timestamp("us", tz="UTC"))
    table, out = pa.table({"person_id": people, "place_id": places, "start": times, "end": times}), []
    for compression in ("snappy", "none", "zstd", "gzip"):
        for dictionary in (True, False):
            stream = io.BytesIO()
            pq.write_table(table, stream, compression=compression, use_dictionary=dictionary, row_group_size=70)
            out.append(stream.getvalue())
    return out


def edited(rng: Random, data: bytes) -> bytes:
    """Some bytes cut, doubled, put in or changed."""
    for _ in range(rng.randrange(1, 4)):
        at = rng.randrange(len(data) + 1)
        what = rng.randrange(5)
        if what == 0:
            data = data[:at] + rng.choice(PIECES) + data[at:]
        elif what == 1:
            data = data[:at] + data[at + rng.randrange(1, 30) :]
        elif what == 2:
            data = data[:at]
        elif what == 3:
            data = data[:at] + data[max(0, at - rng.randrange(1, 60)) : at] + data[at:]
        else:
            data = data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
    return data


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["csv", "parquet", "gzip", "zip"])
def test_an_edited_file_is_read_or_refused(tmp_path: Path, kind: str) -> None:
    path, rng, packed = tmp_path / f"x.{kind}", Random(kind), parquets()
    for _ in range(EDITS):
        data = {
            "csv": lambda: table(rng, rng.choice([STAY_COLUMNS, LEG_COLUMNS]), must=4)[0],
            "parquet": lambda: rng.choice(packed),
            "gzip": lambda: gzip.compress(HEAD + ROW * 20),
            "zip": lambda: zipped(x_csv=HEAD + ROW * 20),
        }[kind]()
        path.write_bytes(edited(rng, data))
        calm(path)


@pytest.mark.soak
@fuzzed
@given(st.one_of(st.text(max_size=60), st.text("abcolumns:{}[]&*!-%\n \"'", max_size=60)))
def test_any_mapping_is_read_or_refused(tmp_path: Path, text: str) -> None:
    path, stays = tmp_path / "m.yaml", tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    stays.write_bytes(HEAD + ROW)
    assert "\n" not in said(lambda: read_stays(stays, mapping=read_mapping(path)))
