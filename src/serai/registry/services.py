"""Writes of the registry. Each is one transaction: check, change, audit, event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from serai.core import audit, clock, crypto, hooks, outbox
from serai.identity.actors import Actor
from serai.registry import vault
from serai.registry.domain.errors import BadInput
from serai.registry.domain.identity import IdentityCard, document_key, name_key
from serai.registry.domain.movements import MODES
from serai.registry.events import PersonEnrolled, PersonErased
from serai.registry.models import IdentityVault, Person, Place, ServiceRun

__all__ = [
    "IdentityCard",
    "person_enrol",
    "person_erase",
    "person_find_or_enrol",
    "person_link",
    "place_register",
    "places_register",
    "service_run_register",
    "service_runs_register",
]


def person_enrol(*, by: Actor, identity: IdentityCard) -> Person:
    """A new person with a card in the vault. Raises BadInput if the document belongs to someone already."""
    with transaction.atomic():
        key = document_key(identity)
        if key and IdentityVault.objects.filter(document_index=crypto.blind_index("document", key)).exists():
            raise BadInput("this document belongs to a person already", expected="a new document")
        return _enrol(by, [identity])[0]


def person_find_or_enrol(*, by: Actor, identities: Sequence[IdentityCard]) -> list[Person]:
    """The person of each card, found by document, else by name and birth date, else new.

    Returns: persons in the order of the cards; the same card twice gives the same person. Thousands cost some
    dozens of queries.
    """
    with transaction.atomic():
        documents = vault.found("document_index", [vault.document_index(c) for c in identities])
        names = vault.found("name_index", [vault.name_index(c) for c in identities])
        new: dict[str, int] = {}
        cards: list[IdentityCard] = []
        places: list[Person | int] = []
        for card in identities:
            key = document_key(card)
            known = documents.get(vault.document_index(card) or "")
            if known is None and (candidate := names.get(vault.name_index(card))) is not None:
                # Two documents may belong to one person; two different documents of one country and type may not.
                known = candidate if not key else None
            if known is not None:
                places.append(known)
                continue
            mark = key or name_key(card) or f"#{len(cards)}"
            if mark not in new:
                new[mark] = len(cards)
                cards.append(card)
            places.append(new[mark])
        fresh = _enrol(by, cards) if cards else []
        return [fresh[p] if isinstance(p, int) else p for p in places]


def _enrol(by: Actor, cards: Sequence[IdentityCard]) -> list[Person]:
    persons = [
        Person(birth_year=c.born.year if c.born else None, sex=c.sex[:1].upper(), country=c.country[:2].upper())
        for c in cards
    ]
    Person.objects.bulk_create(persons, batch_size=500)
    vault.store(persons, cards)
    codes = tuple(p.code for p in persons)
    audit.record(
        by=by, action="person.enrol", object_type="registry", object_id="persons", subjects=codes,
        details={"count": len(codes)},
    )  # fmt: skip
    outbox.publish(PersonEnrolled(persons=codes))
    return persons


def person_erase(*, by: Actor, code: str) -> dict[str, int]:
    """Erase a person everywhere: the rooms' hooks, the vault among them, then the key that any sealed copy would need.

    Returns: rows deleted by room. The audit rows stay: they hold the code and no name.
    """
    with transaction.atomic():
        Person.objects.select_for_update().get(code=code)
        done = {name: erase(code) for name, erase in hooks.erasure}
        done["core.key"] = int(crypto.key_destroy(code))
        audit.record(
            by=by, action="person.erase", object_type="person", object_id=code, subjects=[code], details=dict(done)
        )
        outbox.publish(PersonErased(person=code, at=clock.now()))
    return done


def vault_empty(code: str) -> int:
    """Registry's part of an erasure: the card, and what the row of the person says beside its code."""
    Person.objects.filter(code=code, erased_at=None).update(
        erased_at=clock.now(), birth_year=None, sex="", country="", account=None
    )
    return IdentityVault.objects.filter(person__code=code).delete()[0]


def place_register(*, by: Actor, names: dict[str, str], kind: str = "venue", **facts: Any) -> Place:
    """A new place, or the one with the same `code` brought up to date. `facts`: code, country, lat, lon, area, …"""
    if not any(names.values()):
        raise BadInput("a place without a name", expected="a name in at least one language")
    code = facts.pop("code", None)
    with transaction.atomic():
        values = {"names": names, "kind": kind, **facts}
        if code:
            place, _ = Place.objects.update_or_create(code=code, defaults=values)
        else:
            place = Place.objects.create(**values)
        audit.record(by=by, action="place.register", object_type="place", object_id=place.code)
    return place


def places_register(*, by: Actor, places: Sequence[dict[str, Any]]) -> int:
    """Many new places at once: each has `code`, `names` and what `place_register` takes. Known codes stay as they are.

    Returns: how many are new.
    """
    rows = [Place(**place) for place in places]
    with transaction.atomic():
        before = Place.objects.count()
        Place.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
        new = Place.objects.count() - before
        audit.record(by=by, action="place.register", object_type="registry", object_id="places", details={"count": new})
    return new


def service_runs_register(*, by: Actor, runs: Sequence[dict[str, Any]]) -> int:
    """Many new runs at once, with the fields of `service_run_register`. Known ones stay. Returns how many are new."""
    if unknown := {run["mode"] for run in runs} - set(MODES):
        raise BadInput(f"mode {min(unknown)!r}", expected=" or ".join(MODES))
    with transaction.atomic():
        before = ServiceRun.objects.count()
        ServiceRun.objects.bulk_create([ServiceRun(**run) for run in runs], batch_size=500, ignore_conflicts=True)
        new = ServiceRun.objects.count() - before
        audit.record(
            by=by, action="service_run.register", object_type="registry", object_id="runs", details={"count": new}
        )
    return new


def service_run_register(
    *,
    by: Actor,
    mode: str,
    service: str,
    date: date,
    aliases: Sequence[str] = (),
    stops: Sequence[dict[str, Any]] = (),
    units: dict[str, Any] | None = None,
) -> ServiceRun:
    """A run, or the known one with what is new added: aliases are united, stops and units replaced when given."""
    if mode not in MODES:
        raise BadInput(f"mode {mode!r}", expected=" or ".join(MODES))
    with transaction.atomic():
        run, created = ServiceRun.objects.select_for_update().get_or_create(mode=mode, service=service, date=date)
        run.aliases = sorted({*run.aliases, *aliases} - {service})
        run.stops = list(stops) or run.stops
        run.units = units or run.units
        run.save()
        action = "service_run.register" if created else "service_run.update"
        audit.record(by=by, action=action, object_type="service_run", object_id=str(run))
    return run


def person_link(*, by: Actor, code: str, account_id: UUID | str) -> None:
    """Say that this resident's account belongs to this person, so that they see their own page."""
    with transaction.atomic():
        if not Person.objects.filter(code=code, erased_at=None).update(account_id=account_id):
            raise BadInput(f"person {code!r}", expected="the code of a person who is not erased")
        audit.record(
            by=by,
            action="person.link",
            object_type="person",
            object_id=code,
            subjects=[code],
        )
