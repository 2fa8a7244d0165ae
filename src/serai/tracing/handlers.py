"""What tracing gives to core's hooks, and the news it listens to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from serai.core import clock, hooks, outbox
from serai.identity.roles import Role
from serai.registry.events import PersonErased, StayReported
from serai.tracing import movements

STAFF = frozenset({"tracer", "epidemiologist"})
# Who reads the rules at a door of its own: tracers have it inside their room.
READERS = frozenset(role.value for role in Role) - STAFF - {Role.RESIDENT.value, Role.ADMIN.value}
MOVEMENTS_KEPT = timedelta(days=30)  # twice the longest incubation, and the window before it
CONTACTS_KEPT = timedelta(days=60)
CASES_KEPT = timedelta(days=365)
REJECTIONS_KEPT = timedelta(days=14)
BATCHES_KEPT = timedelta(days=365)


def _export(person: str) -> Any:
    from serai.tracing.personal import person_export

    return person_export(person)


def _erase(person: str) -> int:
    from serai.tracing.personal import person_erase

    return person_erase(person)


def _movements(age: timedelta, dry_run: bool) -> int:
    if not movements.exists():
        return 0
    gone: int = movements.store().purge(before=(clock.now() - age).date(), dry_run=dry_run)
    return gone


def _contacts(age: timedelta, dry_run: bool) -> int:
    from serai.tracing.models import Contact

    old = Contact.objects.filter(last_day__lt=(clock.now() - age).date())
    return old.count() if dry_run else old.delete()[0]


def _cases(age: timedelta, dry_run: bool) -> int:
    from serai.tracing.models import Case

    old = Case.objects.filter(confirmed__lt=(clock.now() - age).date())
    return old.count() if dry_run else old.delete()[0]


def _rejections(age: timedelta, dry_run: bool) -> int:
    from serai.tracing.models import RowRejection

    old = RowRejection.objects.filter(batch__requested_at__lt=clock.now() - age)
    return old.count() if dry_run else old.delete()[0]


def _uploads(age: timedelta, dry_run: bool) -> int:
    from serai.core import storage
    from serai.core.models import Blob
    from serai.tracing.models import ImportBatch

    old = Blob.objects.filter(subject__startswith="import:", created_at__lt=clock.now() - age)
    found = list(old)
    if not dry_run:
        ImportBatch.objects.filter(upload__in=[blob.pk for blob in found]).update(upload=None)
        for blob in found:
            storage.blob_delete(blob)
    return len(found)


def _batches(age: timedelta, dry_run: bool) -> int:
    from serai.tracing.models import ImportBatch

    old = ImportBatch.objects.filter(requested_at__lt=clock.now() - age)
    return old.count() if dry_run else old.delete()[0]


@outbox.handler(StayReported)
def stay_reported(event: StayReported) -> None:
    """Another room tells where somebody was."""
    from serai.tracing.reports import stay_keep

    stay_keep(event)


@outbox.handler(PersonErased)
def person_erased(event: PersonErased) -> None:
    """Erase again: movements may have come in between the erasure and its news."""
    _erase(event.person)


def _cases_unsearched() -> int:
    from serai.tracing.selectors.cases import cases_unsearched

    return cases_unsearched()


def register() -> None:
    """Called once when Django is ready."""
    keep = hooks.RetentionPolicy
    hooks.export.register("tracing", _export)
    hooks.erasure.register("tracing", _erase)
    for name, table, age, purge in (
        ("movements", "movement store", MOVEMENTS_KEPT, _movements),
        ("contacts", "tracing_contact", CONTACTS_KEPT, _contacts),
        ("cases", "tracing_case", CASES_KEPT, _cases),
        ("rejections", "tracing_rowrejection", REJECTIONS_KEPT, _rejections),
        ("uploads", "uploaded files", REJECTIONS_KEPT, _uploads),
        ("imports", "tracing_importbatch", BATCHES_KEPT, _batches),
    ):
        hooks.retention.register(f"tracing.{name}", keep(table, age, "delete", purge))
    hooks.backup.register("tracing.movements", hooks.BackupPart(movements.folder, movements.snapshot))
    hooks.warm.register("tracing.movements", movements.warm)
    hooks.navigation.register(
        "tracing",
        hooks.NavigationItem(
            _("Tracing"),
            "tracing:cases",
            "waypoints",
            roles=STAFF,
            order=20,
            waiting=_cases_unsearched,
            about=_("Confirmed cases, who was near them, and why."),
        ),
    )
    hooks.navigation.register(
        "tracing.imports",
        hooks.NavigationItem(
            _("Imports"), "tracing:imports", "upload", roles=frozenset({"carrier"}), order=21,
            about=_("Send passenger lists, stays and rides, and see which rows were refused."),
        ),
    )  # fmt: skip
    hooks.navigation.register(
        "tracing.rules",
        hooks.NavigationItem(
            _("Contact rules"), "tracing:rules", "scale", roles=READERS, order=40,
            about=_("Who counts as a contact, and who says so."),
        ),
    )  # fmt: skip
