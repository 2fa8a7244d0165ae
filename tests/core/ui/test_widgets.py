"""Widgets that every page shares: words and shapes first, unknown as a value, dates in the reader's form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.conf import settings
from django.template import engines
from django.utils import timezone, translation

from serai.core.ui import dates, icons, marks


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A page asked for earlier leaves its language in the thread."""
    with translation.override("en"):
        yield


def drawn(source: str, **context: object) -> str:
    return str(engines["django"].from_string("{% load ui %}" + source).render(context))


@pytest.mark.parametrize(
    ("value", "word", "figure"), [(0.068, "High", "6.8 %"), (0.029, "Medium", "2.9 %"), (0.009, "Low", "0.90 %")]
)
def test_risk_says_word_chance_and_range(value: float, word: str, figure: str) -> None:
    text = drawn("{% risk value=v low=l high=h %}", v=value, l=value / 2, h=value * 2)
    assert word in text
    assert figure in text
    assert f"{marks.percent(value / 2)}–{marks.percent(value * 2)}" in text


def test_an_unknown_risk_says_so_and_gives_no_number() -> None:
    text = re.sub(r"<svg.*?</svg>", "", drawn("{% risk value=None %}"))
    assert "Unknown" in text
    assert not re.search(r"\d", text)


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, "0.00"), (0.00001, "<0.01"), (0.5, "50"), (1.0, "100"), (0.0995, "10")]
)
def test_a_chance_has_the_digits_it_deserves(value: float, shown: str) -> None:
    assert marks.percent(value) == shown


def test_bars_differ_by_shape_not_by_colour_alone() -> None:
    assert [drawn("{% risk value=v %}", v=v).count("class=off") for v in (0.5, 0.02, 0.001, None)] == [0, 1, 2, 3]


def test_a_tier_is_named_for_those_who_do_not_see_its_frame() -> None:
    assert drawn("{% tier 2 %}") == ('<span class="tier tier--2"><span class="ds-sr-only">Tier </span>2</span>')


def test_a_tag_escapes_what_it_holds() -> None:
    text = drawn('{% tag "high" icon="bell" %}{{ name }}{% endtag %}', name="<script>")
    assert "&lt;script&gt;" in text
    assert 'class="tag tag--high"' in text


def test_a_name_keeps_its_own_direction() -> None:
    assert drawn('{% bdi name "ar" %}', name="ليلى <b>") == '<bdi lang="ar">ليلى &lt;b&gt;</bdi>'


def test_an_icon_that_does_not_exist_is_a_mistake_at_once() -> None:
    with pytest.raises(LookupError, match="no-such-icon"):
        drawn('{% icon "no-such-icon" %}')


def test_every_icon_named_in_a_template_exists() -> None:
    named = {
        name
        for path in Path(settings.SRC).rglob("*.html")
        for name in re.findall(r"""icon(?:=|\s+)["']([a-z0-9-]+)["']""", path.read_text("utf-8"))
    }
    assert named
    assert sorted(named - icons.names()) == []


def test_no_template_of_the_house_holds_inline_style_or_script() -> None:
    wrong = [
        f"{path.name}: {found}"
        for path in Path(settings.SRC).rglob("templates/**/*.html")
        for found in re.findall(r"""<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=["']""", path.read_text("utf-8"))
    ]
    assert wrong == []


def test_days_near_today_have_a_weekday_and_far_ones_a_year() -> None:
    today = timezone.localdate()
    assert re.fullmatch(r"[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2}", dates.day_text(today + timedelta(days=3)))
    assert dates.day_text(date(2001, 3, 9)) == "9 Mar 2001"


@pytest.mark.parametrize(("language", "text"), [("zh-hans", "2001年3月9日"), ("ar", "9 مارس 2001")])
def test_days_are_written_in_the_readers_form_with_western_digits(language: str, text: str) -> None:
    with translation.override(language):
        assert dates.day_text(date(2001, 3, 9)).replace("\u200f", "").replace("٢٠٠١", "2001") == text


def test_moments_carry_their_zone_for_machines() -> None:
    text = drawn("{{ at|moment }}", at=datetime(2001, 3, 9, 15, 40, tzinfo=UTC))
    assert text == '<time datetime="2001-03-09T15:40:00+00:00">9 Mar 2001, 15:40</time>'


def test_a_day_is_that_of_the_zone_of_the_page() -> None:
    late = timezone.now().replace(hour=23, minute=30)
    with timezone.override(ZoneInfo("Asia/Samarkand")):
        assert f'datetime="{(late + timedelta(days=1)).date()}"' in drawn("{{ v|day }}", v=late)
        assert "Asia/Samarkand, UTC+5" in drawn("{% zone %}")
    with timezone.override(ZoneInfo("America/St_Johns")):
        assert re.search("UTC−[23]:30", drawn("{% zone %}"))
    assert "UTC</bdi>" in drawn("{% zone %}")


@pytest.mark.parametrize(("language", "shown"), [("en", "1,818,262"), ("ar", "1,818,262"), ("es", "1.818.262")])
def test_large_numbers_are_grouped_as_the_reader_does(language: str, shown: str) -> None:
    with translation.override(language):
        assert drawn("{{ v|grouped }}", v=1818262) == shown


def test_jobs_of_the_system_are_not_called_by_their_inner_names() -> None:
    assert drawn("{{ v|doer }}", v="system:imports") == "Serai, by itself"
    assert drawn("{{ v|doer }}", v="Astrid Lund") == "Astrid Lund"


def test_today_is_called_today() -> None:
    now = timezone.now()
    assert dates.moment_text(now).startswith("Today, ")


def test_nothing_known_shows_nothing_invented() -> None:
    assert drawn("{{ none|day }}{{ none|moment }}", none=None) == ""


class Asked(forms.Form):
    name = forms.CharField(help_text="as on the ticket")
    seat = forms.CharField(required=False)
    way = forms.ChoiceField(choices=[("a", "Air"), ("r", "Rail")], widget=forms.RadioSelect)
    sure = forms.BooleanField()


def test_a_form_ties_labels_help_and_errors_to_its_controls() -> None:
    text = drawn('{% include "ui/form.html" %}', form=Asked({"seat": "7A"}))
    assert '<label class="ds-label" for="id_name">' in text
    assert 'aria-describedby="id_name_helptext id_name_error"' in text or "id_name_helptext" in text
    assert 'id="id_name_error"' in text
    assert "(optional)" in text
    assert "<legend" in text
    assert text.count('aria-invalid="true"') >= 2
