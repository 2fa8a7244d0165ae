"""Days and moments in the reader's form: with the weekday near today, with the year when far from it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NEAR = timedelta(days=60)
# English as VISUAL has it: day before month, no commas.
ENGLISH = {"near": "EEE d MMM", "far": "d MMM yyyy"}
SKELETONS = {"near": "MMMEd", "far": "yMMMd"}


def locale() -> Locale:
    """The reader's locale."""
    return Locale.parse((get_language() or "en").replace("-", "_"), sep="_")


def day_text(day: date) -> str:
    """`Fri 20 Nov`, `周五` beside the day in Chinese; `20 Nov 2025` when more than 60 days away."""
    kind = "near" if abs(day - timezone.localdate()) <= NEAR else "far"
    reader = locale()
    if reader.language == "en":
        return format_date(day, ENGLISH[kind], locale=reader)
    return str(format_skeleton(SKELETONS[kind], day, locale=reader))


def time_text(moment: datetime) -> str:
    """24-hour clock in the current zone, Western digits."""
    return format_time(timezone.localtime(moment), "HH:mm", locale="en")


def zone_text() -> str:
    """The current zone with its present distance from UTC: `Asia/Samarkand, UTC+5`, or `UTC`."""
    name, offset = str(timezone.get_current_timezone()), timezone.localtime().utcoffset() or timedelta()
    if name == "UTC":
        return name
    hours, minutes = divmod(round(abs(offset).total_seconds() / 60), 60)
    sign = "−" if offset < timedelta() else "+"
    return f"{name}, UTC{sign}{hours}" + (f":{minutes:02d}" if minutes else "")


def moment_text(moment: datetime) -> str:
    """`Today, 09:52`, `Fri 20 Nov, 15:40`."""
    local = timezone.localtime(moment)
    today = timezone.localdate()
    if local.date() == today:
        day = _("Today")
    elif local.date() == today - timedelta(days=1):
        day = _("Yesterday")
    else:
        day = day_text(local.date())
    return _("%(day)s, %(time)s") % {"day": day, "time": time_text(moment)}
