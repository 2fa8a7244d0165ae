"""What was found, in the reader's language: settings, seats, times, and every factor of a reason.

Factors form a closed list (`domain.risk.factors`); a reason carries its factor and value, and the words are made
here. Sources are citations and stay as they are, but for a few plain words.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from serai.tracing.domain.risk.factors import Factor
from serai.tracing.domain.rules import Rule, RuleSet
from serai.tracing.domain.window import NO_ONSET
from serai.tracing.selectors.contacts import ContactLine, ExposureLine
from serai.tracing.shared_settings import place_of, ride_of

KINDS = {
    "home": pgettext_lazy("kind of place", "Home"),
    "venue": gettext_lazy("Venue"),
    "school": gettext_lazy("School"),
    "work": gettext_lazy("Work"),
    "health": gettext_lazy("Health care"),
    "encounter": gettext_lazy("Encounter"),
    "air": gettext_lazy("Flight"),
    "rail": gettext_lazy("Train"),
    "coach": gettext_lazy("Coach"),
    "bus": gettext_lazy("Bus"),
    "metro": gettext_lazy("Metro"),
    "ship": gettext_lazy("Ship"),
    "taxi": gettext_lazy("Taxi"),
}
ICONS = {
    "home": "house", "venue": "store", "school": "school", "work": "briefcase", "health": "hospital",
    "encounter": "users", "air": "plane", "rail": "train-front", "coach": "bus", "bus": "bus",
    "metro": "train-front", "ship": "ship", "taxi": "car",
}  # fmt: skip
PROXIMITY = {
    "same_seat_block": gettext_lazy("next to each other, no aisle between"),
    "same_row": gettext_lazy("in the same row"),
    "near_rows": gettext_lazy("a few rows apart"),
    "same_unit": gettext_lazy("in the same carriage, cabin or vehicle"),
    "same_run": gettext_lazy("on the same run; the carriage is not known"),
    "same_place": gettext_lazy("at the same place"),
}
FACTORS = {
    Factor.RULE: gettext_lazy("Rule"),
    Factor.PROXIMITY: gettext_lazy("How near"),
    Factor.RATE: gettext_lazy("Chance per hour"),
    Factor.DURATION: gettext_lazy("Time together"),
    Factor.TIMING: gettext_lazy("Day of illness"),
    Factor.SATURATION: gettext_lazy("Long meetings"),
    Factor.MEASURES: gettext_lazy("Masks and air"),
    Factor.SEAT_UNKNOWN: gettext_lazy("Seat unknown"),
    Factor.UNIT_UNKNOWN: gettext_lazy("Carriage unknown"),
    Factor.TIME_ASSUMED: gettext_lazy("Times assumed"),
    Factor.TIME_UNKNOWN: gettext_lazy("Times unknown"),
    Factor.NO_ONSET: gettext_lazy("No first symptom"),
    Factor.COMBINED: gettext_lazy("Several meetings"),
}
SOURCES = {
    "Movement records": gettext_lazy("Movement records"),
    "Assumption": gettext_lazy("Assumption"),
    "Assumption: none known": gettext_lazy("Assumption: none known"),
    "Assumption: a working day together": gettext_lazy("Assumption: a working day together"),
}
REFUSALS = {
    "no person": gettext_lazy("no person"),
    "no place": gettext_lazy("no place"),
    "no start": gettext_lazy("no start"),
    "no end": gettext_lazy("no end"),
    "no mode": gettext_lazy("no means of travel"),
    "no service": gettext_lazy("no number of the flight, train or coach"),
    "no date": gettext_lazy("no date"),
    "end before start": gettext_lazy("end before start"),
    "arrives before it departs": gettext_lazy("arrives before it departs"),
    "arrives before it departs: times are left unknown": gettext_lazy(
        "arrives before it departs: times are left unknown"
    ),
    "not a PAXLST message": gettext_lazy("not a PAXLST message"),
    "not a PNRGOV message": gettext_lazy("not a PNRGOV message"),
    "no person: neither a name nor a document": gettext_lazy("no person: neither a name nor a document"),
    "no usable flight for this person": gettext_lazy("no usable flight for this person"),
    "not a flight number": gettext_lazy("not a flight number"),
    "not a birth date as YYMMDD": gettext_lazy("not a birth date as YYMMDD"),
    "not a birth date as DDMMMYY": gettext_lazy("not a birth date as DDMMMYY"),
    "not a time as YYMMDDHHMM": gettext_lazy("not a time as YYMMDDHHMM"),
    "flight without two airports and a time": gettext_lazy("flight without two airports and a time"),
    "booking without a traveller (TIF)": gettext_lazy("booking without a traveller"),
    "booking without a usable flight": gettext_lazy("booking without a usable flight"),
    "message without a booking (SRC)": gettext_lazy("message without a booking"),
}
"""Words for why a row was refused; what an importer says otherwise stays as it is."""


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A factor in words, with its source."""

    factor: str
    label: str
    text: str
    source: str


def kind_label(kind: str) -> str:
    """The word for a kind of place or a mode; kinds of the station's own stay as they are."""
    return str(KINDS.get(kind, kind))


def icon(kind: str) -> str:
    """The name of its icon."""
    return ICONS.get(kind, "map-pin")


def duration(minutes: float | None) -> str:
    """`4 h 35 min`, or that it is unknown."""
    if minutes is None:
        return _("time unknown")
    whole = round(minutes)
    if whole < 1:
        return _("less than a minute")
    hours, rest = divmod(whole, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


def ride_title(mode: str, service: str) -> str:
    """`Train G1`."""
    return _("%(mode)s %(service)s") % {"mode": kind_label(mode), "service": service}


def setting_title(setting: str, names: Mapping[str, str]) -> str:
    """The place's name (by code, from `names`), or the ride."""
    ride = ride_of(setting)
    if ride:
        return ride_title(ride.mode, ride.service)
    code = place_of(setting)
    return names.get(code) or code


def why(line: ContactLine, names: Mapping[str, str]) -> list[str]:
    """Two to four short lines: what was shared, for how long, and what is not known."""
    e = line.worst
    if e is None:
        return []
    said = [_where(e, names), _how_long(e)]
    if line.days > 1:
        more = line.days - 1
        said.append(ngettext("and %(n)d more meeting", "and %(n)d more meetings", more) % {"n": more})
    factors = {r["factor"] for r in e.reasons}
    if Factor.UNIT_UNKNOWN in factors:
        said.append(_("Carriage not known, so a lower tier"))
    elif Factor.SEAT_UNKNOWN in factors:
        said.append(_("Seat not known: counted as anywhere in the carriage"))
    if line.contact_case:
        said.append(_("Is a case too: %(case)s") % {"case": line.contact_case})
    return said


def _where(e: ExposureLine, names: Mapping[str, str]) -> str:
    title, near = setting_title(e.setting, names), str(PROXIMITY.get(e.proximity, e.proximity))
    if e.seat:
        return _("%(setting)s, seat %(seat)s: %(near)s") % {"setting": title, "seat": e.seat, "near": near}
    if ride_of(e.setting):
        return _("%(setting)s: %(near)s") % {"setting": title, "near": near}
    return _("%(kind)s: %(place)s") % {"kind": kind_label(e.kind), "place": title}


def _how_long(e: ExposureLine) -> str:
    days = next((r["text"] for r in e.reasons if r["factor"] == Factor.TIMING), "")
    together = _("%(duration)s together") % {"duration": duration(e.minutes)}
    day = _from_onset(days)
    if day is None:
        return together
    return _("%(together)s, %(when)s") % {"together": together, "when": _when(day, e.reasons)}


def _from_onset(text: str) -> float | None:
    """The day from onset in a reason's text, which ends in `-1.2 days from onset`."""
    try:
        return float(text.rsplit(", ", 1)[1].split(" ")[0])
    except (IndexError, ValueError):
        return None


def _when(day: float, reasons: Iterable[Mapping[str, Any]]) -> str:
    """The day in words, counted from what is known: the first symptom, else the confirmation."""
    if any(r["factor"] == Factor.NO_ONSET for r in reasons):
        return confirmation_words(day - NO_ONSET / timedelta(days=1))
    return onset_words(day)


def confirmation_words(day: float) -> str:
    """`2 days before the confirmation`. Args: day: from the midnight at which that day began."""
    whole = abs(math.floor(day))
    if whole == 0:
        return _("on the day of the confirmation")
    if day < 0:
        return ngettext("%(n)d day before the confirmation", "%(n)d days before the confirmation", whole) % {"n": whole}
    return ngettext("%(n)d day after the confirmation", "%(n)d days after the confirmation", whole) % {"n": whole}


def onset_words(day: float) -> str:
    """`2 days before the first symptom`. Args: day: from the midnight at which that day began."""
    whole = abs(math.floor(day))
    if whole == 0:
        return _("on the day of the first symptom")
    if day < 0:
        return ngettext(
            "%(n)d day before the first symptom", "%(n)d days before the first symptom", whole
        ) % {"n": whole}  # fmt: skip
    return ngettext("%(n)d day after the first symptom", "%(n)d days after the first symptom", whole) % {"n": whole}


def reason_lines(reasons: Sequence[Mapping[str, Any]], rules: RuleSet | None) -> list[ReasonLine]:
    """Every factor in words. A factor of a later version keeps the text it came with."""
    lines = []
    for r in reasons:
        factor = str(r["factor"])
        label = FACTORS.get(Factor(factor), factor) if factor in set(Factor) else factor
        source = str(SOURCES.get(str(r["source"]), r["source"]))
        text = _timing_text(r, reasons) if factor == Factor.TIMING else _factor_text(factor, r, rules)
        lines.append(ReasonLine(factor, str(label), text, source))
    return lines


def _factor_text(factor: str, r: Mapping[str, Any], rules: RuleSet | None) -> str:
    value = r["value"]
    if factor == Factor.RULE:
        rule = next((x for x in rules.rules if x.name == value), None) if rules else None
        return rule_words(rule) if rule else str(value)
    if factor == Factor.PROXIMITY:
        return str(PROXIMITY.get(str(value), r["text"]))
    if factor == Factor.RATE:
        return _("%(percent)s %% an hour near an infectious person") % {"percent": _figure(100 * float(value))}
    if factor == Factor.DURATION:
        return duration(float(value))
    if factor == Factor.SATURATION:
        return _("counted as %(hours)s hours: more time in one day adds less") % {"hours": _figure(float(value))}
    if factor == Factor.MEASURES:
        if float(value) == 1:
            return _("nothing known of masks or ventilation")
        return _("%(n)s times the dose") % {"n": _figure(float(value))}
    if factor == Factor.COMBINED:
        n = int(value)
        return ngettext("%(n)d meeting", "%(n)d meetings, the riskiest is shown", n) % {"n": n}
    return str(_flag_text(factor) or r["text"])


def _timing_text(r: Mapping[str, Any], reasons: Sequence[Mapping[str, Any]]) -> str:
    day = _from_onset(str(r["text"]))
    times = _("%(n)s times an average infectious day") % {"n": _figure(float(r["value"]))}
    return times if day is None else f"{times}; {_when(day, reasons)}"


def _flag_text(factor: str) -> str:
    return {
        Factor.SEAT_UNKNOWN: _("a seat is not known: the whole carriage counts"),
        Factor.UNIT_UNKNOWN: _("a carriage is not known: counted as a casual contact"),
        Factor.TIME_ASSUMED: _("times taken from the stops, or the whole run"),
        Factor.TIME_UNKNOWN: _("no times known: the whole run, counted as one hour"),
        Factor.NO_ONSET: _("no first symptom known: 48 hours before confirmation"),
    }.get(Factor(factor) if factor in set(Factor) else Factor.RULE, "")


def _figure(value: float) -> str:
    text = f"{value:.3g}"
    places = len(text.partition(".")[2]) if "e" not in text else 4
    return str(number_format(value, decimal_pos=places))


def rule_words(rule: Rule, *, kind: bool = True) -> str:
    """A rule in words: where (unless `kind` is false), how long and how near."""
    if rule.min_minutes:
        long = _("%(duration)s or more in a day") % {"duration": duration(rule.min_minutes)}
    else:
        long = _("any duration")
    parts = [kind_label(rule.kind), long] if kind else [long]
    if rule.rows is not None:
        parts.append(ngettext("within %(n)d row", "within %(n)d rows", rule.rows) % {"n": rule.rows})
    if rule.columns is not None:
        seats = ngettext("within %(n)d seat across", "within %(n)d seats across", rule.columns)
        parts.append(seats % {"n": rule.columns})
    return pgettext("list separator", ", ").join(parts)
