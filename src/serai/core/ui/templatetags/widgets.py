"""`{% load widgets %}`: form fields in our look, used by `ui/form.html`."""

from __future__ import annotations

from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def field_kind(field: BoundField) -> str:
    """`choices` for a group of radio buttons or boxes, `check` for one box, `plain` for the rest."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "check" if isinstance(widget, forms.CheckboxInput) else "plain"


@register.simple_tag
def dressed(field: BoundField) -> SafeString:
    """The control with our class. Django itself ties help and errors to it (`aria-describedby`, `aria-invalid`)."""
    classes = f"{field.field.widget.attrs.get('class', '')} ds-input".strip()
    return field.as_widget(attrs={"class": classes})
