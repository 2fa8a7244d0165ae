"""Risk and tier as every page draws them: word and shape first, colour last."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

# Chance of infection from which a risk is called so. Reading aids, not clinical limits: the range stands beside them.
HIGH, MEDIUM = 0.04, 0.01
BARS = ((0.5, 6), (7.5, 4), (14.5, 0))  # x, space above


def level(value: float | None) -> str:
    """`high`, `mid`, `low`, or `none` for an unknown chance (0 to 1)."""
    if value is None:
        return "none"
    return "high" if value >= HIGH else "mid" if value >= MEDIUM else "low"


def percent(value: float) -> str:
    """A chance with as many digits as it deserves: `6.8`, `0.31`, `<0.01`, without the sign."""
    share = value * 100
    if 0 < share < 0.01:
        return "<0.01"
    return f"{share:.0f}" if share >= 9.95 else f"{share:.1f}" if share >= 0.995 else f"{share:.2f}"


def risk(value: float | None, low: float | None = None, high: float | None = None) -> SafeString:
    """Three bars, the word, the chance and its 95 % range. None is "Unknown", never 0.

    Args: value, low, high: chances from 0 to 1.
    """
    kind = level(value)
    word = {
        "high": pgettext("risk", "High"),
        "mid": pgettext("risk", "Medium"),
        "low": pgettext("risk", "Low"),
        "none": pgettext("risk", "Unknown"),
    }[kind]
    filled = {"high": 3, "mid": 2, "low": 1, "none": 0}[kind]
    bars = "".join(
        f'<rect x="{x}" y="{y + 0.5}" width="5" height="{17 - y}" rx="1"{"" if n < filled else " class=off"}/>'
        for n, (x, y) in enumerate(BARS)
    )
    head = format_html(
        '<span class="risk risk--{}"><svg viewBox="0 0 21 18" aria-hidden="true">{}</svg>{}</span>',
        kind,
        mark_safe(bars),  # noqa: S308 - numbers of this file
        word,
    )
    if value is None:
        return head
    if low is None or high is None:
        figures = format_html('<bdi dir="ltr"><b class="num">{} %</b></bdi>', percent(value))
    else:
        figures = format_html(
            '<bdi dir="ltr"><b class="num">{} %</b> <span class="xs soft num" title="{}">{}–{}</span></bdi>',
            percent(value),
            _("19 times out of 20 the chance lies in this range"),
            percent(low),
            percent(high),
        )
    return format_html('<span class="riskbox">{}{}</span>', head, figures)


def tier(number: int) -> SafeString:
    """The numbered square of closeness: 1 solid, 2 thick, 3 thin, 4 dashed. Never coloured."""
    return format_html(
        '<span class="tier tier--{}"><span class="ds-sr-only">{} </span>{}</span>', number, _("Tier"), number
    )
