"""Official documents: numbered, kept byte for byte, signed, void, and named in the chain."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from pytest_django import Settings

from rectification.acting import acting_as
from rectification.audit.codes import document_code, typed_document_code
from rectification.enums import CaseStage, DocumentKind, DocumentVariant
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Case, CaseEvent, NumberSeries, OfficialDocument
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.policies.event_circles import ABOUT_DOCUMENTS
from rectification.policies.issuing import about_of
from rectification.policies.plain_copies import PlainCopy
from rectification.policies.uploads import SoundFile
from rectification.roles import Role
from rectification.services.document_numbers import give_document_code
from rectification.services.issuing import (
    Draft,
    Printed,
    attach_signed_copy,
    issue_document,
    open_issued,
    open_signed_copy,
    void_document,
    void_documents_of,
)
from rectification.services.plan_changes import set_aside
from tests.factories import Township, case_in

REASON = "日期写错，另行印发。"


def shown(number: str, code: str) -> Printed:
    return Printed(pdf=f"pdf {number} {code}".encode(), docx=f"docx {number} {code}".encode())


def draft(kind: DocumentKind = DocumentKind.SUPERVISION_ORDER, **given: Any) -> Draft:
    told = {"variant": DocumentVariant.INTERNAL, "title": "督办单", "show": shown, **given}
    return Draft(kind=kind, **told)


def scan() -> SoundFile:
    content = b"%PDF-1.4 signed"
    return SoundFile("签字件.pdf", ".pdf", content, PlainCopy(content))


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def case(town: Township) -> Case:
    give_document_code(organisation=town.discipline, code="云纪")
    return case_in(town, CaseStage.RECTIFYING)


@pytest.fixture
def dis(town: Township) -> Actor:
    return Actor(person=town.dis[0], role=Role.DIS, organisation=town.discipline)


def done(act: Callable[..., CaseEvent], actor: Actor, **given: Any) -> CaseEvent:
    with acting_as(None):
        return act(actor=actor, **given)


def issued(case: Case, actor: Actor, **given: Any) -> OfficialDocument:
    done(issue_document, actor, case=case, draft=draft(**given))
    return OfficialDocument.objects.latest("pk")


def test_issued_paper_has_number_code_and_its_hashes_in_the_event(case: Case, dis: Actor) -> None:
    document = issued(case, dis)
    assert document.number == "云纪督〔2026〕1号"
    assert (document.mark, document.year, document.sequence) == ("云纪督", 2026, 1)
    assert document.code == document_code(document.statement)
    event = CaseEvent.objects.latest("pk")
    assert (event.verb, event.reference) == ("document_issued", f"document:{document.code}")
    assert event.files == (f"document:{document.code} {document.pdf_sha256} {document.docx_sha256}")
    assert open_issued(document, "pdf") == f"pdf {document.number} {document.code}".encode()
    assert hashlib.sha256(open_issued(document, "docx")).hexdigest() == document.docx_sha256


def test_files_lie_encrypted_and_without_a_name(case: Case, dis: Actor, media: Path) -> None:
    issued(case, dis)
    stored = [path for path in media.rglob("*") if path.is_file()]
    assert len(stored) == 2
    assert not any("云纪督".encode() in path.read_bytes() for path in stored)


def test_file_that_was_changed_is_not_handed_out(case: Case, dis: Actor) -> None:
    document = issued(case, dis)
    other = issued(case, dis, about="order:2")
    document.pdf = other.pdf
    with pytest.raises(CaseError) as refused:
        open_issued(document, "pdf")
    assert document.number in str(refused.value)


def test_erased_file_is_gone(case: Case, dis: Actor) -> None:
    document = issued(case, dis)
    default_storage.delete(document.pdf.name)
    with pytest.raises(FileNotFoundError):
        open_issued(document, "pdf")


def test_paper_bears_the_number_its_matter_has(case: Case, dis: Actor) -> None:
    document = issued(case, dis, number="云问督〔2026〕5号", about="order:5")
    assert document.number == "云问督〔2026〕5号"
    assert (document.mark, document.year, document.sequence) == ("", None, None)
    assert not NumberSeries.objects.filter(series="云纪督").exists()


def test_the_same_paper_is_valid_once(case: Case, dis: Actor) -> None:
    document = issued(case, dis)
    with pytest.raises(CaseError) as refused:
        done(issue_document, dis, case=case, draft=draft())
    assert document.number in str(refused.value)
    issued(case, dis, about="order:2")


def test_void_number_stays_used_and_the_next_paper_replaces_it(case: Case, dis: Actor) -> None:
    first = issued(case, dis)
    event = done(void_document, dis, document=first, reason=REASON)
    assert (event.verb, event.payload.text) == ("document_voided", REASON)
    second = issued(case, dis)
    assert second.number == "云纪督〔2026〕2号"
    assert second.replaces == first
    first.refresh_from_db()
    assert (first.void_reason, first.voided_by) == (REASON, dis.person)
    assert open_issued(first, "pdf")
    with pytest.raises(CaseError):
        done(void_document, dis, document=first, reason=REASON)
    with pytest.raises(CaseError):
        done(void_document, dis, document=second, reason="错")


def test_with_what_it_rested_on_a_paper_is_void(case: Case, dis: Actor) -> None:
    plan = case.plans.get()
    of_plan, other = issued(case, dis, about=about_of(plan)), issued(case, dis, about="order:6")
    void_documents_of(case=case, row=plan)
    assert OfficialDocument.objects.get(void_at__isnull=False) == of_plan
    of_plan.refresh_from_db()
    assert (of_plan.voided_by, of_plan.void_reason) == (None, "该公文所载事项已经作废。")
    assert other.void_at is None


def test_with_a_version_that_is_set_aside_falls_its_paper(case: Case, dis: Actor) -> None:
    plan = case.plans.get()
    assert plan.decided_at is not None
    paper = issued(case, dis, about=about_of(plan))
    set_aside(case=case, since=plan.decided_at - timedelta(days=1))
    paper.refresh_from_db()
    assert paper.void_at is not None


def test_signed_copy_is_bound_by_its_hash(case: Case, dis: Actor) -> None:
    document = issued(case, dis)
    event = done(attach_signed_copy, dis, document=document, scan=scan(), signed_on=today())
    copy = document.signed_copies.get()
    assert event.files == f"signed_copy:{copy.pk} {copy.sha256} {copy.sha256}"
    assert event.reference == f"document:{document.code}"
    assert copy.sha256 == hashlib.sha256(scan().content).hexdigest()
    assert open_signed_copy(copy) == scan().content
    with copy.file.open("rb") as stored:
        assert b"signed" not in stored.read()


@pytest.mark.parametrize("days", [-1, 1])
def test_signed_neither_before_it_was_issued_nor_in_the_future(
    case: Case, dis: Actor, days: int
) -> None:
    document, day = issued(case, dis), today() + timedelta(days=days)
    with pytest.raises(InvalidInput) as refused:
        done(attach_signed_copy, dis, document=document, scan=scan(), signed_on=day)
    assert "signed_on" in refused.value.errors


def test_void_paper_takes_no_signed_copy(case: Case, dis: Actor) -> None:
    document = issued(case, dis)
    done(void_document, dis, document=document, reason=REASON)
    with pytest.raises(CaseError):
        done(attach_signed_copy, dis, document=document, scan=scan(), signed_on=today())


@pytest.mark.parametrize("verb", sorted(ABOUT_DOCUMENTS))
def test_nobody_handles_a_paper_of_his_own_side(case: Case, town: Township, verb: str) -> None:
    owner = Actor(
        person=case.owner_person or town.east.secretary,
        role=Role.OFF,
        organisation=town.office,
    )
    document = issued(
        case,
        Actor(person=town.dis[0], role=Role.DIS, organisation=town.discipline),
        about="order:1",
    )
    acts: dict[str, Callable[[], CaseEvent]] = {
        "document_issued": lambda: done(issue_document, owner, case=case, draft=draft()),
        "document_voided": lambda: done(void_document, owner, document=document, reason=REASON),
        "signed_copy_attached": lambda: done(
            attach_signed_copy, owner, document=document, scan=scan(), signed_on=today()
        ),
    }
    with pytest.raises(NotAllowed) as refused:
        acts[verb]()
    assert refused.value.rule == "4.4"


def test_failed_issue_leaves_no_number(case: Case, dis: Actor) -> None:
    def fails(_number: str, _code: str) -> Printed:
        raise CaseError("no")

    with pytest.raises(CaseError), transaction.atomic():
        done(issue_document, dis, case=case, draft=draft(show=fails))
    assert not NumberSeries.objects.filter(series="云纪督").exists()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0a1b-2c3d-4e5f-6g7h", "0A1B-2C3D-4E5F-6G7H"),
        (" 0A1B 2C3D 4E5F 6G7H ", "0A1B-2C3D-4E5F-6G7H"),
        ("OAlB2C3D4E5F6G7H", "0A1B-2C3D-4E5F-6G7H"),
        ("0A1B-2C3D-4E5F-6G7", ""),
        ("0A1B-2C3D-4E5F-6G7U", ""),
        ("松纪督〔2026〕7号", ""),
    ],
)
def test_code_as_it_is_typed(typed: str, meant: str) -> None:
    assert typed_document_code(typed) == meant
