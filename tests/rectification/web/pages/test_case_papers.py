"""文书: which papers a reader has of a case, each as pdf and docx, and what taking them leaves."""

import pytest
from django.urls import reverse

from rectification.enums import CaseStage
from rectification.models import AccessLog, Case
from tests.factories import Township, case_in
from tests.rectification.web.desk import client_of, share

pytestmark = pytest.mark.django_db


def page_of(case: Case) -> str:
    return reverse("rectification:case_papers", args=[case.pk])


def file_of(
    case: Case, kind: str, subject: int, variant: str = "internal", form: str = "pdf"
) -> str:
    return reverse("rectification:paper_file", args=[case.pk, kind, subject, variant, form])


def test_page_offers_each_paper_in_both_forms(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, author=town.officer)
    client = client_of(town.officer)
    page = client.get(page_of(case)).content.decode()
    plan = case.plans.get()
    for form, start in (("pdf", b"%PDF-"), ("docx", b"PK")):
        address = file_of(case, "plan_approval", plan.pk, form=form)
        assert address in page
        answer = client.get(address)
        assert b"".join(answer).startswith(start)
        assert answer.headers["Cache-Control"] == "no-store"
        assert f"{case.number}.{form}" in answer.headers["Content-Disposition"]
    assert file_of(case, "case_file", case.pk) in page
    assert file_of(case, "case_file", case.pk, form="docx") not in page
    case_page = client.get(reverse("rectification:case", args=[case.pk])).content.decode()
    assert page_of(case) in case_page


def test_what_is_not_offered_is_not_there(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, author=town.officer)
    other = case_in(town, CaseStage.RECTIFYING, author=town.officer)
    plan, foreign = case.plans.get(), other.plans.get()
    client = client_of(town.officer)
    for address in (
        file_of(case, "plan_approval", foreign.pk),
        file_of(case, "plan_approval", plan.pk, form="exe"),
        file_of(case, "plan_approval", plan.pk, variant="secret"),
        file_of(case, "plan_approval", plan.pk, variant="public"),
        file_of(case, "annual_report", plan.pk),
        file_of(case, "case_file", case.pk, form="docx"),
    ):
        assert client.get(address).status_code == 404, address


def test_co_unit_and_strangers_find_no_papers(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, author=town.officer)
    share(case, town.west.organisation)
    plan = case.plans.get()
    for someone in (town.west.secretary, town.east.members[0]):
        for address in (page_of(case), file_of(case, "plan_approval", plan.pk)):
            assert client_of(someone).get(address).status_code == 404


def test_papers_of_a_member_are_noted(town: Township) -> None:
    member = town.east.members[0]
    case = case_in(town, CaseStage.RECTIFYING, level="M", owner_person=member, author=member)
    plan = case.plans.get()
    for someone in (town.officer, member):
        client = client_of(someone)
        client.get(page_of(case))
        client.get(file_of(case, "plan_approval", plan.pk))
    noted = AccessLog.objects.order_by("pk").values_list("person", "what")
    assert list(noted) == [
        (town.officer.pk, "papers"),
        (town.officer.pk, f"official_paper:plan_approval:{plan.pk}"),
    ]
