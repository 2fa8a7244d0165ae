from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from serai.registry.domain.errors import BadInput
from serai.registry.domain.movements import MODES
from serai.tracing.domain.formats import encounters, routes, trips
from serai.tracing.domain.formats.trips.places import stop
from serai.tracing.domain.formats.trips.services import numbers
from serai.tracing.domain.formats.trips.text import clean, numeral
from serai.tracing.domain.formats.trips.units import LONGEST, berths, units

SAMPLES = [
    "date,start,end,type,no,no_sub,memo,pos_start,pos_end,source,who\n"
    "2020-01-20,2020/01/20 22:00:00,2020/01/20 03:00:00,2,K446/K447,7、8车,座位：6A、6C,武汉,沈阳站,http://x,卫健委\n"
    "2020-01-21,,,8,某某超市,,,,,,\n",
    "person_id,date,kind,lat,lon\nA,2020-02-01,store,37.5,127.0\nB,2020-02-02,school,37.6,127.1\n",
    "person_a,person_b,start,end,metres\nA,B,2020-02-01T10:00,2020-02-01T10:05,1.5\n",
    "1,1,390,17\n2,2,215,9\n",
]
GRAMMAR = st.text(alphabet="0123456789AGKCZ京西安地铁路号线车厢座铺上下排、/-()·: 转次加餐", max_size=24)
EDITS = st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=6), st.integers(0, 20)), max_size=6)


@given(st.sampled_from(SAMPLES), EDITS)
def test_damaged_list_is_read_or_refused_but_never_breaks(sample: str, edits: list[tuple[int, bytes, int]]) -> None:
    raw = sample.encode()
    for position, new, dropped in edits:
        position %= len(raw) + 1
        raw = raw[:position] + new + raw[position + dropped :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_bytes(raw)
        for module in (trips, routes, encounters):
            with contextlib.suppress(BadInput):
                report = module.read(path).report
                assert report.read == report.taken + report.duplicates + len(report.rejections)


@given(st.sampled_from(MODES), GRAMMAR | st.text(max_size=20))
def test_number_in_its_one_form_is_read_as_itself(mode: str, text: str) -> None:
    found = numbers(mode, text)
    for run in found.runs:
        for code in run:
            assert numbers(found.mode, code).runs == ((code,),)


@given(GRAMMAR | st.text(max_size=30))
def test_carriages_are_never_made_up(text: str) -> None:
    found = units(clean(text)).units
    assert len(found) == len(set(found))
    for name in found:
        assert name == "餐车" or 1 <= int(name.lstrip("AJ加")) <= LONGEST
    assert all(isinstance(seat, str) and seat for seat in berths(clean(text)))


@given(st.integers(1, LONGEST), st.integers(1, LONGEST))
def test_range_of_carriages_holds_every_one_of_them(first: int, last: int) -> None:
    found = units(f"{first:02d}-{last}号车厢")
    assert found.units == tuple(f"{n:02d}" for n in range(first, last + 1))
    assert found.unreadable == (last < first)


@given(st.integers(1, 99))
def test_chinese_numerals_have_their_value(value: int) -> None:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(value, 10)
    text = ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (
        digits[ones] if ones or not tens else ""
    )
    assert numeral(text) == value == numeral(str(value))


@given(st.sampled_from(MODES), st.text(max_size=20))
def test_stop_is_empty_only_when_nothing_was_said(mode: str, text: str) -> None:
    name, _ = stop(mode, text)
    said = clean(text)
    if mode in ("air", "rail"):  # theirs may be routes, whose dashes alone say nothing
        said = said.strip("-–—→~至 ")
    assert bool(name) == bool(said)
