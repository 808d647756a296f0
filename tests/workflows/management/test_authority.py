"""`manage.py authority`: the shape of its answer is a contract, and nothing of a case is in it."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from rectification.enums import CaseStage, DelegationScope, RecusalGround
from rectification.models import Appointment, Case, Recusal
from rectification.permissions import READ_BRANCH_CASES, READ_MEMBER_CASES
from rectification.roles import Role
from tests.factories import Township
from tests.workflows.offices import stands_in
from tests.workflows.play import Play
from workflows.management.commands.authority import Command


def printed(*args: str) -> str:
    output = StringIO()
    call_command("authority", *args, stdout=output)
    return output.getvalue()


def answer(*args: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(printed(*args, "--json"))
    return found


def of_case(play: Play, who: Any) -> dict[str, Any]:
    found: dict[str, Any] = answer(who.code, "--case", play.case.number)["case"]
    return found


def step(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(entry for entry in found["steps"] if entry["step"] == name)


# --- the person -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_shape_of_the_answer(town: Township) -> None:
    office = Appointment.objects.get(person=town.east.clerk)
    membership = town.east.clerk.memberships.get()
    assert answer(town.east.clerk.code) == {
        "username": town.east.clerk.code,
        "active": True,
        "day": timezone.localdate().isoformat(),
        "appointments": [
            {
                "role": "CLK",
                "organisation": town.east.organisation.code,
                "duty": "",
                "from": office.valid_from.isoformat(),
                "until": None,
                "mandate": office.mandate,
                "confirmed": True,
                "state": "in_force",
                "reaches": town.east.organisation.code,
                "rights": ["own_cases", "read_branch_cases", "report_problems"],
                "steps": ["carry_out"],
            }
        ],
        "memberships": [
            {
                "organisation": town.east.organisation.code,
                "kind": "full",
                "from": membership.valid_from.isoformat(),
                "until": None,
                "steps": [
                    "claim",
                    "draft_plan",
                    "carry_out",
                    "report_effect",
                    "hear_person",
                    "hear_answer",
                    "hear_owner",
                    "reclaim",
                    "change_plan",
                    "answer_order",
                    "hear_disclosure",
                ],
            }
        ],
        "deputyships": [],
    }


@pytest.mark.django_db
def test_deputyship_names_codes_only(town: Township) -> None:
    deputy = town.east.members[1]
    row = stands_in(
        deputy, town.east.secretary, Role.SEC, approved_by=town.org, scope=DelegationScope.APPROVALS
    )
    assert answer(deputy.code)["deputyships"] == [
        {
            "year": row.year,
            "number": row.number,
            "delegator": town.east.secretary.code,
            "role": "SEC",
            "organisation": town.east.organisation.code,
            "scope": "approvals",
            "from": row.valid_from.isoformat(),
            "until": row.valid_to.isoformat(),
            "steps": [
                "approve_plan",
                "first_review",
                "approve_publication",
                "decide_dates",
                "decide_extension",
                "decide_reclassification",
                "approve_change",
                "approve_disclosure",
            ],
        }
    ]


@pytest.mark.django_db
def test_disabled_account_has_offices_without_force(town: Township) -> None:
    user = town.east.secretary.user
    user.is_active = False
    user.save()
    found = answer(town.east.secretary.code)
    assert found["active"] is False
    assert [(o["state"], o["rights"], o["steps"]) for o in found["appointments"]] == [
        ("disabled", [], [])
    ]


# --- a case ---------------------------------------------------------------------------------------


def test_secretary_of_his_own_case_is_barred_with_rule_and_ground(play: Play) -> None:
    secretary, branch = play.town.east.secretary, play.town.east.organisation
    play.report("M", author=secretary)
    play.go_on_to(CaseStage.PLAN_REVIEW)
    assert of_case(play, secretary) == {
        "number": play.case.number,
        "stage": "plan_review",
        "sees": False,
        "by": [],
        "shut_by": [],
        "fields": [],
        "steps": [
            {
                "step": "approve_plan",
                "role": "LIA",
                "organisation": branch.code,
                "may": False,
                "rule": "4.4",
                "ground": "recused",
            }
        ],
        "acts": [],
    }


@pytest.mark.parametrize(
    "stage",
    [
        CaseStage.PENDING_CLAIM,
        CaseStage.PLANNING,
        CaseStage.PLAN_REVIEW,
        CaseStage.RECTIFYING,
        CaseStage.FIRST_REVIEW,
        CaseStage.VERIFYING,
        CaseStage.CLOSED,
    ],
)
def test_answer_on_a_members_case_is_the_same_for_owner_and_any_other_member(
    play: Play, stage: CaseStage
) -> None:
    play.bring_to(stage, "M")
    owner, mate = play.town.east.members[0], play.town.east.members[1]
    assert play.case.owner_person == owner
    assert of_case(play, owner) == of_case(play, mate)


def test_officer_who_owns_a_case_is_told_apart_by_no_field(play: Play) -> None:
    officer = play.town.officer
    play.bring_to(CaseStage.PLANNING, "M")
    other = of_case(play, officer)
    Case.objects.filter(pk=play.case.pk).update(owner_person=officer)
    play.case.parties.filter(reason="owner").update(person=officer)
    assert of_case(play, officer) == other


def test_owner_of_a_branch_case_is_answered_in_full(play: Play) -> None:
    play.bring_to(CaseStage.PLANNING)
    found = of_case(play, play.town.east.secretary)
    assert {"by": "party", "what": "", "organisation": ""} in found["by"]
    assert {"owner", "evidence", "record"} <= set(found["fields"])
    assert {"act": "request_recusal", "may": True, "rule": ""} in found["acts"]


def test_who_takes_the_step_and_by_what_he_sees_the_case(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    town = play.town
    found = of_case(play, town.east.secretary)
    assert found["by"] == [{"by": "open_work", "what": "approve_plan", "organisation": ""}]
    assert step(found, "approve_plan")["may"] is True
    office = of_case(play, town.officer)
    assert office["by"] == [
        {"by": "node", "what": READ_MEMBER_CASES, "organisation": town.committee.code}
    ]
    assert step(office, "approve_plan") == {
        "step": "approve_plan",
        "role": "SEC",
        "organisation": town.east.organisation.code,
        "may": False,
        "rule": "4.4",
        "ground": "",
    }


def test_node_right_and_co_unit(play: Play) -> None:
    town = play.town
    play.bring_to(CaseStage.RECTIFYING, co_units=[town.west.organisation])
    assert {"by": "node", "what": READ_BRANCH_CASES, "organisation": town.committee.code} in (
        of_case(play, town.pse)["by"]
    )
    west = of_case(play, town.west.secretary)
    assert {"by": "co_unit", "what": "", "organisation": town.west.organisation.code} in west["by"]
    assert west["fields"] == ["description", "head", "share"]


def test_who_does_not_see_the_case(play: Play) -> None:
    play.bring_to(CaseStage.PLAN_REVIEW, "M")
    found = of_case(play, play.town.west.secretary)
    assert (found["sees"], found["by"], found["fields"], found["acts"]) == (False, [], [], [])
    assert [entry["may"] for entry in found["steps"]] == [False]


@pytest.mark.parametrize("ground", RecusalGround.declarable())
def test_ground_that_somebody_declared_is_not_told(play: Play, ground: str) -> None:
    play.bring_to(CaseStage.REGISTERED, "M")
    officer = play.town.officer
    Recusal.objects.create(case=play.case, person=officer, ground=ground, since=timezone.now())
    entry = step(of_case(play, officer), "dispatch")
    assert (entry["may"], entry["rule"], entry["ground"]) == (False, "4.4", "recused")


def test_recusal_and_seal_shut_the_case(play: Play) -> None:
    play.bring_to(CaseStage.PLANNING, "M")
    officer = play.town.officer
    Recusal.objects.create(case=play.case, person=officer, ground="relative", since=timezone.now())
    found = of_case(play, officer)
    assert (found["sees"], found["shut_by"]) == (False, ["recusal"])
    Case.objects.filter(pk=play.case.pk).update(sealed=True)
    found = of_case(play, officer)
    assert (found["sees"], found["shut_by"]) == (False, ["seal"])


def test_answer_holds_nothing_of_the_case_and_no_name(play: Play) -> None:
    play.opinion(mode="confidential", name="何人知", contact="13800000000")
    play.go_on_to(CaseStage.PLAN_REVIEW)
    town = play.town
    for who in (town.east.secretary, town.officer, town.pse, town.west.clerk):
        for text in (
            printed(who.code, "--case", play.case.number),
            printed(who.code, "--case", play.case.number, "--json"),
        ):
            hidden = [play.case.title, play.case.description, "何人知", town.east.secretary.name]
            assert [words for words in hidden if words in text] == []


# --- refusals and use -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_unknown_account_and_case_are_refused(town: Township) -> None:
    for args in (("nobody",), (town.officer.code, "--case", "2026-B-9999")):
        output = StringIO()
        with pytest.raises(CommandError) as refused:
            call_command("authority", *args, "--json", stdout=output)
        assert (refused.value.returncode, output.getvalue()) == (1, "")


def test_wrong_usage_is_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        Command().run_from_argv(["manage.py", "authority"])
    assert (refused.value.code, capsys.readouterr().out) == (2, "")


@pytest.mark.django_db
def test_lines_for_a_terminal_say_the_same(town: Township) -> None:
    lines = printed(town.east.clerk.code).splitlines()
    assert lines[0] == f"username: {town.east.clerk.code}"
    assert any("role CLK" in line and "carry_out" in line for line in lines)


@pytest.mark.django_db
def test_use_is_noted_in_the_log_of_the_server(
    town: Township, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        printed(town.officer.code)
    assert [record.getMessage() for record in caplog.records] == ["authority_asked"]
