"""At intake the first rule that fits fills in what the report leaves open; the officer decides."""

from typing import Any

import pytest

from rectification.enums import CaseStage, ReporterMode, Step
from rectification.models import Case, Person
from rectification.services.opinions import receive_opinion
from tests.factories import Township, case_in
from tests.rectification.services.test_routing import entered, in_force
from tests.workflows.forms.filled import filled
from tests.workflows.forms.rendering import rendered
from workflows.forms.intake import TriageForm

pytestmark = pytest.mark.django_db


def form_of(case: Case, officer: Person, data: Any = None) -> Any:
    return filled(TriageForm, case, officer, data, step=Step.TRIAGE)


def test_rule_fills_in_and_names_itself(town: Township) -> None:
    rule = in_force(town, owner=town.west.organisation, severity="notable")
    form = form_of(case_in(town, CaseStage.SUBMITTED), town.officer)
    assert form["owner_organisation"].value() == town.west.organisation.pk
    assert form["deadline_class"].value() == "immediate"
    assert form["severity"].value() == "notable"
    html = rendered(form)
    assert f"流转规则“{rule.name}”" in html


def test_without_a_fitting_rule_in_force_nothing_is_filled_in(town: Township) -> None:
    entered(town)
    in_force(town, keyword="党费")
    case = case_in(town, CaseStage.SUBMITTED)
    form = form_of(case, town.officer)
    assert form.rule is None
    assert form["deadline_class"].value() == ""
    assert form["owner_organisation"].value() == case.owner_organisation_id
    assert "流转规则" not in rendered(form)


def test_what_the_report_itself_says_goes_before_the_rule(town: Township) -> None:
    in_force(town, severity="notable")
    case = case_in(town, CaseStage.SUBMITTED, deadline_class="long_term", severity="prominent")
    form = form_of(case, town.officer)
    assert (form["deadline_class"].value(), form["severity"].value()) == ("long_term", "prominent")
    assert "流转规则" not in rendered(form)


def test_member_case_stays_in_his_branch(town: Township) -> None:
    in_force(town, keyword="承诺", owner=town.west.organisation)
    case = case_in(town, CaseStage.SUBMITTED, level="M")
    form = form_of(case, town.officer)
    assert form["owner_organisation"].value() == town.east.organisation.pk
    assert form["deadline_class"].value() == "immediate"


def test_words_of_an_opinion_count_for_its_reader_alone(town: Township) -> None:
    rule = in_force(town, keyword="路灯")
    case, *_more = receive_opinion(
        mode=ReporterMode.ANONYMOUS,
        organisation=town.east.organisation,
        text="村口的路灯坏了两个月，晚上老人走路很危险。",
    )
    assert form_of(case, town.intake).rule == rule
    assert form_of(case, town.officer).rule is None
