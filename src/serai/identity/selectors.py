"""Reads of identity: who has an account here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from serai.identity.models import Account, Organisation
from serai.identity.roles import ROLE_LABELS, Role


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account as a list shows it. `roles`: translated labels."""

    id: str
    name: str
    email: str
    organisation: str
    roles: tuple[str, ...]
    active: bool
    last_login: datetime | None


def accounts_matching(search: str = "") -> QuerySet[Account]:
    """Accounts whose name, address or organisation holds the text, by name."""
    found = Account.objects.prefetch_related("memberships__organisation").order_by("display_name", "pk")
    if search:
        found = found.filter(
            Q(display_name__icontains=search)
            | Q(email__icontains=search)
            | Q(memberships__organisation__name__icontains=search)
        ).distinct()
    return found


def account_line(account: Account) -> AccountLine:
    """An account with its memberships, as a line."""
    memberships = list(account.memberships.all())
    return AccountLine(
        id=str(account.pk),
        name=account.display_name,
        email=account.email,
        organisation=next((m.organisation.name for m in memberships if m.organisation), ""),
        roles=tuple(str(ROLE_LABELS[Role(m.role)]) for m in memberships),
        active=account.is_active,
        last_login=account.last_login,
    )


def organisations() -> list[tuple[str, str]]:
    """(id, name) of every organisation, by name."""
    return [(str(pk), name) for pk, name in Organisation.objects.order_by("name").values_list("pk", "name")]
