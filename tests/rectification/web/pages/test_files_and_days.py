"""Evidence through the gate, and why a day is due."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from rectification.calendar import Clock
from rectification.enums import CaseLevel, CaseStage, Step
from rectification.models import AccessLog, Case, Evidence, Measure, Person, Recusal
from rectification.roles import Role
from tests.factories import Township, case_in, prove
from tests.rectification.web.desk import client_of, open_step, share

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def stored(measure: Measure, by: Person, name: str = "活动记录.pdf") -> Evidence:
    evidence = prove(measure, by=by)
    evidence.name = name
    evidence.file.save("x.pdf", ContentFile(b"%PDF"))
    evidence.save()
    return evidence


def measure_of(case: Case) -> Measure:
    return Measure.objects.get(plan__case=case)


def fetch(someone: Person, evidence: Evidence) -> Any:
    response = client_of(someone).get(reverse("rectification:evidence", args=[evidence.pk]))
    response.body = response.getvalue()
    return response


def test_evidence_is_an_attachment_and_its_opening_is_noted(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    evidence = stored(measure_of(case), town.east.secretary)
    response = fetch(town.pse, evidence)
    assert response.body == b"%PDF"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    entry = AccessLog.objects.get()
    assert (entry.case, entry.person, entry.what) == (case, town.pse, f"evidence:{evidence.pk}")


def test_evidence_of_a_hidden_case_does_not_exist(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER)
    evidence = stored(measure_of(case), town.east.members[0])
    for stranger in (town.org, town.pse, town.east.clerk, town.west.secretary):
        assert fetch(stranger, evidence).status_code == 404
    assert client_of(town.pse).get("/evidence/999999/").status_code == 404
    assert not AccessLog.objects.exists()


def test_co_unit_opens_only_its_own_evidence(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    share(case, town.west.organisation)
    theirs = stored(measure_of(case), town.east.secretary)
    own = Measure.objects.create(
        plan=case.plans.get(),
        position=2,
        text="配合措施",
        deliverable="记录",
        organisation=town.west.organisation,
        person=town.west.secretary,
        due_on=timezone.localdate(),
    )
    assert fetch(town.west.secretary, stored(own, town.west.secretary)).status_code == 200
    assert fetch(town.west.secretary, theirs).status_code == 404


def test_evidence_whose_file_is_gone_is_not_found(town: Township) -> None:
    evidence = prove(measure_of(case_in(town, CaseStage.RECTIFYING)), by=town.east.secretary)
    assert fetch(town.pse, evidence).status_code == 404


def due_page(someone: Person, case: Case, item_pk: int) -> Any:
    return client_of(someone).get(reverse("rectification:due", args=[case.pk, item_pk]))


def test_due_day_is_explained_by_the_calendar(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    item = open_step(case, Step.APPROVE_PLAN, Role.PSE, town.committee)
    item.clock, item.clock_from = Clock.ACCEPTANCE, date(2017, 9, 28)
    item.due_on = date(2017, 10, 9)
    item.save()
    reasons = due_page(town.pse, case, item.pk).context["reasons"]
    assert (reasons.rule, reasons.provisional) == ("T2", False)
    assert len(reasons.skipped) == 8
    assert len(reasons.made_up) == 1


def test_due_day_promised_in_the_plan_names_approval_and_limit(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    item = open_step(case, Step.CARRY_OUT, Role.SEC, town.east.organisation)
    item.clock, item.clock_from = Clock.RECTIFY_LIMITED, None
    item.save()
    reasons = due_page(town.pse, case, item.pk).context["reasons"]
    assert (len(reasons.lines), reasons.rule) == (3, "T15")


def test_due_day_of_a_notice_of_ten_days_is_counted_in_ten_days(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP)
    item = open_step(case, Step.NOTICE_PERIOD)
    item.clock, item.clock_from = Clock.NOTICE, date(2026, 6, 1)
    item.due_on = date(2026, 6, 15)
    item.save()
    reasons = due_page(town.pse, case, item.pk).context["reasons"]
    assert any("10" in line for line in reasons.lines)


def test_due_day_of_a_hidden_case_does_not_exist(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    other = case_in(town, CaseStage.PLAN_REVIEW)
    item = open_step(case, Step.APPROVE_PLAN, Role.PSE, town.committee)
    assert due_page(town.west.secretary, case, item.pk).status_code == 404
    assert due_page(town.pse, other, item.pk).status_code == 404
    assert due_page(town.pse, case, item.pk + 99).status_code == 404


def test_recused_holder_is_told_no_day(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    item = open_step(case, Step.APPROVE_PLAN, Role.PSE, town.committee)
    Recusal.objects.create(case=case, person=town.pse, ground="relative", since=timezone.now())
    assert due_page(town.pse, case, item.pk).status_code == 404


def test_due_day_of_an_extract_names_the_number_only(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP, title="不应出现的标题")
    item = open_step(case, Step.POST_NOTICE, Role.PUB, town.publicity, opens_case=False)
    response = due_page(town.pub, case, item.pk)
    assert response.status_code == 200
    assert "不应出现的标题" not in response.content.decode()
    assert response.context["case_url"] == ""


def test_due_day_is_not_for_a_co_unit(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    share(case, town.west.organisation)
    item = open_step(case, Step.CARRY_OUT, Role.SEC, town.east.organisation)
    assert due_page(town.west.secretary, case, item.pk).status_code == 404


def test_due_day_in_a_year_not_yet_published_is_provisional(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    item = open_step(case, Step.APPROVE_PLAN, Role.PSE, town.committee)
    item.clock_from = date(2090, 1, 2)
    item.due_on = item.clock_from + timedelta(days=7)
    item.due_provisional = True
    item.save()
    reasons = due_page(town.pse, case, item.pk).context["reasons"]
    assert reasons.provisional
    assert any("2090" in line for line in reasons.lines)
