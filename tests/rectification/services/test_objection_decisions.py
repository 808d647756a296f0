"""An objection is answered with reasons by whoever took no part in the notice (T25–T27)."""

from datetime import date
from typing import Any

import pytest
import time_machine

from rectification.enums import EventVerb, ObjectionDecision, ObjectionKind, ReporterMode
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Case, IdentityRequest, Measure, Objection
from rectification.services import notices, objection_decisions
from rectification.services.identities import seal_identity
from tests.days import at
from tests.factories import Township, acting
from tests.outbox import told
from tests.published import TEXT, in_notice, notice_of, objected

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23")


@pytest.fixture
def case(town: Township) -> Case:
    return in_notice(town)


def decided(town: Township, case: Case, objection: Objection, **given: Any) -> Any:
    values = {
        "decision": ObjectionDecision.DISMISSED,
        "findings": "查阅签到簿和照片，八月活动已补。",
        "reply": "经核查，八月活动已于九月五日补开。",
        **given,
    }
    return objection_decisions.decide_objection(
        case=case, objection=objection, actor=acting(town.intake), **values
    )


def test_dismissing_the_last_open_objection_resumes(
    town: Township, case: Case, clock: time_machine.Traveller
) -> None:
    first, second = objected(case), objected(case, kind=ObjectionKind.PRIVACY)
    clock.move_to(at("2026-11-26"))

    decided(town, case, first)
    assert notice_of(case).suspended_on is not None
    event = decided(town, case, second)

    assert event.verb == EventVerb.OBJECTION_DISMISSED
    notice = notice_of(case)
    assert (notice.suspended_on, notice.hidden_at) == (None, None)
    assert notice.ends_on == date(2026, 12, 3)
    assert case.events.latest("sequence").verb == EventVerb.NOTICE_RESUMED


@pytest.mark.parametrize("field", ["findings", "reply"])
def test_decide_objection_in_the_words_of_the_objector_refused(
    town: Township, case: Case, field: str
) -> None:
    """The owner reads the findings, and style leads to whoever wrote so."""
    words = "俺家门口这灯打去年腊月起就没亮过一天，俺娘还摔了一跤。"
    objection = objected(case, text=words)
    with pytest.raises(InvalidInput) as refused:
        decided(town, case, objection, **{field: f"有人提出：{words}经查不属实。"})
    assert (list(refused.value.errors), refused.value.rule) == ([field], "8.10")
    objection.refresh_from_db()
    assert objection.decided_at is None


def test_decide_objection_tells_nobody_whose_name_he_has_guessed(
    town: Township, case: Case
) -> None:
    """Names could be tried out, as often as one likes, with a correction that corrects nothing."""
    objection = objected(case, mode=ReporterMode.CONFIDENTIAL, name="司徒望舒")
    with pytest.raises(CaseError) as refused:
        decided(
            town,
            case,
            objection,
            decision=ObjectionDecision.CORRECTED,
            findings="经核实，司徒望舒、欧阳霁月反映的情况不实。",
        )
    assert (refused.value.field, refused.value.rule) == ("text", "T25")


def test_decide_objection_naming_him_whom_one_was_shown_refused(town: Township, case: Case) -> None:
    objection = objected(case, mode=ReporterMode.CONFIDENTIAL, name="司徒望舒")
    IdentityRequest.objects.create(
        case=case,
        objection=objection,
        requested_by=town.intake,
        requested_at=NOW,
        document_number="云纪函〔2026〕8号",
        decide_by=date(2026, 11, 30),
        decision="granted",
        decided_by=town.lg,
        decided_at=NOW,
        shown_until=date(2026, 11, 30),
    )
    with pytest.raises(InvalidInput) as refused:
        decided(town, case, objection, reply="经核实，司徒望舒反映的情况不实。")
    assert (list(refused.value.errors), refused.value.rule) == (["reply"], "4.7")


def test_decide_objection_twice_refused(town: Township, case: Case) -> None:
    objection = objected(case)
    decided(town, case, objection)

    with pytest.raises(CaseError):
        decided(town, case, objection)


def test_decide_objection_by_whoever_took_the_decision_refused(town: Township, case: Case) -> None:
    objection = objected(case)

    with pytest.raises(NotAllowed):
        objection_decisions.decide_objection(
            case=case,
            objection=objection,
            actor=acting(town.officer),
            decision=ObjectionDecision.DISMISSED,
            findings="查阅签到簿和照片，八月活动已补。",
            reply="经核查，八月活动已于九月五日补开。",
        )


@pytest.mark.parametrize(
    ("kind", "decision"),
    [
        (ObjectionKind.PRIVACY, ObjectionDecision.UPHELD),
        (ObjectionKind.PROCEDURE, ObjectionDecision.WRONG),
        (ObjectionKind.EFFECT, ObjectionDecision.WRONG),
        (ObjectionKind.FACTS, "whatever"),
    ],
)
def test_decide_objection_unlawfully_refused(
    town: Township, case: Case, kind: str, decision: str
) -> None:
    objection = objected(case, kind=kind)

    with pytest.raises(CaseError) as refusal:
        decided(town, case, objection, decision=decision)

    assert refusal.value.rule == "T25"


def test_upheld_objection_reopens_the_lead_measures(town: Township, case: Case) -> None:
    objection = objected(case)

    event = decided(town, case, objection, decision=ObjectionDecision.UPHELD)

    assert event.verb == EventVerb.OBJECTION_UPHELD
    assert notice_of(case).withdrawn_at is not None
    assert Measure.objects.get(plan__case=case).done_at is None
    with pytest.raises(CaseError):
        notices.end_notice(case=case)


def test_corrected_text_may_only_leave_out(town: Township, case: Case) -> None:
    objection = objected(case, kind=ObjectionKind.PRIVACY)

    with pytest.raises(InvalidInput) as refusal:
        decided(
            town, case, objection, decision=ObjectionDecision.CORRECTED, text=f"{TEXT}另有一点。"
        )
    assert set(refusal.value.errors) == {"text"}
    objection.refresh_from_db()
    event = decided(
        town,
        case,
        objection,
        decision=ObjectionDecision.CORRECTED,
        text="整改：已制定下半年计划。",
        scope="S2",
    )

    assert event.verb == EventVerb.OBJECTION_CORRECTED
    notice = notice_of(case)
    assert (notice.decision.text, notice.decision.scope) == ("整改：已制定下半年计划。", "S2")
    assert (notice.widest_scope, notice.hidden_at) == ("S3", None)
    assert told("notice_corrected", case) == {town.org}


def test_correcting_tells_nobody_who_is_a_reporter(town: Township, case: Case) -> None:
    """A name that stood in the text passes, whoever bears it; none is put together of two ends."""
    decision = notice_of(case).decision
    decision.text = "欧阳霁月家门前已清理，欧家湾路灯已修，阳光村务按月公开。"
    decision.save()
    objection = objected(case, kind=ObjectionKind.PRIVACY)
    seal_identity(name="欧阳霁月", contact="", objection=objection)
    correct = {"decision": ObjectionDecision.CORRECTED}

    for text in ("欧阳霁月，欧阳光村务。", "欧阳光村务按月公开。"):
        with pytest.raises(InvalidInput) as refusal:
            decided(town, case, objection, text=text, **correct)
        assert "只能整句删减" in str(refusal.value.errors["text"])
        objection.refresh_from_db()
    decided(town, case, objection, text="欧阳霁月家门前已清理。", **correct)

    assert notice_of(case).decision.text == "欧阳霁月家门前已清理。"


@pytest.mark.parametrize(
    ("given", "fields"),
    [({"scope": "S4", "text": "整改"}, {"scope"}), ({"scope": "S0"}, {"scope"})],
)
def test_correction_never_widens(
    town: Township, case: Case, given: dict[str, str], fields: set[str]
) -> None:
    objection = objected(case)

    with pytest.raises(InvalidInput) as refusal:
        decided(town, case, objection, decision=ObjectionDecision.CORRECTED, **given)

    assert set(refusal.value.errors) == fields


def test_wrong_problem_goes_to_the_leading_group(town: Township, case: Case) -> None:
    objection = objected(case)

    event = decided(town, case, objection, decision=ObjectionDecision.WRONG)

    assert event.verb == EventVerb.TERMINATION_PROPOSED
    objection.refresh_from_db()
    assert (objection.decision, objection.decided_at) == (ObjectionDecision.WRONG, None)
    assert notice_of(case).suspended_on is not None
