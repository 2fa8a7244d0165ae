"""What the look-up can answer, in the reader's language. The page carries all of it; the script only chooses."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

YES, NO, UNSURE, PART = "high", "none", "unsure", "part"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of transport. `name` is what the script knows it by; `units`: it has carriages."""

    name: str
    icon: str
    label: str | Promise
    number: str | Promise
    example: str | Promise
    units: bool = False


KINDS = (
    Kind("rail", "train-front", gettext_lazy("Train"), gettext_lazy("Train number"), "G1234", units=True),
    Kind("air", "plane", gettext_lazy("Flight"), gettext_lazy("Flight number"), "MU5101"),
    Kind("road", "bus", gettext_lazy("Coach, bus or taxi"), gettext_lazy("Number plate, or city and route"),
         pgettext_lazy("example of a number plate", "AB 12 CDE")),
    Kind("metro", "train-front-tunnel", gettext_lazy("Metro"), gettext_lazy("City and line"),
         pgettext_lazy("example of a metro line", "Samarra M2"), units=True),
    Kind("ship", "ship", gettext_lazy("Ship"), gettext_lazy("Name or number of the ship"),
         pgettext_lazy("example of a ship", "Star of Halim")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """One answer. `tone` is high (a case was there), part (there, but apart), none (none known) or unsure."""

    name: str
    tone: str
    title: str
    lead: SafeString
    steps: list[tuple[str, str | SafeString]]


def outcomes(help_number: str) -> list[Outcome]:
    """Every answer that the script may choose, with what to do next."""
    call = (
        ("phone", format_html(_("Call {number} and say which trip it was."), number=_phone(help_number)))
        if help_number
        else ("phone", _("Call your health office and say which trip it was."))
    )
    apart = ("house", _("Stay apart from others until you have talked to us."))
    watch = ("thermometer", _("Watch for fever or cough for 14 days. Most people who were aboard stay well."))
    later = ("calendar-clock", _("Cases are often found days after a trip. Look again in a few days."))
    ill = ("stethoscope", _("If you feel ill, call a doctor before you go there."))
    whole = ("list", _("Read the whole list instead. The link is below."))
    again = ("rotate-cw", _("Look again later."))
    return [
        _outcome("yes-same_unit", YES, _("Yes, in your carriage"),
                 _("Someone with a confirmed infection was in the same carriage: {number}, {day}."),
                 [apart, call, watch]),
        _outcome("yes-same_run", YES, _("Yes, on this trip"),
                 _("Someone with a confirmed infection was aboard: {number}, {day}. How near, we do not know."),
                 [apart, call, watch]),
        _outcome("yes-other_unit", PART, _("Yes, in another carriage"),
                 _("Someone with a confirmed infection was aboard, but not in your carriage: {number}, {day}."),
                 [watch, ("phone", _("Were you in their carriage or the dining car as well? Then call."))]),
        _outcome("no", NO, _("No case known"), _("No confirmed case is known on {number}, {day}."), [later, ill]),
        _outcome("no-other_section", NO, _("Not at the same time"),
                 _("A confirmed case was on {number}, {day}, but on another part of the way."), [later, ill]),
        _outcome("unknown-not_covered", UNSURE, _("Cannot tell"),
                 _("Our list does not cover {day}. It covers {periods}."), [call]),
        _outcome("unknown-after", UNSURE, _("Cannot tell"), _("{day} has not come yet."),
                 [("calendar", _("Check the date."))]),
        _outcome("unknown-incomplete", UNSURE, _("Cannot tell"),
                 _("No case is known on {number}, {day}. But the number may not be whole."),
                 [("list", _("Type it as on your ticket: with the letters before it, or the city before a route.")),
                  call]),
        _outcome("unknown-old", UNSURE, _("Cannot tell"),
                 _("Our list was last looked after on {updated}. That is too long ago to say no."), [again, call]),
        _outcome("unknown-none_published", UNSURE, _("Cannot tell"), _("No trips have been published here yet."),
                 [again, call]),
        _outcome("unknown-offline", UNSURE, _("Cannot tell"), _("The list could not be fetched."),
                 [("wifi", _("Connect to the internet, then look again."))]),
        _outcome("unknown-device", UNSURE, _("Cannot tell"), _("This browser cannot work it out here."), [whole]),
    ]  # fmt: skip


def labels() -> dict[str, str]:
    """Short words that the script puts beside the trips it found."""
    return {
        "same_unit": _("Same carriage"),
        "same_run": _("How near is not known"),
        "other_unit": _("Other carriage"),
        "other_section": _("Other part of the way"),
        "carriage": pgettext("heading of a carriage number", "Carriage"),
        "carriage_unknown": _("Carriage unknown"),
        "time_unknown": _("Time unknown"),
        "local": pgettext("after a time of day", "local time"),
        "stop_unknown": _("stop unknown"),
        "source": _("Read the notice"),
        "looking": _("Looking…"),
        "number_missing": _("Type the number on your ticket."),
        "number_unreadable": _("We cannot read this number. Check your ticket and the kind of transport."),
        "date_missing": _("Choose the day on which you got on."),
    }


def _outcome(name: str, tone: str, title: str, lead: str, steps: list[tuple[str, str | SafeString]]) -> Outcome:
    slots = {part: _slot(part) for part in ("number", "day", "periods", "updated")}
    return Outcome(name, tone, title, format_html(lead, **slots), steps)


def _slot(part: str) -> SafeString:
    """A place that the script fills. Numbers keep their own direction, days the reader's."""
    direction = "ltr" if part == "number" else "auto"
    return format_html('<bdi class="b" data-fill="{}" dir="{}"></bdi>', part, direction)


def _phone(number: str) -> SafeString:
    return format_html('<a href="tel:{0}"><bdi dir="ltr">{0}</bdi></a>', number)
