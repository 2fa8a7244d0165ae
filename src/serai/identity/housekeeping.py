"""How long identity keeps what ended."""

from __future__ import annotations

from datetime import timedelta

from serai.core import clock, hooks


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
    hooks.retention.register("identity.grants", keep("identity_grant", timedelta(days=30), "delete", _grants))
