"""The purpose form."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from serai.identity.roles import PurposeKind


class PurposeForm(forms.Form):
    """Why, and under which reference."""

    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=[(k.value, k.label) for k in PurposeKind if k is not PurposeKind.OWN_DATA]
    )
    reference = forms.CharField(label=_("Case or file number"), max_length=120)
