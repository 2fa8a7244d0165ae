"""Which doors an actor sees: from the navigation hook, by role."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from serai.core import hooks
from serai.identity.actors import Actor
from serai.identity.roles import Role


@dataclass(frozen=True, slots=True)
class Door:
    """A door as a page shows it."""

    label: str
    about: str
    address: str
    icon: str
    current: bool
    waiting: int = 0
    public: bool = False


def doors(actor: Actor, path: str = "", *, counted: bool = False) -> list[Door]:
    """The actor's doors in their order; the one that `path` lies behind is current (the longest address wins).

    Args: counted: ask each door what waits behind it, at a query or so each.
    """
    seen = []
    for _, item in sorted(hooks.navigation, key=lambda entry: (entry[1].order, entry[0])):
        if not _opens(item, actor):
            continue
        try:
            seen.append((item, reverse(item.url_name)))
        except NoReverseMatch:  # a room whose pages are switched off
            continue
    here = max((address for _, address in seen if path.startswith(address)), key=len, default="")
    return [
        Door(
            label=str(item.label),
            about=str(item.about),
            address=address,
            icon=item.icon,
            current=bool(here) and address == here,
            waiting=item.waiting() if counted and item.waiting else 0,
            public=item.public,
        )
        for item, address in seen
    ]


def _opens(item: hooks.NavigationItem, actor: Actor) -> bool:
    if not actor.signed_in:
        return item.public
    return item.public or not item.roles or actor.has(*(Role(role) for role in item.roles))


def shell_of(actor: Actor) -> str:
    """`public` for strangers, `resident` for those who are nothing else, `staff` for the rest."""
    if not actor.signed_in:
        return "public"
    return "resident" if actor.roles <= {Role.RESIDENT} else "staff"
