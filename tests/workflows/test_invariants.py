"""Every invariant finds what was made wrong on purpose, and names it (docs/rules.md 4.4, 8.13)."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from viewflow.workflow.models import Task

from rectification.enums import CaseLevel, CaseStage, Step
from rectification.models import (
    Appointment,
    Case,
    CaseEventPayload,
    Merge,
    Person,
    Recusal,
    User,
    WorkItem,
    append_only,
)
from rectification.policies.days import today
from rectification.selectors.calendar import current_calendar
from tests.days import at
from tests.workflows.offices import away, leave_office, stands_in
from tests.workflows.play import Play
from workflows.invariants import Breach, breaches
from workflows.sweep import sweep


def found(play: Play) -> list[tuple[str, str]]:
    """Rule and detail of each breach, all of them of this case."""
    rows = list(breaches())
    process = play.case.processes.earliest("pk").pk
    assert {row.case for row in rows} <= {str(play.case), f"#{play.case.pk}", f"process {process}"}
    return [(row.rule, row.detail) for row in rows]


def shut(person: Person) -> None:
    User.objects.filter(person=person).update(is_active=False)


def leave(person: Person, role: str) -> None:
    leave_office(person, role, today() - timedelta(days=1))


def again(item: WorkItem) -> WorkItem:
    """The same open step once more, with a task of its own."""
    task = Task.objects.get(pk=item.task_id)
    task.pk = task.id = None
    task.save()
    item.pk, item.task_id = None, task.pk
    item.save()
    return item


# --- open steps that nobody can take ------------------------------------------------------------

Fault = Callable[[Play], object]

NOBODY: dict[str, tuple[str, str, str, Fault]] = {
    "office left": ("plan_review", "B", "advise_plan", lambda p: leave(p.town.org, "ORG")),
    "accounts disabled": ("plan_review", "B", "advise_plan", lambda p: shut(p.town.org)),
    "suspended": ("plan_review", "B", "advise_plan", lambda p: away(p.town.org, "suspension")),
    "all of them on leave": ("plan_review", "B", "advise_plan", lambda p: away(p.town.org)),
    "recused since": (
        "plan_review",
        "B",
        "advise_plan",
        lambda p: Recusal.objects.create(
            case=p.case, person=p.town.org, ground="relative", since=timezone.now()
        ),
    ),
    "not confirmed": (
        "plan_review",
        "B",
        "advise_plan",
        lambda p: Appointment.objects.filter(person=p.town.org).update(confirmed_at=None),
    ),
    "owner's account disabled, and nobody to enter it for him": (
        "rectifying",
        "M",
        "carry_out",
        lambda p: [
            shut(who) for who in (p.case.owner_person, p.town.east.secretary, p.town.east.clerk)
        ],
    ),
}


@pytest.mark.parametrize("name", NOBODY)
def test_step_that_nobody_can_take_is_found(play: Play, name: str) -> None:
    stage, level, step, fault = NOBODY[name]
    play.bring_to(stage, level)
    assert list(breaches()) == []
    fault(play)
    assert found(play) == [("step_nobody_can_take", step)]


def test_named_verifier_who_left_his_office_is_found(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    leave(play.town.dis[1], "DIS")
    assert found(play) == [("step_nobody_can_take", "verify")]


def test_red_mark_is_no_orphan_while_the_office_looks_after_it(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    play.open_items().update(unheld=True, role="OFF", organisation=play.town.office)
    assert found(play) == []
    for person in (play.town.intake, play.town.officer):
        leave(person, "OFF")
    assert found(play) == [("step_nobody_can_take", "approve_plan")]


def test_owner_on_leave_keeps_his_duty_and_is_no_orphan(play: Play) -> None:
    play.bring_to(CaseStage.PLANNING)
    away(play.town.east.secretary)
    assert found(play) == []


def test_deputy_of_somebody_away_can_take_the_step(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.PLAN_REVIEW)
    play.take("advise_plan")
    stands_in(town.dps, town.pse, "PSE", approved_by=town.org)
    away(town.pse)
    assert found(play) == []


def test_step_waits_for_the_decision_on_its_only_holder(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, CaseLevel.MEMBER)
    play.request_recusal(play.town.east.secretary)
    assert found(play) == []


# --- cases without owner ------------------------------------------------------------------------


def test_member_case_without_its_member_is_found(play: Play) -> None:
    play.bring_to(CaseStage.REGISTERED, CaseLevel.MEMBER)
    Case.objects.update(owner_person=None)
    assert found(play) == [("case_without_owner", "person")]


def test_case_whose_owner_is_closed_without_successor_is_found(play: Play) -> None:
    play.bring_to(CaseStage.REGISTERED)
    owner = play.case.owner_organisation
    owner.closed_on = today()
    owner.save()
    assert found(play) == []
    owner.closed_on = today() - timedelta(days=1)
    owner.save()
    assert found(play) == [("case_without_owner", "organisation")]


def test_case_of_a_split_branch_waits_for_its_successor(play: Play) -> None:
    play.bring_to(CaseStage.REGISTERED)
    play.split()
    owner = play.case.owner_organisation
    owner.closed_on = today() - timedelta(days=1)
    owner.save()
    assert "assign_successor" in play.open_steps()
    assert found(play) == []


# --- two owners of one step ---------------------------------------------------------------------


def test_step_held_twice_is_found(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW)
    again(play.item("advise_plan"))
    assert found(play) == [("step_held_twice", "advise_plan")]


def test_part_of_one_unit_held_twice_is_found(play: Play) -> None:
    play.bring_to(CaseStage.RECTIFYING, co_units=[play.town.west.organisation])
    assert play.open_steps() == ["carry_out", "carry_out"]
    assert found(play) == []
    again(play.open_items().first())
    assert found(play) == [("step_held_twice", "carry_out")]


def test_sheet_of_one_verifier_held_twice_is_found(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    assert found(play) == []
    again(play.item("verify"))
    assert found(play) == [("step_held_twice", "verify")]


def test_objection_handled_twice_is_found(play: Play) -> None:
    play.bring_to(CaseStage.IN_NOTICE)
    play.object()
    play.object()
    assert found(play) == []
    again(play.item("handle_objection"))
    assert found(play) == [("step_held_twice", "handle_objection")]


def test_requests_about_two_people_are_two_steps(play: Play) -> None:
    play.bring_to(CaseStage.VERIFYING)
    play.take("assign_verifiers")
    for someone in (play.town.dis[1], play.town.pse):
        play.request_recusal(someone)
    assert play.open_steps().count("decide_recusal") == 2
    assert found(play) == []


def test_orders_of_two_grounds_are_two_steps(play: Play) -> None:
    """One was issued by hand before the ladder comes to its own."""
    play.bring_to(CaseStage.RECTIFYING)
    play.issue_order()
    play.clock.move_to(at(current_calendar().add_working_days(play.case.due_on, 3).on))
    sweep()
    assert play.open_steps().count("answer_order") == 2
    assert found(play) == []
    again(play.item("answer_order"))
    assert found(play) == [("step_held_twice", "answer_order")]


# --- work, stage, events ------------------------------------------------------------------------


def test_open_case_without_work_is_found(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW)
    play.open_items().update(closed_at=timezone.now())
    assert found(play) == [
        ("stage_not_as_computed", "plan_review ≠ submitted"),
        ("task_without_item", "advise_plan"),
        ("open_case_without_work", "plan_review"),
    ]


def test_open_work_on_an_ended_case_is_found(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW)
    Case.objects.update(stage="closed", outcome="closed")
    assert found(play) == [("open_work_on_ended_case", "advise_plan")]


def test_item_without_task_is_found(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW)
    play.open_items().update(task_id=0)
    assert found(play)[0] == ("item_without_task", "advise_plan")


def test_gap_and_change_in_the_events_are_found(play: Play) -> None:
    play.bring_to(CaseStage.PENDING_CLAIM)
    payload = CaseEventPayload.objects.filter(event__case=play.case).earliest("event__sequence")
    payload.text += "。"
    payload.save()
    assert found(play) == [("event_payload_changed", str(payload.event.sequence))]
    connection.check_constraints()
    append_only.release("default")
    play.case.events.filter(sequence=3).update(sequence=30)
    assert ("event_sequence_broken", "30") in found(play)


# --- the command --------------------------------------------------------------------------------


def told(*options: str) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("check_invariants", *options, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(str(end.code))
    return out.getvalue(), 0


def test_command_ends_with_one_when_something_is_found(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW)
    assert told() == ("Nothing found.\n", 0)
    assert told("--json") == ('{"ok": true, "breaches": []}\n', 0)
    leave(play.town.org, "ORG")
    number = str(play.case)
    assert told() == (f"step_nobody_can_take · {number} · advise_plan\n1 found.\n", 1)
    text, code = told("--json")
    breach = Breach("step_nobody_can_take", number, Step.ADVISE_PLAN)
    assert json.loads(text) == {
        "ok": False,
        "breaches": [{"rule": breach.rule, "case": breach.case, "detail": breach.detail}],
    }
    assert code == 1


def test_a_merger_that_is_not_recorded_is_found(play: Play) -> None:
    master = play.report()
    play.report()
    play.take("triage", decision="merge", master=master.pk)
    assert found(play) == []
    Merge.objects.update(undone_at=timezone.now())
    assert found(play) == [("merge_not_as_recorded", "merged")]


def test_a_pause_and_a_day_that_are_not_recorded_are_found(play: Play) -> None:
    case = play.bring_to(CaseStage.RECTIFYING)
    case.paused = True
    case.due_on = today()
    case.save()
    assert found(play) == [
        ("pause_not_as_recorded", "True"),
        ("day_not_as_recorded", today().isoformat()),
    ]
