"""Scenarios 1 and 2 of docs/rules.md 8, each through the flow, sentence by sentence."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseStage, EventVerb, MembershipKind, RecusalGround, Step
from rectification.exceptions import NotAllowed, NotVisible
from rectification.models import Closure, Membership, Person, Recusal
from rectification.policies import resolution
from rectification.policies.actors import Actor
from rectification.policies.verifiers import choice_of
from rectification.roles import Role
from rectification.services import plan_decisions
from tests.factories import FOUNDED, acting, in_office, person
from tests.house.cast import general_branch_above
from tests.rectification.policies.stage import walked
from tests.rectification.web.desk import client_of
from tests.workflows.barred import recuse
from tests.workflows.deputies import turns
from tests.workflows.offices import make_discipline_member, stands_in
from tests.workflows.play import Play, user_of
from workflows import act
from workflows.invariants import breaches
from workflows.sweep import sweep


def turned_away(play: Play, step: str, who: Person, error: type[Exception]) -> None:
    item = play.item(step)
    with pytest.raises(error):
        act.perform(user=user_of(who), item_id=item.pk, data=play.answers(item))


def test_scenario_1_reporter_is_the_secretary_who_would_approve(play: Play) -> None:
    town, branch = play.town, play.town.east.organisation
    secretary, deputy = town.east.secretary, town.east.clerk
    general = general_branch_above(branch, town.committee)
    row = stands_in(deputy, secretary, Role.SEC, approved_by=town.org)
    play.report("M", author=secretary)
    play.go_on_to(CaseStage.PLAN_REVIEW)

    # The approver: general-branch secretary, LIA, deputy PSE, PSE; nobody by silence.
    chain = ["SEC/general", "LIA", "DPS", "PSE", "nobody"]
    with transaction.atomic():
        assert walked(play.case, Step.APPROVE_PLAN, resolution.approver) == chain
        transaction.set_rollback(True)
    item = play.item("approve_plan")
    assert (item.role, item.organisation) == ("SEC", general.organisation)
    assert {bar.person: bar.ground for bar in item.bars.all()} == {
        secretary: RecusalGround.OWN_CASE
    }

    # He reads why, finds no button, and the door, the service and his own deputy are refused.
    html = client_of(secretary).get(reverse("rectification:case", args=[play.case.pk]))
    assert "本人为当事人，依规回避" in html.content.decode()
    assert reverse("workflows:act", args=[item.pk]) not in html.content.decode()
    turned_away(play, "approve_plan", secretary, NotAllowed)
    turned_away(play, "approve_plan", deputy, NotVisible)
    assert turns(deputy) == []
    on_behalf = Actor(
        person=deputy, role=Role.SEC, organisation=branch, on_behalf_of=secretary, delegation=row
    )
    for actor in (acting(secretary, Role.SEC), on_behalf):
        with pytest.raises(NotAllowed):
            plan_decisions.approve_plan(case=play.case, actor=actor)

    # The first review passes him over as well: to the liaison leader, where the one above is out.
    recuse(play, general.secretary)
    assert sweep() == 1
    assert play.item("approve_plan").role == "LIA"
    play.take("approve_plan", town.liaison)
    play.go_on_to(CaseStage.FIRST_REVIEW)
    assert play.item("first_review").role == "LIA"
    turned_away(play, "first_review", secretary, NotAllowed)

    # The text of his notice is approved as his plan was.
    play.go_on_to(CaseStage.NOTICE_PREP)
    for step in ("propose_publication", "review_secrecy", "check_redaction", "hear_person"):
        play.take(step)
    assert play.item("approve_publication").role == "LIA"
    turned_away(play, "approve_publication", secretary, NotAllowed)
    play.go_on_to(CaseStage.IN_NOTICE)

    # The record says by which way each step came to its holder.
    paths = play.case.events.filter(verb=EventVerb.ACTOR_RECUSED).order_by("sequence")
    told = [(event.step, event.reference.replace("chain:", "")) for event in paths]
    own, liaison = f"SEC@{branch.pk}", f"LIA@{branch.pk}"
    above = f"{own}>SEC@{general.organisation.pk}"
    assert told == [
        ("approve_plan", above),
        ("approve_plan", f"{above}>{liaison}"),
        ("first_review", f"{above}>{liaison}"),
        ("approve_publication", f"{own}>{liaison}"),
    ]
    assert list(breaches()) == []


def test_scenario_2_discipline_member_is_near_the_branch_concerned(play: Play) -> None:
    town = play.town
    member, relative, first, second = town.dis
    play.bring_to(CaseStage.VERIFYING)

    # Not offered, and a direct assignment is refused with the ground.
    Membership.objects.filter(person=member).delete()
    Membership.objects.create(
        person=member,
        organisation=town.east.organisation,
        kind=MembershipKind.FULL,
        valid_from=FOUNDED,
    )
    recuse(play, relative, ground=RecusalGround.RELATIVE)
    assert choice_of(play.case, Role.DIS).first == [first, second]
    for near in (member, relative):
        attempt = play.attempt("assign_verifiers", first, first=near.pk, second=second.pk)
        assert (attempt.done, list(attempt.form.errors)) == (False, ["first"])
        assert dict(attempt.form.barred()) == {
            member.name: RecusalGround.OWN_BRANCH.label,
            relative.name: RecusalGround.RELATIVE.label,
        }
    play.take("assign_verifiers", first, first=first.pk, second=second.pk)
    for verifier in (first, second):
        play.take("verify", verifier)
    assert play.case.stage == CaseStage.CLOSED

    # Found after closing: the verification is void, the case back, the reason on record.
    play.enter_recusal(first)
    closure = Closure.objects.get()
    assert (play.case.stage, play.case.round) == (CaseStage.VERIFYING, 1)
    assert closure.attempt.void_at == closure.void_at == timezone.now()
    assert Recusal.objects.get(case=play.case, person=first).ground == RecusalGround.RELATIVE

    # One is left: the leading group names a member of another body beside him.
    outsider = in_office(person("外援生", branch=town.home), Role.GEN, town.general_office)
    item = play.item("assign_verifiers")
    assert (item.role, item.organisation) == ("LG", town.leading_group)
    choice = choice_of(play.case, Role.LG)
    assert choice.first == [second]
    assert outsider in choice.second

    # All of them are concerned: a group from outside the discipline committee.
    recuse(play, second)
    make_discipline_member(town.west.clerk)
    choice = choice_of(play.case, Role.LG)
    assert not {*choice.first, *choice.second} & set(town.dis)
    play.take("assign_verifiers", town.lg, first=outsider.pk, second=town.west.clerk.pk)
    for verifier in (outsider, town.west.clerk):
        play.take("verify", verifier)
    assert (play.case.stage, list(breaches())) == (CaseStage.CLOSED, [])
