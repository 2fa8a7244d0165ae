from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction

from serai.core import clock, outbox
from serai.core.models import OutboxEvent
from tests.core import crash

pytestmark = pytest.mark.django_db


@pytest.fixture
def failing() -> Iterator[list[str]]:
    calls: list[str] = []

    def broken(event: crash.Tested) -> None:
        calls.append(event.note)
        raise ValueError("Zhang Wei, passport X1234567")

    others = outbox._handlers["Tested"]
    outbox._handlers["Tested"] = {}
    outbox.handler(crash.Tested)(broken)  # called first
    outbox._handlers["Tested"] |= others
    yield calls
    outbox._handlers["Tested"].pop(f"{broken.__module__}.{broken.__qualname__}")


def published() -> None:
    with transaction.atomic():
        outbox.publish(crash.Tested(note="n"))


def test_a_change_rolled_back_takes_its_news_with_it() -> None:
    with transaction.atomic():
        outbox.publish(crash.Tested(note="n"))
        transaction.set_rollback(True)
    assert not OutboxEvent.objects.exists()


def test_a_failing_handler_is_tried_later_and_does_not_hold_up_the_others(failing: list[str]) -> None:
    from serai.core.models import RetentionReport

    published()
    outbox.deliver_due()
    outbox.deliver_due()
    assert failing == ["n"], "not before its time"
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        outbox.deliver_due()
    assert failing == ["n", "n"]
    assert RetentionReport.objects.count() == 2, "the handlers that succeeded are not called again"


def test_news_that_nobody_can_take_becomes_a_dead_letter_that_can_be_revived(failing: list[str]) -> None:
    published()
    for attempt in range(outbox.MAX_ATTEMPTS + 2):
        with clock.frozen(clock.now() + timedelta(hours=2 * (attempt + 1))):
            outbox.deliver_due()
    (dead,) = outbox.dead_letters()
    assert len(failing) == outbox.MAX_ATTEMPTS
    assert dead.error == "ValueError", "the message is not kept: it names people"
    outbox.revive(dead.id)
    assert outbox.dead_letters() == []


def test_dates_come_through_as_dates() -> None:
    from datetime import UTC, date, datetime

    from serai.registry.events import CaseConfirmed, StayReported

    heard: list[object] = []

    def hear(event: object) -> None:
        heard.append(event)

    case = CaseConfirmed("C-1", "P-1", date(2026, 3, 1), date(2026, 3, 2))
    stay = StayReported("P-1", "L-1", datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC), "home", "t")
    for event in (case, stay):
        outbox.handler(type(event))(hear)
        with transaction.atomic():
            outbox.publish(event)
    outbox.deliver_due()
    for event in (case, stay):
        outbox._handlers[type(event).__name__].pop(f"{hear.__module__}.{hear.__qualname__}")
    assert heard == [case, stay]
