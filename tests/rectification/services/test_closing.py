"""docs/rules.md T27, T29, T30, T35: how a case ends."""

from datetime import date

import pytest

from rectification.enums import (
    CaseOutcome,
    CaseStage,
    ClosureKind,
    DeadlineClass,
    EventVerb,
    ObjectionDecision,
    RecusalGround,
    SourceKind,
    VerificationConclusion,
)
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Case, Closure, Objection, Recusal
from rectification.services import closing, objection_decisions, objections, verification
from tests.days import at
from tests.factories import Township, acting, case_in, opinion_of
from tests.outbox import told
from tests.published import in_notice, notice_of, sign, verifying

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23")

REASON = "该组织已撤销且无承接单位。"


def passed(town: Township, case: Case, conclusion: str = VerificationConclusion.PASSED) -> Case:
    for who in (1, 2):
        sign(town, case, who, conclusion=conclusion)
    assert verification.conclude_verification(case=case) == conclusion
    return case


def test_close_case_gives_numbers_without_gaps(town: Township) -> None:
    first, second = (passed(town, verifying(town)) for _n in range(2))

    event = closing.close_case(case=first)
    closing.close_case(case=second)

    assert event.verb == EventVerb.CLOSED
    assert (first.outcome, first.ended_at) == (CaseOutcome.CLOSED, at("2026-11-23"))
    assert list(Closure.objects.order_by("pk").values_list("number", "kind", "closed_on")) == [
        ("松问销〔2026〕1号", ClosureKind.COMPLETED, date(2026, 11, 23)),
        ("松问销〔2026〕2号", ClosureKind.COMPLETED, date(2026, 11, 23)),
    ]
    assert told("closed", first) == {
        town.east.secretary,
        town.east.clerk,
        town.intake,
        town.officer,
    }


def test_close_case_answers_the_opinion(town: Township) -> None:
    case = verifying(town, source=SourceKind.PUBLIC_OPINION, author=town.intake)
    opinion = opinion_of(case)

    closing.close_case(case=passed(town, case))

    opinion.refresh_from_db()
    assert "松问销〔2026〕1号" in opinion.answer
    assert opinion.answered_at == at("2026-11-23")


def test_close_case_before_the_verification_refused(town: Township) -> None:
    case = verifying(town)

    with pytest.raises(CaseError) as refusal:
        closing.close_case(case=case)

    assert refusal.value.rule == "T29"
    assert not Closure.objects.exists()


def test_close_case_with_an_open_measure_refused(town: Township) -> None:
    case = passed(town, verifying(town))
    measure = case.plans.get().measures.get()
    measure.done_at = None
    measure.save()

    with pytest.raises(CaseError):
        closing.close_case(case=case)


def test_close_case_with_a_recused_signature_refused(town: Township) -> None:
    case = passed(town, verifying(town))
    Recusal.objects.create(
        case=case, person=town.dis[2], ground=RecusalGround.INTEREST, since=at("2026-11-23")
    )

    with pytest.raises(NotAllowed):
        closing.close_case(case=case)


def test_reach_stage_target_sets_the_next_review(town: Township) -> None:
    case = verifying(town, deadline_class=DeadlineClass.LONG_TERM)
    passed(town, case, VerificationConclusion.STAGE_PASSED)

    event = closing.reach_stage_target(case=case)

    closure = Closure.objects.get()
    assert event.verb == EventVerb.STAGE_TARGET_REACHED
    assert (closure.kind, closure.review_on) == (ClosureKind.STAGED, date(2027, 5, 24))
    assert case.outcome == CaseOutcome.LONG_TERM


def test_reach_stage_target_of_another_class_refused(town: Township) -> None:
    case = passed(town, verifying(town))

    with pytest.raises(CaseError) as refusal:
        closing.reach_stage_target(case=case)

    assert refusal.value.rule == "T30"


def test_propose_termination_needs_an_open_case_and_a_reason(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)

    with pytest.raises(CaseError) as refusal:
        closing.propose_termination(case=case, actor=acting(town.officer), reason="撤了")
    assert refusal.value.field == "reason"
    event = closing.propose_termination(case=case, actor=acting(town.officer), reason=REASON)
    assert (event.verb, event.payload.text) == (EventVerb.TERMINATION_PROPOSED, REASON)

    ended = case_in(town, CaseStage.CLOSED)
    with pytest.raises(CaseError):
        closing.propose_termination(case=ended, actor=acting(town.officer), reason=REASON)


def test_decide_termination_takes_everything_down(town: Township) -> None:
    case = in_notice(town)
    objection, _code = objections.receive_objection(
        notice=notice_of(case), kind="effect", mode="anonymous", text="没有解决。"
    )

    event = closing.decide_termination(case=case, actor=acting(town.lg), agrees=True, reason=REASON)

    assert event.verb == EventVerb.TERMINATED
    assert (case.outcome, case.outcome_reason) == (CaseOutcome.TERMINATED, REASON)
    assert notice_of(case).withdrawn_at is not None
    objection.refresh_from_db()
    assert objection.decided_at is not None
    assert objection.reply


@pytest.mark.parametrize(("agrees", "decision"), [(True, "wrong"), (False, "dismissed")])
def test_decide_termination_answers_the_objection_that_asked(
    town: Township, agrees: bool, decision: str
) -> None:
    case = in_notice(town)
    objection, _code = objections.receive_objection(
        notice=notice_of(case), kind="facts", mode="anonymous", text="没有这回事。"
    )
    objection_decisions.decide_objection(
        case=case,
        objection=objection,
        actor=acting(town.intake),
        decision=ObjectionDecision.WRONG,
        findings="核对记录，活动均已开展。",
        reply="您反映的情况属实，已报领导小组。",
    )

    closing.decide_termination(
        case=case,
        actor=acting(town.lg),
        agrees=agrees,
        reason=REASON,
        objection=objection,
        clarification="经核实，原公示所述问题不存在，原公示已撤回，特此澄清。",
    )

    stored = Objection.objects.get()
    assert stored.decision == decision
    assert stored.decided_at is not None
    assert notice_of(case).is_running is not agrees
    assert (notice_of(case).suspended_on is None) is not agrees


def test_decide_termination_by_the_owner_refused(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)

    with pytest.raises(NotAllowed):
        closing.decide_termination(
            case=case, actor=acting(town.east.secretary), agrees=True, reason=REASON
        )
