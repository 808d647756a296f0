"""Forms of T27 and T35: proposed by the office or an objection, decided by the leading group."""

from typing import Any

import pytest

from rectification.enums import CaseOutcome, CaseStage, EventVerb, Step
from rectification.models import Case, Objection
from rectification.services import closing, objection_decisions, objections
from tests.days import at
from tests.factories import Township, acting, case_in
from tests.published import in_notice, notice_of
from tests.workflows.forms.filled import filled
from workflows.forms.closing import DecideTerminationForm, ProposeTerminationForm

pytestmark = pytest.mark.django_db
NOW = at("2026-11-24")

REASON = "经核实，该党员组织关系已转出本镇。"


def deciding(
    town: Township, case: Case, data: dict[str, Any], objection: Objection | None = None
) -> DecideTerminationForm:
    return filled(
        DecideTerminationForm,
        case,
        town.lg,
        data,
        step=Step.DECIDE_TERMINATION,
        objection=objection,
    )


@pytest.mark.parametrize("reason", ["", "太短", "x" * 501])
def test_propose_termination_needs_a_reason_in_bounds(reason: str) -> None:
    form = ProposeTerminationForm({"reason": reason})
    assert not form.is_valid()
    assert list(form.errors) == ["reason"]


def test_propose_termination_gives_the_reason() -> None:
    form = ProposeTerminationForm({"reason": REASON})
    assert form.is_valid()
    assert form.cleaned_data == {"reason": REASON}


def proposed_case(town: Township) -> Case:
    case = case_in(town, CaseStage.RECTIFYING)
    closing.propose_termination(case=case, actor=acting(town.officer), reason=REASON)
    return case


def test_decide_termination_shows_the_proposal_and_agrees(town: Township) -> None:
    case = proposed_case(town)
    form = deciding(town, case, {"decision": "agree", "reason": "同意终止，材料存档。"})
    assert form.proposal is not None
    assert form.proposal.payload.text == REASON
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.TERMINATED
    assert case.outcome == CaseOutcome.TERMINATED


def test_decide_termination_refuses(town: Township) -> None:
    form = deciding(
        town, proposed_case(town), {"decision": "refuse", "reason": "问题仍然存在，继续整改。"}
    )
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.TERMINATION_REFUSED


@pytest.mark.parametrize("decision", ["agree", "refuse"])
def test_decide_termination_needs_a_reason(town: Township, decision: str) -> None:
    form = deciding(town, proposed_case(town), {"decision": decision})
    assert not form.is_valid()
    assert list(form.errors) == ["reason"]


def test_decide_termination_answers_the_objection_it_refuses(town: Township) -> None:
    case = in_notice(town)
    objection, _code = objections.receive_objection(
        notice=notice_of(case), kind="facts", mode="anonymous", text="根本没有这个问题。"
    )
    objection_decisions.decide_objection(
        case=case,
        objection=objection,
        actor=acting(town.intake),
        decision="wrong",
        findings="走访三户，均称活动已开展。",
        reply="经核查，建议终止该事项。",
    )
    data = {"decision": "refuse", "reason": "证据不足以推翻原认定，继续公示。"}
    form = deciding(town, case, data, objection)
    values = [value for _name, value in form.objection_facts]
    assert values[1:3] == ["走访三户，均称活动已开展。", "经核查，建议终止该事项。"]
    assert form.is_valid()
    form.carry_out()
    objection.refresh_from_db()
    assert (objection.decision, objection.reply) == ("dismissed", data["reason"])
