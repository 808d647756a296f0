"""Scenario 12, the first two failures of a verification.

That a void failure takes its order and its change of the plan along is tested with the orders and
the changes; what the third failure brings comes with its rows.
"""

from rectification.enums import CaseStage, PartyReason
from rectification.models import CaseParty, Person
from tests.outbox import told
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play
from workflows.invariants import breaches


def fail(play: Play) -> None:
    """Both verifiers find that V2 is not met, and set a day for the correction."""
    play.go_on_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    for who in play.town.dis[1:3]:
        play.take("verify", who, **play.failing())


def page_of(play: Play, someone: Person) -> str:
    return client_of(someone).get(f"/cases/{play.case.pk}/").content.decode()


def joined(play: Play) -> list[Person]:
    parts = CaseParty.objects.filter(case=play.case, reason=PartyReason.JOINED)
    return [part.person for part in parts]


def test_scenario_12_the_first_and_the_second_failure(play: Play) -> None:
    town = play.town
    owners = {town.east.secretary, town.east.clerk}
    play.bring_to(CaseStage.VERIFYING)
    fail(play)
    first = play.case.attempts.get()
    assert (play.case.stage, play.open_steps()) == ("rectifying", ["carry_out"])
    assert play.case.due_on == first.correction_due_on == play.item("carry_out").due_on
    assert owners <= told("verification_failed", play.case)
    assert "9月活动仍未开展。" in page_of(play, town.east.secretary)
    assert (joined(play), play.case.orders.count()) == ([], 0)
    assert told("plan_revision_due", play.case) == set()

    fail(play)
    order = play.case.orders.get()
    assert (order.ground, order.level, order.organisation) == (
        "failed",
        "supervision",
        town.east.organisation,
    )
    assert play.open_steps() == ["answer_order", "carry_out"]
    assert joined(play) == [town.liaison]
    assert told("plan_revision_due", play.case) == owners
    play.pass_days(1)
    play.carry_out()
    assert "__all__" in play.refusal("report_effect")
    play.begin_change()
    more = play.measure(
        0, town.east.organisation, text="由书记逐月查看并签字。", due_on=str(play.case.due_on)
    )
    play.take("change_plan", **(play.change() | more))
    for step in ("advise_change", "approve_change"):
        play.take(step)
    play.go_on_to(CaseStage.FIRST_REVIEW)
    assert (play.case.stage, play.case.plans.count(), play.case.outcome) == ("first_review", 2, "")
    assert list(breaches()) == []
