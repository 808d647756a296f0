"""Templates of papers and codes: handed in by the general office, confirmed by somebody else."""

import io
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from pytest_django import Settings

from rectification.enums import CaseStage
from rectification.models import (
    OfficialDocument,
    Organisation,
    OutboxMessage,
    PaperTemplate,
    Person,
)
from tests.factories import Township, case_in
from tests.rectification.web.desk import client_of
from tests.uploads import office_file, pdf

pytestmark = pytest.mark.django_db

KIND = "plan_approval"
NOTE = "页眉加本镇机关的名称。"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def page_of(name: str, *args: Any) -> str:
    return reverse(f"rectification:{name}", args=args)


def house(person: Person, kind: str = KIND) -> bytes:
    return b"".join(client_of(person).get(page_of("house_template", kind)))


def changed(content: bytes, line: str = "云溪镇样式") -> SimpleUploadedFile:
    document = Document(io.BytesIO(content))
    document.add_paragraph(line)
    stored = io.BytesIO()
    document.save(stored)
    return SimpleUploadedFile("审批表.docx", stored.getvalue())


def hand_in(person: Person, file: Any, note: str = NOTE, kind: str = KIND) -> Any:
    url = page_of("new_paper_template", kind)
    return client_of(person).post(url, {"file": file, "note": note})


def decide(person: Person, template: PaperTemplate, decision: str) -> Any:
    url = page_of("paper_template", template.pk)
    return client_of(person).post(url, {"decision": decision}, follow=True)


def test_template_is_used_once_somebody_else_confirmed_it(town: Township) -> None:
    assert hand_in(town.gen, changed(house(town.gen))).status_code == 302
    template = PaperTemplate.objects.get()
    assert (template.organisation, template.version) == (town.committee, 1)
    told = OutboxMessage.objects.filter(kind="paper_template_waits")
    assert [message.recipient for message in told] == [town.org]
    decide(town.gen, template, "confirm")
    template.refresh_from_db()
    assert template.confirmed_at is None
    # One that waits is decided on before the next one.
    assert hand_in(town.gen, changed(house(town.gen))).status_code == 422
    assert client_of(town.org).get(page_of("paper_template", template.pk)).status_code == 200
    decide(town.org, template, "confirm")
    template.refresh_from_db()
    assert template.confirmed_by == town.org

    client_of(town.gen).post(
        page_of("document_codes"), {"organisation": town.office.pk, "code": "云问"}
    )
    case = case_in(town, CaseStage.RECTIFYING, author=town.officer)
    url = reverse("workflows:issue_document", args=[case.pk, KIND, case.plans.get().pk, "internal"])
    client = client_of(town.officer)
    client.post(url, {"idempotency_key": str(uuid4())})
    document = OfficialDocument.objects.get()
    assert document.template == template
    answer = client.get(page_of("document_file", document.pk, "docx"))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as archive:
        assert "云溪镇样式" in archive.read("word/document.xml").decode()


def test_annual_report_is_set_by_the_template_of_the_township(town: Township) -> None:
    kind = "annual_report"
    hand_in(town.gen, changed(house(town.gen, kind)), kind=kind)
    template = PaperTemplate.objects.get()
    decide(town.org, template, "confirm")
    url = page_of("annual_report", town.east.organisation.pk) + "?form=docx"
    with zipfile.ZipFile(io.BytesIO(b"".join(client_of(town.officer).get(url)))) as archive:
        assert "云溪镇样式" in archive.read("word/document.xml").decode()
    # One that does not fit the paper is told, whatever it passed when it was handed in.
    wrong = changed(house(town.gen, kind), "{{ body[900].text }}").read()
    with default_storage.open(template.file.name, "wb") as stored:
        stored.write(wrong)
    answer = client_of(town.officer).get(url)
    assert answer.status_code == 409
    assert "模板" in answer.content.decode()


def test_next_version_ends_the_one_before(town: Township) -> None:
    for version in (1, 2):
        hand_in(town.gen, changed(house(town.gen)))
        decide(town.org, PaperTemplate.objects.get(version=version), "confirm")
    first, second = PaperTemplate.objects.order_by("version")
    assert first.ended_at is not None
    assert second.ended_at is None
    hand_in(town.gen, changed(house(town.gen)))
    third = PaperTemplate.objects.get(version=3)
    decide(town.org, third, "")
    third.refresh_from_db()
    assert third.ended_at is None
    decide(town.org, third, "refuse")
    third.refresh_from_db()
    second.refresh_from_db()
    assert (third.confirmed_at, second.ended_at) == (None, None)
    assert third.ended_at is not None
    page = client_of(town.gen).get(page_of("paper_templates"))
    assert page.status_code == 200
    file = client_of(town.org).get(page_of("paper_template_file", second.pk))
    assert b"".join(file).startswith(b"PK")


@pytest.mark.parametrize(
    "file",
    [
        lambda content: changed(content, "{{ ''.__class__ }}"),
        lambda content: changed(content, "{{ tittle }}"),
        lambda _content: pdf("审批表.pdf"),
        lambda _content: pdf("审批表.docx"),
        lambda _content: office_file("审批表.docx", "word/document.xml", "word/vbaProject.bin"),
    ],
)
def test_unsound_template_is_refused_beside_its_field(town: Township, file: Any) -> None:
    answer = hand_in(town.gen, file(house(town.gen)))
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not PaperTemplate.objects.exists()


def test_only_those_who_keep_and_confirm_see_them(town: Township) -> None:
    hand_in(town.gen, changed(house(town.gen)))
    pages = [
        page_of("paper_templates"),
        page_of("paper_template", PaperTemplate.objects.get().pk),
        page_of("paper_template_file", PaperTemplate.objects.get().pk),
        page_of("house_template", KIND),
    ]
    for url in pages:
        assert client_of(town.org).get(url).status_code == 200
        assert client_of(town.officer).get(url).status_code == 404
    for url in (page_of("new_paper_template", KIND), page_of("document_codes")):
        assert client_of(town.gen).get(url).status_code == 200
        assert client_of(town.org).get(url).status_code == 404
    for name in ("new_paper_template", "house_template"):
        assert client_of(town.gen).get(page_of(name, "case_file")).status_code == 404


def test_code_is_entered_and_refused_beside_its_field(town: Township) -> None:
    client, url = client_of(town.gen), page_of("document_codes")
    given = {"organisation": town.discipline.pk, "code": "云纪"}
    assert client.post(url, given).status_code == 302
    assert Organisation.objects.get(pk=town.discipline.pk).document_code == "云纪"
    assert "云纪" in client.get(page_of("paper_templates")).content.decode()
    answer = client.post(url, {"organisation": town.office.pk, "code": "AB"})
    assert answer.status_code == 422
