"""Steps whose holder is gone, barred or recused pass on with the next sweep (docs/rules.md 4.4)."""

from datetime import timedelta

from rectification.enums import CaseLevel, CaseStage, EventVerb
from rectification.models import Appointment, Person
from rectification.policies.days import today
from rectification.roles import Role
from tests.factories import in_office
from tests.workflows.barred import recuse
from tests.workflows.play import Play
from workflows.invariants import breaches
from workflows.sweep import sweep


def end_offices(someone: Person) -> None:
    for held in Appointment.objects.filter(person=someone):
        held.valid_to = today() - timedelta(days=1)
        held.save()


def test_open_step_of_a_recused_holder_passes_on_with_its_clock(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    before = play.item("approve_plan")
    recuse(play, play.town.east.secretary)
    play.clock.shift(timedelta(days=2))
    assert sweep() == 1
    after = play.item("approve_plan")
    assert (after.role, after.due_on, after.opened_at) == ("LIA", before.due_on, before.opened_at)
    assert play.case.events.latest("sequence").verb == EventVerb.ACTOR_RECUSED
    assert sweep() == 0
    assert list(breaches()) == []


def test_open_step_of_an_office_that_emptied_passes_on(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    end_offices(play.town.east.secretary)
    sweep()
    assert play.item("approve_plan").role == Role.LIA


def test_new_secretary_finds_the_open_step_without_any_move(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    item = play.item("approve_plan")
    end_offices(play.town.east.secretary)
    in_office(play.town.east.members[1], Role.SEC, play.town.east.organisation, since=today())
    assert sweep() == 0
    assert play.item("approve_plan") == item
    play.take("approve_plan", play.town.east.members[1], decision="approve")


def test_signature_recused_before_the_settlement_voids_the_attempt(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    play.take("verify", play.town.dis[1])
    play.take("verify", play.town.dis[2], **play.failing())
    recuse(play, play.town.dis[1])
    sweep()
    assert play.open_steps() == ["assign_verifiers"]
    assert list(breaches()) == []
