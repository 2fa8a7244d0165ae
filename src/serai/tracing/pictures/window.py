"""The infectious window as a curve over days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from serai.tracing.domain.risk import infectiousness

TOP, BASE, HEIGHT = 36.0, 80.0, 106.0
POINTS = 96


@dataclass(frozen=True, slots=True)
class Tick:
    """A day: its left edge and the middle of its label."""

    x: float
    middle: float
    day: date
    labelled: bool


@dataclass(frozen=True, slots=True)
class WindowChart:
    """Everything in units of the view box, `width` by `HEIGHT`. `named`: room for the weekday beside the day."""

    width: int
    lo: float
    span: float
    points: str
    ticks: tuple[Tick, ...]
    anchor: float
    anchor_align: str
    confirmed: float
    confirmed_align: str
    named: bool


def window_chart(*, anchor: datetime, lo: datetime, hi: datetime, confirmed: date, width: int) -> WindowChart:
    """Draw He et al.'s profile from `lo` to `hi` around `anchor`; the height is relative to its peak.

    Args: all moments in UTC. width: of the view box; narrow ones label every other day.
    """
    from_day = min(lo.date(), confirmed)
    days = (max(hi.date(), confirmed) - from_day).days + 1
    first = datetime(from_day.year, from_day.month, from_day.day, tzinfo=UTC)

    def x(moment: datetime) -> float:
        return round((moment - first) / timedelta(days=1) / days * width, 1)

    share = np.linspace(0, 1, POINTS)
    day = timedelta(days=1)
    heights = infectiousness((lo - anchor) / day + share * ((hi - lo) / day))
    peak = float(infectiousness(np.linspace(-3, 3, 601)).max())
    ys = BASE - heights / peak * (BASE - TOP - 4)
    xs = x(lo) + share * (x(hi) - x(lo))
    curve = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(xs, ys, strict=True))
    known = datetime(confirmed.year, confirmed.month, confirmed.day, 12, tzinfo=UTC)
    step = max(1, -(-days * 30 // width))
    ticks = tuple(
        Tick(n * width / days, (n + 0.5) * width / days, from_day + timedelta(days=n), n % step == 0)
        for n in range(days)
    )
    return WindowChart(
        width=width, lo=x(lo), span=round(x(hi) - x(lo), 1), points=f"{x(lo)},{BASE} {curve} {x(hi)},{BASE}",
        ticks=ticks, anchor=x(anchor), anchor_align=_align(x(anchor), width), confirmed=x(known),
        confirmed_align=_align(x(known), width),
        named=width / days * step > 44,
    )  # fmt: skip


def _align(at: float, width: int) -> str:
    """Which end of a label stands at its line: it may be half as wide as a narrow chart, in some languages."""
    return "start" if at < width * 0.4 else "end" if at > width * 0.6 else "middle"
