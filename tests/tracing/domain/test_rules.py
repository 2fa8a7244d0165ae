"""Rule files: the shipped one, and what is wrong with others."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.registry.domain.errors import BadInput
from serai.registry.domain.movements import KINDS, MODES
from serai.tracing.domain.rules import default_rules, load_rules, parse_rules

ONE = "rules:\n  - {kind: venue, min_minutes: 15, tier: close, source: us}\n"


def test_every_kind_and_mode_has_a_rule_with_a_source() -> None:
    rules = default_rules()
    named = {r.kind for r in rules.rules}
    assert {*KINDS, *MODES} <= named
    assert all(r.source for r in rules.rules)


def test_close_seats_come_before_the_whole_carriage() -> None:
    first, second = default_rules().of("rail")
    assert (first.rows, first.columns, first.tier, second.tier) == (3, 5, "close", "casual")
    assert default_rules().of("air")[0].rows == 2


def test_a_kind_without_a_rule_is_a_venue() -> None:
    assert [r.min_minutes for r in default_rules().of("garden")] == [15]


def test_without_any_rule_for_it_a_kind_needs_fifteen_minutes() -> None:
    rules = parse_rules("rules:\n  - {mode: air, rows: 2, tier: close}\n", "r.yaml")
    assert [r.min_minutes for r in rules.of("home")] == [15]


def test_the_digest_follows_the_text() -> None:
    assert parse_rules(ONE, "a").digest != parse_rules(ONE + "# changed\n", "a").digest
    assert parse_rules(ONE, "a").digest == parse_rules(ONE, "b").digest


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "no list of rules"),
        ("rules: []", "no list of rules"),
        ("[", "not YAML"),
        ("rules: [3]", "rule 1"),
        ("rules: [{kind: venue, mode: air, tier: close}]", "both or neither"),
        ("rules: [{mode: rocket, tier: close}]", "'rocket'"),
        ("rules: [{kind: venue, tier: near}]", "'near'"),
        ("rules: [{kind: venue, tier: close, min_minutes: -1}]", "min_minutes is -1"),
        ("rules: [{kind: venue, tier: close, min_minutes: soon}]", "'soon'"),
        ("rules: [{kind: venue, tier: close, rows: 2}]", "seat distances to a place"),
        ("rules: [{mode: air, tier: close, rows: 2.5}]", "rows is 2.5"),
        ("rules: [{kind: venue, tier: close, radius: 5}]", "radius"),
        ("window: 5\n" + ONE, "window"),
        ("measures: 5\n" + ONE, "measures"),
        ("&a [*a]", "no list of rules"),
    ],
)
def test_a_bad_rule_file_is_one_clear_line(text: str, word: str) -> None:
    with pytest.raises(BadInput) as error:
        parse_rules(text, "r.yaml")
    assert "r.yaml" in str(error.value)
    assert word in str(error.value)
    assert "\n" not in str(error.value)


@given(st.text(max_size=200))
def test_any_text_is_rules_or_bad_input(text: str) -> None:
    with suppress(BadInput):
        parse_rules(text, "r.yaml")


def test_a_missing_or_binary_file_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "r.yaml", tmp_path / "none.yaml", tmp_path):
        with pytest.raises(BadInput):
            load_rules(path)
