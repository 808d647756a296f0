"""Annual reports that are issued: numbered, kept, signed, void, and a line each in the register."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from rectification.acting import acting_as
from rectification.audit.canonical import canonical
from rectification.audit.chain import broken_events, broken_stores
from rectification.audit.codes import document_code
from rectification.enums import DocumentKind, DocumentVariant, EventVerb
from rectification.exceptions import CaseError, InvalidInput
from rectification.hashing import hash_of
from rectification.models import NumberSeries, OfficialDocument, Organisation, PaperEvent
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.services.annual_reports import attach_to_report, issue_report
from rectification.services.issuing import Printed, open_issued
from tests.annual_reports import REASON, draft, issued, numbering, scan, voided
from tests.factories import Township
from tests.workflows.racing import race

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def office(town: Township) -> Actor:
    return numbering(town)


def broken() -> set[str]:
    return {each.fault.value for each in (*broken_events(), *broken_stores())}


def test_report_gets_number_code_and_a_line_in_the_register(town: Township, office: Actor) -> None:
    report = issued(town, office)
    assert (report.case, report.report_of, report.report_year) == (None, town.committee, 2026)
    assert report.number == "云问报〔2026〕1号"
    assert report.code == document_code(report.statement)
    assert f'"case":"","day":"{today().isoformat()}"' in report.statement
    assert f'"place":"{town.committee.code}"' in report.statement
    assert open_issued(report, "pdf") == f"{report.number} {report.code}".encode()
    line = PaperEvent.objects.get()
    assert (line.sequence, line.previous_hash, line.verb) == (1, "", EventVerb.DOCUMENT_ISSUED)
    assert line.hash == hash_of(canonical(line))
    pdf = hashlib.sha256(open_issued(report, "pdf")).hexdigest()
    assert line.files == f"document:{report.code} {pdf} {hashlib.sha256(b'docx').hexdigest()}"
    assert line.versions.startswith("officialdocument ")
    assert broken() == set()


def test_numbers_have_no_gap_and_one_report_of_a_year_holds(town: Township, office: Actor) -> None:
    first = issued(town, office)
    with pytest.raises(CaseError, match="云问报〔2026〕1号"):
        issued(town, office)
    public = issued(town, office, variant=DocumentVariant.PUBLIC)
    assert (first.number[-2:], public.number[-2:]) == ("1号", "2号")
    assert list(PaperEvent.objects.order_by("pk").values_list("sequence", flat=True)) == [1, 2]


def test_report_that_cannot_be_set_uses_no_number(
    town: Township, office: Actor, media: Path
) -> None:
    def fails(number: str, code: str) -> Printed:
        raise CaseError("no")

    with pytest.raises(CaseError), acting_as(None):
        issue_report(
            organisation=town.committee,
            year=2026,
            actor=office,
            draft=replace(draft(), show=fails),
        )
    assert not NumberSeries.objects.filter(series="云问报").exists()
    assert not PaperEvent.objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_void_report_keeps_number_and_file_and_is_replaced(town: Township, office: Actor) -> None:
    first = issued(town, office)
    voided(first, office)
    first.refresh_from_db()
    assert (first.void_reason, first.voided_by) == (REASON, town.officer)
    assert default_storage.exists(first.pdf.name)
    with pytest.raises(CaseError, match="已经作废"):
        voided(first, office)
    second = issued(town, office)
    assert (second.replaces, second.number) == (first, "云问报〔2026〕2号")
    assert broken() == set()


def test_signed_copy_is_attached_once_and_not_to_a_void_report(
    town: Township, office: Actor
) -> None:
    report = issued(town, office)
    for _ in range(2):
        with acting_as(None):
            attach_to_report(document=report, actor=office, scan=scan(), signed_on=today())
    copy = report.signed_copies.get()
    line = PaperEvent.objects.latest("sequence")
    assert line.verb == EventVerb.SIGNED_COPY_ATTACHED
    assert line.files == f"signed_copy:{copy.pk} {copy.sha256} {copy.sha256}"
    with pytest.raises(InvalidInput):
        attach_to_report(
            document=report,
            actor=office,
            scan=scan(b"%PDF-1.4 other"),
            signed_on=today() - timedelta(days=1),
        )
    voided(report, office)
    with pytest.raises(CaseError, match="已经作废"):
        attach_to_report(
            document=report, actor=office, scan=scan(b"%PDF-1.4 other"), signed_on=today()
        )
    assert broken() == set()


@pytest.mark.parametrize("columns", [{"report_year": None}, {"kind": DocumentKind.CIRCULAR}])
def test_paper_is_of_a_case_or_a_report(
    town: Township, office: Actor, columns: dict[str, Any]
) -> None:
    report = issued(town, office)
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficialDocument.objects.filter(pk=report.pk).update(**columns)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_a_report_is_set(town: Township, office: Actor) -> None:
    """Whoever writes a row that names the organisation asks of it what is asked here."""
    waited: list[Any] = []

    def name_it() -> None:
        table = Organisation._meta.db_table
        with transaction.atomic(), connection.cursor() as cursor:
            asked = f"SELECT id FROM {table} WHERE id = %s FOR KEY SHARE NOWAIT"
            cursor.execute(asked, [town.committee.pk])

    def show(number: str, code: str) -> Printed:
        waited.extend(race(name_it))
        return Printed(pdf=number.encode(), docx=b"docx")

    with acting_as(None):
        issue_report(
            organisation=town.committee,
            year=2026,
            actor=office,
            draft=replace(draft(), show=show),
        )
    assert waited == [None]


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_issues_and_the_other_is_told(town: Township, office: Actor) -> None:
    results = race(*[lambda: issued(town, office)] * 2)
    refused = [each for each in results if isinstance(each, Exception)]
    report = OfficialDocument.objects.get()
    assert [type(each) for each in refused] == [CaseError]
    assert report.number in str(refused[0])
    assert NumberSeries.objects.get(series="云问报").last == 1
    assert PaperEvent.objects.get().document == report


@pytest.mark.django_db(transaction=True)
def test_reports_of_an_office_and_of_others_at_once_all_get_their_number(
    town: Township, office: Actor
) -> None:
    """That of the office that issues locks whose paper every other one says it is."""
    places = [town.office, town.committee, town.east.organisation, town.west.organisation]

    def issue(place: Organisation) -> Any:
        with acting_as(None):
            return issue_report(organisation=place, year=2026, actor=office, draft=draft())

    results = race(*[partial(issue, place) for place in places])
    assert [each for each in results if isinstance(each, Exception)] == []
    lines = PaperEvent.objects.order_by("sequence")
    assert [line.sequence for line in lines] == [1, 2, 3, 4]
    assert sorted(line.document.sequence or 0 for line in lines) == [1, 2, 3, 4]
    assert broken() == set()
