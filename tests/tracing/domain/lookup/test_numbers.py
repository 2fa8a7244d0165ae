"""Numbers of any shape: one form, found again whatever a traveller types around it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.tracing.domain.lookup import FAMILIES, family_of, normal, readings
from serai.tracing.domain.lookup.numbers import LONGEST

TYPED = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="GDKCAMU0123456789 -/次号路线站十三百公交地铁市西安云·ＡＧ１\u200f\u202e", max_size=20),
)


@given(TYPED, st.sampled_from(FAMILIES))
def test_a_form_is_its_own_form(text: str, family: str) -> None:
    for one in normal(text, family):
        if len(one) <= LONGEST:
            assert normal(one, family) == (one,)


@given(st.sampled_from("GDCKTZ"), st.integers(1, 9999), st.sampled_from(["{}{}", " {} {}", "{}-{}次", "{}0{}"]))
def test_trains_are_found_again_however_they_are_written(letter: str, number: int, form: str) -> None:
    assert normal(form.format(letter.lower(), number), "rail") == (f"{letter}{number}",)


@given(TYPED)
def test_readings_never_fail_and_are_readable(text: str) -> None:
    for family, numbers in readings(text):
        assert numbers == normal(text, family)


def test_a_number_of_unknown_kind_is_read_as_each_kind_that_it_may_be() -> None:
    assert readings("G5012")[:3] == [("rail", ("G5012",)), ("air", ("G512",)), ("road", ("G5012",))]
    assert readings("1462")[0] == ("rail", ("1462",))
    assert readings("云GV5592") == [("road", ("云GV5592",))]
    assert [family for family, _ in readings("G5012", "rail")] == ["rail"]
    assert readings("hm") == []


@pytest.mark.parametrize(
    ("text", "family"),
    [("济南K139路", "road"), ("bus K139", "road"), ("公交11", "road"), ("K139次", "rail"), ("train G5012", "rail"),
     ("flight G5012", "air"), ("CA1234航班", "air"), ("上海地铁2号线", "metro"), ("轮渡双泰36号", "ship")],
)  # fmt: skip
def test_a_word_beside_the_number_tells_the_kind(text: str, family: str) -> None:
    assert [found for found, _ in readings(text)] == [family]


@pytest.mark.reference
def test_numbers_of_real_notices_can_be_looked_up() -> None:
    from serai.tracing.domain.imports import importer

    folder = Path(os.environ.get("SERAI_REFERENCE_DATA", "../shared/data")) / "trips"
    if not folder.exists():
        pytest.skip("third-party data is absent (SERAI_REFERENCE_DATA)")
    notices = importer("trips")(folder).notices
    assert notices is not None
    stated = [(family_of(row["mode"]), one) for row in notices.to_pylist() for one in row["services"]]
    lost = [pair for pair in stated if not normal(pair[1], pair[0])]
    assert len(stated) > 5000
    assert len(lost) / len(stated) < 0.005
    assert all(family == "air" and one.isdigit() for family, one in lost), "only flights without their airline"
