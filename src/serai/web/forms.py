"""The form of the shell."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from serai.web.asked import ERASURE, OUTCOMES

LABELS = {
    "kept": _("We must keep the data for now"),
    "taken_back": _("The person took it back"),
    "right": _("The look was right"),
    "wrong": _("The look was not right; the office was told"),
}
NEEDS_BASIS = ("kept", "right")


class AnswerForm(forms.Form):
    """What was done about a request of this kind."""

    outcome = forms.ChoiceField(label=_("What was done"), widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("Keep until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Only if the data must be kept. From that day on the request waits again."),
    )  # fmt: skip
    basis = forms.CharField(
        label=_("Law, order or file number"), max_length=120, required=False,
        help_text=_("The person reads this. Name nobody."),
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["outcome"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(value, LABELS[value]) for value in OUTCOMES[kind]]
        if kind != ERASURE:
            del self.fields["until"]

    def clean(self) -> dict[str, Any]:
        """A day with `kept` alone; a basis where the person must be able to check."""
        cleaned = super().clean() or {}
        kept = cleaned.get("outcome") == "kept"
        if kept and not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", _("Say until when."))
        if cleaned.get("until") and not kept:
            cleaned["until"] = None
        if cleaned.get("outcome") in NEEDS_BASIS and not cleaned.get("basis"):
            self.add_error("basis", _("Say by which law, order or file."))
        return cleaned
