from __future__ import annotations

import json
from pathlib import Path

import evaluation.__main__ as runner
import pytest
from evaluation.data import Missing, folder

from evaluation import report

RESULT = {
    "name": "demo",
    "title": "A demo",
    "data": "Made up.",
    "date": "2026-11-25",
    "machine": "a machine",
    "seconds": 1.5,
    "tables": [{"title": "Counts.", "head": ["What", "Number"], "rows": [["a|b", 1200], ["c", 3]]}],
    "notes": ["Limits: all."],
}


def test_section_names_its_command_and_lines_up_its_numbers() -> None:
    text = report.section(RESULT)
    assert "`python -m evaluation demo`" in text
    assert "| What | Number |\n| --- | ---: |\n| a\\|b | 1,200 |\n| c | 3 |" in text


def test_section_without_a_new_result_stays_as_it_was(tmp_path: Path) -> None:
    page, results = tmp_path / "page.md", tmp_path / "results"
    results.mkdir()
    page.write_text("# Old head\n\n<!-- alpha -->\n## Alpha\n\nkept\n\n<!-- demo -->\n## Old demo\n")
    (results / "demo.json").write_text(json.dumps(RESULT))
    for _ in range(2):
        report.write(results, page)
    text = page.read_text()
    assert text.startswith("# Evaluation\n")
    assert text.count("<!-- alpha -->\n## Alpha\n\nkept\n") == 1
    assert text.count("<!-- demo -->") == 1
    assert "Old demo" not in text


def test_data_that_are_not_there_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERAI_REFERENCE_DATA", str(tmp_path))
    with pytest.raises(Missing, match="SERAI_REFERENCE_DATA"):
        folder("ds4c")


def test_unknown_evaluation_is_refused_and_known_ones_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.main(["nothing"]) == 2
    assert "ds4c" in capsys.readouterr().err
