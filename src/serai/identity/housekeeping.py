"""What identity gives to core's hooks: how long it keeps what ended, and its doors."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from serai.core import clock, hooks
from serai.identity.roles import Role


def _purposes(age: timedelta, dry_run: bool) -> int:
    from serai.identity.models import PurposeOpening

    old = PurposeOpening.objects.filter(expires_at__lt=clock.now() - age)
    return old.count() if dry_run else old.delete()[0]


def _grants(age: timedelta, dry_run: bool) -> int:
    from serai.identity.models import Grant

    old = Grant.objects.filter(expires_at__lt=clock.now() - age)
    return old.count() if dry_run else old.delete()[0]


def register() -> None:
    """Called once when Django is ready. The audit log keeps the history."""
    keep = hooks.RetentionPolicy
    hooks.retention.register(
        "identity.purposes", keep("identity_purposeopening", timedelta(days=30), "delete", _purposes)
    )
    door = hooks.NavigationItem
    hooks.navigation.register(
        "identity.accounts",
        door(
            _("Accounts"), "identity:accounts", "users", frozenset({Role.ADMIN}), 900,
            about=_("Who may sign in here, and what they may do."),
        ),
    )  # fmt: skip
    hooks.navigation.register(
        "identity.log",
        door(
            _("What was done"), "identity:log", "scroll-text", frozenset({Role.AUDITOR, Role.ADMIN}), 910,
            about=_("Every act and every look at a person's data, with its purpose."),
        ),
    )  # fmt: skip
    hooks.retention.register("identity.grants", keep("identity_grant", timedelta(days=30), "delete", _grants))
