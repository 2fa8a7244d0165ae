"""The demo station: a made world, put in once, and who can sign in to see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from serai.demo.station.plan import Plan

PEOPLE, DAYS, SEED = 50_000, 14, 4


def demo_seed(
    *, people: int = PEOPLE, days: int = DAYS, seed: int = SEED, say: Callable[[str], None] | None = None
) -> bool:
    """Fill this station with the demo, once, and say who can sign in. True if it was filled now.

    A seeding that was killed goes on where it was: every step may be done twice. The made days end with yesterday.
    Raises: ImproperlyConfigured outside development: its password is known to everybody.
    """
    if not settings.DEV:
        raise ImproperlyConfigured("a demo is only for a development station: its passwords are public")
    from serai.demo.station import accounts
    from serai.demo.station.plan import plan, plan_done

    tell = say or _say
    made = plan(people, days, seed)
    if not made.done:
        tell("Seeding the demo: a made outbreak in two countries that do not exist …")
        shown = _fill(made)
        plan_done(made, shown)
    else:
        shown = made.shown
    for line in (*accounts.table(), "Cases whose contacts are found", *(f"  {c}  {w}" for c, w in shown.items())):
        tell(line)
    return not made.done


def _say(line: str) -> None:
    import sys

    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _fill(made: Plan) -> dict[str, str]:
    """Everything. Returns the cases to open first, with what is seen there."""
    from serai.demo.domain import generate
    from serai.demo.station import accounts, chosen, tracing
    from serai.demo.station import people as registry

    world = generate(people_count=made.people, days=made.days, seed=made.seed, first=made.first_day)
    staff = accounts.staff(accounts.organisations())
    registry.places(world)
    registry.runs(world)
    met = chosen.met(world)
    shown = chosen.first_cases(world, met)
    listed = chosen.listed_flight(world, shown)
    codes = registry.enrol(world, registry.known(world, met))
    tracing.movements(world, codes, listed)
    cases = tracing.cases(world, codes, staff)
    first = [cases[code] for code in shown]
    tracing.search(first, staff)
    tracing.publish(world, staff)
    tracing.imports(world, codes, listed, staff[tracing.CARRIER])
    tracing.looks(world, codes, first, staff)
    return shown
