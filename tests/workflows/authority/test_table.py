"""The table of authority says what the flows and policies do, line for line."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from rectification.calendar import Clock
from rectification.enums import DelegationScope, EventVerb, Step
from rectification.policies.bars import Part
from rectification.policies.deputies import NEVER
from rectification.policies.owner_kinds import TABLE, OwnerKind
from rectification.policies.places import At
from rectification.roles import ROLES, Role
from rectification.web.rules import RULES, STEP_RULES
from tests.factories import Township
from workflows.authority.table import Line, lines, steps_of_member, steps_of_office
from workflows.flows import FLOWS, steps_of
from workflows.web.authority_rows import step_rows
from workflows.web.authority_words import PARTS, SORTS, way_words

ROOT = Path(django_settings.BASE_DIR)


def line(step: Step, flow: str = "") -> Line:
    return next(found for found in lines() if found.step == step and flow in found.flow)


def chains(step: Step) -> dict[str, list[str]]:
    """By sort of case, the places as `ROLE@place`."""
    return {
        sort: [f"{role}@{at}" for role, at in way.places]
        for way in line(step).ways
        for sort in way.sorts
    }


# --- every step, and from the same rules ----------------------------------------------------------


def test_there_is_one_line_for_each_step_of_each_flow() -> None:
    expected = [(flow.__name__, node.step) for flow in FLOWS for node in steps_of(flow)]
    assert [(found.flow, found.step) for found in lines()] == expected
    assert {found.step for found in lines()} == set(Step)


def test_every_line_is_full() -> None:
    for found in lines():
        assert found.rules, found.step
        assert found.is_taken != (found.step in Step.waits())
        assert all(sort in SORTS for way in found.ways for sort in way.sorts), found.step
        assert all(way_words(way, together=found.together) for way in found.ways), found.step
        assert not found.is_taken or found.decisions, found.step


def test_chain_of_the_approver_is_the_row_of_the_rules() -> None:
    found = chains(Step.APPROVE_PLAN)
    for kind, row in TABLE.items():
        places = [f"{role}@{at}" for role, at in row.approvers if at != At.OWN_OFFICE]
        assert found[kind] == places
    assert found[OwnerKind.MEMBER] == [
        "SEC@owner",
        "SEC@general_branch",
        "LIA@owner",
        "DPS@committee",
        "PSE@committee",
    ]


def test_switched_off_general_branches_are_no_longer_in_the_table(settings: Any) -> None:
    settings.GENERAL_BRANCHES_APPROVE = False
    assert chains(Step.APPROVE_PLAN)["member"] == [
        "SEC@owner",
        "LIA@owner",
        "DPS@committee",
        "PSE@committee",
    ]
    assert "SEC@general_branch" in chains(Step.FIRST_REVIEW)["member"]


def test_changed_row_of_the_rules_changes_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    row = TABLE[OwnerKind.BRANCH]
    changed = type(row)((("LG", At.BODY),), row.reviewers, row.team)  # type: ignore[arg-type]
    monkeypatch.setitem(TABLE, OwnerKind.BRANCH, changed)  # type: ignore[arg-type]
    assert chains(Step.APPROVE_PLAN)["branch"] == ["LG@body"]


def test_verifiers_are_told_by_kind_of_owner() -> None:
    found = chains(Step.VERIFY)
    assert line(Step.VERIFY).together
    assert found["discipline_committee"] == ["@outside", "@outside"]
    assert found["first_secretary"] == ["@above"]
    assert found["branch"] == ["DIS@body", "DIS@body"]


def test_who_decides_on_a_recusal_is_never_of_the_same_office_alone() -> None:
    found = chains(Step.DECIDE_RECUSAL)
    assert found["OFF"] == ["OFF@head", "DPS@body", "PSE@body"]
    assert found["SEC"] == ["PSE@body", "DPS@body"]


# --- bars, clocks, deputies -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "parts"),
    [
        (Step.DISPATCH, set()),
        (Step.APPROVE_PLAN, {Part.OWNER_SIDE, Part.ADVISER}),
        (Step.CONFIRM_REJECTION, {Part.OWNER_SIDE, Part.REJECTION_HAND}),
        (Step.CHECK_REDACTION, {Part.OWNER_SIDE, Part.PUBLICATION_HAND}),
        (
            Step.HANDLE_OBJECTION,
            {Part.OWNER_SIDE, Part.CONTESTED_HAND, Part.PAPER_HAND, Part.ADVISER},
        ),
        (Step.DECIDE_RECUSAL, {Part.OWNER_SIDE, Part.ASKING}),
        (Step.VERIFY, {Part.OWNER_SIDE, Part.BRANCH_MEMBER, Part.LIAISON}),
    ],
)
def test_bars_are_those_of_the_separation(step: Step, parts: set[Part]) -> None:
    everywhere = {Part.RECUSED, Part.ASKED_ABOUT}
    assert set(line(step).bars.parts) == everywhere | parts


def test_acts_that_bar_are_asked_of_the_separation() -> None:
    assert line(Step.APPROVE_PLAN).bars.verbs == (EventVerb.VERIFICATION_SIGNED,)
    assert EventVerb.TERMINATION_PROPOSED in line(Step.DECIDE_TERMINATION).bars.verbs
    assert line(Step.VERIFY).bars.by_any_act
    assert Role.SEC in line(Step.VERIFY).bars.roles
    assert not line(Step.DISPATCH).bars.verbs


def test_parts_have_words() -> None:
    assert set(PARTS) == set(Part)


def test_deputies_take_what_the_scopes_say() -> None:
    assert {found.step for found in lines() if not found.scopes} == NEVER
    assert line(Step.APPROVE_PLAN).scopes == (
        DelegationScope.EVERYTHING,
        DelegationScope.APPROVALS,
    )


def test_clocks_are_those_of_the_rules() -> None:
    assert list(line(Step.DRAFT_PLAN).clocks) == [
        Clock.PLAN,
        Clock.PLAN_IMMEDIATE,
        Clock.PLAN_INSPECTION,
    ]
    assert [rule.period.amount for rule in line(Step.VERIFY).clocks.values()] == [10]
    assert not line(Step.PROPOSE_PUBLICATION).clocks


def test_extracts_are_told() -> None:
    assert not line(Step.POST_NOTICE).opens_case
    assert line(Step.HANDLE_OBJECTION).shut_to == (Role.GEN,)


# --- offices --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_steps_of_an_office(town: Township) -> None:
    def steps(person: Any) -> list[str]:
        return [step.value for step in steps_of_office(person.appointments.first(), lines())]

    assert steps(town.east.clerk) == ["carry_out"]
    assert {"assign_verifiers", "decide_termination", "decide_recusal"} <= set(steps(town.lg))
    assert not {"verify", "first_review", "triage"} & set(steps(town.lg))
    assert "verify" in steps(town.dis[0])
    assert {"approve_plan", "first_review", "claim"} <= set(steps(town.east.secretary))
    assert "claim" not in steps(town.pse)
    assert "claim" in steps(town.dps)


def test_steps_of_a_member() -> None:
    assert {Step.CLAIM, Step.DRAFT_PLAN, Step.HEAR_PERSON} <= set(steps_of_member(lines()))
    assert Step.APPROVE_PLAN not in steps_of_member(lines())


def test_nobody_is_asked_without_the_right_of_the_step() -> None:
    """The other side of the test on roles in `tests/house`: whoever stands in a chain has it."""
    for found in lines():
        for role, at in {place for way in found.ways for place in way.places}:
            if role and at not in (At.PERSON, At.OTHER_BRANCH):
                assert found.right in ROLES[role].grants, (found.step, role)


# --- rules ----------------------------------------------------------------------------------------


def cited() -> Iterator[str]:
    """Every rule that code refuses with."""
    for house in ("rectification", "workflows"):
        for path in (ROOT / house).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.keyword) and node.arg == "rule":
                    yield from _texts(node.value)
                elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reason":
                    yield from _texts(node.args[1])


def _texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value


def test_every_rule_that_refuses_is_told_on_the_page() -> None:
    assert {rule for rule in cited() if not rule.startswith("E-")} - set(RULES) == set()


def test_every_step_names_its_rules() -> None:
    assert set(STEP_RULES) == set(Step)
    assert {rule for rules in STEP_RULES.values() for rule in rules} <= set(RULES)


def test_rules_that_are_told_stand_in_the_rules() -> None:
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    for rule in RULES:
        number = rule.removeprefix("8.")
        marks = (f"| {rule} |", f"## {rule}. ", f"### {rule} ", f"| {number} |")
        assert any(mark in text for mark in marks), rule


def test_anchors_are_unique() -> None:
    anchors = [row.anchor for group in step_rows(lines()) for row in group.rows if row.anchor]
    assert sorted(anchors) == sorted(Step.values)
