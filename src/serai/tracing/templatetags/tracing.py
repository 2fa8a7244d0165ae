"""`{% load tracing %}`: words and small figures of tracing's pages."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime

from babel.dates import format_date, format_skeleton
from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serai.core.ui.dates import day_text, locale, moment_text, time_text
from serai.tracing import wording
from serai.tracing.forms import UPLOADS
from serai.tracing.selectors import Stop

register = template.Library()
TABLES = {
    "stays": gettext_lazy("New stays"),
    "legs": gettext_lazy("New rides"),
    "points": gettext_lazy("New places by day"),
    "encounters": gettext_lazy("New encounters"),
    "notices": gettext_lazy("Trip notices"),
}
SCRIPTS = {
    "ARABIC": "ar", "CYRILLIC": "ru", "CJK": "zh", "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja",
    "DEVANAGARI": "hi", "HEBREW": "he", "THAI": "th", "GREEK": "el",
}  # fmt: skip
register.filter("kind_icon", wording.icon)
register.filter("kind_label", wording.kind_label)


@register.filter
def day_only(moment: datetime) -> str:
    """`Fri 20 Nov`."""
    return day_text(timezone.localtime(moment).date())


@register.filter
def day_short(day: date, named: bool) -> str:
    """`Fri 20`, or `20` where there is no room. Other languages have day and month: their weekdays are longer."""
    if not named:
        return str(day.day)
    reader = locale()
    if reader.language == "en":
        return format_date(day, "EEE d", locale=reader)
    # Marks of direction have no place in a picture that never turns.
    return str(format_skeleton("Md", day, locale=reader)).replace("\u200f", "")


@register.filter
def clock(moment: datetime) -> str:
    """`09:05`."""
    return time_text(moment)


@register.filter
def same_day(end: datetime, start: datetime) -> bool:
    """True if both lie on one day of the page's zone."""
    return timezone.localtime(end).date() == timezone.localtime(start).date()


@register.filter
def plain_moment(moment: datetime) -> str:
    """A day and a time without markup, for labels."""
    return moment_text(moment)


@register.filter
def ride_title(stop: Stop) -> str:
    """`Train G1`."""
    return wording.ride_title(stop.ride.mode, stop.ride.service) if stop.ride else ""


@register.filter
def stop_title(stop: Stop) -> str:
    """The ride, or the place."""
    return ride_title(stop) or stop.name or stop.place


@register.filter
def decade(age: int) -> str:
    """`40–49`."""
    first = max(0, age // 10 * 10)
    return f"{first}–{first + 9}"


@register.filter
def half(value: float) -> float:
    """For centring."""
    return value / 2


@register.filter
def minus(value: float, other: float) -> float:
    """`value - other`, for coordinates."""
    return round(value - other, 1)


@register.filter
def hours(value: float) -> str:
    """A number without a needless decimal."""
    return f"{value:g}"


@register.filter
def reason_label(reason: str) -> str:
    """Why a row was refused, in the reader's language."""
    return str(wording.REFUSALS.get(reason, reason))


@register.filter
def upload_label(kind: str) -> str:
    """What a file is."""
    return str(dict(UPLOADS).get(kind, _("Movements")))


@register.filter
def table_label(name: str) -> str:
    """What rows of a table are called."""
    return str(TABLES.get(name, name))


@register.filter
def script(name: str) -> str:
    """A language tag that picks the right font for a name; empty for Latin, whose language nobody knows."""
    for character in name:
        if character.isalpha():
            return SCRIPTS.get(unicodedata.name(character, "").split(" ")[0], "")
    return ""
