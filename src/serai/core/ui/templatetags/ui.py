"""`{% load ui %}`: icons, marks, dates, scripts and stylesheets for every room's pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from babel.numbers import format_decimal
from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django_vite.core.asset_loader import DjangoViteAssetLoader

from serai.core.ui import dates, icons, marks

register = template.Library()


@register.simple_tag
def icon(name: str, flip: bool = False) -> SafeString:
    """`{% icon "train-front" %}`; `flip=True` for arrows that mean "on"."""
    return icons.icon(name, flip=flip)


@register.simple_tag
def risk(value: float | None = None, low: float | None = None, high: float | None = None) -> SafeString:
    """`{% risk value=0.068 low=0.041 high=0.096 %}`: bars, word, chance, range; None is Unknown."""
    return marks.risk(value, low, high)


@register.simple_tag
def tier(number: int) -> SafeString:
    """`{% tier 1 %}`: the numbered square of closeness."""
    return marks.tier(int(number))


@register.simple_block_tag(end_name="endtag")
def tag(content: str, kind: str = "", icon: str = "") -> SafeString:
    """`{% tag "high" icon="bell" %}Not told yet{% endtag %}`: kind is high, mid, low, ok, act or empty."""
    drawing = icons.icon(icon) if icon else ""
    classes = f"tag tag--{kind}" if kind else "tag"
    return format_html('<span class="{}">{}{}</span>', classes, drawing, mark_safe(content.strip()))  # noqa: S308 - rendered, so escaped already


@register.simple_tag
def island(name: str) -> SafeString:
    """`{% island "tracing/seatmap" %}`: the script `frontend/src/tracing/seatmap.entry.ts` and its styles."""
    tags = DjangoViteAssetLoader.instance().generate_vite_asset(f"src/{name}.entry.ts")
    return mark_safe(str(tags))  # noqa: S308 - addresses from our own build


@register.simple_tag
def stylesheet(name: str) -> SafeString:
    """`{% stylesheet "serai" %}`: `frontend/src/styles/serai.css`."""
    address = DjangoViteAssetLoader.instance().generate_vite_asset_url(f"src/styles/{name}.css")
    return format_html('<link rel="stylesheet" href="{}">', address)


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """`{{ case.onset|day }}`: Fri 20 Nov."""
    if value is None:
        return ""
    plain = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return format_html('<time datetime="{}" class="nowrap">{}</time>', plain.isoformat(), dates.day_text(plain))


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """`{{ run.done_at|moment }}`: Today, 09:52."""
    if value is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), dates.moment_text(value))


@register.filter
def grouped(value: int) -> str:
    """`{{ page.total|grouped }}`: 1,818,262 as the reader writes it, in Western digits."""
    return str(format_decimal(value, locale=dates.locale()))


@register.filter
def doer(name: str) -> str:
    """Who acted, in words: jobs of the system have names of their own, such as `system:imports`."""
    return _("Serai, by itself") if name.startswith("system:") else name


@register.simple_tag
def zone() -> SafeString:
    """`{% zone %}`: the zone in which this page shows times."""
    return format_html('<bdi dir="ltr" class="nowrap">{}</bdi>', dates.zone_text())


@register.simple_tag
def bdi(name: str, lang: str = "") -> SafeString:
    """`{% bdi person.name "ar" %}`: a name in its own script, kept apart from the direction of the page."""
    attribute: Any = format_html(' lang="{}"', lang) if lang else ""
    return format_html("<bdi{}>{}</bdi>", attribute, name)
