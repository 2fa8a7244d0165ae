"""Stating why: nobody sees a person's data without an open purpose on the object that leads there."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from serai.core import audit, clock
from serai.identity.actors import Actor, Purpose
from serai.identity.models import PurposeOpening
from serai.identity.roles import PurposeKind

PURPOSES: dict[str, object] = {kind.value: kind.label for kind in PurposeKind}  # labels are translated when shown
LASTS = timedelta(hours=8)


def purpose_open(
    *, by: Actor, purpose: str, reference: str, object_type: str, object_id: str, lasts: timedelta = LASTS
) -> Purpose:
    """Open a purpose on one object. `reference` is the file number or reason under which it can be checked.

    Raises: ValidationError for a stranger, a purpose outside the list, or an empty reference.
    """
    reference = " ".join(reference.split())
    if not by.signed_in:
        raise ValidationError("Sign in first.", code="stranger")
    if purpose not in PURPOSES or purpose == PurposeKind.OWN_DATA:
        raise ValidationError("Choose a purpose from the list.", code="purpose")
    if not reference:
        raise ValidationError("Say under which case or file number you look.", code="reference")
    with transaction.atomic():
        moment = clock.now()
        PurposeOpening.objects.create(
            account_id=by.account_id,
            purpose=purpose,
            reference=reference[:120],
            object_type=object_type,
            object_id=object_id,
            opened_at=moment,
            expires_at=moment + lasts,
        )
        audit.record(
            by=by,
            action="purpose.open",
            purpose=purpose,
            reference=reference[:120],
            object_type=object_type,
            object_id=object_id,
        )
    return Purpose(purpose, reference[:120], object_type, object_id)


def purpose_on(*, by: Actor, object_type: str, object_id: str) -> Purpose | None:
    """The actor's open purpose on this object, the newest, or None."""
    if not by.signed_in:
        return None
    row = (
        PurposeOpening.objects.filter(
            account_id=by.account_id, object_type=object_type, object_id=object_id, expires_at__gt=clock.now()
        )
        .order_by("-opened_at")
        .first()
    )
    return Purpose(row.purpose, row.reference, object_type, object_id) if row else None


def purpose_close(*, by: Actor, object_type: str, object_id: str) -> int:
    """End the actor's purposes on this object now. Returns how many were open."""
    return PurposeOpening.objects.filter(
        account_id=by.account_id, object_type=object_type, object_id=object_id, expires_at__gt=clock.now()
    ).update(expires_at=clock.now())
