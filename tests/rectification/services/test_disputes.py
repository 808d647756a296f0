"""What the office and the leading group record of a dispute about a share (scenario 7)."""

import pytest

from rectification.enums import CaseStage, EventVerb, ShareAnswer, UnitKind
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import Assignment, Case
from rectification.services.disputes import decide_share, mediate_share, propose_share
from rectification.services.shares import decline_share
from tests.factories import Township, acting, case_in
from tests.outbox import told

REASON = "该片区不属于本村联系范围，名单中没有本村联户。"


@pytest.fixture
def disputed(town: Township) -> tuple[Case, Assignment]:
    case = case_in(town, CaseStage.PLANNING)
    unit = Assignment.objects.create(
        case=case, organisation=town.west.organisation, kind=UnitKind.CO
    )
    decline_share(case=case, actor=acting(town.west.secretary), assignment=unit, reason=REASON)
    return case, unit


@pytest.mark.parametrize(
    ("result", "verb", "answer", "over"),
    [
        ("withdrawn", EventVerb.SHARE_AGREED, ShareAnswer.PENDING, False),
        ("changed", EventVerb.SHARE_AGREED, ShareAnswer.PENDING, False),
        ("released", EventVerb.SHARE_RELEASED, ShareAnswer.DECLINED, True),
        ("failed", EventVerb.SHARE_DISPUTED, ShareAnswer.DECLINED, False),
    ],
)
def test_mediation_accepts_for_nobody(
    town: Township,
    disputed: tuple[Case, Assignment],
    result: str,
    verb: str,
    answer: str,
    over: bool,
) -> None:
    case, unit = disputed
    event = mediate_share(
        case=case, actor=acting(town.officer), assignment=unit, result=result, agreed=REASON
    )
    dispute = unit.disputes.get()
    assert (event.verb, event.payload.text, unit.answer) == (verb, REASON, answer)
    assert (dispute.mediation, dispute.agreed, dispute.ended_at is not None) == (
        result,
        REASON,
        over,
    )
    assert told("share_mediated", case) == {
        *(town.west.secretary, town.west.clerk),
        *(town.east.secretary, town.east.clerk),
        *(town.intake, town.officer),
    }


@pytest.mark.parametrize(
    ("result", "agreed", "field"), [("", REASON, "decision"), ("failed", "太短", "agreed")]
)
def test_mediation_without_result_or_record_is_refused(
    town: Township, disputed: tuple[Case, Assignment], result: str, agreed: str, field: str
) -> None:
    case, unit = disputed
    with pytest.raises(CaseError) as refused:
        mediate_share(
            case=case, actor=acting(town.officer), assignment=unit, result=result, agreed=agreed
        )
    assert (refused.value.field, refused.value.rule) == (field, "8.7")


def test_decision_is_refused_to_whoever_is_not_free(
    town: Township, disputed: tuple[Case, Assignment]
) -> None:
    case, unit = disputed
    for someone in (town.east.secretary, town.west.secretary):
        case.plans.create(round=1, version=someone.pk, drafted_by=town.east.secretary)
        with pytest.raises(NotAllowed):
            decide_share(
                case=case,
                actor=acting(someone),
                assignment=unit,
                decision="released",
                reason=REASON,
            )


def test_proposal_decides_nothing(town: Township, disputed: tuple[Case, Assignment]) -> None:
    case, unit = disputed
    propose_share(
        case=case,
        actor=acting(town.officer),
        assignment=unit,
        proposal="assigned",
        reason=REASON,
    )
    assert unit.disputes.get().ended_at is None
    unit.refresh_from_db()
    assert unit.answer == ShareAnswer.DECLINED


def test_decision_over_a_dispute_that_is_over_is_refused(
    town: Township, disputed: tuple[Case, Assignment]
) -> None:
    case, unit = disputed
    given = {"case": case, "actor": acting(town.lg), "assignment": unit, "reason": REASON}
    decide_share(decision="assigned", **given)
    assert unit.answer == ShareAnswer.ASSIGNED
    with pytest.raises(CaseError) as refused:
        decide_share(decision="released", **given)
    assert refused.value.rule == "8.7"
