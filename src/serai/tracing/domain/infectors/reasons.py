"""What speaks for and against a candidate, each with its value and its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from serai.tracing.domain.infectors import model
from serai.tracing.domain.infectors.places import Places, kilometres

_EPOCH = date(1970, 1, 1)


class Clue(StrEnum):
    """The closed list of factors, so that pages can say each in the reader's language."""

    INTERVAL = "interval"
    NEARNESS = "nearness"
    MEETING = "meeting"
    CROWD = "crowd"
    NO_MEETING = "no_meeting"
    NO_ROUTE = "no_route"
    NO_ONSET = "no_onset"


@dataclass(frozen=True, slots=True)
class Pair:
    """A case and a candidate. `serial`: where the interval's likelihood is from; `onsets`: known for the case, for the
    candidate; `own`, `other`: their points.
    """

    days: float
    serial: str
    onsets: tuple[bool, bool]
    own: slice
    other: slice
    near: float


def reasons(pair: Pair, spots: Places) -> list[dict[str, object]]:
    """The reasons as they stand in the JSON: factor, value, text, source."""
    found = [_reason(Clue.INTERVAL, round(pair.days, 2), _interval_text(pair.days), pair.serial)]
    if pair.own.start == pair.own.stop or pair.other.start == pair.other.stop:
        whose = "the case" if pair.own.start == pair.own.stop else "the candidate"
        found.append(_reason(Clue.NO_ROUTE, 0, f"No route of {whose} is known: ranked by days alone", "Route points"))
    else:
        km = model.RANGE_KM * (float(np.exp(-pair.near / model.FALL)) - 1)
        text = f"The places of the two lie {_length(km)} apart, typically"
        found.append(_reason(Clue.NEARNESS, round(km, 3), text, model.NEARNESS_SOURCE))
        found += _meetings(pair, spots)
    for known, whose in zip(pair.onsets, ("case", "candidate"), strict=True):
        if not known:
            text = f"No onset of the {whose} known: 48 hours before confirmation"
            found.append(_reason(Clue.NO_ONSET, 1, text, "ECDC 2020"))
    return found


def _meetings(pair: Pair, spots: Places) -> list[dict[str, object]]:
    km = kilometres(spots.unit[pair.own] @ spots.unit[pair.other].T)
    days = np.abs(spots.day[pair.own][:, None] - spots.day[pair.other][None, :])
    strength = model.spot(km) / spots.crowd[pair.other] * (km <= model.REACH_KM) * (days <= model.FORTNIGHT)
    if not strength.any():
        text = f"No place of the two within {1000 * model.REACH_KM:.0f} m and 14 days of one another"
        return [_reason(Clue.NO_MEETING, 0, text, model.MEETING_SOURCE)]
    # of equally telling pairs of points, the one closest in time
    row, column = min(zip(*np.nonzero(strength == strength.max()), strict=True), key=lambda at: (days[at], at))
    mine, theirs = pair.own.start + int(row), pair.other.start + int(column)
    kind = (spots.kind[theirs] or spots.kind[mine] or "place").replace("_", " ")
    when = [(_EPOCH + timedelta(days=int(spots.day[at]))).isoformat() for at in (mine, theirs)]
    on = f"on {when[0]}" if when[0] == when[1] else f"the case on {when[0]}, the candidate on {when[1]}"
    metres = round(1000 * float(km[row, column]))
    text = f"Both at a place ({kind}) {on}, {metres} m apart" if metres else f"Both at the same place ({kind}) {on}"
    people = int(spots.crowd[theirs])
    crowd = (
        "No other case was there" if people <= 2 else f"{people} cases were there in all: the more, the less it says"
    )
    return [
        _reason(Clue.MEETING, metres, text, model.MEETING_SOURCE),
        _reason(Clue.CROWD, people, crowd, "Route points"),
    ]


def _interval_text(days: float) -> str:
    count = f"{abs(days):.0f} day{'' if round(abs(days)) == 1 else 's'}"
    if round(days) == 0:
        return "Both fell ill at about the same time"
    return f"The candidate fell ill {count} {'before' if days > 0 else 'after'} the case"


def _length(km: float) -> str:
    return f"{km:.0f} km" if km >= 10 else f"{km:.1f} km" if km >= 1 else f"{1000 * km:.0f} m"


def _reason(factor: Clue, value: object, text: str, source: str) -> dict[str, object]:
    return {"factor": str(factor), "value": value, "text": text, "source": source}
