"""The annual reports of an organisation: chosen on a page, taken away as a file, and issued."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from pytest_django import Settings

from rectification.models import OfficialDocument, Organisation, PaperEvent
from rectification.policies.days import today
from rectification.services.document_numbers import give_document_code
from tests.factories import Township
from tests.rectification.web.desk import client_of
from tests.uploads import pdf

pytestmark = pytest.mark.django_db

REASON = "数字写错，另行印发。"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def test_office_chooses_organisation_and_year(town: Township) -> None:
    client = client_of(town.officer)
    page = client.get(reverse("rectification:annual_reports"))
    assert page.context["place"] == town.committee
    east = reverse("rectification:annual_reports_of", args=[town.east.organisation.pk])
    assert east in page.content.decode()
    assert client.get(east).context["place"] == town.east.organisation
    lists = client.get(reverse("rectification:lists", args=["ledger"])).content.decode()
    assert reverse("rectification:annual_reports") in lists


def test_report_is_taken_away_in_both_forms(town: Township) -> None:
    client = client_of(town.officer)
    file = reverse("rectification:annual_report", args=[town.committee.pk])
    assert b"".join(client.get(file)).startswith(b"%PDF-")
    asked = f"?year={today().year}&variant=public&form=docx"
    assert b"".join(client.get(file + asked)).startswith(b"PK")
    for wrong in ("?year=1999", "?year=x", "?form=exe", "?variant=secret"):
        assert client.get(file + wrong).status_code == 404, wrong


def test_secretary_has_that_of_his_branch_alone(town: Township) -> None:
    client = client_of(town.east.secretary)
    page = client.get(reverse("rectification:annual_reports"))
    assert page.context["place"] == town.east.organisation
    assert page.context["places"] == []
    for name in ("annual_reports_of", "annual_report"):
        for place in (town.committee, town.west.organisation):
            address = reverse(f"rectification:{name}", args=[place.pk])
            assert client.get(address).status_code == 404
    member = client_of(town.east.members[0])
    assert member.get(reverse("rectification:annual_reports")).status_code == 404
    lists = member.get(reverse("rectification:lists", args=["ledger"])).content.decode()
    assert reverse("rectification:annual_reports") not in lists


# --- issued ---------------------------------------------------------------------------------------


def page_of(name: str, *args: Any) -> str:
    return reverse(f"rectification:{name}", args=args)


def issue_url(place: Organisation, variant: str = "internal", year: int = 0) -> str:
    of = reverse("workflows:issue_report", args=[place.pk])
    return f"{of}?year={year or today().year}&variant={variant}"


def coded(town: Township) -> Client:
    give_document_code(organisation=town.office, code="云问")
    return client_of(town.officer)


def done(client: Client, place: Organisation, variant: str = "internal") -> OfficialDocument:
    assert client.post(issue_url(place, variant)).status_code == 302
    return OfficialDocument.objects.latest("pk")


def test_report_is_issued_listed_and_taken_away_as_it_was(town: Township) -> None:
    client, place = coded(town), town.east.organisation
    reports = page_of("annual_reports_of", place.pk)
    assert escape(issue_url(place)) in client.get(reports).content.decode()
    question = client.get(issue_url(place))
    assert place.name in question.content.decode()
    report = done(client, place)
    assert report.number == f"云问报〔{today().year}〕1号"
    page = client.get(reports).content.decode()
    assert report.number in page
    assert page_of("document", report.pk) in page
    assert escape(issue_url(place)) not in page
    assert escape(issue_url(place, "public")) in page
    facts = client.get(page_of("document", report.pk)).content.decode()
    assert report.code in facts
    assert reports in facts
    for form, digest in (("pdf", report.pdf_sha256), ("docx", report.docx_sha256)):
        content = b"".join(client.get(page_of("document_file", report.pk, form)))
        assert hashlib.sha256(content).hexdigest() == digest
    again = client.post(issue_url(place))
    assert (again.status_code, report.number in again.content.decode()) == (409, True)


def test_report_is_signed_made_void_and_replaced(town: Township) -> None:
    client, place = coded(town), town.committee
    report = done(client, place)
    sign = reverse("workflows:attach_signed_copy", args=[report.pk])
    void = reverse("workflows:void_document", args=[report.pk])
    page = client.get(page_of("document", report.pk)).content.decode()
    assert sign in page
    assert void in page
    assert client.get(sign).status_code == 200
    sent = client.post(sign, {"scan": pdf(), "signed_on": today().isoformat()})
    assert sent.status_code == 302
    copy = report.signed_copies.get()
    assert b"".join(client.get(page_of("signed_copy", copy.pk))).startswith(b"%PDF")
    assert client.get(void).status_code == 200
    assert client.post(void, {"reason": "短"}).status_code == 422
    assert client.post(void, {"reason": REASON}).status_code == 302
    assert client.get(void).status_code == 409
    later = done(client, place)
    assert later.replaces == report
    assert later.number in client.get(page_of("annual_reports_of", place.pk)).content.decode()
    assert PaperEvent.objects.count() == 4


def test_only_the_office_issues_and_who_makes_the_report_opens_it(town: Township) -> None:
    client, place = coded(town), town.east.organisation
    report = done(client, place)
    file = page_of("document_file", report.pk, "pdf")
    void = reverse("workflows:void_document", args=[report.pk])
    for person in (town.pse, town.dis[0], town.east.secretary):
        reader = client_of(person)
        assert reader.get(page_of("document", report.pk)).status_code == 200
        assert reader.get(file).status_code == 200
        for url in (void, reverse("workflows:attach_signed_copy", args=[report.pk])):
            assert reader.get(url).status_code == 404
        assert reader.get(issue_url(place, "public")).status_code == 404
    for person in (town.west.secretary, town.east.members[0], town.gen):
        reader = client_of(person)
        for url in (page_of("document", report.pk), file, void, issue_url(place, "public")):
            assert reader.get(url).status_code == 404
    for url in (issue_url(place, "secret"), issue_url(place, year=1999)):
        assert client.get(url).status_code == 404


def test_code_of_a_report_is_checked_and_leads_to_it_who_opens_it(town: Township) -> None:
    report = done(coded(town), town.east.organisation)
    url = page_of("document", report.pk)
    for person, leads in ((town.officer, True), (town.west.secretary, False)):
        answer = client_of(person).post(page_of("check_document"), {"code": report.code})
        words = answer.content.decode()
        assert (report.number in words, url in words) == (True, leads)


def test_without_a_code_no_report_is_issued(town: Township) -> None:
    answer = client_of(town.officer).post(issue_url(town.committee))
    assert answer.status_code == 422
    assert not OfficialDocument.objects.exists()


def test_page_asks_as_much_for_two_reports_as_for_one(town: Township) -> None:
    client, place = coded(town), town.committee
    reports = page_of("annual_reports_of", place.pk)
    asked = []
    for variant in ("internal", "public"):
        report = done(client, place, variant)
        with CaptureQueriesContext(connection) as queries:
            assert report.number in client.get(reports).content.decode()
        asked.append(len(queries))
    assert asked[0] == asked[1]
