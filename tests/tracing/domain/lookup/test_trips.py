"""Notices become published trips: what can be looked up, and nothing of the person."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.tracing.domain.imports import NOTICES
from serai.tracing.domain.lookup import trips_from
from serai.tracing.domain.lookup.trips import period

CHINA = ZoneInfo("Asia/Shanghai")
TEXT = st.none() | st.text(max_size=12) | st.sampled_from(["G1234", "MU5101", "云GV5592", "http://x.example", "rail"])
TIME = st.none() | st.integers(-(10**9), 4 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
ROW = st.fixed_dictionaries(
    {
        field.name: st.sampled_from(["air", "rail", "metro", "bus", "coach", "taxi", "ship", "", "rocket", None])
        if field.name == "mode"
        else st.none() | st.dates(date(1950, 1, 1), date(2100, 1, 1))
        if field.name == "date"
        else TIME
        if pa.types.is_timestamp(field.type)
        else st.none() | st.lists(TEXT, max_size=3)
        if pa.types.is_list(field.type)
        else TEXT
        for field in NOTICES
    }
)


@given(st.lists(ROW, max_size=5))
def test_any_table_of_notices_is_read_and_each_trip_can_be_sent(rows: list[dict[str, object]]) -> None:
    trips, unused = trips_from(pa.Table.from_pylist(rows, NOTICES), CHINA)
    assert len(trips) + unused == len(rows)
    for trip in trips:
        assert trip.family
        assert trip.services
        assert 1 <= len(trip.dates) <= 4
        assert not {"memo", "berths"} & trip.record().keys()
        json.dumps(trip.record())
    assert (period(trips) is None) == (not trips)


@pytest.mark.parametrize(
    ("depart", "arrive", "days"),
    [(None, None, 1), (9, 14, 1), (22, 30, 2), (23, 80, 4), (9, 200, 1), (None, 30, 2), (-3, 5, 1)],
)
def test_a_ride_is_found_on_every_day_that_it_touches(depart: int | None, arrive: int | None, days: int) -> None:
    day = date(2020, 1, 22)

    def at(hour: int | None) -> datetime | None:
        return None if hour is None else datetime(2020, 1, 22, tzinfo=CHINA) + timedelta(hours=hour)

    row = {"mode": "rail", "service": "Z1", "date": day, "depart": at(depart), "arrive": at(arrive)}
    (trip,), _ = trips_from(pa.Table.from_pylist([row], NOTICES), CHINA)
    assert trip.dates == tuple(day + timedelta(days=n) for n in range(days))
