"""The risk model keeps to its published figures."""

from __future__ import annotations

import numpy as np
import pytest

from serai.tracing.domain.risk import FACTORS, infectiousness, rate, risks
from serai.tracing.domain.risk.infectiousness import cumulative, relative


@pytest.mark.parametrize(("day", "share"), [(-7, 0.0005), (-5, 0.01), (-3, 0.09), (0, 0.44)])
def test_infectiousness_before_onset_is_that_of_the_corrected_profile(day: float, share: float) -> None:
    assert float(cumulative(np.array(day))) == pytest.approx(share, abs=0.006)


def test_infectiousness_peaks_at_onset() -> None:
    days = np.linspace(-10, 15, 2501)
    assert abs(days[infectiousness(days).argmax()]) < 0.1


def test_infectiousness_sums_to_one() -> None:
    days = np.linspace(-12, 40, 52_001)
    assert infectiousness(days).sum() / 1000 == pytest.approx(1, abs=1e-3)


def test_an_average_day_of_the_window_weighs_one() -> None:
    days = np.arange(-2, 10, 0.25)
    assert relative(days, days + 0.25).mean() == pytest.approx(1)


def one(hours: float, kind: str = "rail", proximity: str = "same_seat_block", measures: float = 1.0) -> float:
    r = rate(kind, proximity)
    arrays = [np.array([v]) for v in (hours, 0.0, 1.0, r.per_hour, r.low, r.high, r.cap_hours)]
    found = risks(*arrays, measures)
    assert found.low[0] <= found.risk[0] <= found.high[0]
    return float(found.risk[0])


def test_risk_rises_with_time_but_never_in_line_with_it() -> None:
    assert one(0.25) < one(1) < one(4) < one(12) < 12 * one(1)


def test_a_nearer_seat_is_a_higher_risk() -> None:
    order = ["same_seat_block", "same_row", "near_rows", "same_unit", "same_run"]
    found = [one(2, proximity=p) for p in order]
    assert found == sorted(found, reverse=True)


def test_masks_lower_the_risk() -> None:
    assert one(2, measures=0.34) < one(2)


def test_twelve_days_at_home_give_the_attack_rate_of_households() -> None:
    r, days = rate("home", "same_place"), np.arange(-2.0, 10.0)
    hours = np.full(12, 14.0)
    found = risks(hours, days, days + 1, *(np.full(12, v) for v in (r.per_hour, r.low, r.high, r.cap_hours)))
    assert 1 - np.prod(1 - found.risk) == pytest.approx(0.189, abs=0.01)
    assert 1 - np.prod(1 - found.low) == pytest.approx(0.162, abs=0.01)
    assert 1 - np.prod(1 - found.high) == pytest.approx(0.22, abs=0.01)


@pytest.mark.parametrize("kind", ["work", "school", "venue", "health", "a kind of one's own"])
def test_a_long_day_elsewhere_adds_no_more_than_one_at_home(kind: str) -> None:
    assert one(14, kind, "same_place") == pytest.approx(one(14, "home", "same_place"))


def test_a_long_ride_adds_up_as_it_was_measured_to() -> None:
    assert one(8, "coach", "same_unit") > 2 * one(8, "work", "same_place")


def test_one_long_stay_weighs_like_its_days() -> None:
    r = rate("home", "same_place")
    whole = risks(*(np.array([v]) for v in (240.0, -2.0, 8.0, r.per_hour, r.low, r.high, r.cap_hours)))
    assert 0.1 < whole.risk[0] < 0.25


def test_unknown_hours_count_as_one() -> None:
    assert one(float("nan")) == pytest.approx(one(1), rel=0.2)


def test_factors_are_closed_and_distinct() -> None:
    assert len(set(FACTORS)) == len(FACTORS)
