"""Every paper that is offered can be issued: its number and its code stand on both forms."""

import io
import zipfile
from pathlib import Path

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from rectification.documents.issued import draft_of
from rectification.documents.papers import contents_of, offers_in
from rectification.enums import CaseLevel, CaseStage, DocumentKind, DocumentVariant
from rectification.exceptions import CaseError, NotVisible
from rectification.policies.actors import Actor
from rectification.policies.issuing import ISSUING, about_of
from rectification.roles import Role
from rectification.services.document_numbers import give_document_code
from rectification.services.issuing import issue_document
from rectification.services.narrowing import narrow_text
from rectification.services.notices import withdraw_notice
from tests.factories import Township
from tests.rectification.documents.papers.read import INTERNAL, reading_of, text_of_pdf
from tests.workflows.play import Play

pytestmark = pytest.mark.django_db

NUMBER, CODE = "云问督〔2026〕12345号", "7F3K-2M9P-QW4X-8HJT"


def docx_words(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(
            archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")
        )


def test_each_paper_bears_number_and_code(town: Township, clock: time_machine.Traveller) -> None:
    play = Play(town, clock)
    play.bring_to(CaseStage.RECTIFYING, CaseLevel.BRANCH)
    play.issue_order()
    play.take("answer_order")
    play.go_on_to(CaseStage.CLOSED)
    reading = reading_of(play.case, town.officer)
    found = set()
    for offer in offers_in(reading):
        kind = DocumentKind(offer.paper.kind)
        assert kind in ISSUING
        for variant in offer.subject.variants:
            draft = draft_of(reading, kind, offer.subject.pk, variant)
            assert draft.about == about_of(offer.subject.row)
            printed = draft.show(draft.number or NUMBER, CODE)
            words = text_of_pdf(printed.pdf)
            assert CODE in words, (kind, variant)
            found.add((kind, variant, draft.about))
            if kind == DocumentKind.CASE_FILE:
                assert (printed.docx, draft.number) == (b"", play.case.number)
                continue
            assert (draft.number or NUMBER) in words, (kind, variant)
            for each in (draft.number or NUMBER, CODE):
                assert each in docx_words(printed.docx), (kind, variant)
    assert len(found) >= 7
    order, closure = play.case.orders.get(), play.case.closures.get()
    numbers = {
        draft_of(reading, DocumentKind(kind), pk, variant).number
        for kind, pk, variant in (
            ("supervision_order", order.pk, "internal"),
            ("closing_sheet", closure.attempt_id, "internal"),
        )
    }
    assert numbers == {order.number, closure.number}
    outside = draft_of(reading, DocumentKind.SUPERVISION_ORDER, order.pk, DocumentVariant.PUBLIC)
    assert outside.number == ""


def test_kept_file_of_a_case_holds_no_answer_to_an_objection(
    town: Township, clock: time_machine.Traveller
) -> None:
    """The owner's side opens the file; the answer is for whoever objected (4.7)."""
    play = Play(town, clock)
    play.bring_to(CaseStage.IN_NOTICE)
    play.objected("effect")
    play.take("handle_objection", decision="dismissed")
    objection = play.case.objections.get()
    assert objection.handled_by is not None
    reading = reading_of(play.case, objection.handled_by)
    whole = contents_of(reading, DocumentKind.CASE_FILE, play.case.pk)
    titles = {part.title for part in whole.parts}
    assert "异议登记" in "".join(titles)
    assert str(DocumentKind.OBJECTION_ANSWER.label) not in titles


def test_of_what_is_void_nothing_is_issued(town: Township, clock: time_machine.Traveller) -> None:
    play = Play(town, clock)
    play.bring_to(CaseStage.RECTIFYING, CaseLevel.BRANCH)
    play.issue_order()
    play.take("answer_order")
    play.go_on_to(CaseStage.CLOSED)
    order, attempt = play.case.orders.get(), play.case.closures.get().attempt
    for row in (order, attempt):
        row.void_at = timezone.now()
        row.save()
    reading = reading_of(play.case, town.officer)
    for kind, row in (
        (DocumentKind.SUPERVISION_ORDER, order),
        (DocumentKind.CLOSING_SHEET, attempt),
    ):
        with pytest.raises(CaseError):
            draft_of(reading, kind, row.pk, DocumentVariant.INTERNAL)
        with pytest.raises(NotVisible):
            draft_of(reading, kind, row.pk, DocumentVariant.PUBLIC)


def test_answer_of_a_review_is_a_paper_of_whoever_reviewed(
    town: Township, clock: time_machine.Traveller
) -> None:
    play = Play(town, clock)
    play.bring_to(CaseStage.IN_NOTICE)
    play.objected("effect")
    play.take("handle_objection", decision="dismissed")
    objection = play.case.objections.get()
    handler = objection.handled_by
    assert handler is not None
    kind = DocumentKind.OBJECTION_ANSWER
    first = draft_of(reading_of(play.case, handler), kind, objection.pk, INTERNAL)
    play.ask_review(objection)
    play.take("review_objection", decision="dismissed")
    objection.refresh_from_db()
    reviewer = objection.review.reviewed_by
    assert reviewer is not None
    reading = reading_of(play.case, reviewer)
    later = draft_of(reading, kind, objection.pk, INTERNAL)
    assert (first.about, later.about) == (
        f"objection:{objection.pk}",
        f"objectionreview:{objection.review.pk}",
    )
    contents = contents_of(reading, kind, objection.pk)
    assert contents.signature == str(Role.DIS.label)
    with pytest.raises(NotVisible):
        draft_of(reading_of(play.case, handler), kind, objection.pk, INTERNAL)


def test_public_paper_falls_when_less_is_shown(
    town: Township,
    clock: time_machine.Traveller,
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    play = Play(town, clock)
    play.bring_to(CaseStage.IN_NOTICE)
    give_document_code(organisation=town.office, code="云问")
    case, notice = play.case, play.notice
    actor = Actor(person=town.officer, role=Role.OFF, organisation=town.office)
    for variant in DocumentVariant:
        reading = reading_of(case, town.officer)
        draft = draft_of(reading, DocumentKind.POSTING, notice.pk, variant)
        with transaction.atomic():
            issue_document(case=case, actor=actor, draft=draft)
    shorter = notice.decision.text.replace("，按月开展并公布记录", "")
    assert shorter != notice.decision.text
    narrow_text(case=case, notice=notice, actor=actor, title="", text=shorter)
    fallen = "该公文所载内容多于现行公开的内容。"
    found = dict(case.documents.values_list("variant", "void_reason"))
    assert found == {"internal": "", "public": fallen}
    draft = draft_of(
        reading_of(case, town.officer), DocumentKind.POSTING, notice.pk, DocumentVariant.PUBLIC
    )
    with transaction.atomic():
        issue_document(case=case, actor=actor, draft=draft)
        withdraw_notice(notice=notice)
    assert case.documents.latest("pk").void_reason == fallen
