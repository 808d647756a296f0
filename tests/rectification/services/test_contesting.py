"""docs/rules.md 8.14: contested still after the written answer, before anything is shown."""

import pytest
import time_machine

from rectification.enums import CaseStage, EventVerb, HearingOutcome
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, Objection, PublicationDecision
from rectification.services import contesting, publication
from tests.days import at
from tests.factories import Township, acting, case_in, owner_actor
from tests.published import decision_of, proposed

COMMENT = "七月活动改期举行，有签到记录。"
ANSWER = "经核对签到簿，确为两个月。"

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(town: Township) -> Case:
    return case_in(town, CaseStage.NOTICE_PREP)


def laid_before_him(town: Township, case: Case, **given: str) -> PublicationDecision:
    proposed(town, case, **given)
    publication.clear_secrecy(case=case, actor=acting(town.gen))
    publication.confirm_redaction(case=case, actor=acting(town.org))
    return decision_of(case)


def answered(town: Township, case: Case) -> PublicationDecision:
    laid_before_him(town, case)
    publication.comment_publication(
        case=case,
        actor=owner_actor(town, case),
        outcome=HearingOutcome.CONTESTED,
        comment=COMMENT,
    )
    return laid_before_him(town, case, answer_to_comment=ANSWER)


def test_comment_is_answered_in_writing_first(town: Township, case: Case) -> None:
    laid_before_him(town, case)
    with pytest.raises(CaseError) as refused:
        contesting.object_before_notice(
            case=case, actor=owner_actor(town, case), kind="facts", comment=COMMENT
        )
    assert refused.value.rule == "8.14"
    assert not Objection.objects.exists()


@pytest.mark.parametrize(("kind", "comment"), [("", COMMENT), ("rumour", COMMENT), ("facts", "短")])
def test_objection_says_what_it_is_about_and_why(
    town: Township, case: Case, kind: str, comment: str
) -> None:
    answered(town, case)
    with pytest.raises((CaseError, InvalidInput)):
        contesting.object_before_notice(
            case=case, actor=owner_actor(town, case), kind=kind, comment=comment
        )
    assert not Objection.objects.exists()


def test_objection_is_about_the_text_and_his_own(town: Township, case: Case) -> None:
    decision = answered(town, case)
    owner = owner_actor(town, case)
    event = contesting.object_before_notice(case=case, actor=owner, kind="privacy", comment=COMMENT)
    objection = Objection.objects.get()
    assert (objection.publication, objection.notice, objection.kind) == (decision, None, "privacy")
    assert (event.verb, event.actor) == (EventVerb.OBJECTION_RECEIVED, owner.person)
    assert decision_of(case).hearing == "contested"
    with pytest.raises(CaseError):
        publication.approve_publication(case=case, actor=acting(town.pse))
    # Nothing is answered yet that he could let stand or contest.
    for act in (
        lambda: contesting.let_answer_stand(case=case, actor=owner),
        lambda: contesting.lapse_answer(case=case),
    ):
        with pytest.raises(CaseError):
            act()


def test_nobody_objects_twice_to_one_text(
    town: Township, case: Case, clock: time_machine.Traveller
) -> None:
    clock.move_to(at("2026-11-26"))
    answered(town, case)
    owner = owner_actor(town, case)
    given = {"kind": "facts", "comment": COMMENT}
    contesting.object_before_notice(case=case, actor=owner, **given)
    with pytest.raises(CaseError):
        contesting.object_before_notice(case=case, actor=owner, **given)
