from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from rectification.enums import CaseStage, EventVerb, LightColour, Step
from rectification.exceptions import CaseError
from rectification.models import Case, Evidence, Measure, WorkItem
from tests.factories import Township, acting, case_in, prove
from tests.scanner import VIRUS, scanner
from tests.uploads import pdf, written
from tests.workflows.forms.filled import filled
from tests.workflows.forms.rendering import rendered
from workflows.forms.progress import CarryOutForm, ReportEffectForm

pytestmark = pytest.mark.django_db


def working(
    town: Township, case: Case, data: dict[str, Any] | None = None, files: Any = None
) -> CarryOutForm:
    unit = case.assignments.get()
    item = WorkItem(case=case, step=Step.CARRY_OUT, assignment=unit)
    return CarryOutForm(data, files, case=case, item=item, actor=acting(town.east.secretary))


def note(case: Case, **more: Any) -> dict[str, Any]:
    return {
        "decision": "report",
        "measure": Measure.objects.get(plan__case=case, position=1).pk,
        "text": "计划已张贴，本月活动已开展。",
        "made_on": timezone.localdate().isoformat(),
        **more,
    }


def test_carry_out_form_takes_a_note_with_several_files(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    files = MultiValueDict({"uploads": [pdf("计划.pdf"), pdf("签到表.pdf")]})
    form = working(town, case, note(case, completes="on"), files)
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.PROGRESS_REPORTED
    assert set(Evidence.objects.values_list("name", flat=True)) == {"计划.pdf", "签到表.pdf"}
    assert Measure.objects.get(plan__case=case).done_at is not None


def test_carry_out_form_refuses_an_infected_file_beside_the_field(
    town: Township, settings: Any
) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    bad = written("台账.xlsx", {"xl/workbook.xml": VIRUS})
    with scanner() as (settings.CLAMAV_SOCKET, seen):
        form = working(town, case, note(case), MultiValueDict({"uploads": [pdf(), bad]}))
        assert set(form.errors) == {"uploads"}
    assert [VIRUS in content for content in seen] == [False, True]


def test_carry_out_form_takes_a_note_without_files(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    form = working(town, case, note(case))
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.PROGRESS_REPORTED
    assert "计划已张贴" in rendered(working(town, case))


def test_carry_out_form_without_proof_is_refused_beside_the_files(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    form = working(town, case, note(case, completes="on"))
    assert form.is_valid(), form.errors
    with pytest.raises(CaseError) as refusal:
        form.carry_out()
    form.refuse(refusal.value)
    assert set(form.errors) == {"uploads"}
    assert form["text"].value() == "计划已张贴，本月活动已开展。"


def test_carry_out_form_needs_measure_and_words(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    assert set(working(town, case, {"decision": "report"}).errors) == {"measure", "text"}


def test_carry_out_form_offers_the_open_measures_of_the_unit_alone(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    own = Measure.objects.get(plan__case=case)
    other = Measure.objects.create(
        plan=own.plan,
        position=2,
        text="协助检查。",
        deliverable="检查记录",
        organisation=town.west.organisation,
        person=town.west.secretary,
        due_on=own.due_on,
    )
    form = working(town, case, note(case, measure=other.pk))
    assert set(form.errors) == {"measure"}
    page = rendered(working(town, case))
    assert own.text in page
    assert other.text not in page


def test_carry_out_form_shows_each_measure_with_its_own_day_light_and_notes(
    town: Township,
) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    first = Measure.objects.get(plan__case=case)
    first.due_on = timezone.localdate() - timedelta(days=1)
    first.save()
    second = Measure.objects.create(
        plan=first.plan,
        position=2,
        text="补开党员大会。",
        deliverable="会议记录",
        organisation=first.organisation,
        person=first.person,
        due_on=first.due_on + timedelta(days=30),
    )
    prove(second, by=town.east.secretary)
    form = working(town, case)
    rows = form.own_part.rows
    assert [(due.text, state.light.colour, so_far.meta) for _what, due, state, so_far in rows] == [
        (first.due_on, LightColour.RED, ""),
        (second.due_on, LightColour.BLUE, "1个文件"),
    ]
    assert "1条进展" in rendered(form)


def test_carry_out_form_finishes_when_all_measures_are_done(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    early = working(town, case, {"decision": "finish"})
    assert early.is_valid(), early.errors
    with pytest.raises(CaseError, match="1"):
        early.carry_out()
    prove(Measure.objects.get(plan__case=case), by=town.east.secretary)
    form = working(town, case, {"decision": "finish"})
    assert [decision.name for decision in form.decisions] == ["finish"]
    assert "记录.pdf" in rendered(form)
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.MEASURES_DONE


def test_report_effect_form_tells_what_has_changed(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    prove(Measure.objects.get(plan__case=case), by=town.east.secretary)
    who, step = town.east.secretary, Step.REPORT_EFFECT
    assert set(filled(ReportEffectForm, case, who, {"decision": "report"}, step=step).errors) == {
        "statement"
    }
    data = {"decision": "report", "statement": "连续两个月按时开展主题党日。"}
    form = filled(ReportEffectForm, case, who, data, step=step)
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.EFFECT_REPORTED
    again = filled(ReportEffectForm, case, who, step=step)
    assert again["statement"].value() == "连续两个月按时开展主题党日。"
    assert "记录.pdf" in rendered(again)
