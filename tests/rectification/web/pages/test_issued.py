"""公文: issued on a page, taken away as it was issued, signed, void, and checked by its code."""

import hashlib
import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from rectification.enums import CaseStage, DocumentKind
from rectification.models import (
    AccessLog,
    Appointment,
    Case,
    CaseEvent,
    OfficialDocument,
    Person,
)
from rectification.policies.days import today
from rectification.services.document_numbers import give_document_code
from rectification.web.evidence import grouped
from tests.factories import Township, case_in
from tests.rectification.web.desk import client_of
from tests.uploads import pdf

pytestmark = pytest.mark.django_db

REASON = "日期写错，另行印发。"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def case(town: Township) -> Case:
    give_document_code(organisation=town.office, code="云问")
    return case_in(town, CaseStage.RECTIFYING, author=town.officer)


def issue_url(case: Case, kind: str = "plan_approval", variant: str = "internal") -> str:
    args = [case.pk, kind, case.plans.get().pk, variant]
    return reverse("workflows:issue_document", args=args)


def sent(client: Client, url: str, **data: Any) -> Any:
    return client.post(url, {"idempotency_key": str(uuid4()), **data})


def issued(case: Case, by: Person) -> OfficialDocument:
    assert sent(client_of(by), issue_url(case)).status_code == 302
    return OfficialDocument.objects.latest("pk")


def page_of(name: str, *args: Any) -> str:
    return reverse(f"rectification:{name}", args=args)


def test_paper_is_issued_listed_and_taken_away_as_it_was(case: Case, town: Township) -> None:
    client, papers = client_of(town.officer), page_of("case_papers", case.pk)
    assert issue_url(case) in client.get(papers).content.decode()
    question = client.get(issue_url(case))
    assert question.status_code == 200
    document = issued(case, town.officer)
    assert document.number == "云问方〔2026〕1号"
    page = client.get(papers).content.decode()
    assert document.number in page
    assert issue_url(case) not in page
    assert page_of("document", document.pk) in page
    facts = client.get(page_of("document", document.pk)).content.decode()
    assert document.code in facts
    assert grouped(document.pdf_sha256) in facts
    contents = {}
    for form, digest in (("pdf", document.pdf_sha256), ("docx", document.docx_sha256)):
        answer = client.get(page_of("document_file", document.pk, form))
        contents[form] = b"".join(answer)
        assert hashlib.sha256(contents[form]).hexdigest() == digest
        assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(contents["docx"])) as archive:
        words = archive.read("word/document.xml").decode()
    assert document.number in words
    assert client.get(page_of("document_file", document.pk, "exe")).status_code == 404


def test_page_sent_twice_issues_once(case: Case, town: Township) -> None:
    client, key = client_of(town.officer), str(uuid4())
    for _ in range(2):
        client.post(issue_url(case), {"idempotency_key": key})
    assert OfficialDocument.objects.count() == 1
    assert sent(client, issue_url(case)).status_code == 422


def test_without_a_code_nothing_is_issued(case: Case, town: Township) -> None:
    give_document_code(organisation=town.office, code="")
    answer = sent(client_of(town.officer), issue_url(case))
    assert answer.status_code == 422
    assert town.office.name in answer.content.decode()
    assert not OfficialDocument.objects.exists()


def test_others_find_no_page_to_issue_on(case: Case, town: Township) -> None:
    for person in (town.east.secretary, town.org, town.pse, town.east.members[0]):
        assert client_of(person).get(issue_url(case)).status_code == 404
    client = client_of(town.officer)
    for url in (issue_url(case, "annual_report"), issue_url(case, variant="secret")):
        assert client.get(url).status_code == 404


def test_who_reads_the_case_in_part_does_not_open_the_paper(case: Case, town: Township) -> None:
    document = issued(case, town.officer)
    url = page_of("document", document.pk)
    assert client_of(town.east.secretary).get(url).status_code == 200
    for person in (town.org, town.east.members[0], town.gen):
        assert client_of(person).get(url).status_code == 404
        file = page_of("document_file", document.pk, "pdf")
        assert client_of(person).get(file).status_code == 404
    # The organisation office reads that there is one, and under which number.
    page = client_of(town.org).get(page_of("case_papers", case.pk)).content.decode()
    assert document.number in page
    assert url not in page


def test_void_paper_is_replaced_and_stays(case: Case, town: Township) -> None:
    document, client = issued(case, town.officer), client_of(town.officer)
    void = reverse("workflows:void_document", args=[document.pk])
    assert sent(client, void, reason="错").status_code == 422
    assert sent(client, void, reason=REASON).status_code == 302
    assert client.get(void).status_code == 409
    later = issued(case, town.officer)
    assert (later.number, later.replaces) == ("云问方〔2026〕2号", document)
    page = client.get(page_of("document", document.pk)).content.decode()
    assert REASON in page
    assert void not in page
    assert client.get(page_of("document_file", document.pk, "pdf")).status_code == 200


def test_answer_is_voided_by_the_office_once_its_issuer_has_gone(
    case: Case, town: Township
) -> None:
    document = issued(case, town.officer)
    OfficialDocument.objects.update(kind=DocumentKind.OBJECTION_ANSWER)
    url = page_of("document", document.pk)
    void = reverse("workflows:void_document", args=[document.pk])
    client = client_of(town.intake)
    assert [client.get(page).status_code for page in (url, void)] == [404, 404]
    assert url not in client.get(page_of("case_papers", case.pk)).content.decode()
    Appointment.objects.filter(person=town.officer).update(valid_to=today() - timedelta(days=1))
    assert url in client.get(page_of("case_papers", case.pk)).content.decode()
    assert void in client.get(url).content.decode()
    assert sent(client, void, reason=REASON).status_code == 302
    document.refresh_from_db()
    assert document.voided_by == town.intake
    assert client_of(town.dis[0]).get(url).status_code == 404


def test_signed_copy_is_attached_and_opened_on_record(case: Case, town: Township) -> None:
    document, client = issued(case, town.officer), client_of(town.officer)
    url = reverse("workflows:attach_signed_copy", args=[document.pk])
    page = client.get(url)
    assert page.status_code == 200
    answer = sent(client, url, scan=pdf("签字件.pdf"), signed_on="2026-05-11")
    assert answer.status_code == 302
    copy = document.signed_copies.get()
    answer = client.get(page_of("signed_copy", copy.pk))
    assert hashlib.sha256(b"".join(answer)).hexdigest() == copy.sha256
    assert AccessLog.objects.filter(what=f"signed_copy:{copy.pk}").count() == 1
    assert client_of(town.org).get(page_of("signed_copy", copy.pk)).status_code == 404
    event = CaseEvent.objects.get(verb="signed_copy_attached")
    assert copy.sha256 in event.files


def test_file_that_was_changed_is_refused(case: Case, town: Township) -> None:
    document = issued(case, town.officer)
    with default_storage.open(document.docx.name) as other:
        stored = other.read()
    with default_storage.open(document.pdf.name, "wb") as file:
        file.write(stored)
    answer = client_of(town.officer).get(page_of("document_file", document.pk, "pdf"))
    assert answer.status_code == 409


def test_signed_copy_that_was_changed_is_refused(case: Case, town: Township) -> None:
    document, client = issued(case, town.officer), client_of(town.officer)
    url = reverse("workflows:attach_signed_copy", args=[document.pk])
    sent(client, url, scan=pdf("签字件.pdf"), signed_on="2026-05-11")
    copy = document.signed_copies.get()
    with default_storage.open(document.docx.name) as other:
        stored = other.read()
    with default_storage.open(copy.file.name, "wb") as file:
        file.write(stored)
    assert client.get(page_of("signed_copy", copy.pk)).status_code == 409


# --- the code on a paper --------------------------------------------------------------------------


def checked(person: Person, code: str) -> Any:
    return client_of(person).post(page_of("check_document"), {"code": code})


def test_code_leads_to_the_paper_only_who_opens_it(case: Case, town: Township) -> None:
    document = issued(case, town.officer)
    url, typed = page_of("document", document.pk), document.code.lower().replace("-", " ")
    page = checked(town.officer, typed).content.decode()
    assert document.number in page
    assert url in page
    for person in (town.pub, town.west.secretary):
        page = checked(person, typed).content.decode()
        assert document.number in page
        assert town.office.name in page
        for word in (url, case.title, str(case.number), document.title, "SHA-256"):
            assert word not in page


def test_code_of_a_void_paper_says_so(case: Case, town: Township) -> None:
    document = issued(case, town.officer)
    sent(
        client_of(town.officer),
        reverse("workflows:void_document", args=[document.pk]),
        reason=REASON,
    )
    page = checked(town.pub, document.code).content.decode()
    assert "作废" in page
    assert REASON not in page


@pytest.mark.parametrize("code", ["0000-0000-0000-0000", "松纪督〔2026〕7号", ""])
def test_wrong_code_tells_nothing(case: Case, town: Township, code: str) -> None:
    assert checked(town.officer, code).status_code == 422


def test_who_holds_no_office_finds_no_page_to_check_on(case: Case, town: Township) -> None:
    member = town.east.members[0]
    assert client_of(member).get(page_of("check_document")).status_code == 404
    assert Client().get(page_of("check_document")).status_code == 302
