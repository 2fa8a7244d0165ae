"""Forms of tracing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from serai.tracing.models import ContactStatus
from serai.tracing.models.contacts import TIERS
from serai.tracing.services.imports import LARGEST_UPLOAD
from serai.tracing.wording import kind_label

UPLOADS = [
    ("paxlst", _("Passenger list (PAXLST)")),
    ("pnrgov", _("Bookings with seats (PNRGOV)")),
    ("stays", _("Stays at places (CSV or Parquet)")),
    ("legs", _("Rides with seats (CSV or Parquet)")),
    ("trips", _("Trip notices (CSV)")),
    ("routes", _("Places by day with coordinates (CSV)")),
    ("encounters", _("Encounters in metres (CSV)")),
]


class DayInput(forms.DateInput):
    """The browser's own day picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CaseForm(forms.Form):
    """A confirmed case to register."""

    person = forms.CharField(
        label=_("Person"), max_length=20, help_text=_("The code of the person, such as P-7Q4K-29MX.")
    )
    confirmed = forms.DateField(label=_("Day of confirmation"), widget=DayInput)
    onset = forms.DateField(
        label=_("Day of the first symptom"), widget=DayInput, required=False, help_text=_("Leave empty if none.")
    )
    code = forms.RegexField(r"^[\w.-]+$", label=_("File number"), max_length=40, required=False)
    pathogen = forms.CharField(label=_("Illness"), max_length=120, required=False)
    laboratory = forms.CharField(label=_("Laboratory"), max_length=200, required=False)
    imported_from = forms.CharField(label=_("Infected abroad, in"), max_length=200, required=False)


class ContactFilterForm(forms.Form):
    """Narrows a list of contacts."""

    tier = forms.ChoiceField(label=_("Contact"), required=False, choices=[("", _("All")), *TIERS])
    kind = forms.ChoiceField(label=_("Where"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All")), *ContactStatus.choices])
    unknown = forms.ChoiceField(
        label=_("Unknown"),
        required=False,
        choices=[("", _("All")), ("name", _("Name unknown")), ("seat", _("Seat unknown"))],
    )
    setting = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All")), *((kind, kind_label(kind)) for kind in kinds)]

    def chosen(self) -> dict[str, str]:
        """What was chosen; a value outside the lists narrows nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class UploadForm(forms.Form):
    """A file to bring in."""

    kind = forms.ChoiceField(label=_("What it is"), choices=UPLOADS)
    file = forms.FileField(label=_("File"), max_length=200)
    zone = forms.CharField(
        label=_("Time zone"),
        max_length=60,
        required=False,
        help_text=_("For times without one, such as Asia/Shanghai. UTC if left empty."),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large before it is read into memory."""
        given: UploadedFile[bytes] = self.cleaned_data["file"]
        if (given.size or 0) > LARGEST_UPLOAD:
            raise forms.ValidationError(
                _("The file is larger than %(most)d MB."), params={"most": LARGEST_UPLOAD >> 20}, code="large"
            )
        return given


class RulesForm(forms.Form):
    """Contact rules as text."""

    text = forms.CharField(
        label=_("Rules"), max_length=200_000, widget=forms.Textarea(attrs={"rows": 24, "class": "mono", "dir": "ltr"})
    )
