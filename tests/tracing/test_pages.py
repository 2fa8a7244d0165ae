"""Pages: what each shows, to whom, and that lists do not cost a query a row."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from serai.core.models import AuditEvent, AuditSubject
from serai.identity.actors import actor_of
from serai.identity.purposes import purpose_open
from serai.identity.roles import Role
from serai.registry.services import place_register, service_run_register
from serai.tracing.importing import run_import
from serai.tracing.models import Case, ImportBatch, MatchRun
from serai.tracing.public import case_register, contacts_find, import_upload, run_now
from tests.tracing.world import BY, DAY, outbreak, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def tracer(client_as: Callable[..., Client]) -> Client:
    return client_as(Role.TRACER)


def opened(client: Client, kind: str, object_id: str) -> None:
    by = actor_of(client.account)  # type: ignore[attr-defined]
    purpose_open(by=by, purpose="contact_tracing", reference="order 2026/41", object_type=kind, object_id=object_id)


def world(client: Client, extra: int = 0) -> tuple[Any, dict[str, str]]:
    place_register(
        by=BY, code="L-CAFE", names={"en": "Chaikhana Rahat", "ar": "مقهى راحت"}, country="ZZ", lat=41.3, lon=69.2
    )
    service_run_register(
        by=BY, mode="rail", service="G1", date=DAY, units={"7": {"layout": "ABC DF", "rows": 13}},
        stops=[{"name": "Zarhan", "lat": 41.3, "lon": 69.2}, {"name": "Aqtepe", "lat": 42.3, "lon": 70.1}],
    )  # fmt: skip
    case, who = outbreak(extra)
    run_now(run=contacts_find(by=BY, case=case))
    opened(client, "case", case.code)
    return case, who


def text(client: Client, name: str, *args: Any, query: str = "") -> str:
    answer = client.get(reverse(f"tracing:{name}", args=args) + query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_case_asks_for_a_purpose_first(tracer: Client) -> None:
    case, _ = outbreak()
    answer = tracer.get(reverse("tracing:case", args=[case.code]))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/purpose/")


def test_a_case_shows_window_journey_seats_and_contacts_with_reasons(tracer: Client) -> None:
    case, _ = world(tracer)
    page = text(tracer, "case", case.code)
    for words in (
        "Infectious window", "Chaikhana Rahat", "Train G1", "Zarhan", "Seat 9C: the case", "Test Berta",
        "Train G1, seat 9B: next to each other, no aisle between", "4 h together, 0 days", "Name unknown",
        "Seat not known: counted as anywhere in the carriage", "order 2026/41",
    ):  # fmt: skip
        assert words.replace(", 0 days", "") in page, words
    assert page.count("<h1") == 1


def test_everyone_whose_name_was_shown_is_told_who_looked_and_why(tracer: Client) -> None:
    case, who = world(tracer)
    text(tracer, "case", case.code)
    look = AuditEvent.objects.get(action="identity.read")
    assert (look.reference, look.fields) == ("order 2026/41", ["family", "given"])
    told = set(AuditSubject.objects.filter(event=look.id).values_list("subject", flat=True))
    assert told == {who["berta"], who["carl"], who["dora"]}


def test_the_list_of_cases_names_nobody(tracer: Client) -> None:
    case, who = world(tracer)
    page = text(tracer, "cases")
    assert case.code in page
    assert "Anna" not in page
    assert who["anna"] not in page
    assert case.code not in text(tracer, "cases", query="?search=nothing")


def test_contacts_are_narrowed_by_the_filter_and_htmx_gets_the_list_alone(tracer: Client) -> None:
    case, _ = world(tracer)
    url = reverse("tracing:case", args=[case.code])
    part = tracer.get(
        url, {"unknown": "seat"}, headers={"HX-Request": "true", "HX-Target": "contacts"}
    ).content.decode()
    assert "Test Dora" in part
    assert "Test Berta" not in part
    assert "<html" not in part
    assert "Test Carl" in text(tracer, "case", case.code, query="?setting=place:L-CAFE")


def test_a_contact_shows_every_reason_with_its_source(tracer: Client) -> None:
    case, who = world(tracer)
    page = text(tracer, "contact", case.code, case.contacts.get(person=who["dora"]).pk)
    for words in ("Hu et al. 2021", "Movement records", "Seat unknown", "Chance per hour", "He et al. 2020, corrected"):
        assert words in page, words


def test_a_mark_is_saved_in_one_tap_and_can_be_taken_back(tracer: Client) -> None:
    case, who = world(tracer)
    contact = case.contacts.get(person=who["berta"])
    for name, data, expected in (("mark", {"status": "reached"}, "reached"), ("undo", {}, "new")):
        tracer.post(reverse(f"tracing:{name}", args=[case.code, contact.pk]), data)
        contact.refresh_from_db()
        assert contact.status == expected
    assert AuditEvent.objects.filter(action="contact.mark").count() == 2


def test_a_contact_of_another_case_is_not_found_under_this_one(tracer: Client) -> None:
    case, who = world(tracer)
    contact = case.contacts.get(person=who["berta"])
    opened(tracer, "case", "C-OTHER")
    assert tracer.get(reverse("tracing:contact", args=["C-OTHER", contact.pk])).status_code == 404


def test_long_lists_are_paged_and_cost_no_query_a_row(tracer: Client) -> None:
    case, _ = world(tracer, extra=120)
    with CaptureQueriesContext(
        connection,
    ) as long:
        page = text(tracer, "case", case.code)
    assert "1 to 50 of 124" in page
    assert "X-219" in text(tracer, "case", case.code, query="?page=3")
    with CaptureQueriesContext(connection) as short:
        text(tracer, "case", case.code, query="?unknown=seat")
    assert len(long) <= len(short) + 2
    assert "124 found" in text(tracer, "print", case.code)


def test_lists_of_cases_and_imports_cost_no_query_a_row(tracer: Client) -> None:
    def queries(name: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            text(tracer, name)
        return len(asked)

    def grow(number: int) -> None:
        for who in people(*(f"Person {number}-{n}" for n in range(8))):
            case_register(by=BY, person=who, confirmed=DAY, onset=DAY)
        for n in range(8):
            import_upload(by=BY, kind="stays", name=f"{number}-{n}.csv", data=f"person_id\n{number}{n}".encode())

    grow(0)
    few = {name: queries(name) for name in ("cases", "imports")}
    grow(1)
    assert {name: queries(name) for name in few} == few


def test_times_are_shown_in_the_zone_of_the_station_and_stored_in_utc(tracer: Client, settings: Any) -> None:
    case, _ = world(tracer)
    assert "15:00–17:00" in text(tracer, "case", case.code)
    settings.ZONE = ZoneInfo("Asia/Samarkand")
    page = text(tracer, "case", case.code)
    assert "20:00–22:00" in page
    assert "Asia/Samarkand, UTC+5" in page
    assert tracer.get(f"/api/v1/tracing/cases/{case.code}").json()["lo"].endswith("Z")


def test_a_stay_that_ends_on_another_day_names_that_day(tracer: Client, settings: Any) -> None:
    case, _ = world(tracer)
    settings.ZONE = ZoneInfo("Asia/Tokyo")  # 15:00 to 17:00 UTC is midnight to two there, 9:00 to 13:00 18:00 to 22:00
    assert "00:00–02:00" in text(tracer, "case", case.code)
    settings.ZONE = ZoneInfo("Australia/Adelaide")  # UTC+10:30 in March
    page = re.sub(r"<[^>]+>", "", text(tracer, "case", case.code))
    assert "19:30–23:30" in page
    settings.ZONE = ZoneInfo("Pacific/Kiritimati")  # UTC+14: 9:00 to 13:00 is 23:00 to 3:00 of the next day
    page = re.sub(r"<[^>]+>", "", text(tracer, "case", case.code))
    assert "Tue 10 Mar" not in page
    assert re.search(r"10 Mar 2026 23:00 – 11 Mar 2026 03:00", page)


def test_without_a_first_symptom_days_are_counted_from_the_confirmation(tracer: Client) -> None:
    case, _ = world(tracer)
    assert "1 day before the first symptom" in text(tracer, "case", case.code)
    Case.objects.filter(pk=case.pk).update(onset=None)
    run_now(run=contacts_find(by=BY, case=case))
    page = text(tracer, "case", case.code)
    assert "2 days before the confirmation" in page
    assert "the first symptom</li>" not in page


def test_everybody_at_work_here_reads_the_rules_and_only_tracers_see_the_rest(
    client_as: Callable[..., Client],
) -> None:
    for role in (Role.DOCTOR, Role.OPERATOR, Role.COMMAND):
        client = client_as(role)
        assert "rules in force" in text(client, "rules")
        assert 'class="subnav"' not in text(client, "rules")
        assert reverse("tracing:rules") in client.get("/").content.decode()
        assert client.get(reverse("tracing:cases")).status_code == 403
    assert client_as(Role.RESIDENT).get(reverse("tracing:rules")).status_code == 403


def test_finding_contacts_shows_its_progress_and_then_the_page_anew(tracer: Client) -> None:
    case, _ = world(tracer)
    tracer.post(reverse("tracing:find", args=[case.code]))
    assert "Waiting for its turn" in text(tracer, "case", case.code)
    progress = reverse("tracing:progress", args=[case.code])
    assert b"progressbar" in tracer.get(progress).content
    run_now(run=MatchRun.objects.get(status="waiting"))
    assert tracer.get(progress)["HX-Refresh"] == "true"


def test_a_case_is_registered_by_form_and_mistakes_are_said(tracer: Client) -> None:
    (person,) = people("Eva")
    form = {"person": person.code, "confirmed": "2026-03-12", "pathogen": "ZR-26"}
    assert tracer.post(reverse("tracing:register"), form | {"person": "P-0"}).status_code == 400
    made = tracer.post(reverse("tracing:register"), form)
    assert made.status_code == 302
    assert "ZR-26" in text(tracer, "cases")


def test_an_import_shows_its_refused_rows_without_values_and_with_them_for_a_purpose(tracer: Client) -> None:
    data = b"person_id,place_id,start,end\n=SECRET(),L-1,2026-03-10T10:00Z,2026-03-10T09:00Z\n"
    sent = tracer.post(reverse("tracing:imports"), {"kind": "stays", "file": SimpleUploadedFile("s.csv", data)})
    batch = ImportBatch.objects.get()
    assert sent["Location"] == reverse("tracing:import", args=[batch.pk])
    assert b"progressbar" in tracer.get(sent["Location"]).content
    run_import(batch)
    page = text(tracer, "import", batch.pk)
    assert "Refused rows" in page
    assert "09:00" not in page
    url = reverse("tracing:rejections", args=[batch.pk])
    assert tracer.get(url).status_code == 302
    opened(tracer, "import", str(batch.pk))
    sheet = tracer.get(url).content.decode()
    assert "2026-03-10T09:00Z" in sheet
    assert ",=" not in sheet


def test_a_carrier_sends_files_and_sees_nothing_of_others(tracer: Client, client_as: Callable[..., Client]) -> None:
    batch = import_upload(by=BY, kind="stays", name="x.csv", data=b"x")
    carrier = client_as(Role.CARRIER)
    assert "x.csv" not in text(carrier, "imports")
    assert carrier.get(reverse("tracing:import", args=[batch.pk])).status_code == 404
    assert carrier.get(reverse("tracing:cases")).status_code == 403


def test_rules_name_their_sources_and_an_epidemiologist_puts_others_in_force(
    tracer: Client, client_as: Callable[..., Client]
) -> None:
    page = text(tracer, "rules")
    assert "within 3 rows, within 5 seats across" in page
    assert "ECDC RAGIDA 2020" in page
    assert "<textarea" not in page
    expert = client_as(Role.EPIDEMIOLOGIST)
    url = reverse("tracing:rules")
    assert expert.post(url, {"text": "rules: 1"}).status_code == 400
    expert.post(url, {"text": "rules: [{kind: venue, min_minutes: 30, tier: close, source: Our own}]"})
    assert "Our own" in text(tracer, "rules")


@pytest.mark.parametrize("language", ["ar", "zh-hans"])
def test_pages_come_in_other_languages_with_names_in_their_own_script(tracer: Client, language: str) -> None:
    case, _ = world(tracer)
    tracer.cookies["django_language"] = language
    page = text(tracer, "case", case.code)
    assert f'lang="{"ar" if language == "ar" else "zh"}' in page
    if language == "ar":
        assert "مقهى راحت" in page
