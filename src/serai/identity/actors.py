"""The actor: who does something, as every service and selector gets it in `by=`."""

from __future__ import annotations

from dataclasses import dataclass, field

from serai.identity.models import Account
from serai.identity.roles import Role


@dataclass(frozen=True, slots=True)
class Purpose:
    """An open purpose: why, under which reference, on which object."""

    purpose: str
    reference: str
    object_type: str
    object_id: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `account_id` is empty for strangers and the system."""

    account_id: str
    name: str
    organisation: str = ""
    roles: frozenset[Role] = field(default_factory=frozenset)
    purpose: Purpose | None = None
    country: str = ""

    @classmethod
    def system(cls, name: str) -> Actor:
        """The system itself under the name of a job, e.g. `imports`."""
        return cls(account_id="", name=f"system:{name}")

    @classmethod
    def stranger(cls) -> Actor:
        """Someone who has not signed in."""
        return cls(account_id="", name="")

    @property
    def signed_in(self) -> bool:
        """True for an account."""
        return bool(self.account_id)

    def has(self, *roles: Role) -> bool:
        """True if any of the roles is held."""
        return not self.roles.isdisjoint(roles)


def actor_of(account: Account) -> Actor:
    """The actor of an account, with the roles of all its memberships (one query)."""
    rows = list(account.memberships.order_by("id").values_list("role", "organisation__name", "organisation__country"))
    home = next(((name, country) for _, name, country in rows if name), ("", ""))
    return Actor(
        account_id=str(account.pk),
        name=account.display_name,
        organisation=home[0] or "",
        country=home[1] or "",
        roles=frozenset(Role(role) for role, _, _ in rows),
    )


def display_name(account: Account) -> str:
    """What the sign-in pages call an account."""
    return account.display_name
