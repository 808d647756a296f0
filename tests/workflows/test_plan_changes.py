"""A change of the plan under way (T16), and the revision after two failures (8.12)."""

import pytest

from rectification.enums import CaseStage, EventVerb, Step
from rectification.exceptions import CaseError
from rectification.models import Plan, PlanStatus, Progress
from rectification.policies.days import today
from rectification.selectors.plans import approved_plan, measures_of, open_measures
from tests.outbox import told
from tests.workflows.answers import REASON
from tests.workflows.play import Play, user_of
from workflows.intake import withdraw_problem
from workflows.invariants import breaches
from workflows.moves.branches import merge_branches


def versions(play: Play) -> list[tuple[int, str]]:
    return list(play.case.plans.order_by("version").values_list("version", "status"))


def two_measures(play: Play) -> None:
    """A branch's plan with two measures of its own, the first one done and proved."""
    east = play.town.east.organisation
    play.measured_units = [east, east]
    play.bring_to(CaseStage.RECTIFYING)
    first = measures_of(play.case)[0]
    play.take("carry_out", play.town.east.clerk, **play.progress(first.pk))


def approve(play: Play) -> None:
    for step in ("advise_change", "approve_change"):
        if step in play.open_steps():
            play.take(step)


def test_version_in_force_is_replaced_only_when_the_next_is_approved(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    in_force, due = approved_plan(play.case), play.case.due_on
    play.begin_change()
    assert (play.case.stage, play.open_steps()) == ("rectifying", ["carry_out", "change_plan"])
    play.take("change_plan")
    assert (play.case.stage, play.open_steps()) == ("plan_review", ["advise_change", "carry_out"])
    assert approved_plan(play.case) == in_force
    play.take("advise_change")
    play.take("approve_change")
    assert (play.case.stage, play.open_steps()) == ("rectifying", ["carry_out"])
    assert versions(play) == [(1, "approved"), (2, "approved")]
    assert [m.text for m in measures_of(play.case)] == ["制定全年计划并在公开栏张贴，改期须报批。"]
    assert play.case.due_on == due
    assert list(breaches()) == []
    play.go_on_to(CaseStage.FIRST_REVIEW)
    assert play.case.stage == CaseStage.FIRST_REVIEW


def test_work_goes_on_while_the_change_waits_and_what_is_done_stays_done(play: Play) -> None:
    two_measures(play)
    play.begin_change()
    play.take("change_plan")
    second = measures_of(play.case)[1]
    play.take("carry_out", play.town.east.clerk, **play.progress(second.pk))
    notes = Progress.objects.count()
    approve(play)
    done = [(m.position, m.done_at is not None) for m in measures_of(play.case)]
    # The first was taken along; the second has other words by now and is shown anew.
    assert done == [(1, True), (2, False)]
    assert [m.progress.count() for m in measures_of(play.case)] == [1, 1]
    assert Progress.objects.count() == notes


def test_dropped_measure_is_shown_with_its_reason_and_is_nobodys_duty(play: Play) -> None:
    two_measures(play)
    play.begin_change()
    play.take("change_plan", **{"measure-0-drop_reason": "场地已由镇里统一安排。"})
    approve(play)
    plan = approved_plan(play.case)
    assert plan is not None
    dropped = plan.measures.get(position=2)
    assert dropped.drop_reason == "场地已由镇里统一安排。"
    assert not open_measures(play.case).exists()
    assert play.open_steps() == ["report_effect"]
    play.take("report_effect")
    assert play.case.stage == CaseStage.FIRST_REVIEW


def test_units_get_and_lose_their_step_with_the_version(play: Play) -> None:
    west = play.town.west.organisation
    play.measured_units = [play.town.east.organisation]
    play.bring_to(CaseStage.RECTIFYING, co_units=[west])
    play.begin_change()
    play.take("change_plan", **play.change(play.measure(1, west)))
    approve(play)
    units = play.open_items().filter(step="carry_out").values_list("assignment__organisation__name")
    assert {name for (name,) in units} == {play.town.east.organisation.name, west.name}
    play.begin_change()
    dropped = {"measure-1-drop_reason": "改由牵头单位统一办理。"}
    play.take("change_plan", **play.change(dropped, **{"measure-0-text": "由支部统一办理。"}))
    approve(play)
    assert play.open_items().get(step="carry_out").assignment.organisation == (
        play.town.east.organisation
    )
    assert list(breaches()) == []
    play.go_on_to(CaseStage.FIRST_REVIEW)
    assert play.case.stage == CaseStage.FIRST_REVIEW


def test_unit_that_came_late_goes_on_in_the_main_procedure(play: Play) -> None:
    play.shares_answered = False
    west = play.town.west.organisation
    play.bring_to(CaseStage.RECTIFYING, co_units=[west])
    play.take("accept_share")
    assert play.open_items().filter(step="carry_out").count() == 2
    play.begin_change()
    play.take("change_plan")
    approve(play)
    assert play.open_items().filter(step="carry_out").count() == 2
    play.go_on_to(CaseStage.FIRST_REVIEW)
    assert play.case.stage == CaseStage.FIRST_REVIEW
    assert list(breaches()) == []


def test_no_date_lies_behind_the_due_date(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.begin_change()
    errors = play.refusal("change_plan", **{"measure-0-due_on": "2026-06-30"})
    assert list(errors) == ["measure-0-due_on"]
    assert "申请延期" in errors["measure-0-due_on"][0]


def test_reason_for_dropping_stands_open_beside_its_measure(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.begin_change()
    form = play.attempt("change_plan", **{"measure-0-due_on": "2026-06-30"}).form
    assert "measure-0-drop_reason" in [bound.name for bound in form.open_rows()[0].fields]


def test_a_change_that_changes_nothing_is_refused(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.begin_change()
    text = measures_of(play.case)[0].text
    assert "__all__" in play.refusal("change_plan", **{"measure-0-text": text})
    assert "reason" in play.refusal("change_plan", reason="")


def test_returned_change_begins_with_its_words_and_counts_one_return(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.begin_change()
    dropping = {**play.change(), **play.measure(1, play.town.east.organisation, text="每月通报。")}
    play.take("change_plan", **dropping)
    play.take("advise_change")
    play.take("approve_change", decision="return", reason=REASON)
    assert (play.case.stage, play.open_steps()) == ("rectifying", ["carry_out", "change_plan"])
    play.take("change_plan", **{**dropping, "measure-1-text": "每季通报。"})
    approve(play)
    assert versions(play) == [(1, "approved"), (2, "returned"), (3, "approved")]
    assert [m.text for m in measures_of(play.case)][1] == "每季通报。"


@pytest.mark.parametrize("steps", [(), ("change_plan",), ("change_plan", "advise_change")])
def test_owner_takes_the_change_back_until_it_is_decided(
    play: Play, steps: tuple[str, ...]
) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.begin_change()
    for step in steps:
        play.take(step)
    play.drop_change()
    assert (play.case.stage, play.open_steps()) == ("rectifying", ["carry_out"])
    assert PlanStatus.SUBMITTED not in dict(versions(play)).values()
    assert list(breaches()) == []
    with pytest.raises(CaseError):
        play.drop_change()
    play.begin_change()
    with pytest.raises(CaseError):
        play.begin_change()


def test_effect_waits_for_the_change(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.carry_out()
    play.begin_change()
    assert "__all__" in play.refusal("report_effect")
    play.drop_change()
    play.take("report_effect")


def test_change_ends_with_the_case(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.begin_change()
    play.take("change_plan")
    play.propose_termination()
    play.take("decide_termination", decision="agree")
    assert play.open_steps() == []
    assert list(breaches()) == []


def test_self_report_is_not_withdrawn_freely_while_a_change_waits(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING, "M")
    play.begin_change()
    play.take("change_plan")
    assert play.case.stage == CaseStage.PLAN_REVIEW
    owner = play.case.owner_person
    with pytest.raises(CaseError):
        withdraw_problem(user=user_of(owner), case=play.case, actor=play.author_actor(owner))
    play.ask_withdrawal()
    assert Step.DECIDE_WITHDRAWAL in play.open_steps()


def fail_twice(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    for number in range(2):
        play.take("assign_verifiers")
        for _ in range(2):
            play.take("verify", **play.failing())
        if number == 0:
            play.carry_out()
            play.take("report_effect")
            for stage in (CaseStage.NOTICE_PREP, CaseStage.IN_NOTICE, CaseStage.VERIFYING):
                play._pass(stage)


def test_after_the_second_failure_the_plan_is_revised_first(play: Play) -> None:
    fail_twice(play)
    assert told("plan_revision_due", play.case) == {
        play.town.east.secretary,
        play.town.east.clerk,
    }
    play.pass_days(1)
    play.carry_out()
    assert "__all__" in play.refusal("report_effect")
    play.begin_change()
    more = play.measure(
        0, play.town.east.organisation, text="由书记逐月查看并签字。", due_on=str(play.case.due_on)
    )
    play.take("change_plan", **{**play.change(), **more})
    approve(play)
    play.carry_out()
    play.take("report_effect")
    assert play.case.stage == CaseStage.FIRST_REVIEW
    verbs = set(play.case.events.values_list("verb", flat=True))
    assert {EventVerb.PLAN_CHANGE_SUBMITTED, EventVerb.PLAN_CHANGED} <= verbs
    assert Plan.objects.filter(case=play.case).count() == 2


def fail(play: Play) -> None:
    play.take("assign_verifiers")
    for who in play.town.dis[1:3]:
        play.take("verify", who, **play.failing())
    play.pass_days(1)


@pytest.mark.parametrize("is_approved", [False, True])
def test_void_failure_takes_the_change_with_it(play: Play, is_approved: bool) -> None:
    """The plan is again what it was when the failure was found, and its proof lies with it."""
    play.bring_to(CaseStage.VERIFYING)
    fail(play)
    play.begin_change()
    play.take("change_plan")
    if is_approved:
        approve(play)
        assert approved_plan(play.case) == play.case.plans.get(version=2)
    play.enter_recusal(play.town.dis[1])
    assert (play.case.stage, play.open_steps()) == ("verifying", ["assign_verifiers"])
    assert versions(play) == [(1, "approved"), (2, "withdrawn")]
    assert [m.progress.exists() for m in measures_of(play.case)] == [True]
    assert not open_measures(play.case).exists()
    assert list(breaches()) == []
    others = (play.town.dis[0], play.town.dis[2])
    play.take("assign_verifiers", first=others[0].pk, second=others[1].pk)
    for who in others:
        play.take("verify", who)
    assert play.case.stage == CaseStage.CLOSED


@pytest.mark.parametrize("steps", [(), ("change_plan",)])
def test_change_follows_the_branch_to_its_successor(play: Play, steps: tuple[str, ...]) -> None:
    play.bring_to(CaseStage.RECTIFYING)
    play.begin_change()
    for step in steps:
        play.take(step)
    town = play.town
    merge_branches(
        user=user_of(town.org),
        organisation=town.east.organisation,
        successor=town.west.organisation,
        on=today(),
    )
    play.case.refresh_from_db()
    assert "reclaim" in play.open_steps()
    if not steps:
        assert play.item("change_plan").organisation == town.west.organisation
    assert list(breaches()) == []
