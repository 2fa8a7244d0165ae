"""Grants on single objects: a room gives them, another honours them, and neither knows the other."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from serai.core import audit, clock
from serai.identity.actors import Actor
from serai.identity.models import Grant


def grant_give(
    *, by: Actor, account_id: UUID | str, object_type: str, object_id: str, reason: str, lasts: timedelta
) -> UUID:
    """Let one account open one object until `lasts` is over."""
    with transaction.atomic():
        grant = Grant.objects.create(
            account_id=account_id,
            object_type=object_type,
            object_id=object_id,
            reason=reason[:200],
            granted_by=by.name,
            expires_at=clock.now() + lasts,
        )
        audit.record(
            by=by, action="grant.give", object_type=object_type, object_id=object_id, details={"to": str(account_id)}
        )
    return grant.id


def grant_revoke(*, by: Actor, grant_id: UUID) -> None:
    """End a grant now."""
    with transaction.atomic():
        grant = Grant.objects.get(id=grant_id)
        Grant.objects.filter(id=grant_id).update(expires_at=clock.now())
        audit.record(by=by, action="grant.revoke", object_type=grant.object_type, object_id=grant.object_id)


def granted(*, by: Actor, object_type: str, object_id: str) -> bool:
    """True while a grant of this account on this object lasts."""
    return (
        by.signed_in
        and Grant.objects.filter(
            account_id=by.account_id, object_type=object_type, object_id=object_id, expires_at__gt=clock.now()
        ).exists()
    )
