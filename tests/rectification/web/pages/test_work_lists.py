"""To do, done, submitted, copied to me: what stands there, its cost, and what must not leak."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, EventVerb, Step
from rectification.models import Case, Person, Recusal, WorkItemBar
from rectification.roles import Role
from tests.days import at
from tests.factories import Township, case_in, in_office, person
from tests.rectification.web.desk import client_of, close, open_step, send_copy

pytestmark = pytest.mark.django_db

NOW = at("2026-06-03", "10:00:00")


def branch_case(town: Township, **fields: Any) -> Case:
    return case_in(town, CaseStage.PLAN_REVIEW, **fields)


def page(someone: Person, name: str, query: str = "") -> str:
    response = client_of(someone).get(reverse(f"rectification:{name}") + query)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("name", ["inbox", "done", "submitted", "copies", "cases", "messages"])
def test_page_of_anonymous_reader_leads_to_the_door(client: Any, name: str) -> None:
    response = client.get(reverse(f"rectification:{name}"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("rectification:login"))


@pytest.mark.parametrize("name", ["inbox", "done", "submitted", "copies", "cases", "messages"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_empty_page_says_what_comes(town: Township, name: str, language: str) -> None:
    reader = town.west.members[0]
    reader.user.language = language
    reader.user.save()
    assert "<h1>" in page(reader, name)


def test_pages_are_not_cached(town: Township) -> None:
    response = client_of(town.pse).get(reverse("rectification:inbox"))
    assert response.headers["Cache-Control"] == "no-store"


# --- inbox --------------------------------------------------------------------------------------


def test_inbox_counts_what_is_due_today_and_puts_overdue_first(town: Township) -> None:
    for days, title in ((5, "后天以后"), (0, "今天到期"), (-2, "已经逾期")):
        case = branch_case(town, title=title)
        open_step(case, Step.APPROVE_PLAN, Role.PSE, town.committee, due_in=days)
    context = client_of(town.pse).get(reverse("rectification:inbox")).context
    assert (context["due_count"], context["overdue_count"], context["turn_count"]) == (2, 1, 3)
    titles = [row.title for row in context["turns"]]
    assert [title.split("：")[-1].split(": ")[-1] for title in titles] == [
        "已经逾期",
        "今天到期",
        "后天以后",
    ]
    assert [row.act.due for row in context["turns"]] == [True, True, False]


def test_inbox_of_whoever_may_not_report_says_why(town: Township) -> None:
    administrator = in_office(person("管机长"), Role.ADM, town.committee)
    shut = client_of(administrator).get(reverse("rectification:inbox"))
    assert shut.context["report"] is None
    assert [why.rule for why in shut.context["why_not_report"]] == ["T1"]
    assert "为什么不能？" in shut.content.decode()
    member = client_of(town.east.members[0]).get(reverse("rectification:inbox"))
    assert member.context["why_not_report"] == []


def test_inbox_lights_tell_working_days(town: Township) -> None:
    for days in (-2, 0, 1, 2):
        open_step(branch_case(town), Step.APPROVE_PLAN, Role.PSE, town.committee, due_in=days)
    context = client_of(town.pse).get(reverse("rectification:inbox")).context
    assert [row.light.colour for row in context["turns"]] == ["red", "yellow", "yellow", "green"]


def test_inbox_waits_for_others(town: Township) -> None:
    case = branch_case(town, title="支部的事项")
    open_step(case, Step.APPROVE_PLAN, Role.PSE, town.committee)
    context = client_of(town.east.secretary).get(reverse("rectification:inbox")).context
    assert [row.title for row in context["waiting"]] == ["支部的事项"]
    assert context["turns"] == []
    other = client_of(town.west.secretary).get(reverse("rectification:inbox")).context
    assert other["waiting"] == []


def test_inbox_does_not_wait_where_one_step_is_ones_own(town: Township) -> None:
    case = branch_case(town)
    open_step(case, Step.CARRY_OUT, Role.SEC, town.east.organisation)
    open_step(case, Step.CARRY_OUT, Role.SEC, town.west.organisation)
    context = client_of(town.east.secretary).get(reverse("rectification:inbox")).context
    assert (len(context["turns"]), context["waiting"]) == (1, [])


def test_inbox_tells_nothing_of_a_case_that_is_shown_as_extract(town: Township) -> None:
    case = branch_case(town, title="不应出现的标题")
    open_step(case, Step.ASSIGN_VERIFIERS, Role.DIS, town.discipline, opens_case=False)
    html = page(town.dis[0], "inbox")
    assert "不应出现的标题" not in html
    assert case.number in html
    assert town.east.organisation.name in html
    assert reverse("rectification:case", args=[case.pk]) not in html


def test_inbox_leaves_out_what_one_is_barred_from(town: Township) -> None:
    item = open_step(branch_case(town), Step.APPROVE_PLAN, Role.PSE, town.committee)
    WorkItemBar.objects.create(item=item, person=town.pse, ground="own_case")
    assert client_of(town.pse).get(reverse("rectification:inbox")).context["turns"] == []


def test_inbox_leaves_out_what_one_is_recused_from_or_what_is_sealed(town: Township) -> None:
    recused, sealed = branch_case(town), branch_case(town)
    for case in (recused, sealed):
        open_step(case, Step.APPROVE_PLAN, Role.PSE, town.committee)
    Recusal.objects.create(case=recused, person=town.pse, ground="relative", since=timezone.now())
    sealed.sealed = True
    sealed.save()
    assert client_of(town.pse).get(reverse("rectification:inbox")).context["turns"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_inbox_costs_the_same_however_long_it_is(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        mine = branch_case(town)
        open_step(mine, Step.CARRY_OUT, Role.SEC, town.east.organisation)
        open_step(branch_case(town), Step.APPROVE_PLAN, Role.PSE, town.committee)
    client = client_of(town.east.secretary)
    with django_assert_num_queries(14):
        response = client.get(reverse("rectification:inbox"))
    assert len(response.context["turns"]) == len(response.context["waiting"]) == rows


# --- done, submitted, copies --------------------------------------------------------------------


def test_done_lists_own_steps_latest_first(town: Township) -> None:
    for title in ("先办的", "后办的"):
        item = open_step(
            branch_case(town, title=title), Step.APPROVE_PLAN, Role.PSE, town.committee
        )
        close(item, town.pse, EventVerb.PLAN_APPROVED)
    rows = client_of(town.pse).get(reverse("rectification:done")).context["rows"]
    assert [row.title[-3:] for row in rows] == ["后办的", "先办的"]
    assert client_of(town.dps).get(reverse("rectification:done")).context["rows"] == []


def test_done_keeps_the_title_of_a_case_one_may_no_longer_see(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER, title="不应出现的标题")
    item = open_step(case, Step.CHECK_REDACTION, Role.ORG, town.organisation_office)
    close(item, town.org, EventVerb.REDACTION_CONFIRMED)
    html = page(town.org, "done")
    assert "不应出现的标题" not in html
    assert case.number in html


def test_submitted_shows_drafts_and_hides_what_was_sealed(town: Township) -> None:
    member = town.east.members[0]
    case_in(town, CaseStage.DRAFT, level=CaseLevel.MEMBER, title="写了一半的")
    case_in(town, CaseStage.WITHDRAWN, level=CaseLevel.MEMBER, title="已撤回的内容", sealed=True)
    html = page(member, "submitted")
    assert "写了一半的" in html
    assert "已撤回的内容" not in html
    assert "写了一半的" not in page(town.east.secretary, "cases")


def test_copy_shows_the_title_only_while_the_case_is_open_to_the_reader(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER, title="不应出现的标题")
    send_copy(case, town.org)
    send_copy(case, town.officer)
    assert "不应出现的标题" not in page(town.org, "copies")
    assert "不应出现的标题" in page(town.officer, "copies")
    Recusal.objects.create(case=case, person=town.officer, ground="relative", since=case.created_at)
    assert "不应出现的标题" not in page(town.officer, "copies")


def test_copy_is_marked_read_when_the_case_is_opened(town: Township) -> None:
    copy = send_copy(branch_case(town), town.pse)
    client = client_of(town.pse)
    assert client.get(reverse("rectification:copies")).context["rows"][0].unread
    client.get(reverse("rectification:case", args=[copy.case_id]))
    assert not client.get(reverse("rectification:copies")).context["rows"][0].unread


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "cost"), [("done", 12), ("submitted", 13), ("copies", 12)])
def test_list_costs_the_same_however_long_it_is(
    town: Township, rows: int, name: str, cost: int, django_assert_num_queries: Any
) -> None:
    reader = town.east.secretary
    for _ in range(rows):
        case = branch_case(town)
        item = open_step(case, Step.CARRY_OUT, Role.SEC, town.east.organisation)
        close(item, reader, EventVerb.MEASURES_DONE)
        send_copy(case, reader)
    client = client_of(reader)
    with django_assert_num_queries(cost):
        response = client.get(reverse(f"rectification:{name}"))
    assert len(response.context["rows"]) == rows


@pytest.mark.parametrize("name", ["done", "submitted", "copies", "cases", "messages"])
@pytest.mark.parametrize("before", ["0", "-1", "x", "99999999999999999999", "１２"])
def test_list_takes_any_key(town: Township, name: str, before: str) -> None:
    page(town.pse, name, f"?before={before}")


def test_list_goes_on_page_by_page(town: Township, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rectification.web.views.work.PAGE", 2)
    for number in range(3):
        send_copy(branch_case(town, title=f"事项{number}"), town.pse)
    client = client_of(town.pse)
    first = client.get(reverse("rectification:copies"))
    assert [row.title for row in first.context["rows"]] == ["事项2", "事项1"]
    second = client.get(reverse("rectification:copies") + first.context["next_url"])
    assert [row.title for row in second.context["rows"]] == ["事项0"]
    assert second.context["next_url"] == ""
