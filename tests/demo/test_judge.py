"""Recall is counted as it says, on lists small enough to count by hand."""

from __future__ import annotations

import pytest

from serai.demo.judge import BUDGETS, Meeting, _counted

pytestmark = pytest.mark.pure


def met(*names: str) -> dict[str, Meeting]:
    return {name: Meeting("case", name, "venue", recorded=name != "absent") for name in names}


def rows(*contacts: tuple[str, int, float]) -> list[tuple[int, float, str]]:
    return [(rank, -minutes, name) for name, rank, minutes in contacts]


def test_hits_among_the_first_are_counted_by_each_ranking() -> None:
    crowd = [(f"x{n}", n, float(n)) for n in range(1, 31)]  # ranked from short to long
    found = _counted([(met("x1", "x30", "absent"), rows(*crowd))])
    assert found.true.tolist() == [3]
    assert found.listed.tolist() == [2]
    assert found.recorded.tolist() == [2]
    assert found.pairs == [("venue", 1, 30), ("venue", 30, 1), ("venue", None, None)]
    assert [found.hits["risk", k][0] for k in BUDGETS] == [1, 1, 2]
    assert [found.hits["time", k][0] for k in BUDGETS] == [1, 1, 2]
    assert [found.hits["random", k][0] for k in BUDGETS] == pytest.approx([2 / 3, 4 / 3, 2])


def test_a_case_without_contacts_finds_nobody() -> None:
    found = _counted([(met("a"), [])])
    assert (found.listed[0], found.contacts[0]) == (0, 0)
    assert all(hits[0] == 0 for hits in found.hits.values())
