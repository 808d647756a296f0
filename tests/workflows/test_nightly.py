"""Once a day: cases follow their owners, and open work that lies with nobody is reported."""

from datetime import timedelta

from rectification.enums import CaseLevel, CaseStage
from rectification.models import OutboxMessage, User
from rectification.policies.days import today
from tests.workflows.play import Play, user_of
from workflows.moves.members import transfer_member
from workflows.nightly import look_after
from workflows.tasks import look_after as fired


def test_case_follows_its_owner_on_the_day_of_his_transfer(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    town = play.town
    transfer_member(
        user=user_of(town.org),
        person=town.east.members[0],
        to=town.west.organisation,
        on=today() + timedelta(days=1),
    )
    play.pass_days(1)
    assert look_after() == 0
    assert play.item("approve_plan").organisation == town.west.organisation
    assert not OutboxMessage.objects.filter(kind="orphans_found").exists()


def test_step_that_nobody_can_take_is_reported_once_a_day(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING, CaseLevel.MEMBER)
    owner = User.objects.get(person=play.town.east.members[0])
    owner.is_active = False
    owner.save()
    assert (look_after(), look_after()) == (1, 1)
    told = OutboxMessage.objects.filter(kind="orphans_found")
    assert {m.recipient for m in told} == {play.town.intake, play.town.officer}
    assert {m.case for m in told} == {None}
    play.clock.shift(timedelta(days=1))
    assert look_after() == 1
    assert OutboxMessage.objects.filter(kind="orphans_found").count() == 4


def test_second_beat_does_nothing(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING, CaseLevel.MEMBER)
    owner = User.objects.get(person=play.town.east.members[0])
    owner.is_active = False
    owner.save()
    assert (fired(), fired()) == (1, 0)
