"""Verification that is not the discipline committee's own: outsiders, groups, the level above."""

import pytest

from rectification.enums import AppointmentDuty, CaseStage, EventVerb, PartyReason
from rectification.exceptions import CaseError, InvalidInput, NotAllowed, NotVisible
from rectification.models import Organisation, Person
from rectification.policies.actors import Actor
from rectification.roles import Role
from rectification.selectors.cases import visible_to
from rectification.services import naming
from tests.factories import acting, in_office
from tests.factories import person as newcomer
from tests.workflows.answers import REASON, REPLY
from tests.workflows.offices import make_discipline_member
from tests.workflows.play import Play, user_of
from workflows import act
from workflows.invariants import breaches


def of_body(play: Play, owner: Organisation, hand: Person) -> None:
    """A case of a body, whose hand claims, drafts and reports, up to the verification."""
    play.report("C")
    play.take("triage", owner_organisation=owner.pk)
    play.take("dispatch", lead=owner.pk)
    measure = play.measure(0, owner, person=hand.pk)
    play.take("claim", hand)
    play.take("draft_plan", hand, **measure)
    play.go_on_to(CaseStage.VERIFYING)


def outsiders(play: Play) -> tuple[Person, Person]:
    """The discipline member of the other branch, and somebody of the general office."""
    make_discipline_member(play.town.west.clerk)
    outside = newcomer("外援生", branch=play.town.home)
    return play.town.west.clerk, in_office(outside, Role.GEN, play.town.general_office)


def test_group_of_others_verifies_the_organisation_office(play: Play) -> None:
    """灯下黑: nobody of the discipline committee; no opinion of the office on its own plan."""
    town = play.town
    first, second = outsiders(play)
    of_body(play, town.organisation_office, town.org)
    steps = set(play.case.work_items.values_list("step", flat=True))
    assert "advise_plan" not in steps
    assert {row.acting_role for row in play.case.events.filter(verb="review_passed")} == {"GEN"}
    item = play.item("assign_verifiers")
    assert (item.role, item.organisation) == ("LG", town.leading_group)
    for member in town.dis:
        with pytest.raises(NotVisible):
            act.perform(user=user_of(member), item_id=item.pk, data={})
    assert set(play.refusal("assign_verifiers", first=town.dis[1].pk, second=second.pk)) == {
        "first"
    }
    with pytest.raises(InvalidInput):
        naming.name_verifiers(
            case=play.case, actor=acting(town.dis[0]), first=town.dis[1], second=town.dis[2]
        )
    play.take("assign_verifiers", town.lg, first=first.pk, second=second.pk)
    for verifier in (first, second):
        assert visible_to(user_of(verifier)).filter(pk=play.case.pk).exists()
        play.take("verify", verifier)
    signed = play.case.events.filter(verb=EventVerb.VERIFICATION_SIGNED).order_by("sequence")
    assert [(e.actor, e.acting_role) for e in signed] == [(first, "CLK"), (second, "GEN")]
    assert (play.case.stage, list(breaches())) == ("closed", [])


def test_leading_group_settles_for_the_discipline_committee(play: Play) -> None:
    town = play.town
    first, second = outsiders(play)
    of_body(play, town.discipline, town.dis[0])
    play.take("assign_verifiers", town.lg, first=first.pk, second=second.pk)
    play.take("verify", first)
    play.take("verify", second, **play.failing())
    assert play.item("settle_verification").role == "LG"
    play.take("settle_verification", town.lg, correction_due_on="")
    assert (play.case.stage, list(breaches())) == ("closed", [])


def test_right_of_an_outsider_is_that_he_was_named(play: Play) -> None:
    first, second = outsiders(play)
    of_body(play, play.town.organisation_office, play.town.org)
    play.take("assign_verifiers", play.town.lg, first=first.pk, second=second.pk)
    item = play.item("verify", first)
    party = play.case.parties.get(person=first, reason=PartyReason.VERIFIER)
    party.until = party.since
    party.save()
    with pytest.raises(NotVisible):
        act.perform(user=user_of(first), item_id=item.pk, data=play.sheet())


def test_committee_case_needs_one_of_each(play: Play) -> None:
    town = play.town
    first, second = outsiders(play)
    play.bring_to(CaseStage.VERIFYING, "C")
    form = act.form_of(play.item("assign_verifiers"), actor=acting(town.dis[0]), case=play.case)
    assert list(form.fields) == ["decision", "first"]
    play.take("assign_verifiers", first=town.dis[1].pk)
    assert play.open_steps() == ["name_outsider"]
    assert set(play.refusal("name_outsider", outsider=town.dis[2].pk)) == {"outsider"}
    with pytest.raises(InvalidInput):
        naming.name_outsider(case=play.case, actor=acting(town.lg), outsider=town.dis[2])
    play.take("name_outsider", outsider=second.pk)
    with pytest.raises(CaseError):
        naming.name_outsider(case=play.case, actor=acting(town.lg), outsider=first)
    assert play.open_steps() == ["verify", "verify"]


def test_guest_of_another_branch_signs_beside_one_of_the_committee(play: Play) -> None:
    town = play.town
    make_discipline_member(town.west.clerk)
    play.bring_to(CaseStage.VERIFYING, "M")
    guest = town.west.clerk
    assert set(play.refusal("assign_verifiers", first=guest.pk, second=town.dis[1].pk)) == {"first"}
    play.take("assign_verifiers", first=town.dis[1].pk, second=guest.pk)
    for verifier in (town.dis[1], guest):
        play.take("verify", verifier)
    assert (play.case.stage, list(breaches())) == ("closed", [])


# --- the level above ------------------------------------------------------------------------------


def above(play: Play, who: Person) -> None:
    play.report("M", author=who)
    play.go_on_to(CaseStage.VERIFYING)


def test_first_secretarys_case_is_approved_by_the_group_and_told_above(play: Play) -> None:
    town = play.town
    play.report("M", author=town.pse)
    play.go_on_to(CaseStage.PLAN_REVIEW)
    assert play.item("approve_plan").role == "LG"
    for missing in ("minutes_number", "superior_copy"):
        assert set(play.refusal("approve_plan", **{missing: ""})) == {missing}
    play.take("approve_plan")
    plan = play.case.plans.get()
    assert (plan.minutes_number, plan.superior_copy) == (
        "会议纪要〔2026〕3号",
        "云委报〔2026〕8号",
    )


def test_reply_of_the_level_above_stands_for_two_signatures(play: Play) -> None:
    town = play.town
    above(play, town.pse)
    with pytest.raises(CaseError):
        naming.name_verifiers(
            case=play.case, actor=acting(town.dis[0]), first=town.dis[1], second=town.dis[2]
        )
    assert set(play.refusal("assign_verifiers", **{**REPLY, "reply_number": ""})) == {
        "reply_number"
    }
    short = {**REPLY, "statement": "通过"}
    assert set(play.refusal("assign_verifiers", **short)) == {"statement"}
    play.take("assign_verifiers", **REPLY)
    attempt = play.case.attempts.get()
    assert (attempt.reply_number, attempt.verifications.count()) == ("澜委函〔2026〕7号", 0)
    event = play.case.events.get(verb=EventVerb.RESULT_RECORDED)
    assert (event.acting_role, event.payload.text) == ("DIS", REPLY["statement"])
    assert (play.case.stage, list(breaches())) == ("closed", [])


def test_head_of_the_discipline_committee_records_no_reply_on_himself(play: Play) -> None:
    town = play.town
    head = in_office(town.dis[0], Role.DIS, town.discipline, duty=AppointmentDuty.HEAD)
    above(play, head)
    item = play.item("assign_verifiers")
    with pytest.raises(NotAllowed):
        act.perform(user=user_of(head), item_id=item.pk, data=REPLY)
    play.take("assign_verifiers", town.dis[1], **REPLY)
    assert play.case.stage == "closed"


def test_reply_may_send_the_case_back(play: Play) -> None:
    above(play, play.town.pse)
    day = play.failing()["correction_due_on"]
    back = {**REPLY, "conclusion": "correct", "statement": REASON, "correction_due_on": day}
    play.take("assign_verifiers", **back)
    assert (play.case.stage, play.case.due_on.isoformat()) == ("rectifying", day)
    assert list(breaches()) == []


def test_replies_are_for_cases_of_the_level_above_only(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    actor: Actor = acting(play.town.dis[0])
    with pytest.raises(CaseError):
        naming.record_reply(case=play.case, actor=actor, **REPLY)
