"""加签: on whatever step an opinion may be asked for, it is given and the way goes on."""

from typing import Final

import pytest

from rectification.enums import Step
from rectification.models import Person
from rectification.policies.authority import authority_of
from rectification.policies.consulting import CONSULTED_ON, consults
from rectification.roles import Role
from tests.factories import in_office, person
from tests.workflows.answers import REASON
from tests.workflows.expected import CAST
from tests.workflows.play import Play, user_of
from tests.workflows.test_rectification_paths import begin, data_of, let_happen, of_cast
from tests.workflows.turns import Turn
from tests.workflows.walks import WALKS
from workflows.consulting import consult
from workflows.invariants import breaches

WALKED: Final = {
    "straight": {Step.ADVISE_PLAN, Step.APPROVE_PLAN, Step.FIRST_REVIEW, Step.APPROVE_PUBLICATION},
    "disputed": {Step.ADVISE_PLAN, Step.APPROVE_PLAN, Step.DECIDE_SHARE, Step.DECIDE_TERMINATION},
    "set_right": {Step.APPROVE_PUBLICATION, Step.HANDLE_OBJECTION, Step.DECIDE_TERMINATION},
    "taken_over": {Step.DECIDE_DATES},
    "settled": {Step.DECIDE_SHARE, Step.SETTLE_OWNER},
    "other_days": {Step.REVIEW_EXTENSION, Step.DECIDE_EXTENSION, Step.DECIDE_RECLASSIFICATION},
    "disclosed": {Step.APPROVE_DISCLOSURE},
    "changed": {Step.ADVISE_CHANGE, Step.APPROVE_CHANGE},
}
"""Walks that lead past every step on which an opinion is asked for, and those they lead past."""


def test_walks_lead_past_every_step_on_which_an_opinion_is_asked_for() -> None:
    assert set().union(*WALKED.values()) == CONSULTED_ON


@pytest.mark.parametrize("name", WALKED)
def test_opinion_is_given_and_the_way_goes_on(name: str, play: Play) -> None:
    walk = WALKS[name]
    begin(play, walk)
    adviser = in_office(person("组织委员"), Role.ORG, play.town.organisation_office)
    consulted = set()
    for turn in walk.turns:
        play.clock.shift(60)
        steps = play.open_steps()
        if turn.step not in steps or turn.step == Step.NOTICE_PERIOD:
            let_happen(play, turn)
            continue
        who = of_cast(play.town, turn.who or CAST[play.level][turn.step][2])
        if _advised(play, turn, who, adviser):
            consulted.add(turn.step)
        play.take(turn.step, who, **{"decision": turn.decision, **data_of(play, turn)})
        assert list(breaches()) == [], turn.act
    assert consulted == WALKED[name]


def _advised(play: Play, turn: Turn, who: Person, adviser: Person) -> bool:
    """Whether the holder could ask, and was answered; nothing else has moved by it."""
    item = play.item(turn.step, who)
    if not consults(item, authority_of(user_of(who))):
        return False
    before = play.open_steps()
    consult(user=user_of(who), item=item, person=adviser, question=REASON)
    assert play.open_steps() == sorted([*before, Step.GIVE_OPINION])
    play.take(Step.GIVE_OPINION, adviser, opinion=REASON)
    assert play.open_steps() == before
    return True
