"""Separation of duties and recusal, at the door and in the database (docs/rules.md 4.1, 4.4)."""

import pytest
from django.db import IntegrityError, transaction

from rectification.enums import CaseStage, RecusalGround
from rectification.exceptions import NotAllowed, NotVisible
from rectification.models import Person, Verification, WorkItem
from rectification.policies.actors import Actor
from rectification.policies.holding import recusal_text
from rectification.policies.verifiers import pool_of
from rectification.roles import Role
from rectification.services import plan_decisions, publication
from tests.factories import acting, in_office
from tests.workflows.barred import recuse, recused_steps, refused
from tests.workflows.play import Play, user_of
from workflows import act


def grounds(item: WorkItem) -> dict[Person, str]:
    return {bar.person: bar.ground for bar in item.bars.select_related("person")}


# --- the reporter is the one who would approve --------------------------------------------------


def test_chain_goes_on_where_the_liaison_is_recused_too(play: Play) -> None:
    town = play.town
    play.report("M", author=town.east.secretary)
    recuse(play, town.liaison, ground=RecusalGround.RELATIVE)
    play.go_on_to(CaseStage.PLAN_REVIEW)
    item = play.item("approve_plan")
    assert (item.role, item.organisation) == ("DPS", town.committee)
    assert grounds(item) == {
        town.east.secretary: RecusalGround.OWN_CASE,
        town.liaison: RecusalGround.RELATIVE,
    }
    assert refused(play, "approve_plan", town.liaison) == recusal_text(RecusalGround.RELATIVE)


# --- owner, approver, verifier ------------------------------------------------------------------


def test_deputy_who_drafted_does_not_approve_in_the_secretarys_place(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLANNING, "C")
    recuse(play, town.pse)
    play.take("draft_plan", town.dps)
    play.take("advise_plan")
    item = play.item("approve_plan")
    assert (item.unheld, item.role) == (True, "OFF")
    assert grounds(item) == {town.pse: "interest", town.dps: "own_case"}
    assert refused(play, "approve_plan", town.dps)
    with pytest.raises(NotAllowed):
        plan_decisions.approve_plan(case=play.case, actor=acting(town.dps), minutes_number="1")


def test_drafter_stays_barred_in_every_later_version(play: Play) -> None:
    """The clerk answers for a measure of the first version; the second has nothing of him."""
    town = play.town
    play.bring_to(CaseStage.PLANNING)
    in_office(town.east.clerk, Role.PSE, town.committee)
    play.take("draft_plan", **play.measure(0, town.east.organisation))
    play.take("advise_plan")
    play.take("approve_plan", town.pse, decision="return")
    own = play.measure(0, town.east.organisation, person=town.east.secretary.pk)
    play.take("draft_plan", **own)
    play.take("advise_plan")
    assert refused(play, "approve_plan", town.east.clerk) == recusal_text(RecusalGround.OWN_CASE)
    play.take("approve_plan", town.pse)


def test_approver_who_moves_to_the_discipline_committee_does_not_verify(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    for person in (town.pse, town.org, town.liaison):
        in_office(person, Role.DIS, town.discipline)
    pool = pool_of(play.case)
    assert pool.discipline == town.dis
    assert pool.barred == {
        town.pse.pk: RecusalGround.TOOK_PART,
        town.org.pk: RecusalGround.TOOK_PART,
        town.liaison.pk: RecusalGround.LIAISON,
    }
    assert set(play.refusal("assign_verifiers", first=town.pse.pk)) == {"first"}


def test_verifier_approves_nothing_afterwards(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    for who in town.dis[1:3]:
        play.take("verify", who, **play.failing())
    in_office(town.dis[1], Role.LIA, town.east.organisation)
    play.go_on_to(CaseStage.FIRST_REVIEW)
    assert refused(play, "first_review", town.dis[1]) == recusal_text(RecusalGround.TOOK_PART)


def test_database_refuses_a_drafter_who_decides(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW)
    plan = play.case.plans.get()
    plan.decided_by = plan.drafted_by
    with pytest.raises(IntegrityError), transaction.atomic():
        plan.save()


def test_database_refuses_one_verifier_twice(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    attempt = play.case.attempts.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Verification.objects.create(attempt=attempt, verifier=play.town.dis[1])


def test_office_confirms_no_rejection_of_its_own(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.SUBMITTED, "M")
    play.take("triage", town.officer, decision="reject")
    assert refused(play, "confirm_rejection", town.officer) == recusal_text(RecusalGround.SAME_HAND)
    play.take("confirm_rejection", town.intake)


def test_office_takes_in_no_report_of_its_own(play: Play) -> None:
    town = play.town
    play.report("M", author=town.intake)
    assert refused(play, "triage", town.intake) == recusal_text(RecusalGround.OWN_CASE)
    play.take("triage", town.officer)


# --- redactor, handler of an objection ----------------------------------------------------------


def test_redactor_does_not_check_his_own_text(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.NOTICE_PREP, "M")
    play.take("propose_publication", town.officer)
    play.take("review_secrecy")
    item = play.item("check_redaction")
    assert (item.role, grounds(item)) == ("OFF", {town.officer: RecusalGround.SAME_HAND})
    assert refused(play, "check_redaction", town.officer)
    with pytest.raises(NotAllowed):
        publication.confirm_redaction(case=play.case, actor=acting(town.officer))
    decision = play.case.publications.get()
    decision.redaction_by = decision.proposed_by
    with pytest.raises(IntegrityError), transaction.atomic():
        decision.save()
    play.take("check_redaction", town.intake)


def test_redactor_of_a_branch_case_is_checked_by_another_office(play: Play) -> None:
    play.bring_to(CaseStage.NOTICE_PREP)
    play.take("propose_publication", play.town.officer)
    play.take("review_secrecy")
    assert play.item("check_redaction").role == "ORG"
    with pytest.raises(NotVisible):
        act.perform(
            user=user_of(play.town.officer), item_id=play.item("check_redaction").pk, data={}
        )


def test_objection_is_handled_by_nobody_who_decided(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.IN_NOTICE)
    play.object("effect")
    item = play.item("handle_objection")
    assert (item.role, grounds(item)) == ("OFF", {town.officer: RecusalGround.SAME_HAND})
    assert refused(play, "handle_objection", town.officer)
    play.take("handle_objection", town.intake, decision="dismissed")


def test_objection_passes_on_where_the_whole_office_decided(play: Play) -> None:
    """A member's case: one of the office wrote the text, the other one checked it."""
    town = play.town
    play.bring_to(CaseStage.IN_NOTICE, "M")
    play.object("facts")
    item = play.item("handle_objection")
    assert (item.role, item.organisation) == ("DIS", town.discipline)
    assert set(grounds(item)) == {town.intake, town.officer}
    assert recused_steps(play) == ["handle_objection"]
    play.take("handle_objection", town.dis[0])
    play.go_on_to(CaseStage.VERIFYING)
    assert town.dis[0] not in pool_of(play.case).discipline


def test_leading_group_decides_no_termination_it_had_a_hand_in(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW)
    in_office(town.pse, Role.LG, town.leading_group)
    play.go_on_to(CaseStage.IN_NOTICE)
    play.object("facts")
    play.take("handle_objection", decision="wrong")
    assert refused(play, "decide_termination", town.pse) == recusal_text(RecusalGround.SAME_HAND)
    play.take("decide_termination", town.lg, decision="refuse")


def test_actor_without_person_decides_nothing(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    with pytest.raises(ValueError, match="person"):
        plan_decisions.approve_plan(case=play.case, actor=Actor())


def test_proposer_of_a_termination_does_not_decide_it(play: Play) -> None:
    proposer = in_office(play.town.officer, Role.LG, play.town.leading_group)
    play.bring_to(CaseStage.RECTIFYING)
    play.propose_termination(proposer)
    barred = play.item("decide_termination").bars.values_list("person_id", flat=True)
    assert set(barred) == {proposer.pk}


def test_handler_who_calls_the_problem_wrong_does_not_decide_it(play: Play) -> None:
    handler = in_office(play.town.intake, Role.LG, play.town.leading_group)
    play.bring_to(CaseStage.IN_NOTICE)
    play.object("facts")
    play.take("handle_objection", handler, decision="wrong")
    assert handler.pk in set(
        play.item("decide_termination").bars.values_list("person_id", flat=True)
    )
