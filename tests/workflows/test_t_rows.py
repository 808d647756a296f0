"""One test for each row of docs/rules.md 4.3 in force: its conditions, refusals and effects.

The play begins on Monday, 11 May 2026; nobody works on the weekends, no holiday is near.
"""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, Step
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import (
    Case,
    CaseEvent,
    Closure,
    Person,
    VerificationAttempt,
    WorkItem,
)
from rectification.selectors.cases import visible_to
from rectification.selectors.publication import current_decision
from rectification.selectors.receipts import find_by_receipt
from rectification.services.reporting import save_draft
from tests.days import at
from tests.outbox import told
from tests.workflows.answers import OPINION, REASON, TEXT, TITLE
from tests.workflows.play import Play, user_of
from workflows import act, intake
from workflows.invariants import breaches
from workflows.models import CaseProcess
from workflows.sweep import sweep

TODAY = date(2026, 5, 11)


def verbs(play: Play) -> list[str]:
    return list(play.case.events.order_by("sequence").values_list("verb", flat=True))


def sees(person: Person, case: Case) -> bool:
    return visible_to(user_of(person)).filter(pk=case.pk).exists()


def due(play: Play, step: str) -> date | None:
    return play.item(step).due_on


def parties(play: Play, reason: str) -> set[Person]:
    rows = play.case.parties.filter(reason=reason, until__isnull=True)
    return {row.person for row in rows.select_related("person")}


@pytest.fixture(autouse=True)
def nothing_broken(play: Play) -> object:
    """Whatever a row does, the invariants hold afterwards."""
    yield
    assert list(breaches()) == []


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
    play.take("triage", town.officer, decision="reject")
    play.take("confirm_rejection", town.intake)
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


# --- carrying out -------------------------------------------------------------------------------


def test_t19_effect_is_reported_when_every_measure_is_proved(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.RECTIFYING)
    measure = play.case.plans.get().measures.get()
    assert play.attempt("carry_out", decision="finish").form.errors
    bare = play.progress(measure.pk, uploads=[])
    assert set(play.refusal("carry_out", **bare)) == {"uploads"}
    note = {**bare, "completes": ""}
    play.take("carry_out", town.east.clerk, **note)
    assert play.open_steps() == ["carry_out"]
    play.take("carry_out", town.east.clerk, **play.progress(measure.pk))
    measure.refresh_from_db()
    assert measure.done_at == timezone.now()
    play.take("carry_out", town.east.secretary, decision="finish")
    assert play.open_steps() == ["report_effect"]
    assert set(play.refusal("report_effect", statement="")) == {"statement"}
    play.take("report_effect")
    assert (play.case.stage, due(play, "first_review")) == ("first_review", date(2026, 5, 14))


def test_t20_first_review_returns_the_measures_not_done(play: Play) -> None:
    play.bring_to(CaseStage.FIRST_REVIEW)
    errors = play.refusal("first_review", decision="return", reason="不行")
    assert set(errors) == {"measures", "reason"}
    measure = play.case.plans.get().measures.get()
    play.take("first_review", decision="return", measures=[str(measure.pk)])
    measure.refresh_from_db()
    assert (measure.done_at, play.case.stage) == (None, "rectifying")
    assert play.open_steps() == ["carry_out"]
    assert told("review_returned", play.case) == {play.town.east.secretary, play.town.east.clerk}


def test_t21_first_review_looks_at_completeness_only(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.FIRST_REVIEW)
    evidence = play.case.plans.get().measures.get().progress.get().evidence.get()
    evidence.delete()
    assert play.attempt("first_review").form.errors
    assert play.case.stage == "first_review"
    play.case.plans.get().measures.filter().first().progress.create(
        text="补充材料", reported_by=town.east.clerk, reported_at=timezone.now()
    ).evidence.create(
        file="evidence/a.pdf",
        name="a.pdf",
        size=1,
        sha256="0" * 64,
        made_on=TODAY,
        uploaded_at=timezone.now(),
        uploaded_by=town.east.clerk,
    )
    play.take("first_review")
    assert (play.case.stage, parties(play, "reviewer")) == ("notice_prep", {town.liaison})
    assert VerificationAttempt.objects.count() == 0


# --- publication --------------------------------------------------------------------------------


def test_t22_notice_runs_after_four_checks(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.NOTICE_PREP)
    wrong = {"scope": "S0", "working_days": 4, "text": f"{town.east.members[0].name}已改正。"}
    assert {"scope", "working_days"} <= set(play.refusal("propose_publication", **wrong))
    assert set(play.refusal("propose_publication", text=wrong["text"])) == {"text"}
    play.take("propose_publication", town.officer)
    decision = current_decision(play.case)
    assert (decision.status, decision.scope, decision.necessity != "") == ("proposed", "S3", True)
    play.take("review_secrecy", town.gen)
    play.take("check_redaction", town.org)
    assert due(play, "hear_person") == date(2026, 5, 14)
    play.take("hear_person", town.east.secretary, decision="no_objection")
    play.take("approve_publication", town.pse)
    play.take("post_notice", town.pub)
    notice = play.notice
    assert (play.case.stage, notice.decision.text) == ("in_notice", TEXT)
    assert (notice.starts_on, notice.ends_on) == (date(2026, 5, 12), date(2026, 5, 18))
    assert notice.channels.get().kind == "board_online"
    assert due(play, "notice_period") == notice.ends_on
    assert play.item("notice_period").role == ""


def test_t22_silence_of_the_person_is_recorded_and_no_consent(play: Play) -> None:
    play.bring_to(CaseStage.NOTICE_PREP, "M")
    play.take("propose_publication")
    play.take("review_secrecy")
    play.take("check_redaction")
    assert play.item("hear_person").person == play.town.east.members[0]
    play.clock.move_to(at(date(2026, 5, 14), "23:59:59"))
    assert sweep() == 0
    play.clock.move_to(at(date(2026, 5, 15), "00:00:01"))
    assert sweep() == 1
    assert (current_decision(play.case).hearing, verbs(play)[-1]) == ("lapsed", "hearing_lapsed")
    assert play.open_steps() == ["approve_publication"]


def test_t22_contested_text_is_answered_before_it_is_shown(play: Play) -> None:
    play.bring_to(CaseStage.NOTICE_PREP)
    for step in ("propose_publication", "review_secrecy", "check_redaction"):
        play.take(step)
    assert set(play.refusal("hear_person", decision="contested", comment="不对")) == {"comment"}
    play.take("hear_person", decision="contested")
    assert (play.open_steps(), play.case.stage) == (["propose_publication"], "notice_prep")
    errors = play.refusal("propose_publication", answer_to_comment="")
    assert set(errors) == {"answer_to_comment"}
    play.take("propose_publication")
    assert current_decision(play.case).version == 2


def test_t22_what_is_not_open_is_published_by_nobody(play: Play) -> None:
    play.report()
    play.take("triage", secrecy="internal")
    play.go_on_to(CaseStage.NOTICE_PREP)
    assert play.attempt("propose_publication").form.errors
    assert current_decision(play.case) is None
    play.take("propose_publication", decision="waive", ground="secrecy")
    assert play.open_steps() == ["approve_publication"]


def test_t23_waiver_needs_approver_and_discipline_committee(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.NOTICE_PREP, "M")
    errors = play.refusal("propose_publication", decision="waive", ground="", reason="太短")
    assert set(errors) == {"ground", "reason"}
    play.take("propose_publication", decision="waive")
    play.take("approve_publication", town.east.secretary)
    assert play.open_steps() == ["agree_waiver"]
    play.take("agree_waiver", town.dis[1])
    decision = current_decision(play.case)
    assert (decision.waiver_agreed_by, decision.status) == (town.dis[1], "carried_out")
    assert (play.case.stage, play.case.notices.count()) == ("verifying", 0)
    assert due(play, "assign_verifiers") == date(2026, 5, 25)
    assert told("waiver_agreed", play.case) == {town.east.members[0]}
    assert set(play.refusal("assign_verifiers")) == {"first"}
    play.take("assign_verifiers", first=town.dis[2].pk, second=town.dis[3].pk)


# --- objections ---------------------------------------------------------------------------------


def test_t24_objection_stops_the_clock_and_privacy_hides_at_once(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.IN_NOTICE)
    play.clock.move_to(at(date(2026, 5, 18), "23:59:30"))
    objection = play.object("facts")
    assert (objection.timely, play.case.stage) == (True, "objection")
    assert (play.notice.suspended_on, play.notice.hidden_at) == (date(2026, 5, 18), None)
    assert due(play, "handle_objection") == date(2026, 6, 1)
    play.clock.move_to(at(date(2026, 5, 19), "00:05:00"))
    assert (sweep(), play.open_steps()) == (0, ["handle_objection", "notice_period"])
    play.object("privacy")
    assert play.notice.hidden_at == timezone.now()
    # The only person of GEN cleared the text that is contested, so it passes to DIS.
    handlers = {item.role for item in play.open_items().filter(step="handle_objection")}
    assert handlers == {"OFF", "DIS"}
    assert told("objection_received", play.case) >= {town.east.secretary, town.pub, town.gen}


def test_t24_objection_received_in_time_and_stored_later_brings_the_case_back(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    in_time = at(date(2026, 5, 18), "23:59:30")
    play.object("effect", received_at=in_time)
    assert (play.case.stage, play.open_steps()) == (
        "objection",
        ["handle_objection", "notice_period"],
    )
    assert (play.notice.ended_at, play.case.attempts.get().void_at) == (None, timezone.now())
    play.take("handle_objection")
    assert (play.case.stage, due(play, "notice_period")) == ("in_notice", date(2026, 5, 21))
    play.go_on_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    play.take("verify")
    objection = play.object("effect", received_at=in_time)
    assert (objection.decision, play.case.stage) == ("outside", "verifying")
    assert play.open_steps() == ["verify"]


def test_t25_dismissed_objection_leaves_the_remaining_days(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.IN_NOTICE)
    play.pass_days(1)
    code = play.objected("effect")
    second = play.object("facts")
    assert play.notice.remaining_days == 4
    play.pass_days(3)
    errors = play.refusal("handle_objection", findings="查过", reply="")
    assert set(errors) == {"findings", "reply"}
    play.take("handle_objection")
    assert (play.case.stage, play.notice.suspended_on is None) == ("objection", False)
    play.take("handle_objection")
    second.refresh_from_db()
    assert (second.decision, second.handled_by) == ("dismissed", town.intake)
    assert find_by_receipt(code).reply == REASON
    assert (play.case.stage, play.notice.ends_on) == ("in_notice", date(2026, 5, 21))
    assert due(play, "notice_period") == date(2026, 5, 21)
    play.clock.move_to(at(date(2026, 5, 21), "20:00:00"))
    play.object("privacy")
    correction = {"title": TITLE, "text": f"{TEXT}另补一句。", "scope": "S3"}
    assert set(play.refusal("handle_objection", decision="corrected", **correction)) == {"text"}
    correction["text"] = TEXT.replace("连续两个月", "")
    play.take("handle_objection", decision="corrected", **correction)
    assert (play.notice.decision.text, play.notice.hidden_at) == (correction["text"], None)
    assert play.notice.ends_on == date(2026, 5, 25)
    assert "objection_corrected" in verbs(play)


def test_t26_upheld_objection_reopens_the_rectification(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    play.object("effect")
    play.take("handle_objection", decision="upheld")
    assert (play.case.stage, play.case.round) == ("rectifying", 1)
    assert play.open_steps() == ["carry_out"]
    assert play.notice.withdrawn_at == timezone.now()
    assert play.case.plans.get().measures.get().done_at is None
    assert play.case.due_on == date(2026, 5, 18)
    play.go_on_to(CaseStage.IN_NOTICE)
    assert play.case.notices.count() == 2


def test_t26_second_upheld_objection_leaves_the_next_notice_alone(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    play.object("effect")
    play.object("facts")
    play.take("handle_objection", decision="upheld")
    play.go_on_to(CaseStage.IN_NOTICE)
    play.take("handle_objection", decision="upheld")
    assert (play.case.stage, play.open_steps()) == ("in_notice", ["notice_period"])


def hands(play: Play) -> list[tuple[Person | None, Person | None]]:
    """Of each objection: who handled it, and who decided what he passed on."""
    rows = play.case.objections.select_related("handled_by", "decided_by").order_by("pk")
    return [(row.handled_by, row.decided_by) for row in rows]


def test_t27_problem_that_did_not_exist_is_ended_by_the_leading_group(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.IN_NOTICE)
    play.object("facts")
    play.take("handle_objection", decision="wrong")
    item = play.item("decide_termination")
    assert (item.role, item.organisation) == ("LG", town.leading_group)
    assert (play.case.stage, play.notice.withdrawn_at) == ("objection", None)
    play.take("decide_termination", decision="refuse")
    assert (play.case.stage, play.case.objections.get().decision) == ("in_notice", "dismissed")
    assert hands(play) == [(town.intake, town.lg)]
    play.object("responsibility")
    play.take("handle_objection", decision="wrong")
    play.take("decide_termination", decision="agree", reason=REASON)
    assert (play.case.stage, play.open_steps()) == ("terminated", [])
    assert play.notice.withdrawn_at == timezone.now()
    assert not play.case.objections.filter(decided_at__isnull=True).exists()
    assert hands(play) == [(town.intake, town.lg), (town.intake, town.lg)]
    assert told("terminated", play.case) >= {town.east.secretary, town.intake}


def test_t28_notice_ends_after_its_last_day(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    play.clock.move_to(at(play.notice.ends_on, "23:59:59"))
    assert (sweep(), play.open_steps()) == (0, ["notice_period"])
    play.clock.move_to(at(play.notice.ends_on + timedelta(days=1), "00:00:00"))
    assert (sweep(), play.open_steps()) == (1, ["assign_verifiers"])
    play.case.refresh_from_db()
    assert (play.case.stage, play.notice.ended_at) == ("verifying", timezone.now())
    assert due(play, "assign_verifiers") == date(2026, 6, 2)
    assert told("notice_ended", play.case) == {play.town.east.secretary, play.town.east.clerk}


# --- verification -------------------------------------------------------------------------------


def test_t29_two_signatures_strike_the_entry_off(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    assert set(play.refusal("assign_verifiers", second=town.dis[1].pk)) == {"second"}
    assert set(play.refusal("assign_verifiers", first=town.org.pk)) == {"first"}
    play.take("assign_verifiers", town.dis[0])
    play.take("verify", town.dis[1], on_site="", methods=["files"])
    assert (play.case.stage, play.open_steps()) == ("verifying", ["verify"])
    errors = play.refusal("verify", town.dis[2], on_site="", methods=["files"])
    assert set(errors) == {"on_site"}
    errors = play.refusal("verify", town.dis[2], **{"V2-answer": "na", "V7-answer": ""})
    assert set(errors) == {"V2-reason", "V7-answer"}
    assert set(play.refusal("verify", town.dis[2], conclusion="stage_passed")) == {"conclusion"}
    play.take("verify", town.dis[2])
    closure = Closure.objects.get()
    assert (play.case.stage, closure.kind) == ("closed", "completed")
    assert closure.number.endswith("〔2026〕1号")
    assert told("closed", play.case) == {
        *(town.east.secretary, town.east.clerk, town.intake, town.officer),
    }
    assert play.case.ended_at == timezone.now()


def test_t29_closing_ends_what_still_runs_beside_it(play: Play) -> None:
    play.bring_to(CaseStage.REGISTERED)
    play.take("dispatch", co_units=[play.town.west.organisation.pk])
    play.take("claim")
    play.shares_answered = False
    play.go_on_to(CaseStage.VERIFYING)
    play.propose_termination()
    play.take("assign_verifiers")
    play.take("verify")
    play.take("verify")
    assert (play.case.stage, play.open_steps()) == ("closed", [])


def test_t30_long_term_matter_reaches_its_stage_target(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING, deadline_class="long_term")
    play.take("assign_verifiers")
    assert set(play.refusal("verify", conclusion="passed")) == {"conclusion"}
    play.take("verify")
    play.take("verify")
    closure = Closure.objects.get()
    assert (play.case.stage, play.case.outcome, closure.kind) == ("long_term",) * 2 + ("staged",)
    assert closure.review_on == date(2026, 11, 19)
    assert told("long_term", play.case) >= {play.town.east.secretary, play.town.intake}


def test_t31_failing_names_criteria_and_a_date(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    errors = play.refusal("verify", **play.failing(correction_due_on="2026-06-10"))
    assert set(errors) == {"correction_due_on"}
    assert set(play.refusal("verify", **play.sheet(conclusion="failed"))) >= {"conclusion"}
    for expected in (set(), {town.liaison}):
        for who in town.dis[1:3]:
            play.take("verify", who, **play.failing())
        assert (play.case.stage, play.open_steps()) == ("rectifying", ["carry_out"])
        assert play.case.plans.get().measures.get().done_at is None
        assert parties(play, "joined") == expected
        failed = play.case.events.filter(verb="verification_failed").latest("sequence")
        assert failed.payload.text == "V2"
        assert play.case.due_on == play.case.attempts.latest("pk").correction_due_on
        play.go_on_to(CaseStage.VERIFYING)
        play.take("assign_verifiers")
    assert told("verification_failed", play.case) >= {town.east.secretary, town.intake}
    assert play.case.round == 1


def test_t35_leading_group_ends_an_open_case(play: Play) -> None:
    town = play.town
    play.co_units = [town.west.organisation]
    play.bring_to(CaseStage.RECTIFYING)
    play.propose_termination()
    with pytest.raises(CaseError):
        play.propose_termination()
    assert play.open_steps() == ["carry_out", "carry_out", "decide_termination"]
    assert play.case.stage == "rectifying"
    assert set(play.refusal("decide_termination", decision="agree", reason="可以")) == {"reason"}
    play.take("decide_termination", decision="refuse")
    assert (play.case.stage, verbs(play)[-1]) == ("rectifying", "termination_refused")
    play.propose_termination()
    play.take("decide_termination", town.lg, decision="agree", reason=REASON)
    assert (play.case.stage, play.case.outcome_reason) == ("terminated", REASON)
    assert not WorkItem.objects.filter(closed_at__isnull=True).exists()
    assert not CaseProcess.objects.filter(status="NEW").exists()
    with pytest.raises(CaseError):
        play.propose_termination()
    assert Step.CARRY_OUT not in play.open_steps()
