"""A small world for tests of tracing's Django side: a train, a café, and people of the registry."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from serai.identity.actors import Actor
from serai.registry.models import Person
from serai.registry.services import IdentityCard, person_find_or_enrol
from serai.tracing.domain.imports import LEGS, STAYS
from serai.tracing.models import Case
from serai.tracing.services import case_register, movements_append

BY = Actor.system("tests")
DAY = date(2026, 3, 10)


def at(hour: int, minute: int = 0, day: int = 10) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def people(*names: str) -> list[Person]:
    cards = [IdentityCard(family=name, given="Test", born=date(1980, 1, 1)) for name in names]
    return person_find_or_enrol(by=BY, identities=cards)


def stays(*rows: tuple[str, str, datetime, datetime, str]) -> pa.Table:
    return pa.table([pa.array(c, f.type) for c, f in zip(zip(*rows, strict=True), STAYS, strict=True)], schema=STAYS)


def legs(*rows: tuple[str, str, str]) -> pa.Table:
    """(person, row, seat) of riders of train G1 in carriage 7 on DAY, 9:00 to 13:00."""
    full = [(p, "rail", "G1", DAY, "Zarhan", "Aqtepe", at(9), at(13), "7", row, seat) for p, row, seat in rows]
    return pa.table([pa.array(c, f.type) for c, f in zip(zip(*full, strict=True), LEGS, strict=True)], schema=LEGS)


def outbreak(extra: int = 0) -> tuple[Case, dict[str, Any]]:
    """A case who met Berta on a train, Carl in a café; Dora's seat is unknown; nobody knows who X-1 is."""
    named = people("Anna", "Berta", "Carl", "Dora")
    anna, berta, carl, dora = (p.code for p in named)
    rides = legs((anna, "9", "C"), (berta, "9", "B"), (dora, "", ""), ("X-1", "9", "D"))
    rows = [
        (anna, "L-CAFE", at(15), at(17), "venue"),
        (carl, "L-CAFE", at(15, 30), at(16, 45), "venue"),
    ]
    rows += [(f"X-{n}", "L-CAFE", at(15), at(16), "venue") for n in range(100, 100 + extra)]
    movements_append(by=BY, label="test", kind="mixed", stays=stays(*rows), legs=rides)
    case = case_register(by=BY, person=named[0], confirmed=date(2026, 3, 12), onset=date(2026, 3, 11))
    return case, {"anna": anna, "berta": berta, "carl": carl, "dora": dora}
