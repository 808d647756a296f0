"""Each mark is decided by the author and confirmed by another; an edit voids it (rules 4.6)."""

from typing import Any

import pytest

from rectification.enums import CaseLevel, CaseStage, PublicationStatus
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, RedactionMark
from rectification.services import publication
from rectification.services.redaction_marks import Answer, earlier_answers
from tests.days import at
from tests.factories import Township, acting, case_in
from tests.published import TEXT, decision_of, proposed

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23")
WHY = "是业务名称，不指向个人。"
KEPT = {("service", "低保名册"): Answer("keep", WHY)}
MASKED = {("name", "石守信"): Answer("mask"), ("count", "2名"): Answer("mask")}


@pytest.fixture
def case(town: Township) -> Case:
    return case_in(town, CaseStage.NOTICE_PREP)


def returned(town: Township, case: Case) -> None:
    publication.return_publication(
        case=case, actor=acting(town.pse), reason="第一句请改写后再报一次。"
    )


def marks(case: Case) -> list[tuple[str, str, str, str]]:
    rows = RedactionMark.objects.filter(publication=decision_of(case)).order_by("pk")
    return [(mark.kind, mark.decision, mark.shown, mark.reason) for mark in rows]


@pytest.mark.parametrize(
    ("text", "answers", "told"),
    [
        ("低保名册已公开。", {}, "低保"),
        ("低保名册已公开。", {("service", "低保名册"): Answer("keep", " ")}, "低保名册"),
        ("该户住院。", {("private_life", "住院"): Answer("keep", "本人同意。")}, "住院"),
        ("由石守信负责。", {}, "石守信"),
        ("由石守信负责。", {("name", "石守信"): Answer("keep", "本人同意。")}, "石守信"),
    ],
)
def test_undecided_marks_stop_the_proposal(
    town: Township, case: Case, text: str, answers: Any, told: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        proposed(town, case, text=text, answers=answers)

    assert (list(refused.value.errors), refused.value.rule) == (["text"], "4.6")
    assert told in str(refused.value.errors["text"])


def test_what_is_masked_is_written_down_nowhere(town: Township, case: Case) -> None:
    text = "由石守信牵头，2名同志参与，低保名册已公开。"
    decision = proposed(town, case, text=text, answers={**KEPT, **MASKED})

    assert decision.text == "由石某某牵头，少于5名同志参与，低保名册已公开。"
    assert marks(case) == [
        ("name", "mask", "石某某", ""),
        ("count", "mask", "少于5名", ""),
        ("service", "keep", "低保名册", WHY),
    ]


def test_the_second_checker_confirms_every_mark(town: Township, case: Case) -> None:
    decision = proposed(town, case, text=f"{TEXT}低保名册已公开。", answers=KEPT)
    publication.clear_secrecy(case=case, actor=acting(town.gen))
    with pytest.raises(CaseError) as refused:
        publication.confirm_redaction(case=case, actor=acting(town.org))
    assert refused.value.rule == "4.6"

    mark = decision.marks.get()
    publication.confirm_redaction(case=case, actor=acting(town.org), confirmed=[mark.pk])

    mark.refresh_from_db()
    assert (mark.decided_by, mark.confirmed_by) == (town.officer, town.org)


def test_an_edit_voids_the_confirmation_and_asks_nothing_twice(town: Township, case: Case) -> None:
    first = proposed(town, case, text="低保名册已公开。", answers=KEPT)
    publication.clear_secrecy(case=case, actor=acting(town.gen))
    confirmed = [mark.pk for mark in first.marks.all()]
    publication.confirm_redaction(case=case, actor=acting(town.org), confirmed=confirmed)
    returned(town, case)

    assert earlier_answers(case) == KEPT
    second = proposed(town, case, text="低保名册已按月公开。", answers=earlier_answers(case))

    assert (second.version, second.status) == (2, PublicationStatus.PROPOSED)
    assert marks(case) == [("service", "keep", "低保名册", WHY)]
    assert second.marks.get().confirmed_by is None


def test_the_last_decision_of_this_round_counts(town: Township, case: Case) -> None:
    proposed(town, case, text="低保名册已公开。", answers=KEPT)
    returned(town, case)
    with pytest.raises(InvalidInput, match="低保名册"):
        proposed(town, case, text="低保名册已公开。")

    proposed(town, case, text="低保名册已公开。", answers={("service", "低保名册"): Answer("mask")})
    assert earlier_answers(case) == {}
    returned(town, case)

    proposed(town, case, text="低保名册已公开。", answers=KEPT)
    case.round += 1
    assert earlier_answers(case) == {}


@pytest.mark.parametrize("reason", ["石守信同意公开。", "因其配偶住院。", "电话13812345678。"])
def test_the_reason_reveals_nothing_either(town: Township, case: Case, reason: str) -> None:
    answers = {("service", "低保名册"): Answer("keep", reason)}
    with pytest.raises(InvalidInput) as refused:
        proposed(town, case, text="低保名册已公开。", answers=answers)

    assert (list(refused.value.errors), refused.value.rule) == (["text"], "4.6")
    assert "保留理由" in str(refused.value.errors["text"])


def test_in_a_members_case_no_service_is_named(town: Township, case: Case) -> None:
    case.level = CaseLevel.MEMBER
    with pytest.raises(InvalidInput, match="低保"):
        proposed(town, case, scope="S2", text="低保名册已公开。", answers=KEPT)
