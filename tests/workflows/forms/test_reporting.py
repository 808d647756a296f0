from datetime import date
from inspect import signature
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, Category, OrganisationKind, SourceKind
from rectification.models import Person
from rectification.policies.authority import Authority, authority_of
from rectification.roles import Role
from rectification.services.reporting import save_draft
from tests.factories import Township, case_in, in_office, organisation, person
from workflows.forms.reporting import SHORT_LIST, ProblemForm
from workflows.forms.subjects import Subject

pytestmark = pytest.mark.django_db


def authority(someone: Person) -> Authority:
    return authority_of(someone.user)


def self_report(**more: Any) -> dict[str, Any]:
    return {
        "about": "self",
        "title": "公开承诺事项未按期兑现",
        "description": "承诺六月前整修水渠，至今没有动工。",
        "found_on": "2026-04-30",
        "category": "ME-c",
        "standard_ref": "年度公开承诺第三项",
        "negative_item": "D3",
        "secret": "no",
        **more,
    }


def branch_report(**more: Any) -> dict[str, Any]:
    return self_report(about="branch", category="B", **more)


def report(someone: Person, data: dict[str, Any]) -> ProblemForm:
    return ProblemForm(data, authority=authority(someone), draft=None)


def categories(form: ProblemForm) -> list[str]:
    choices: Any = form.fields["category"]
    return [value for value, _label in choices.choices]


def offered(form: ProblemForm) -> list[str]:
    choices: Any = form.fields["organisation"]
    return [str(label) for _value, label in choices.choices]


def test_problem_form_of_a_member_asks_five_things(town: Township) -> None:
    form = ProblemForm(authority=authority(town.east.members[0]), draft=None)
    prefilled = {name for name in form.fields if form[name].value()}
    assert {name for name in form.fields if not form[name].is_hidden} - prefilled == {
        "title",
        "description",
        "standard_ref",
        "negative_item",
        "secret",
    }


def test_problem_form_has_chosen_the_only_branch_of_its_secretary_and_clerk(
    town: Township,
) -> None:
    for someone in (town.east.secretary, town.east.clerk):
        form = ProblemForm(authority=authority(someone), draft=None)
        assert form.subject is Subject.BRANCH
        assert offered(form) == ["青石村党支部"]
        assert form["organisation"].value() == town.east.organisation.pk


def supervisor(town: Township) -> Person:
    return in_office(person("督导长", branch=town.home), Role.INS, town.office)


def test_problem_form_of_a_supervising_office_chooses_no_branch_by_chance(
    town: Township,
) -> None:
    people = (town.officer, town.dis[1], supervisor(town))
    for someone in people:
        form = ProblemForm(authority=authority(someone), draft=None)
        assert form.subject is Subject.BRANCH
        assert {"青石村党支部", "白塔村党支部"} <= set(offered(form))
        assert form["organisation"].value() is None
        assert set(report(someone, branch_report()).errors) == {"organisation"}
    for number in range(SHORT_LIST):
        organisation(OrganisationKind.BRANCH, f"新设党支部{number}", town.committee)
    form = ProblemForm(authority=authority(people[0]), draft=None)
    assert offered(form)[0] == "请选择"


def test_problem_form_of_a_supervisor_reaches_any_branch(town: Township) -> None:
    someone = supervisor(town)
    form = report(someone, branch_report(organisation=town.west.organisation.pk, hand_in="1"))
    assert form.is_valid(), form.errors
    case = save_draft(case=None, author=someone, **form.cleaned_data)
    assert (case.level, case.source) == (CaseLevel.BRANCH, SourceKind.SUPERVISION)
    assert case.owner_organisation == town.west.organisation


def test_problem_form_asks_a_branch_and_a_person_for_different_things(town: Township) -> None:
    secretary = authority(town.east.secretary)
    branch = ProblemForm(authority=secretary, about="branch")
    myself = ProblemForm(authority=secretary, about="self")
    mine = {"organisation", "category", "check_item", "about_head"}
    assert set(branch.fields) - set(myself.fields) == mine
    assert set(myself.fields) - set(branch.fields) == {"negative_item"}
    assert {"BR-a", "ME-a"} & set(categories(branch)) == {"BR-a"}


def test_problem_form_lets_nobody_report_beyond_his_office(town: Township) -> None:
    member = report(town.east.members[0], branch_report(organisation=town.east.organisation.pk))
    assert set(member.errors) == {"about"}


def test_problem_form_hands_over_the_arguments_of_the_service(town: Township) -> None:
    form = report(town.east.secretary, self_report())
    assert form.is_valid(), form.errors
    assert set(form.cleaned_data) == set(signature(save_draft).parameters) - {"case", "author"}
    case = save_draft(case=None, author=town.east.secretary, **form.cleaned_data)
    assert case.level == CaseLevel.MEMBER
    assert case.owner_person == town.east.secretary


def test_problem_form_of_a_branch_has_no_negative_item(town: Township) -> None:
    data = branch_report(organisation=town.east.organisation.pk)
    form = report(town.east.secretary, data)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["negative_item"] == ""
    case = save_draft(case=None, author=town.east.secretary, **form.cleaned_data)
    assert case.level == CaseLevel.BRANCH


def test_problem_form_refuses_a_foreign_branch_and_a_check_type_of_another_level(
    town: Township,
) -> None:
    foreign = branch_report(organisation=town.west.organisation.pk)
    assert set(report(town.east.secretary, foreign).errors) == {"organisation"}
    foreign_type = {**branch_report(organisation=town.east.organisation.pk), "category": "ME-a"}
    assert set(report(town.east.secretary, foreign_type).errors) == {"category"}


def test_problem_form_puts_a_self_report_into_the_family_of_the_negative_list(
    town: Township,
) -> None:
    form = report(town.east.members[0], self_report(category="BR-a"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["category"] == Category.MEMBERS


def test_problem_form_keeps_an_unfinished_draft_but_hands_in_only_a_complete_one(
    town: Township,
) -> None:
    unfinished = {
        "about": "self",
        "title": "承诺未兑现",
        "found_on": timezone.localdate(),
        "secret": "no",
    }
    assert report(town.east.members[0], unfinished).is_valid()
    form = report(town.east.members[0], {**unfinished, "hand_in": "1"})
    assert set(form.errors) == {"description", "standard_ref"}
    assert all("T2" in str(errors) for errors in form.errors.values())
    assert form["title"].value() == "承诺未兑现"


@pytest.mark.parametrize(
    ("day", "errors"),
    [
        (date(1999, 12, 31), {"found_on"}),
        (date(2000, 1, 1), set()),
        (date(2026, 11, 23), set()),
        (date(2026, 11, 24), {"found_on"}),
    ],
)
@time_machine.travel("2026-11-23T10:00:00+08:00", tick=False)
def test_problem_form_hands_in_what_was_found_from_2000_until_today(
    town: Township, day: date, errors: set[str]
) -> None:
    form = report(town.east.members[0], self_report(found_on=day.isoformat(), hand_in="1"))
    assert set(form.errors) == errors
    assert form["found_on"].value() == day.isoformat()


def test_problem_form_stores_nothing_before_the_question_about_secrets(town: Township) -> None:
    data = self_report()
    del data["secret"]
    assert set(report(town.east.members[0], data).errors) == {"secret"}
    form = report(town.east.members[0], self_report(secret="yes"))
    assert form.is_valid()
    assert form.cleaned_data["secret"] is True


def test_problem_form_wants_other_explained(town: Township) -> None:
    data = self_report(negative_item="other", description="见上。")
    assert set(report(town.east.members[0], data).errors) == {"description"}


def test_problem_form_goes_on_with_the_draft(town: Township) -> None:
    case = case_in(town, CaseStage.DRAFT, level=CaseLevel.MEMBER)
    form = ProblemForm(authority=authority(town.east.members[0]), draft=case)
    assert form["title"].value() == case.title
    assert form["found_on"].value() == case.found_on
    assert form["secret"].value() is None
