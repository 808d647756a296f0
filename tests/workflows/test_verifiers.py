"""Who verifies, and who is kept from it (docs/rules.md 4.4, scenario 2)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, MembershipKind, RecusalGround, Step
from rectification.exceptions import NotAllowed, NotVisible
from rectification.models import Appointment, Membership, Person
from rectification.policies.days import today
from rectification.policies.holding import recusal_text
from rectification.policies.verifiers import pool_of
from rectification.roles import Role
from rectification.services.appointments import appoint, refuse_appointment
from tests.factories import acting, in_office
from tests.factories import person as newcomer
from tests.workflows.barred import recuse, recused_steps, refused
from tests.workflows.play import Play, user_of
from workflows import act
from workflows.invariants import breaches
from workflows.sweep import sweep


def test_verifier_near_the_branch_is_not_offered_and_refused(play: Play) -> None:
    town = play.town
    member, former, relative, witness = town.dis
    play.bring_to(CaseStage.VERIFYING)
    east, found = town.east.organisation, play.case.found_on
    _belongs(member, east, since=found)
    _belongs(former, east, since=found - timedelta(days=400), until=found)
    recuse(play, relative, ground=RecusalGround.RELATIVE)
    recuse(play, witness, ground=RecusalGround.OTHER)
    for name in ("严守节", "郑公允"):
        in_office(newcomer(name, branch=town.home), Role.DIS, town.discipline)
    pool = pool_of(play.case)
    free = pool.discipline
    assert [someone.name for someone in free] == ["严守节", "郑公允"]
    assert pool.barred == {
        member.pk: RecusalGround.OWN_BRANCH,
        former.pk: RecusalGround.OWN_BRANCH,
        relative.pk: RecusalGround.RELATIVE,
        witness.pk: RecusalGround.OTHER,
    }
    item = play.item("assign_verifiers")
    for near in (member, former, relative, witness):
        data = {"decision": "name", "first": near.pk, "second": free[0].pk}
        attempt = act.perform(user=user_of(town.dis[0]), item_id=item.pk, data=data)
        assert list(attempt.form.errors) == ["first"]
    first, second = free
    play.take("assign_verifiers", town.dis[0], first=first.pk, second=second.pk)


def _belongs(someone: Person, branch: object, **days: object) -> None:
    Membership.objects.filter(person=someone).delete()
    Membership.objects.create(
        person=someone,
        organisation=branch,
        kind=MembershipKind.FULL,
        valid_from=days["since"],
        valid_to=days.get("until"),
    )


def test_member_who_left_before_the_problem_was_found_may_verify(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    found = play.case.found_on
    _belongs(
        town.dis[1],
        town.east.organisation,
        since=found - timedelta(days=400),
        until=found - timedelta(days=1),
    )
    play.take("assign_verifiers")


def test_former_liaison_of_these_days_does_not_verify(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    in_office(town.dis[1], Role.LIA, town.east.organisation)
    office = Appointment.objects.get(person=town.dis[1], role=Role.LIA)
    office.valid_to = play.case.found_on
    office.save()
    assert pool_of(play.case).barred == {town.dis[1].pk: RecusalGround.LIAISON}


def test_case_waits_where_fewer_than_two_are_free(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    recuse(play, *town.dis[:3])
    item = play.item("assign_verifiers")
    assert refused(play, "assign_verifiers", town.dis[0])
    form = act.form_of(item, actor=acting(town.dis[3]), case=play.case)
    assert form.too_few is not None
    assert set(play.refusal("assign_verifiers", town.dis[3])) == {"first", "second"}
    assert play.case.stage == "verifying"


def test_verifier_recused_between_the_signatures_stops_the_conclusion(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    play.take("verify", town.dis[1])
    recuse(play, town.dis[1], ground=RecusalGround.RELATIVE)
    assert play.refusal("verify", town.dis[2])
    assert (play.case.stage, play.case.outcome) == ("verifying", "")
    recuse(play, town.dis[2])
    assert refused(play, "verify", town.dis[2]) == recusal_text(RecusalGround.INTEREST)
    assert (sweep(), play.open_steps()) == (1, ["assign_verifiers"])
    assert play.case.attempts.get().void_at == timezone.now()
    assert recused_steps(play) == ["verify"]
    play.take("assign_verifiers", first=town.dis[0].pk, second=town.dis[3].pk)
    play.take("verify")
    play.take("verify")
    assert (play.case.stage, list(breaches())) == ("closed", [])


def test_verifier_who_left_the_committee_is_replaced(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    play.take("verify", town.dis[1])
    for who in town.dis[1:3]:
        office = Appointment.objects.get(person=who)
        office.valid_to = timezone.localdate()
        office.save()
    assert sweep() == 0
    play.pass_days(1)
    assert (sweep(), sweep(), play.open_steps()) == (1, 0, ["assign_verifiers"])
    assert play.case.attempts.filter(void_at__isnull=True).count() == 0


def test_verifier_who_takes_an_office_that_decides_is_replaced(play: Play) -> None:
    """Named as one of DIS alone, he is of the leading group's office too when he comes to sign."""
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    in_office(town.dis[1], Role.OFF, town.office)
    item = play.item("verify", town.dis[2])
    assert act.may_take(user_of(town.dis[2]), item)
    own = play.open_items().get(step="verify", person=town.dis[1])
    with pytest.raises(NotAllowed, match="新任职务"):
        act.perform(user=user_of(town.dis[1]), item_id=own.pk, data=play.sheet())
    assert (sweep(), sweep(), play.open_steps()) == (1, 0, ["assign_verifiers"])
    assert list(breaches()) == []


def test_only_the_named_sign(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    item = play.item("verify", town.dis[1])
    for person in (town.dis[0], town.dis[3], town.dis[2]):
        with pytest.raises(NotVisible):
            act.perform(user=user_of(person), item_id=item.pk, data=play.sheet())


def test_whoever_signed_does_not_settle(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    play.take("verify", town.dis[1])
    play.take("verify", town.dis[2], **play.failing())
    for signer in town.dis[1:3]:
        assert refused(play, "settle_verification", signer)
    assert play.open_steps() == [Step.SETTLE_VERIFICATION]
    play.take("settle_verification", town.dis[3], correction_due_on="")
    assert play.case.stage == "closed"


def test_office_held_in_the_owner_branch_bars_from_verifying(play: Play) -> None:
    clerk = in_office(play.town.dis[3], Role.CLK, play.town.east.organisation)
    play.bring_to(CaseStage.VERIFYING)
    pool = pool_of(play.case)
    assert clerk not in pool.discipline
    assert pool.barred[clerk.pk] == RecusalGround.OWN_BRANCH


def test_discipline_committee_does_not_verify_its_own_case(play: Play) -> None:
    play.report()
    own = {"level": CaseLevel.COMMITTEE, "owner_organisation": play.town.discipline.pk}
    play.take("triage", **{**play.entry(), **own})
    assert pool_of(play.case).discipline == []


def test_office_that_was_refused_makes_nobody_dependent(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    for role in (Role.CLK, Role.LIA):
        entered = appoint(
            person=town.dis[1],
            role=role,
            organisation=town.east.organisation,
            valid_from=today(),
            entered_by=town.org,
        )
        refuse_appointment(appointment=entered, by=town.pse, reason="系误报，请核对后重新报送。")
    assert town.dis[1].pk not in pool_of(play.case).barred
