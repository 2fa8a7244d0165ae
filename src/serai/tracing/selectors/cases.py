"""Cases: the list, and the facts of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery

from serai.core import clock
from serai.registry.models import Person
from serai.tracing.domain.window import Window, anchor
from serai.tracing.models import Case, CaseStatus, ContactStatus, MatchRun, RunStatus
from serai.tracing.selectors.paging import Page, cut
from serai.tracing.selectors.rules import rules_by_digest, rules_in_force


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in the list. It names nobody. `counted_at` is None where contacts were never looked for."""

    code: str
    status: str
    onset: date | None
    confirmed: date
    pathogen: str
    imported_from: str
    contacts: int
    close: int
    untold: int
    counted_at: datetime | None
    searching: bool


@dataclass(frozen=True, slots=True)
class Search:
    """A search for contacts, as pages show it. `progress` in percent."""

    id: UUID
    status: str
    progress: int
    requested_at: datetime
    finished_at: datetime | None
    requested_by: str
    exposures: int
    close: int
    casual: int
    rules: str
    error: str

    @property
    def under_way(self) -> bool:
        """True while it waits or runs."""
        return self.status in (RunStatus.WAITING, RunStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """All of a case but its contacts. `lo`, `hi`: the infectious window, UTC. `age`: a decade such as 40."""

    code: str
    person: str
    sex: str
    age: int | None
    onset: date | None
    confirmed: date
    pathogen: str
    laboratory: str
    imported_from: str
    status: str
    registered_at: datetime
    registered_by: str
    organisation: str
    anchor: datetime
    lo: datetime
    hi: datetime
    search: Search | None
    done: Search | None


def cases_page(*, search: str = "", status: str = "", number: int = 1) -> tuple[Page[CaseLine], dict[str, int]]:
    """Cases, newest first, and how many there are by status."""
    counts = dict.fromkeys(CaseStatus.values, 0)
    counts |= dict(Case.objects.values_list("status").annotate(n=Count("id")))
    rows = Case.objects.order_by("-confirmed", "-id")
    if status in CaseStatus.values:
        rows = rows.filter(status=status)
    if search:
        rows = rows.filter(Q(code__icontains=search.strip()) | Q(pathogen__icontains=search.strip()))
    page = cut(rows, number)
    return Page(_lines(list(page.items)), page.number, page.pages, page.total), counts


def _lines(cases: list[Case]) -> list[CaseLine]:
    ids = [c.pk for c in cases]
    newest = MatchRun.objects.filter(case=OuterRef("pk")).order_by("-requested_at")
    done = newest.filter(status=RunStatus.DONE)
    more = {
        row["pk"]: row
        for row in Case.objects.filter(pk__in=ids)
        .annotate(
            found=Count("contacts", filter=Q(contacts__current=True)),
            near=Count("contacts", filter=Q(contacts__current=True, contacts__tier="close")),
            untold=Count("contacts", filter=Q(contacts__current=True, contacts__status=ContactStatus.NEW)),
            last=Subquery(newest.values("status")[:1]),
            counted=Subquery(done.values("finished_at")[:1]),
        )
        .values("pk", "found", "near", "untold", "last", "counted")
    }
    return [
        CaseLine(
            code=c.code, status=c.status, onset=c.onset, confirmed=c.confirmed, pathogen=c.pathogen,
            imported_from=c.imported_from, contacts=m["found"], close=m["near"], untold=m["untold"],
            counted_at=m["counted"], searching=m["last"] in (RunStatus.WAITING, RunStatus.RUNNING),
        )
        for c in cases
        for m in (more[c.pk],)
    ]  # fmt: skip


def cases_unsearched() -> int:
    """How many open cases nobody has looked for contacts of yet."""
    searched = MatchRun.objects.filter(status=RunStatus.DONE).values("case")
    return Case.objects.filter(status=CaseStatus.OPEN).exclude(pk__in=searched).count()


def case_of(code: str) -> Case | None:
    """The case with its person, or None."""
    return Case.objects.select_related("person").filter(code=code).first()


def case_facts(case: Case) -> CaseFacts:
    """What a case's page says about it."""
    runs = [_search(r) for r in case.runs.order_by("-requested_at")[:10]]
    done = next((r for r in runs if r.status == RunStatus.DONE), None)
    rules = (rules_by_digest(done.rules) if done else None) or rules_in_force()
    begun = anchor(_midnight(case.onset) if case.onset else None, _midnight(case.confirmed))
    lo, hi = Window(rules.before_hours, rules.after_hours).around(begun)
    return CaseFacts(
        code=case.code, person=case.person.code, sex=case.person.sex, age=_decade(case.person), onset=case.onset,
        confirmed=case.confirmed, pathogen=case.pathogen, laboratory=case.laboratory,
        imported_from=case.imported_from, status=case.status, registered_at=case.registered_at,
        registered_by=case.registered_by, organisation=case.organisation, anchor=begun, lo=lo, hi=hi,
        search=runs[0] if runs else None, done=done,
    )  # fmt: skip


def _midnight(day: date) -> datetime:
    from datetime import UTC

    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _decade(person: Person) -> int | None:
    return (clock.today() - timedelta(days=182)).year - person.birth_year if person.birth_year else None


def search_of(case: Case, run_id: UUID) -> Search | None:
    """One search of a case."""
    run = case.runs.filter(pk=run_id).first()
    return _search(run) if run else None


def _search(run: MatchRun) -> Search:
    return Search(
        id=run.pk, status=run.status, progress=round(run.progress * 100), requested_at=run.requested_at,
        finished_at=run.finished_at, requested_by=run.requested_by, exposures=run.exposures, close=run.close,
        casual=run.casual, rules=run.rules, error=run.error,
    )  # fmt: skip
