"""The rules of the lookup, case by case, as the browser keeps them too (frontend/src/lookup/vectors.test.ts).

The groups in vectors.json were worked out with `sha256sum`, by neither implementation.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from serai.tracing.domain.lookup import Query, Trip, answer, bucket, name, normal, readings, station
from serai.tracing.domain.lookup.numbers import unit

VECTORS: dict[str, list[Any]] = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))


@pytest.mark.parametrize(("family", "text", "expected"), VECTORS["numbers"])
def test_a_number_has_one_form(family: str, text: str, expected: list[str]) -> None:
    assert list(normal(text, family)) == expected


@pytest.mark.parametrize(("kind", "text", "expected"), VECTORS["readings"])
def test_a_number_is_read_as_what_it_says_of_itself(kind: str, text: str, expected: list[list[Any]]) -> None:
    assert [[family, list(numbers)] for family, numbers in readings(text, kind)] == expected


@pytest.mark.parametrize(("text", "expected"), VECTORS["stations"])
def test_a_stop_has_one_form(text: str, expected: str) -> None:
    assert station(text) == expected


@pytest.mark.parametrize(("text", "expected"), VECTORS["units"])
def test_a_carriage_has_one_form(text: str, expected: str) -> None:
    assert unit(text) == expected


@pytest.mark.parametrize(("family", "service", "day", "bits", "expected"), VECTORS["buckets"])
def test_a_trip_has_one_group(family: str, service: str, day: str, bits: int, expected: int) -> None:
    assert bucket(family, service, date.fromisoformat(day), bits) == expected


@pytest.mark.parametrize(("index", "bits", "expected"), VECTORS["names"])
def test_a_group_has_one_name(index: int, bits: int, expected: str) -> None:
    assert name(index, bits) == expected


@pytest.mark.parametrize("scene", VECTORS["answers"], ids=lambda s: s["says"])
def test_answers(scene: dict[str, Any]) -> None:
    asked, expected = scene["query"], scene["expected"]
    query = Query(
        asked["family"],
        tuple(asked["services"]),
        date.fromisoformat(asked["day"]),
        asked["unit"],
        asked["board"],
        asked["alight"],
    )
    periods = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in scene["periods"]]
    found = answer(query, [trip(record) for record in scene["trips"]], periods=periods, old=scene["old"])
    assert (found.verdict, found.why) == (expected["verdict"], expected["why"])
    assert [near for near, _ in found.found] == expected["closeness"]


def trip(record: dict[str, Any]) -> Trip:
    return Trip(
        source_id=record["id"],
        mode=record["mode"],
        services=tuple(record["services"]),
        dates=tuple(map(date.fromisoformat, record["dates"])),
        units=tuple(record.get("units", ())),
        board=record.get("board", ""),
        alight=record.get("alight", ""),
        stops=tuple(record.get("stops", ())),
    )
