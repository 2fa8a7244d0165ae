"""The public list: what comes on it, once each, for how long, and how it goes off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from serai.core import audit, clock, hooks
from serai.identity.actors import Actor
from serai.identity.roles import Role
from serai.registry.domain.errors import BadInput
from serai.registry.models import ServiceRun
from serai.tracing.lookup.selectors import TRIPS_KEPT, catalogue, trips_listed
from serai.tracing.lookup.services import notices_publish, trip_withdraw
from serai.tracing.models import PublishedTrip
from tests.tracing.lookup.lists import at, day, notice, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def tracer(actor_with: Callable[..., Actor]) -> Actor:
    return actor_with(Role.TRACER)


def services() -> list[tuple[str, ...]]:
    return [one.trip.services for one in trips_listed()]


def test_published_twice_is_published_once(tracer: Actor) -> None:
    notices = table(notice("G1"), notice("K2"))
    assert notices_publish(by=tracer, notices=notices) == 2
    assert notices_publish(by=tracer, notices=notices) == 0
    assert notices_publish(by=tracer, notices=table(notice("G1", publisher="another list", source_id="x"))) == 0
    assert services() == [("K2",), ("G1",)]


def test_nothing_that_tells_of_the_person_is_kept(tracer: Actor) -> None:
    notices_publish(by=tracer, notices=table(notice()))
    (row,) = PublishedTrip.objects.values()
    assert not {"memo", "berths"} & row.keys()
    assert "和平路" not in str(row)
    assert "铺" not in str(row)


def test_places_and_unreadable_numbers_stay_off_the_list(tracer: Actor) -> None:
    place = notice("", mode="", place="卫生院")
    assert notices_publish(by=tracer, notices=table(place, notice(""), notice("?"))) == 0
    assert services() == []


def test_a_withdrawn_trip_stays_off(tracer: Actor) -> None:
    notices = table(notice("G1"))
    notices_publish(by=tracer, notices=notices)
    (one,) = trips_listed()
    assert trip_withdraw(by=tracer, trip=one.id)
    assert not trip_withdraw(by=tracer, trip=one.id)
    assert not trip_withdraw(by=tracer, trip=uuid4())
    assert notices_publish(by=tracer, notices=notices) == 0
    assert services() == []


def test_each_change_is_audited(tracer: Actor) -> None:
    notices_publish(by=tracer, notices=table(notice()))
    (event,) = audit.events_on("trips", "list")
    assert (event.action, event.actor) == ("trips.publish", tracer.name)
    (one,) = trips_listed()
    trip_withdraw(by=tracer, trip=one.id)
    assert [e.action for e in audit.events_on("trip", str(one.id))] == ["trips.withdraw"]


def test_times_are_kept_in_the_zone_of_the_trip(tracer: Actor) -> None:
    late = notice("Z1", depart=at(3, 14), arrive=at(3, 23))
    notices_publish(by=tracer, notices=table(late), zone="Asia/Shanghai")
    (one,) = trips_listed()
    assert one.trip.record()["depart"].endswith("T22:00+08:00")
    assert one.trip.dates == (day(3), day(2)), "a ride over midnight is found on both days"
    named = table(late | {"service": "Z3", "services": ["Z3"]}).replace_schema_metadata({"zone": "Asia/Tokyo"})
    notices_publish(by=tracer, notices=named)
    assert trips_listed()[0].trip.record()["depart"].endswith("T23:00+09:00"), "the zone that the table names"
    with pytest.raises(BadInput, match="zone"):
        notices_publish(by=tracer, notices=table(late), zone="Mars/Base")


def test_stops_come_from_the_registry_where_it_knows_the_run(tracer: Actor) -> None:
    stops = [{"name": n, "seq": i} for i, n in reversed(list(enumerate(["武汉", "黄石", "南昌"])))]
    ServiceRun.objects.create(mode="rail", service="G0009", date=day(3), aliases=["g 1234"], stops=stops)
    notices_publish(by=tracer, notices=table(notice()))
    assert trips_listed()[0].trip.stops == ("武汉", "黄石", "南昌")


def test_trips_go_after_four_weeks_and_late_ones_four_weeks_after_publication(tracer: Actor) -> None:
    notices_publish(by=tracer, notices=table(notice("G1", back=0), notice("G2", back=300)))
    policy = dict(hooks.retention)["tracing.trips"]
    assert policy.age == TRIPS_KEPT
    for days, left in ((28, 2), (29, 0)):
        with clock.frozen(clock.now() + timedelta(days=days)):
            assert len(trips_listed()) == left
            assert policy.purge(policy.age, True) == 2 - left
    with clock.frozen(clock.now() + timedelta(days=29)):
        assert policy.purge(policy.age, False) == 2
        assert not PublishedTrip.objects.exists()


def test_the_days_that_the_list_covers(tracer: Actor) -> None:
    assert catalogue().meta.periods == []
    with clock.frozen(datetime(2026, 11, 25, 12, tzinfo=UTC)):
        notices_publish(by=tracer, notices=table(notice("G1", back=3)))
        assert catalogue().meta.periods == [("2026-10-28", "2026-11-26")]
        notices_publish(by=tracer, notices=table(notice("G2", back=300), notice("G3", back=290)))
        assert catalogue().meta.periods == [("2026-01-29", "2026-02-08"), ("2026-10-28", "2026-11-26")]


def test_a_longer_list_is_cut_into_groups(tracer: Actor, settings: Any) -> None:
    notices_publish(by=tracer, notices=table(*(notice(f"G{n}", back=n % 20) for n in range(1, 260))))
    assert catalogue().meta.bits == 4
    settings.RUNS_A_DAY = 20
    assert catalogue().meta.bits == 0, "too few trains run for a group of a thousand"
