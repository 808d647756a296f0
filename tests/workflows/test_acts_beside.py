"""Every act beside the steps at every stage: done, or refused with which rule (rules 4.10).

One walk from the report to the closure; at each stage the same questions are put to the policies.
"""

from collections.abc import Callable
from typing import Any, Final

import pytest

from rectification.enums import CaseLevel, CaseStage
from rectification.models import Person
from rectification.policies.authority import authority_of
from rectification.policies.copying import copying_office
from rectification.policies.correcting import correcting_office, why_not_correct_case
from rectification.policies.recalling import why_not_recall_step
from rectification.selectors.plans import open_measures
from rectification.selectors.recalling import handed_on
from tests.workflows.play import Play, user_of

NOT_HIS: Final = "–"
"""The act is not mentioned to him, and its page is not there."""

WALK: Final = (
    CaseStage.SUBMITTED,
    CaseStage.REGISTERED,
    CaseStage.PENDING_CLAIM,
    CaseStage.PLANNING,
    CaseStage.PLAN_REVIEW,
    CaseStage.RECTIFYING,
    CaseStage.FIRST_REVIEW,
    CaseStage.NOTICE_PREP,
    CaseStage.IN_NOTICE,
    CaseStage.VERIFYING,
    CaseStage.CLOSED,
)


def _recall(play: Play, who: Person) -> str:
    found = handed_on(play.case)
    if found is None or found.item.closed_by != who:
        return NOT_HIS
    reason = why_not_recall_step(found, authority_of(user_of(who)))
    return reason.rule if reason else "may"


def _copy(play: Play, who: Person) -> str:
    return "may" if copying_office(play.case, authority_of(user_of(who))) else NOT_HIS


def _correct(play: Play, who: Person) -> str:
    if correcting_office(play.case, authority_of(user_of(who))) is None:
        return NOT_HIS
    reason = why_not_correct_case(play.case)
    return reason.rule if reason else "may"


ASK: Final[dict[str, Callable[[Play, Person], str]]] = {
    "recall": _recall,
    "copy": _copy,
    "correct": _correct,
}

# By act and by whom: at each stage of the walk, in its order.
TABLE: Final = {
    CaseLevel.BRANCH: {
        ("recall", "intake"): "– – may – – – – – – – –",
        ("recall", "east.secretary"): "– – – may may – may 4.10 – – –",
        ("copy", "intake"): "– may may may may may may may may may may",
        ("copy", "east.secretary"): "– may may may may may may may may may may",
        ("copy", "pse"): "– – – – – – – – – – –",
        ("correct", "intake"): "4.10 may may may may may may may may may 4.10",
        ("correct", "east.secretary"): "– – – – – – – – – – –",
    },
    CaseLevel.MEMBER: {
        ("recall", "intake"): "– – may – – – – – – – –",
        ("recall", "east.members.0"): "– – – may may – may 4.10 – – –",
        ("recall", "east.secretary"): "– – – – – – – – – – –",
        ("copy", "intake"): "– may may may may may may may may may may",
        ("copy", "east.secretary"): "– – – – – – – – – – –",
        ("copy", "east.members.0"): "– – – – – – – – – – –",
        ("correct", "intake"): "4.10 may may may may may may may may may 4.10",
        ("correct", "east.members.0"): "– – – – – – – – – – –",
    },
}


@pytest.mark.parametrize("level", TABLE)
def test_acts_at_every_stage(play: Play, level: CaseLevel) -> None:
    found: dict[tuple[str, str], list[str]] = {row: [] for row in TABLE[level]}
    for stage in WALK:
        play.bring_to(stage, level)
        for act, name in TABLE[level]:
            found[act, name].append(ASK[act](play, _person(play, name)))
    assert {row: " ".join(answers) for row, answers in found.items()} == TABLE[level]


def test_of_units_in_parallel_nobody_takes_back_what_the_others_wait_for(play: Play) -> None:
    west = play.town.west
    play.co_units = [west.organisation]
    play.measured_units = [play.town.east.organisation, west.organisation]
    play.bring_to(CaseStage.RECTIFYING)
    measure = open_measures(play.case, west.organisation).get()
    play.take("carry_out", west.secretary, **play.progress(measure.pk))
    play.take("carry_out", west.secretary, decision="finish")
    assert play.open_steps() == ["carry_out"]
    assert _recall(play, west.secretary) == NOT_HIS
    assert (_correct(play, play.town.officer), _copy(play, play.town.officer)) == ("may", "may")


def _person(play: Play, name: str) -> Any:
    found: Any = play.town
    for part in name.split("."):
        found = found[int(part)] if part.isdecimal() else getattr(found, part)
    return found
