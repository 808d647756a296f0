"""A paper in hand, its code and a bundle: whether it is the one issued, and whether it holds."""

from pathlib import Path
from typing import Any

import pytest
import time_machine
from pytest_django import Settings

from rectification.acting import acting_as
from rectification.enums import CaseStage, DocumentKind, DocumentVariant
from rectification.models import OfficialDocument
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.policies.issuing import ISSUING
from rectification.policies.plain_copies import PlainCopy
from rectification.policies.uploads import SoundFile
from rectification.roles import Role
from rectification.services.checkpoints import seal_records
from rectification.services.document_numbers import give_document_code
from rectification.services.erasure import erase_case
from rectification.services.issuing import (
    Draft,
    Printed,
    attach_signed_copy,
    issue_document,
    void_document,
)
from rectification.services.records_export import export_records
from tests.factories import Township
from tests.tools.bundles import bundle_of, forged, run
from tests.workflows.play import Play
from tools import verify_records
from tools.verify_records import Findings, Paper

SIGNED = b"%PDF-1.4 signed and sealed"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.CHECKPOINT_DIR = str(tmp_path / "checkpoints")
    settings.RECORDS_KEY_FILE = str(tmp_path / "keys" / "records.key")
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def actor(town: Township) -> Actor:
    return Actor(person=town.dis[0], role=Role.DIS, organisation=town.discipline)


@pytest.fixture
def paper(town: Township, clock: time_machine.Traveller, actor: Actor) -> OfficialDocument:
    """Issued in a case that is sealed since."""
    play = Play(town, clock)
    play.bring_to(CaseStage.PLANNING)
    give_document_code(organisation=town.discipline, code="云纪")
    draft = Draft(
        kind=DocumentKind.SUPERVISION_ORDER,
        variant=DocumentVariant.INTERNAL,
        title="督办单",
        show=lambda number, code: Printed(pdf=f"{number} {code}".encode(), docx=b"docx"),
    )
    with acting_as(None):
        issue_document(case=play.case, actor=actor, draft=draft)
    seal_records()
    return OfficialDocument.objects.get()


def asked(paper: OfficialDocument, content: bytes | None = None, code: str = "") -> Findings:
    """With a bundle that holds no words."""
    assert paper.case is not None
    bundle = bundle_of(paper.case, with_words=False)
    return verify_records.verify(bundle, paper=Paper(code or paper.code, content))


def told(found: Findings) -> list[str]:
    return [kind for kind, _about in found.document]


def pdf_of(paper: OfficialDocument) -> bytes:
    return f"{paper.number} {paper.code}".encode()


def test_code_tells_number_kind_day_and_case(paper: OfficialDocument) -> None:
    found = asked(paper)
    assert found.faults == []
    assert told(found) == ["found", "valid", "no_file"]
    about = found.document[0][1]
    assert paper.case is not None
    wanted = {
        "number": "云纪督〔2026〕1号",
        "kind": "supervision_order",
        "variant": "internal",
        "day": today().isoformat(),
        "case": paper.case.number,
        "code": paper.code,
    }
    assert {name: about[name] for name in wanted} == wanted


@pytest.mark.parametrize("language", ["zh", "en"])
def test_report_says_it_in_words(paper: OfficialDocument, language: str) -> None:
    lines = list(verify_records.report(asked(paper), language, pinned=False))
    words = verify_records.WORDS[language]
    assert paper.number in lines[0]
    assert words["supervision_order"] in lines[0]
    assert words["no_file"] in lines


def test_verifier_has_words_for_every_kind() -> None:
    wanted = {*DocumentKind.values, *DocumentVariant.values}
    for words in verify_records.WORDS.values():
        assert wanted <= words.keys()


@pytest.mark.parametrize("kind", sorted(ISSUING))
@pytest.mark.parametrize("variant", DocumentVariant)
def test_code_of_every_kind_leads_to_its_paper(
    town: Township, paper: OfficialDocument, kind: DocumentKind, variant: DocumentVariant
) -> None:
    """But that of an annual report, which is of no case: test_register_proved."""
    assert paper.case is not None
    body = {
        Role.OFF: (town.officer, town.office),
        Role.DIS: (town.dis[0], town.discipline),
    }
    role = ISSUING[kind][0]
    person, organisation = body[role]
    give_document_code(organisation=town.office, code="云问")
    draft = Draft(
        kind=kind,
        variant=variant,
        title=str(kind.label),
        about="row:1",
        number=str(paper.case.number) if kind == DocumentKind.CASE_FILE else "",
        show=lambda number, code: Printed(pdf=f"{number} {code}".encode(), docx=b""),
    )
    actor = Actor(person=person, role=role, organisation=organisation)
    with acting_as(None):
        issue_document(case=paper.case, actor=actor, draft=draft)
    issued = OfficialDocument.objects.latest("pk")
    found = asked(issued, pdf_of(issued))
    about = found.document[0][1]
    assert (found.faults, told(found)[0], told(found)[-1]) == ([], "found", "same_pdf")
    assert (about["kind"], about["variant"], about["number"]) == (kind, variant, issued.number)


def test_file_in_hand_is_compared(paper: OfficialDocument) -> None:
    assert told(asked(paper, pdf_of(paper)))[-1] == "same_pdf"
    assert told(asked(paper, b"docx"))[-1] == "same_docx"
    assert paper.case is not None
    other = asked(paper, pdf_of(paper) + b" ")
    assert other.faults == [("document_file", paper.case.pk, paper.code)]


def test_unknown_code_is_told(paper: OfficialDocument) -> None:
    code = "0000-0000-0000-0000"
    assert asked(paper, code=code).faults == [("document", None, code)]


def test_void_paper_is_on_record_and_said_to_be_void(paper: OfficialDocument, actor: Actor) -> None:
    with acting_as(None):
        void_document(document=paper, actor=actor, reason="日期写错，另行印发。")
    found = asked(paper, pdf_of(paper))
    assert found.faults == []
    assert told(found) == ["found", "void", "document_open", "same_pdf"]
    seal_records()
    assert told(asked(paper, pdf_of(paper))) == ["found", "void", "same_pdf"]


def test_signed_copy_is_known(paper: OfficialDocument, actor: Actor) -> None:
    scan = SoundFile("签字件.pdf", ".pdf", SIGNED, PlainCopy(SIGNED))
    with acting_as(None):
        attach_signed_copy(document=paper, actor=actor, scan=scan, signed_on=today())
    found = asked(paper, SIGNED)
    assert (found.faults, told(found)[-1]) == ([], "same_signed")


def test_lawful_erasure_leaves_the_proof(paper: OfficialDocument) -> None:
    assert paper.case is not None
    content = pdf_of(paper)
    erase_case(case=paper.case)
    found = asked(paper, content)
    assert (found.faults, told(found)[-1]) == ([], "same_pdf")


def test_other_hash_in_the_database_is_found(paper: OfficialDocument) -> None:
    run(f"UPDATE rectification_officialdocument SET pdf_sha256 = '{'0' * 64}'")
    found = asked(paper, pdf_of(paper))
    assert paper.case is not None
    assert found.faults == [("evidence", paper.case.pk, f"document:{paper.code}")]
    assert told(found)[-1] == "same_pdf"


def test_other_statement_does_not_fit_the_code(paper: OfficialDocument) -> None:
    assert paper.case is not None
    bundle = bundle_of(paper.case, with_words=False)
    evidence = bundle["evidence.jsonl"].replace("1号".encode(), "9号".encode())
    found = verify_records.verify(forged(bundle, evidence=evidence), paper=Paper(paper.code))
    assert found.faults == [
        ("statement", paper.case.pk, f"document:{paper.code}"),
        ("document", None, paper.code),
    ]


def run_verifier(*given: Any) -> int:
    return verify_records.main([str(each) for each in given])


def test_command_takes_the_code_as_it_is_typed(paper: OfficialDocument, tmp_path: Path) -> None:
    assert paper.case is not None
    bundle, file = tmp_path / "case.zip", tmp_path / "paper.pdf"
    with bundle.open("w+b") as into:
        export_records(into=into, cases=[paper.case.pk], about="1")
    file.write_bytes(pdf_of(paper))
    typed = paper.code.lower().replace("-", " ")
    assert run_verifier(bundle, "--document", typed, "--file", file) == 0
    file.write_bytes(b"another")
    assert run_verifier(bundle, "--document", typed, "--file", file) == 1
    with pytest.raises(SystemExit):
        run_verifier(bundle, "--file", file)
