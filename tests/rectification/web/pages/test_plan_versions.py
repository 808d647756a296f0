from typing import Any

import pytest
from django.urls import reverse

from rectification.enums import CaseStage
from rectification.models import Case
from rectification.services.plan_comments import CommentDraft
from rectification.services.plan_decisions import return_plan
from tests.factories import Township, acting, case_in
from tests.planned import draft, submit
from tests.rectification.web.desk import client_of

REASON = "请按各条意见修改后再报。"


def url_of(case: Case) -> str:
    return reverse("rectification:plan_versions", args=[case.pk])


def corrected(town: Township) -> Case:
    """A second version: one measure reworded, one dropped, one added, after a comment."""
    case = case_in(town, CaseStage.PLANNING)
    submit(town, case, draft(town), draft(town, text="每月通报一次。"))
    first = case.plans.get()
    kept, _dropped = first.measures.order_by("position")
    said = CommentDraft("measure", "写明张贴在哪里。", kept)
    return_plan(case=case, actor=acting(town.pse), reason=REASON, comments=[said])
    again = draft(town, text="制定下半年计划并在公开栏张贴。", follows=kept)
    submit(town, case, again, draft(town, text="书记每月查看。"), cause="无人督促，无人查看。")
    return case


def test_what_changed_is_told_by_field_and_by_measure(town: Township) -> None:
    case = corrected(town)
    answer = client_of(town.pse).get(url_of(case))
    found = answer.context["found"]
    assert [row.is_changed for row in found.texts] == [True, False]
    assert [row.change for row in found.measures] == ["changed", "added", "removed"]
    page = answer.content.decode()
    assert "<ins>在公开栏</ins>" in page
    assert "<ins>，无人查看</ins>" in page
    assert "写明张贴在哪里。" in page
    assert REASON in page
    assert client_of(town.pse).get(f"{url_of(case)}?version=9").status_code == 404


def test_case_page_leads_to_what_changed(town: Township) -> None:
    case = corrected(town)
    page = client_of(town.pse).get(reverse("rectification:case", args=[case.pk]))
    assert url_of(case) in page.content.decode()


def test_one_version_has_nothing_beside_it(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING)
    client = client_of(town.pse)
    assert client.get(url_of(case)).context["newer"] is None
    submit(town, case)
    assert client.get(url_of(case)).context["found"] is None


@pytest.mark.parametrize("measures", [1, 3])
def test_versions_cost_the_same_however_long_they_are(
    town: Township, measures: int, django_assert_num_queries: Any
) -> None:
    case = case_in(town, CaseStage.PLANNING)
    for _ in range(2):
        submit(town, case, *[draft(town) for _ in range(measures)])
        return_plan(case=case, actor=acting(town.pse), reason=REASON)
    client = client_of(town.pse)
    client.get(url_of(case))
    with django_assert_num_queries(17):
        client.get(url_of(case))
