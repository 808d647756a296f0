"""一案一档 tells under which number each paper in it was issued, and on which day."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import transaction
from pytest_django import Settings

from rectification.documents.issued import draft_of
from rectification.documents.papers import Reading, contents_of
from rectification.documents.typesetting import Contents, as_pdf
from rectification.enums import CaseStage, DocumentKind, DocumentVariant
from rectification.models import OfficialDocument
from rectification.policies.actors import Actor
from rectification.policies.days import today
from rectification.policies.visibility import Relation
from rectification.roles import Role
from rectification.services.document_numbers import give_document_code
from rectification.services.issuing import issue_document, void_document
from tests.factories import Township
from tests.rectification.documents.papers.read import INTERNAL, pages_of_pdf, reading_of, words_of
from tests.workflows.play import Play

pytestmark = pytest.mark.django_db

DRAFT = "（未编号稿）"


@pytest.fixture
def play(town: Township, clock: time_machine.Traveller, settings: Settings, tmp_path: Path) -> Play:
    settings.MEDIA_ROOT = str(tmp_path)
    give_document_code(organisation=town.office, code="云问")
    play = Play(town, clock)
    play.bring_to(CaseStage.RECTIFYING)
    play.issue_order()
    play.take("answer_order")
    play.go_on_to(CaseStage.CLOSED)
    return play


def office(play: Play) -> Actor:
    town = play.town
    return Actor(person=town.officer, role=Role.OFF, organisation=town.office)


def issue(
    play: Play, kind: DocumentKind, pk: int, variant: DocumentVariant = INTERNAL
) -> OfficialDocument:
    draft = draft_of(reading_of(play.case, play.town.officer), kind, pk, variant)
    with transaction.atomic():
        issue_document(case=play.case, actor=office(play), draft=draft)
    return play.case.documents.latest("pk")


def parts_of(reading: Reading) -> dict[str, Contents]:
    whole = contents_of(reading, DocumentKind.CASE_FILE, reading.case.pk)
    return {part.title: part for part in whole.parts}


def marks_of(reading: Reading, title: str) -> tuple[str, date | None]:
    part = parts_of(reading)[title]
    return part.number_line, part.issued_on


def read_by_office(play: Play) -> Reading:
    return reading_of(play.case, play.town.officer)


def test_part_that_was_issued_bears_number_and_day(play: Play) -> None:
    plan, order = play.case.plans.get(), play.case.orders.get()
    assert marks_of(read_by_office(play), "整改方案审批表") == (DRAFT, None)
    assert marks_of(read_by_office(play), "督办单") == (order.number, None)
    issued = issue(play, DocumentKind.PLAN_APPROVAL, plan.pk)
    day = today()
    play.clock.shift(timedelta(days=3))
    issue(play, DocumentKind.SUPERVISION_ORDER, order.pk)
    assert marks_of(read_by_office(play), "整改方案审批表") == (issued.number, day)
    assert marks_of(read_by_office(play), "督办单") == (order.number, today())
    assert marks_of(read_by_office(play), "公开审批表") == (DRAFT, None)
    whole = contents_of(read_by_office(play), DocumentKind.CASE_FILE, play.case.pk)
    said = f"{issued.number}{day.year}年{day.month}月{day.day}日印发"
    assert words_of(whole).count(said) == 2
    index = "\n".join(pages_of_pdf(as_pdf(whole))[1:3])
    assert all(word in index for word in (issued.number, order.number))


def test_file_that_is_issued_says_so_too(play: Play) -> None:
    issued = issue(play, DocumentKind.PLAN_APPROVAL, play.case.plans.get().pk)
    kept = draft_of(read_by_office(play), DocumentKind.CASE_FILE, play.case.pk, INTERNAL)
    printed = kept.show(kept.number, "7F3K-2M9P-QW4X-8HJT")
    assert "\n".join(pages_of_pdf(printed.pdf)).count(issued.number) == 2


def test_neither_void_nor_public_papers_number_a_part(play: Play) -> None:
    plan = play.case.plans.get()
    issue(play, DocumentKind.PLAN_APPROVAL, plan.pk, DocumentVariant.PUBLIC)
    assert marks_of(read_by_office(play), "整改方案审批表") == (DRAFT, None)
    issued = issue(play, DocumentKind.PLAN_APPROVAL, plan.pk)
    with transaction.atomic():
        void_document(document=issued, actor=office(play), reason="日期有误，重新印发。")
    assert marks_of(read_by_office(play), "整改方案审批表") == (DRAFT, None)
    again = issue(play, DocumentKind.PLAN_APPROVAL, plan.pk)
    assert marks_of(read_by_office(play), "整改方案审批表") == (again.number, today())


def test_who_does_not_read_results_is_not_told_what_was_issued(play: Play) -> None:
    issue(play, DocumentKind.PLAN_APPROVAL, play.case.plans.get().pk)
    reading = read_by_office(play)
    clerk = replace(reading.sight, standings=frozenset({(Role.CLK, Relation.IN_CHARGE)}))
    assert marks_of(replace(reading, sight=clerk), "整改方案审批表") == (DRAFT, None)
