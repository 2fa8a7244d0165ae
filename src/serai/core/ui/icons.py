"""Lucide's drawings (ISC licence), inlined so that they take the colour of the text beside them."""

from __future__ import annotations

import json
from functools import cache

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


@cache
def _drawings() -> dict[str, str]:
    """Name → inner SVG, as the frontend's build left them in `icons.json`."""
    file = settings.FRONTEND_DIST / "icons.json"
    drawings: dict[str, str] = json.loads(file.read_text("utf-8"))
    return drawings


def names() -> frozenset[str]:
    """Every icon there is."""
    return frozenset(_drawings())


def icon(name: str, *, flip: bool = False) -> SafeString:
    """The icon as inline SVG, hidden from screen readers: a word always stands beside it.

    Args: name: of Lucide, e.g. `train-front`. flip: mirrored in right-to-left pages; for arrows that mean "on".
    Raises: LookupError for a name that Lucide does not have.
    """
    try:
        drawing = _drawings()[name]
    except KeyError:
        raise LookupError(f"no icon is called {name!r}; see https://lucide.dev/icons") from None
    classes = "i i-flip" if flip else "i"
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        classes,
        mark_safe(drawing),  # noqa: S308 - from our own build
    )
