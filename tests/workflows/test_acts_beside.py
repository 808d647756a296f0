"""Every act beside the steps at every stage: done, or refused with which rule (rules 4.5, 4.10).

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
from rectification.policies.facts import facts_of
from rectification.policies.orders import issuing_office, why_not_issue
from rectification.policies.recalling import why_not_recall_step
from rectification.policies.urging import step_to_urge, urging_office
from rectification.selectors.cases import open_items_of
from rectification.selectors.plans import open_measures
from rectification.selectors.recalling import handed_on
from rectification.web.wishes import wishes_of
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


def _urge(play: Play, who: Person) -> str:
    """The step that is due first of those that lie with others."""
    authority = authority_of(user_of(who))
    items = list(play.open_items())
    mine = list(open_items_of(authority).filter(case=play.case))
    if urging_office(play.case, authority) is None:
        return NOT_HIS
    found = step_to_urge(items, mine)
    return NOT_HIS if found is None else "may"


def _order(play: Play, who: Person) -> str:
    if issuing_office(play.case, authority_of(user_of(who))) is None:
        return NOT_HIS
    reason = why_not_issue(play.case, who.pk, facts_of(play.case), has_open=False)
    return reason.rule if reason else "may"


def _wish(page: str) -> Callable[[Play, Person], str]:
    """What the page of the case offers, or refuses with a rule."""

    def asked(play: Play, who: Person) -> str:
        found = [w for w in wishes_of(play.case, authority_of(user_of(who))) if w.page == page]
        reasons = [wish.why_not for wish in found]
        return (reasons[0].rule if reasons[0] else "may") if found else NOT_HIS

    return asked


ASK: Final[dict[str, Callable[[Play, Person], str]]] = {
    "recall": _recall,
    "copy": _copy,
    "correct": _correct,
    "urge": _urge,
    "order": _order,
    "extend": _wish("ask_extension"),
    "pause": _wish("ask_pause"),
    "reclassify": _wish("ask_reclassification"),
    "terminate": _wish("propose_termination"),
    "withdraw": _wish("withdraw"),
    "ask_withdrawal": _wish("ask_withdrawal"),
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
        ("urge", "intake"): "– – may may may may may – – may –",
        ("urge", "east.secretary"): "– may – – may – may may – may –",
        ("order", "intake"): "4.5 4.5 4.5 may may may may may may may 4.5",
        ("order", "east.secretary"): "– – – – – – – – – – –",
        ("extend", "intake"): "– – – – – – – – – – –",
        ("extend", "east.secretary"): "– – – – – may – – – – –",
        ("pause", "intake"): "– – – – – may – – – – –",
        ("pause", "east.secretary"): "– – – – – – – – – – –",
        ("reclassify", "intake"): "– – – – – may – – – – –",
        ("reclassify", "east.secretary"): "– – – – – may – – – – –",
        ("terminate", "intake"): "may may may may may may may may may may –",
        ("terminate", "pse"): "– – – – – – – – – – –",
        ("withdraw", "east.secretary"): "T8 T8 T8 T8 T8 T8 T8 T8 T8 T8 –",
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
        ("urge", "intake"): "– – may may may may may – – may –",
        ("urge", "east.members.0"): "– may – – may – may may – may –",
        ("urge", "east.secretary"): "– – – – – – – – – – –",
        ("order", "intake"): "4.5 4.5 4.5 may may may may may may may 4.5",
        ("order", "dis.0"): "4.5 4.5 4.5 may may may may may may may 4.5",
        ("extend", "east.members.0"): "– – – – – may – – – – –",
        ("extend", "east.secretary"): "– – – – – – – – – – –",
        ("pause", "intake"): "– – – – – may – – – – –",
        ("reclassify", "east.members.0"): "– – – – – may – – – – –",
        ("terminate", "intake"): "may may may may may may may may may may –",
        ("withdraw", "east.members.0"): "may may may may may – – – – – –",
        ("ask_withdrawal", "east.members.0"): "– – – – – may may may may may –",
        ("withdraw", "intake"): "– – – – – – – – – – –",
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


BRANCHES: Final = {
    "intake": {"urge", "order", "pause", "reclassify", "terminate", "copy", "correct"},
    "east.secretary": {"urge", "extend", "reclassify", "copy"},
    "west.secretary": set(),
    "dis.0": {"order"},
    "pse": set(),
}
"""By whom, what he may while two units work side by side; a unit beside the owner asks nothing."""


@pytest.mark.parametrize("name", BRANCHES)
def test_acts_while_units_work_in_parallel(play: Play, name: str) -> None:
    play.co_units = [play.town.west.organisation]
    play.measured_units = [play.town.east.organisation, play.town.west.organisation]
    play.bring_to(CaseStage.RECTIFYING)
    assert play.open_steps() == ["carry_out", "carry_out"]
    who = _person(play, name)
    assert {act for act, asked in ASK.items() if asked(play, who) == "may"} == BRANCHES[name]


def _person(play: Play, name: str) -> Any:
    found: Any = play.town
    for part in name.split("."):
        found = found[int(part)] if part.isdecimal() else getattr(found, part)
    return found
