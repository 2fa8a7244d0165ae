"""What the shell registers in core's hooks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serai.core.hooks import NavigationItem, navigation
from serai.identity.roles import Role
from serai.web.asked import requests_waiting


def register() -> None:
    """Called once when Django is ready."""
    navigation.register(
        "web.asked",
        NavigationItem(
            _("Requests"), "web:asked", "message-circle-question-mark",
            roles=frozenset({Role.ADMIN, Role.AUDITOR}), order=905, waiting=requests_waiting,
            about=_("Erasures and questions about looks, each with the time left to answer."),
        ),
    )  # fmt: skip
