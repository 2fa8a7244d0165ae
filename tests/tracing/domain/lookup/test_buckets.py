"""What the server learns: one of few groups, each of which covers a thousand trips and more."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from serai.tracing.domain.lookup import LEAST, Catalogue, Meta, Query, Trip, answer, bits_for, bucket, name, trips_of
from serai.tracing.domain.lookup.buckets import MOST_BITS, buckets_of
from tests.tracing.domain.lookup.test_vectors import trip as trip_of

FIRST = date(2026, 11, 1)
DAYS = 28


def timetable(services: int, seed: int) -> list[tuple[str, str]]:
    """So many services, drawn from numbers as they are given out: whole packs of neighbouring trains, and flights."""
    dice = random.Random(seed)
    found: set[tuple[str, str]] = set()
    while len(found) < services:
        if dice.random() < 0.6:
            start = dice.randrange(1, 9996, 4)
            found |= {("rail", f"{dice.choice('GDCKTZ')}{start + n}") for n in range(4)}
        else:
            found.add(("air", f"{dice.choice(['CA', 'MU', '9C', 'HU'])}{dice.randrange(1, 9999)}"))
    return sorted(found)[:services]


def coverage(services: list[tuple[str, str]], bits: int) -> Counter[int]:
    days = [FIRST + timedelta(days=n) for n in range(DAYS)]
    return Counter(bucket(family, service, day, bits) for family, service in services for day in days)


def test_every_group_covers_a_thousand_trips_hit_or_not() -> None:
    for services in (60, 400, 1500, 6000):
        bits = bits_for(services, DAYS)
        counted = coverage(timetable(services, seed=services), bits)
        assert len(counted) == 1 << bits
        assert min(counted.values()) >= LEAST, services


def test_one_bit_more_would_soon_be_too_many() -> None:
    for services in (400, 1500, 6000):
        bits = bits_for(services, DAYS) + 2
        assert min(coverage(timetable(services, seed=1), bits).values()) < LEAST


@given(st.integers(0, 10**7), st.integers(0, 400))
def test_more_services_never_mean_fewer_groups(services: int, days: int) -> None:
    bits = bits_for(services, days)
    assert 0 <= bits <= MOST_BITS
    assert bits <= bits_for(services * 2, days) <= bits + 1
    assert services * days / (1 << bits) >= LEAST or bits == 0


def published(count: int, seed: int = 3) -> list[Trip]:
    dice = random.Random(seed)
    table = timetable(800, seed)
    return [
        Trip(
            source_id=f"n{n}",
            mode=(one := dice.choice(table))[0],
            services=(one[1],),
            dates=(FIRST + timedelta(days=dice.randrange(DAYS)),),
            board="a" * dice.randrange(30),
            publisher="健康委" * dice.randrange(4),
        )
        for n in range(count)
    ]


def meta(bits: int, trips: int = 0) -> Meta:
    return Meta("serai-trips-1", bits, [(FIRST.isoformat(), (FIRST + timedelta(days=27)).isoformat())], "", trips, 0, 7)


def test_all_groups_have_the_same_size_and_names_of_the_same_length() -> None:
    catalogue = Catalogue(published(700), meta(5))
    bodies = [catalogue.body(key) for key in catalogue.names()]
    assert len(bodies) == 32
    assert len({len(body or b"") for body in bodies}) == 1
    assert len({len(key) for key in catalogue.names()}) == 1


@given(st.integers(0, 6), st.integers(0, 10**6))
def test_a_group_answers_for_its_trips_as_the_whole_list_does(bits: int, seed: int) -> None:
    dice = random.Random(seed)
    trips = published(60, seed % 7)
    catalogue = Catalogue(trips, meta(bits))
    asked = dice.choice(trips)
    day = asked.dates[0] + timedelta(days=dice.choice((0, 0, 1)))
    query = Query(asked.family, asked.services, day)
    group = catalogue.body(name(bucket(asked.family, asked.services[0], day, bits), bits))
    assert group is not None
    periods = [(FIRST, FIRST + timedelta(days=40))]
    from_group = answer(query, [trip_of(record) for record in trips_of(group)], periods=periods)  # type: ignore[arg-type]
    from_all = answer(query, trips, periods=periods)
    assert from_group.verdict == from_all.verdict
    assert [t.source_id for _, t in from_group.found] == [t.source_id for _, t in from_all.found]


def test_two_trips_of_one_group_ask_for_the_same_bytes() -> None:
    trips = published(300)
    catalogue = Catalogue(trips, meta(4))
    by_group: dict[str, set[bytes]] = {}
    for family, service in timetable(800, 3):
        key = name(bucket(family, service, FIRST, 4), 4)
        by_group.setdefault(key, set()).add(catalogue.body(key) or b"")
    assert len(by_group) == 16
    assert {len(bodies) for bodies in by_group.values()} == {1}


def test_neighbouring_numbers_of_one_train_share_a_group() -> None:
    for one, other in (("K446", "K447"), ("K268", "K265"), ("G1234", "G1235"), ("K448", "K445")):
        assert bucket("rail", one, FIRST, 16) == bucket("rail", other, FIRST, 16)


def test_a_run_stands_in_the_group_of_each_of_its_numbers_and_days() -> None:
    trip = Trip("n", "air", ("CA1234", "SC5678"), (FIRST, FIRST + timedelta(days=1)))
    expected = {bucket("air", s, d, 12) for s in trip.services for d in trip.dates}
    assert buckets_of(trip, 12) == expected
    assert len(expected) == 4


def test_an_unknown_group_has_no_body_and_an_empty_list_has_one() -> None:
    catalogue = Catalogue([], meta(0))
    assert list(catalogue.names()) == ["0-0"]
    assert trips_of(catalogue.body("0-0") or b"") == []
    assert catalogue.body("4-f") is None
    assert json.loads(catalogue.about())["bits"] == 0
    assert len(gzip.compress(catalogue.body("0-0") or b"")) < 100
