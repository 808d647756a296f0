"""转办: whatever step of an office is handed over, the colleague takes it and the way goes on."""

from typing import Final

import pytest

from rectification.enums import AppointmentDuty, Step
from rectification.exceptions import NotAllowed
from rectification.models import Person
from rectification.policies.authority import authority_of
from rectification.policies.handing_over import HANDED, hands_over
from tests.factories import in_office, person
from tests.workflows.answers import REASON
from tests.workflows.expected import CAST
from tests.workflows.play import Play, user_of
from tests.workflows.test_rectification_paths import begin, data_of, let_happen, of_cast
from tests.workflows.turns import Turn
from tests.workflows.walks import WALKS
from workflows.act import may_take
from workflows.handing_over import hand_over
from workflows.invariants import breaches
from workflows.sweep import sweep

WALKED: Final = {
    "straight": {
        *(Step.TRIAGE, Step.DISPATCH, Step.ADVISE_PLAN, Step.APPROVE_PLAN, Step.FIRST_REVIEW),
        *(Step.PROPOSE_PUBLICATION, Step.REVIEW_SECRECY, Step.CHECK_REDACTION),
        *(Step.APPROVE_PUBLICATION, Step.POST_NOTICE),
    },
    "rejected": {Step.TRIAGE, Step.CONFIRM_REJECTION},
    "taken_back": {Step.DECIDE_WITHDRAWAL},
    "disputed": {
        *(Step.TRIAGE, Step.DISPATCH, Step.ASSIGN_OWNER, Step.ADVISE_PLAN, Step.APPROVE_PLAN),
        *(Step.MEDIATE_SHARE, Step.DECIDE_SHARE, Step.DECIDE_TERMINATION),
    },
    "agreed": {
        *(Step.PROPOSE_PUBLICATION, Step.REVIEW_SECRECY, Step.CHECK_REDACTION),
        *(Step.AGREE_SCOPE, Step.POST_NOTICE),
    },
    "set_right": {
        *(Step.PROPOSE_PUBLICATION, Step.REVIEW_SECRECY, Step.CHECK_REDACTION),
        *(Step.APPROVE_PUBLICATION, Step.POST_NOTICE, Step.HANDLE_OBJECTION),
        *(Step.DECIDE_TERMINATION, Step.POST_REHABILITATION),
    },
    "stirring": {
        *(Step.PROPOSE_PUBLICATION, Step.REVIEW_SECRECY, Step.CHECK_REDACTION),
        *(Step.AGREE_SCOPE, Step.SETTLE_SENSITIVITY),
    },
    "taken_over": {Step.ASSIGN_SUCCESSOR, Step.DECIDE_DATES},
    "settled": {
        *(Step.DISPATCH, Step.MEDIATE_SHARE, Step.PROPOSE_SHARE, Step.DECIDE_SHARE),
        Step.SETTLE_OWNER,
    },
    "other_days": {
        *(Step.REVIEW_EXTENSION, Step.DECIDE_EXTENSION, Step.AGREE_PAUSE),
        Step.DECIDE_RECLASSIFICATION,
    },
    "changed": {Step.ADVISE_CHANGE, Step.APPROVE_CHANGE},
    "given_up": {Step.DECIDE_THIRD_FAILURE},
    "relapsed": {Step.DECIDE_RELAPSE},
    "reviewed": {Step.HANDLE_OBJECTION, Step.REVIEW_OBJECTION, Step.DECIDE_TERMINATION},
    "disclosed": {
        *(Step.PROPOSE_DISCLOSURE, Step.REVIEW_DISCLOSURE, Step.CHECK_DISCLOSURE),
        *(Step.APPROVE_DISCLOSURE, Step.POST_DISCLOSURE),
    },
    "told_of": {
        *(Step.PROPOSE_DISCLOSURE, Step.REVIEW_DISCLOSURE, Step.CHECK_DISCLOSURE),
        *(Step.AGREE_DISCLOSURE, Step.DECIDE_SENSITIVITY, Step.POST_DISCLOSURE),
    },
}
"""Walks that lead past every step that can be handed over, and those they lead past."""


def test_walks_lead_past_every_step_that_can_be_handed_over() -> None:
    assert set().union(*WALKED.values()) == HANDED


@pytest.mark.parametrize("name", WALKED)
def test_colleague_takes_it_and_the_way_goes_on(name: str, play: Play) -> None:
    walk = WALKS[name]
    begin(play, walk)
    handed = set()
    for turn in walk.turns:
        play.clock.shift(60)
        steps = play.open_steps()
        if turn.step not in steps or turn.step == Step.NOTICE_PERIOD:
            let_happen(play, turn)
            continue
        who = _colleague(play, turn)
        handed |= {turn.step} if who is not None else set()
        who = who or of_cast(play.town, turn.who or CAST[play.level][turn.step][2])
        play.take(turn.step, who, **{"decision": turn.decision, **data_of(play, turn)})
        assert list(breaches()) == [], turn.act
    assert handed == WALKED[name]


def _colleague(play: Play, turn: Turn) -> Person | None:
    """A newcomer of the office, to whom the holder gives the step; None where he may not."""
    item = play.item(turn.step)
    holder = play.holder_of(item)
    if not hands_over(item, authority_of(user_of(holder))):
        return None
    beside = {other.pk: other.person for other in play.open_items().exclude(pk=item.pk)}
    duty = AppointmentDuty.INTAKE_OFFICER if turn.step == Step.TRIAGE else ""
    other = in_office(person(f"同事{turn.step}"), item.role, item.organisation, duty=duty)
    hand_over(user=user_of(holder), item=item, to=other, reason=REASON)
    item.refresh_from_db()
    assert not may_take(user_of(holder), item)
    assert beside == {row.pk: row.person for row in play.open_items().exclude(pk=item.pk)}
    return other


def test_opinion_goes_on_alone_to_whoever_may_read_it(play: Play) -> None:
    """Its own words lie with the intake officer (4.1); a colleague would read none of them."""
    play.opinion()
    item = play.item(Step.TRIAGE)
    other = in_office(person("办事员三"), item.role, item.organisation)
    with pytest.raises(NotAllowed, match="没有其他"):
        hand_over(user=user_of(play.town.intake), item=item, to=other, reason=REASON)
    second = in_office(
        person("受理员二"), item.role, item.organisation, duty=AppointmentDuty.INTAKE_OFFICER
    )
    hand_over(user=user_of(play.town.intake), item=item, to=second, reason=REASON)
    second.appointments.update(duty="")
    sweep()
    assert play.item(Step.TRIAGE).person is None
