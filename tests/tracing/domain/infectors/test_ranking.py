from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.tracing.domain.infectors import RANKED, Serial, model, rank
from serai.tracing.domain.infectors import ranking as module
from tests.tracing.domain.infectors.scenes import Point, cases, points, slow

HOME = (37.50, 127.00)
DAYS = st.floats(0, 40).map(lambda d: round(d * 4) / 4)
PEOPLE = st.sampled_from("abcdef")
# spots a few metres to some kilometres apart; the cubes that count crowds have edges, so no spot lies on one
SPOT = st.tuples(st.sampled_from([37.5, 37.50031, 37.5023, 37.61, 35.1]), st.sampled_from([127.0, 127.00037, 129.02]))
POINT = st.builds(
    lambda p, d, k, s: (p, d, k, *s), PEOPLE, st.integers(0, 40), st.sampled_from(["store", "hospital", ""]), SPOT
)
CASE = st.tuples(PEOPLE, st.one_of(st.none(), DAYS), DAYS)


def ranked(*arguments: Any, **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rank(*arguments, **options).to_pylist()
    return found


def order(rows: list[dict[str, Any]], case: str) -> list[str]:
    return [r["candidate_id"] for r in rows if r["case_id"] == case]


def factors(row: dict[str, Any]) -> dict[str, Any]:
    return {reason["factor"]: reason["value"] for reason in json.loads(row["reasons"])}


@given(st.lists(CASE, max_size=7), st.lists(POINT, max_size=14))
def test_fast_ranking_equals_the_slow_and_obvious_one(rows: list[Any], spots: list[Point]) -> None:
    table = cases(*((f"C{n}", p, o, c) for n, (p, o, c) in enumerate(rows)))
    expected = slow(table, spots)
    found = {(r["case_id"], r["candidate_id"]): r["score"] for r in ranked(table, points(*spots), top=99)}
    assert found.keys() == expected.keys()
    assert list(found.values()) == pytest.approx([expected[pair] for pair in found], rel=1e-3, abs=2e-9)


@given(st.lists(POINT, max_size=20))
def test_ranking_in_small_blocks_is_the_same_ranking(spots: list[Point]) -> None:
    table = cases(*((f"C{n}", p, None, 5.0 * n) for n, p in enumerate("abcdef")))
    whole = {(r["case_id"], r["candidate_id"]): r["score"] for r in ranked(table, points(*spots))}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_BLOCK", 3)
        parts = {(r["case_id"], r["candidate_id"]): r["score"] for r in ranked(table, points(*spots))}
    assert parts == pytest.approx(whole, rel=1e-3, abs=1e-8)


def test_candidate_who_fell_ill_more_than_three_days_later_is_none() -> None:
    rows = ranked(cases(("A", "a", 10, None), ("B", "b", 13, None), ("C", "c", 13.25, None)), points())
    assert order(rows, "A") == ["B"]
    assert sorted(order(rows, "C")) == ["A", "B"]


def test_person_never_infects_themselves_even_as_two_cases() -> None:
    rows = ranked(cases(("A1", "a", 1, None), ("A2", "a", 8, None), ("B", "b", 9, None)), points())
    assert order(rows, "A2") == ["B"]
    assert sorted(order(rows, "B")) == ["A1", "A2"]


def test_neighbour_goes_before_a_stranger_of_another_town() -> None:
    table = cases(("A", "a", 10, None), ("near", "n", 5, None), ("far", "f", 5, None))
    spots = points(("a", 5, "store", *HOME), ("n", 5, "store", 37.51, 127.0), ("f", 5, "store", 35.1, 129.0))
    rows = ranked(table, spots)
    assert order(rows, "A") == ["near", "far"]
    assert factors(rows[0])["nearness"] == pytest.approx(1.11, abs=0.05)


def test_of_two_at_the_same_distance_the_one_ill_days_before_goes_first() -> None:
    table = cases(("A", "a", 30, None), ("days", "d", 26, None), ("month", "m", 0, None))
    spots = points(*((p, 5, "store", *HOME) for p in "adm"))
    assert order(ranked(table, spots), "A") == ["days", "month"]


def test_place_where_nobody_else_was_says_more_than_a_crowded_one() -> None:
    table = cases(("A", "a", 10, None), ("quiet", "q", 6, None), ("crowded", "c", 6, None))
    inn, hall = (37.60, 127.10), (37.60, 127.20)
    visitors = [(f"v{n}", 5, "hall", *hall) for n in range(50)]
    spots = points(
        *(("a", 5, "inn", *inn), ("a", 5, "hall", *hall), ("q", 5, "inn", *inn), ("c", 5, "hall", *hall)), *visitors
    )
    rows = ranked(table, spots)
    assert order(rows, "A") == ["quiet", "crowded"]
    assert [factors(r)["crowd"] for r in rows if r["case_id"] == "A"] == [2, 52]


def test_meeting_more_than_a_fortnight_apart_is_none() -> None:
    table = cases(("A", "a", 20, None), ("B", "b", 15, None))
    together = ranked(table, points(("a", 16, "inn", *HOME), ("b", 2, "inn", *HOME)))
    apart = ranked(table, points(("a", 17, "inn", *HOME), ("b", 2, "inn", *HOME)))
    assert factors(together[0])["meeting"] == 0
    assert "no_meeting" in factors(apart[0])


def test_case_or_candidate_without_a_route_is_ranked_and_said_to_be_so() -> None:
    table = cases(("A", "a", 10, None), ("B", "b", None, 7), ("C", "c", 5, None))
    rows = ranked(table, points(("a", 5, "inn", *HOME), ("c", 5, "inn", *HOME)))
    of_a = {r["candidate_id"]: factors(r) for r in rows if r["case_id"] == "A"}
    assert {"no_route", "no_onset"} <= of_a["B"].keys()
    assert "no_route" not in of_a["C"]


def test_every_reason_has_a_factor_a_value_a_text_and_a_source() -> None:
    table = cases(("A", "a", 10, None), ("B", "b", None, 7))
    for row in ranked(table, points(("a", 5, "inn", *HOME), ("b", 5, "", *HOME))):
        for reason in json.loads(row["reasons"]):
            assert reason.keys() == {"factor", "value", "text", "source"}
            assert reason["text"]
            assert reason["source"]


def test_ranks_count_from_one_and_top_cuts_them() -> None:
    table = cases(*((f"C{n}", str(n), float(n), None) for n in range(8)))
    rows = ranked(table, points(), top=3)
    assert [r["rank"] for r in rows if r["case_id"] == "C7"] == [1, 2, 3]
    assert rank(cases(), points()).schema == RANKED


def test_disease_with_longer_intervals_prefers_older_candidates() -> None:
    table = cases(("A", "a", 20, None), ("four", "b", 16, None), ("twelve", "c", 8, None))
    assert order(ranked(table, points()), "A") == ["four", "twelve"]
    assert order(ranked(table, points(), serial=Serial(12.6, 2.8, "MERS")), "A") == ["twelve", "four"]


def test_interval_likelihood_is_a_density_that_favours_days_over_months() -> None:
    days = np.arange(-30, 400, 0.25)
    density = np.exp(model.interval(days))
    assert 0.9 < density.sum() * 0.25 < 1.1
    assert model.interval(np.array(4.0)) > model.interval(np.array(-2.0)) > model.interval(np.array(-20.0))
    assert np.isfinite(model.interval(np.array([-1e6, 1e6]))).all()
