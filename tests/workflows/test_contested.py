"""Who decides on an objection to the procedure (docs/rules.md 4.7)."""

import pytest

from rectification.enums import CaseLevel, CaseStage
from rectification.roles import Role
from rectification.selectors.objections import contestable_until
from tests.workflows.barred import recuse
from tests.workflows.play import Play


def handler(play: Play) -> str:
    play.object("procedure")
    return str(play.item("handle_objection").role)


def test_discipline_committee_decides_on_the_procedure(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    assert handler(play) == Role.DIS
    play.take("handle_objection")


def test_its_own_decision_is_judged_by_the_leading_group(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    for who in play.town.dis[1:3]:
        play.take("verify", who, **play.failing())
    play.go_on_to(CaseStage.IN_NOTICE)
    assert handler(play) == Role.LG
    play.take("handle_objection", play.town.lg)
    assert play.case.stage == CaseStage.IN_NOTICE


def test_its_answer_to_an_objection_is_contested_before_the_leading_group(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    assert handler(play) == Role.DIS
    play.take("handle_objection")
    assert handler(play) == Role.LG


def test_leading_group_decides_where_nobody_of_it_is_free(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE, CaseLevel.MEMBER)
    recuse(play, *play.town.dis)
    assert handler(play) == Role.LG


@pytest.mark.parametrize("kind", ["facts", "effect", "privacy"])
def test_no_objection_is_left_where_neither_office_nor_committee_is_free(
    play: Play, kind: str
) -> None:
    """Of a member's case both of the office had a part in the text; the committee is recused."""
    play.bring_to(CaseStage.IN_NOTICE, CaseLevel.MEMBER)
    recuse(play, *play.town.dis)
    play.object(kind)
    item = play.item("handle_objection")
    assert (item.role, item.unheld) == (Role.LG, False)
    play.take("handle_objection", decision="dismissed")
    assert play.case.stage == CaseStage.IN_NOTICE
    # What the leading group answered is final here.
    assert contestable_until(play.case.objections.get()) is None
