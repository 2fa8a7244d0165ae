"""The forms of identity."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from serai.identity.models import Account, Organisation
from serai.identity.roles import ROLE_LABELS, PurposeKind, Role


class PurposeForm(forms.Form):
    """Why, and under which reference."""

    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=[(k.value, k.label) for k in PurposeKind if k is not PurposeKind.OWN_DATA]
    )
    reference = forms.CharField(label=_("Case or file number"), max_length=120)


class RolesForm(forms.Form):
    """What an account may do, and for whom it works."""

    roles = forms.MultipleChoiceField(
        label=_("What they may do"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(r.value, ROLE_LABELS[r]) for r in Role],
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.order_by("name"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Staff work for someone."""
        cleaned = super().clean() or {}
        if set(cleaned.get("roles", [])) - {Role.RESIDENT.value} and not cleaned.get("organisation"):
            self.add_error("organisation", _("Choose the organisation they work for."))
        return cleaned


class AccountForm(RolesForm):
    """A new account."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    display_name = forms.CharField(label=_("Name, as colleagues see it"), max_length=120)
    language = forms.ChoiceField(label=_("Language of their pages"), choices=settings.LANGUAGES)

    field_order = ("display_name", "email", "language", "organisation", "roles")

    def clean_email(self) -> str:
        """One account an address."""
        email: str = self.cleaned_data["email"].lower()
        if Account.objects.filter(email=email).exists():
            raise forms.ValidationError(_("This address has an account already."))
        return email
