"""One test for each row of docs/rules.md 4.3 in force: its conditions, refusals and effects.

T1 to T15: discovery, assignment and plan.
The play begins on Monday, 11 May 2026; nobody works on the weekends, no holiday is near.
"""

from datetime import date

import pytest

from rectification.enums import CaseLevel, CaseStage
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import (
    Case,
    CaseEvent,
)
from rectification.selectors.receipts import find_by_receipt
from rectification.services.reporting import save_draft
from tests.days import at
from tests.outbox import told
from tests.workflows.answers import OPINION, REASON
from tests.workflows.play import Play, user_of
from tests.workflows.seen import due, parties, sees, verbs
from workflows import act, intake
from workflows.models import CaseProcess
from workflows.sweep import sweep

pytestmark = pytest.mark.usefixtures("nothing_broken")

TODAY = date(2026, 5, 11)


# --- discovery ----------------------------------------------------------------------------------


def test_t01_draft_is_its_authors_alone(play: Play) -> None:
    town = play.town
    member, clerk = town.east.members[0], town.east.clerk
    play.case = play.draft(member)
    assert (play.case.stage, play.case.level, play.case.owner_person) == ("draft", "M", member)
    assert sees(member, play.case)
    others = [clerk, town.east.secretary, town.intake, town.dis[0], town.pse, town.east.members[1]]
    assert not any(sees(other, play.case) for other in others)
    assert not CaseEvent.objects.exists()
    assert not Case.history.exists()
    branch_case = play.draft(clerk, town.east.organisation)
    assert (branch_case.level, branch_case.owner_person) == ("B", None)
    with pytest.raises(NotAllowed):
        play.draft(member, town.east.organisation)
    with pytest.raises(NotAllowed):
        play.draft(clerk, town.west.organisation)


def test_t02_report_is_handed_in_when_it_is_complete(play: Play) -> None:
    member = play.town.east.members[0]
    given = {"author": member, "found_on": TODAY, "title": "未兑现承诺", "description": ""}
    with pytest.raises(CaseError):
        save_draft(case=None, secret=True, **given)
    assert not Case.objects.exists()
    play.case = save_draft(case=None, **given)
    with pytest.raises(CaseError) as refused:
        play.submit(member)
    assert set(refused.value.errors) == {"description", "category", "standard_ref"}
    assert (play.case.stage, play.open_steps()) == ("draft", [])
    play.case = play.draft(member)
    with pytest.raises(NotAllowed):
        play.submit(play.town.east.members[1])
    play.submit(member)
    assert (play.case.stage, verbs(play)) == ("submitted", ["submitted"])
    assert (due(play, "triage"), play.item("triage").role) == (date(2026, 5, 14), "OFF")
    assert told("your_turn", play.case) == {play.town.intake, play.town.officer}
    code = play.opinion()
    assert code.count("-") == 2
    assert (play.case.author, play.case.events.get().actor_kind) == (None, "intake_channel")


def test_t03_author_takes_back_what_nobody_opened(play: Play) -> None:
    member, other = play.town.east.members
    play.report("M")
    actor = play.author_actor(member)
    with pytest.raises(NotAllowed):
        intake.take_back(user=user_of(other), case=play.case, actor=play.author_actor(other))
    intake.take_back(user=user_of(member), case=play.case, actor=actor)
    play.case.refresh_from_db()
    assert (play.case.stage, play.open_steps()) == ("draft", [])
    assert verbs(play) == ["submitted", "recalled"]
    assert not sees(play.town.intake, play.case)
    play.submit(member)
    assert play.open_steps() == ["triage"]
    play.take("triage", decision="reject")
    with pytest.raises(CaseError, match="opened|已打开|受理"):
        intake.take_back(user=user_of(member), case=play.case, actor=actor)


def test_t04_office_registers_with_number_owner_and_class(play: Play) -> None:
    town = play.town
    play.report("M")
    assert "severity_reason" in play.refusal("triage", severity="prominent")
    assert "category" in play.refusal("triage", category="BR-a")
    assert "standard_ref" in play.refusal("triage", standard_ref=" ")
    assert "owner_person" in play.refusal("triage", owner_person=town.west.members[0].pk)
    assert "owner_person" in play.refusal("triage", owner_person=town.east.members[1].pk)
    assert verbs(play) == ["submitted"]
    play.take("triage", severity="prominent", severity_reason="影响全村党员。")
    assert (play.case.stage, play.case.number) == ("registered", "2026-M-0001")
    assert (play.case.severity, play.case.deadline_class) == ("prominent", "limited")
    assert told("registered", play.case) == {town.east.members[0]}
    assert due(play, "dispatch") == date(2026, 5, 14)
    play.level = CaseLevel.BRANCH
    play.opinion()
    errors = play.refusal("triage", description=OPINION)
    assert list(errors) == ["description"]
    member = town.east.members[1]
    personal = {"level": "M", "owner_person": member.pk, "standard_ref": "党章第三条"}
    play.take("triage", **personal, negative_item="D3", category="ME-c")
    assert play.case.number == "2026-M-0002"
    assert told("person_concerned", play.case) == {member}
    play.report("B")
    errors = play.refusal("triage", owner_organisation=town.office.pk)
    assert list(errors) == ["owner_organisation"]
    play.take("triage")
    assert play.case.number == "2026-B-0001"
    assert not any(sees(m, play.case) for m in (*town.east.members, town.west.secretary))


def test_t05_rejection_needs_two_of_the_office_and_a_reason(play: Play) -> None:
    town = play.town
    code = play.opinion()
    assert set(play.refusal("triage", decision="reject", reason="太短", reason_code="")) == {
        "reason",
        "reason_code",
    }
    play.take("triage", town.intake, decision="reject")
    with pytest.raises(NotAllowed):
        play.attempt("confirm_rejection", town.intake)
    play.take("confirm_rejection", town.officer, decision="refuse")
    assert (play.case.stage, play.open_steps()) == ("submitted", ["triage"])
    play.take("triage", town.intake, decision="reject")
    play.take("confirm_rejection", town.officer)
    assert (play.case.stage, play.case.outcome_reason) == ("rejected", REASON)
    assert REASON in find_by_receipt(code).answer
    play.report("M")
    play.take("triage", decision="reject")
    play.take("confirm_rejection", town.officer)
    assert told("rejected", play.case) == {town.east.members[0]}


def test_t08_self_report_is_withdrawn_until_the_plan_is_approved(play: Play) -> None:
    member, other = play.town.east.members
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    for person, error in ((other, NotAllowed), (play.town.intake, NotAllowed)):
        with pytest.raises(error):
            intake.withdraw_problem(
                user=user_of(person), case=play.case, actor=play.author_actor(person)
            )
    actor = play.author_actor(member)
    intake.withdraw_problem(user=user_of(member), case=play.case, actor=actor)
    play.case.refresh_from_db()
    assert (play.case.stage, play.case.sealed, play.open_steps()) == ("withdrawn", True, [])
    assert not any(sees(p, play.case) for p in (member, play.town.intake, play.town.east.secretary))
    play.case = Case()
    play.bring_to(CaseStage.RECTIFYING, "M")
    with pytest.raises(CaseError):
        intake.withdraw_problem(user=user_of(member), case=play.case, actor=actor)
    play.case = Case()
    play.report("B")
    secretary = play.town.east.secretary
    with pytest.raises(NotAllowed):
        intake.withdraw_problem(
            user=user_of(secretary), case=play.case, actor=play.author_actor(secretary)
        )


# --- assignment ---------------------------------------------------------------------------------


def test_t09_dispatch_names_lead_and_co_units(play: Play) -> None:
    east, west = play.town.east.organisation, play.town.west.organisation
    play.bring_to(CaseStage.REGISTERED)
    assert "lead" in play.refusal("dispatch", lead="")
    assert "co_units" in play.refusal("dispatch", co_units=[east.pk])
    play.take("dispatch", co_units=[west.pk])
    assert play.case.stage == "pending_claim"
    assert (due(play, "claim"), due(play, "accept_share")) == (date(2026, 5, 14),) * 2
    assert play.item("accept_share").organisation == west
    assert told("dispatched", play.case) == {
        *(play.town.east.secretary, play.town.east.clerk),
        *(play.town.west.secretary, play.town.west.clerk),
    }
    assert CaseProcess.objects.get(kind="share").assignment.organisation == west
    play.case = Case()
    play.bring_to(CaseStage.REGISTERED, "M")
    play.take("dispatch", co_units=[west.pk])
    assert [row.organisation for row in play.case.assignments.all()] == [east]


def test_t10_owner_claims_and_waits_for_no_co_unit(play: Play) -> None:
    town = play.town
    play.co_units = [town.west.organisation]
    play.bring_to(CaseStage.PENDING_CLAIM)
    play.pass_days(1)
    play.take("claim")
    claim = play.case.claims.get()
    assert (claim.kind, claim.made_by) == ("voluntary", town.east.secretary)
    assert (play.case.stage, due(play, "draft_plan")) == ("planning", date(2026, 5, 21))
    west = play.measure(0, town.west.organisation)
    assert "measure-0-organisation" in play.refusal("draft_plan", **west)
    assert "reason" in play.refusal("accept_share", decision="decline", reason="")
    play.take("accept_share", town.west.secretary)
    assert told("share_answered", play.case) == {
        *(town.intake, town.officer),
        *(town.east.secretary, town.east.clerk),
    }
    play.take("draft_plan")
    assert play.case.stage == "plan_review"


def test_t10_plan_of_the_immediate_class_is_due_with_the_claim(play: Play) -> None:
    play.bring_to(CaseStage.PENDING_CLAIM, deadline_class="immediate")
    play.pass_days(1)
    play.take("claim")
    assert due(play, "draft_plan") == date(2026, 5, 14)


def test_t11_office_designates_after_the_claim_clock(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PENDING_CLAIM)
    play.clock.move_to(at(date(2026, 5, 12), "23:59:59"))
    assert (sweep(), verbs(play)[-1]) == (0, "dispatched")
    play.clock.move_to(at(date(2026, 5, 13), "00:00:05"))
    assert (sweep(), verbs(play)[-1]) == (1, "reminded")
    assert told("answer_due", play.case) == {town.east.secretary, town.east.clerk}
    play.clock.move_to(at(date(2026, 5, 14), "23:59:59"))
    assert (sweep(), play.open_steps()) == (0, ["claim"])
    play.clock.move_to(at(date(2026, 5, 15), "00:00:05"))
    assert (sweep(), play.open_steps()) == (1, ["assign_owner"])
    assert verbs(play)[-1] == "claim_expired"
    assert play.case.claims.count() == 0
    assert "reason" in play.refusal("assign_owner", reason="太短")
    play.take("assign_owner", town.officer)
    claim = play.case.claims.get()
    assert (claim.kind, claim.made_by) == ("designated", town.officer)
    assert told("owner_designated", play.case) == {town.east.secretary, town.east.clerk}
    assert (play.case.stage, due(play, "draft_plan")) == ("planning", date(2026, 5, 26))
    play.go_on_to(CaseStage.PLAN_REVIEW)


def test_t12_declined_claim_goes_back_to_dispatch(play: Play) -> None:
    town = play.town
    play.co_units = [town.west.organisation]
    play.bring_to(CaseStage.PENDING_CLAIM)
    errors = play.refusal("claim", decision="decline", reason="", proposed_owner="")
    assert set(errors) == {"reason", "proposed_owner"}
    play.take("claim", decision="decline")
    claim = play.case.claims.get()
    assert (claim.kind, claim.proposed_owner) == ("declined", town.west.organisation)
    assert (play.case.stage, due(play, "dispatch")) == ("registered", date(2026, 5, 14))
    play.take("dispatch", lead=town.west.organisation.pk, co_units=[])
    assert play.case.owner_organisation == town.west.organisation
    assert play.open_steps() == ["claim"]
    assert play.item("claim").organisation == town.west.organisation
    play.take("claim", town.west.secretary)
    assert play.case.stage == "planning"


# --- plan ---------------------------------------------------------------------------------------


def test_t13_plan_needs_measures_within_the_limit(play: Play) -> None:
    east = play.town.east.organisation
    play.bring_to(CaseStage.PLANNING)
    bare = {f"measure-0-{name}": "" for name in ("text", "deliverable", "person", "due_on")}
    assert set(play.refusal("draft_plan", **bare)) == {"measure-0-text"}
    half = play.measure(0, east, deliverable="", person="", due_on="2026-07-14")
    assert set(play.refusal("draft_plan", **half)) == {
        "measure-0-deliverable",
        "measure-0-person",
        "measure-0-due_on",
    }
    assert {"cause", "target_outcome"} <= set(
        play.refusal("draft_plan", cause="", target_outcome="")
    )
    play.take("draft_plan", **play.measure(0, east, due_on="2026-07-13"))
    assert (play.case.stage, play.open_steps()) == ("plan_review", ["advise_plan"])
    play.pass_days(2)
    assert due(play, "advise_plan") == date(2026, 5, 18)
    play.take("advise_plan")
    assert (due(play, "approve_plan"), play.item("approve_plan").role) == (
        date(2026, 5, 18),
        "PSE",
    )


def test_t13_immediate_class_ends_after_seven_working_days(play: Play) -> None:
    east = play.town.east.organisation
    play.bring_to(CaseStage.PLANNING, deadline_class="immediate")
    late = play.measure(0, east, due_on="2026-05-21")
    assert set(play.refusal("draft_plan", **late)) == {"measure-0-due_on"}
    play.take("draft_plan", **play.measure(0, east, due_on="2026-05-20"))
    play.go_on_to(CaseStage.RECTIFYING)
    assert play.case.due_on == date(2026, 5, 20)


def test_t14_return_gives_reasons_and_the_second_calls_the_liaison(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    assert not sees(town.liaison, play.case)
    assert set(play.refusal("approve_plan", decision="return", reason="重写")) == {"reason"}
    play.take("approve_plan", decision="return")
    assert play.case.stage == "planning"
    assert told("plan_returned", play.case) == {town.east.members[0]}
    returned = play.case.plans.get()
    assert (returned.status, returned.return_reason) == ("returned", REASON)
    form = act.form_of(
        play.item("draft_plan"), actor=play.author_actor(town.east.members[0]), case=play.case
    )
    assert form.initial["cause"] == returned.cause
    assert not parties(play, "joined")
    play.take("draft_plan")
    play.take("approve_plan", decision="return")
    assert parties(play, "joined") == told("liaison_joined", play.case) == {town.liaison}
    assert sees(town.liaison, play.case)
    assert [plan.version for plan in play.case.plans.order_by("version")] == [1, 2]


def test_t15_approval_freezes_the_plan_and_starts_the_clock(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW, "C")
    play.case.plans.update(minutes_number="")
    play.take("advise_plan")
    assert play.item("approve_plan").role == "PSE"
    assert "minutes_number" in play.refusal("approve_plan", minutes_number="")
    play.take("approve_plan", minutes_number="会议纪要〔2026〕7号")
    plan = play.case.plans.get()
    assert (plan.status, plan.decided_by, plan.minutes_number) == (
        "approved",
        town.pse,
        "会议纪要〔2026〕7号",
    )
    assert plan.advised_by == town.org
    assert (play.case.stage, play.case.due_on) == ("rectifying", date(2026, 5, 18))
    assert play.case.first_due_on == play.case.due_on
    assert told("plan_approved", play.case) == {town.dps}
    assert parties(play, "approver") == {town.pse}
