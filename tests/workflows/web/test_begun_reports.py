"""Reports that a check begins, and drafts that keep themselves while one writes."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from rectification.enums import CaseStage, SourceKind
from rectification.models import Case, CheckItem, CheckRound, Person
from rectification.policies.days import today
from tests.factories import Township, check_round, negative_list
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play

pytestmark = pytest.mark.django_db

NEW = reverse("workflows:new_problem")
BY_ITSELF = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def running(town: Township) -> CheckRound:
    return check_round(town)


@pytest.fixture
def author(town: Township) -> Person:
    return town.east.members[0]


def report(**more: Any) -> dict[str, Any]:
    return {
        "about": "self",
        "idempotency_key": str(uuid4()),
        "title": "公开承诺事项未兑现",
        "description": "六月前应修的水渠没有修。",
        "found_on": today().isoformat(),
        "standard_ref": "年度公开承诺第三项",
        "secret": "no",
        **more,
    }


# --- begun by a check ---------------------------------------------------------------------------


def begin(client: Client, town: Township, item: CheckItem) -> Any:
    about = {"about": "branch", "organisation": town.east.organisation.pk}
    return client.post(NEW, {"begin": "1", **about, "check_item": item.pk})


def test_problem_of_a_check_is_found_by_the_branch_itself_and_cites_the_item(
    town: Township, running: CheckRound
) -> None:
    item = running.items.get(level="B", position=1)
    client = client_of(town.east.clerk)
    answer = begin(client, town, item)
    assert (answer.status_code, Case.objects.count()) == (200, 0)
    form = answer.context["form"]
    assert form.found_in == [("查摆轮次", running.title), ("查摆项目", item.text)]
    assert form["organisation"].value() == str(town.east.organisation.pk)
    sent = report(
        about="branch", organisation=town.east.organisation.pk, category="B", check_item=item.pk
    )
    assert client.post(NEW, {**sent, "hand_in": "1"}).status_code == 302
    case = Case.objects.get()
    assert (case.source, case.check_item, case.check_round) == (
        SourceKind.SELF_FOUND,
        item,
        running,
    )
    html = client.get(reverse("rectification:case", args=[case.pk])).content.decode()
    assert item.text in html


def test_report_cites_no_item_of_another_level(town: Township, running: CheckRound) -> None:
    item = running.items.get(level="M", position=1)
    sent = report(
        about="branch", organisation=town.east.organisation.pk, category="B", check_item=item.pk
    )
    assert client_of(town.east.clerk).post(NEW, sent).status_code == 422
    assert not Case.objects.exists()


def test_self_report_names_no_item_of_the_private_check(
    author: Person, running: CheckRound
) -> None:
    item = running.items.get(level="M", position=1)
    sent = report(check_item=item.pk, check_round=running.pk)
    assert client_of(author).post(NEW, sent).status_code == 302
    case = Case.objects.get()
    assert (case.check_item, case.check_round) == (None, running)


# --- the negative list --------------------------------------------------------------------------


def test_draft_keeps_the_item_it_cites_when_a_new_version_is_published(
    town: Township, author: Person, clock: Any
) -> None:
    item = negative_list(town).items.get(kind="D3")
    client_of(author).post(NEW, report(negative_item=item.pk))
    case = Case.objects.get()
    clock.move_to("2026-05-12 10:00+08:00")
    negative_list(town)
    client = client_of(author)
    url = reverse("workflows:edit_problem", args=[case.pk])
    assert client.post(url, report(negative_item=item.pk)).status_code == 302
    case.refresh_from_db()
    assert (case.cited_item, case.negative_item) == (item, "D3")
    assert client.post(NEW, report(negative_item=item.pk)).status_code == 422


def test_report_that_leaves_its_title_to_the_list_is_handed_in_once(
    town: Township, author: Person
) -> None:
    item = negative_list(town).items.get(kind="D3")
    page = report(title="", standard_ref="", negative_item=item.pk, hand_in="1")
    client = client_of(author)
    first, again = client.post(NEW, page), client.post(NEW, page)
    case = Case.objects.get()
    at_case = reverse("rectification:case", args=[case.pk])
    assert (first.url, again.url) == (at_case, at_case)
    assert (case.title, case.standard_ref) == (item.text, item.norm)
    other = client.post(NEW, {**page, "title": "另一个标题"})
    assert other.status_code == 409


def test_office_takes_the_item_over_or_names_the_kind_alone(
    town: Township, author: Person, play: Play
) -> None:
    item = negative_list(town).items.get(kind="D3")
    client_of(author).post(NEW, report(negative_item=item.pk))
    play.case = Case.objects.get()
    play.level = play.case.level
    play.submit(author)
    play.take("triage", negative_item=str(item.pk))
    play.case.refresh_from_db()
    assert (play.case.stage, play.case.cited_item) == (CaseStage.REGISTERED, item)
    html = client_of(author).get(reverse("rectification:case", args=[play.case.pk]))
    assert f"不起作用：{item.text}" in html.content.decode()


# --- kept while one writes ----------------------------------------------------------------------


def test_page_keeps_one_draft_however_often_it_sends_itself(author: Person) -> None:
    client, page = client_of(author), report()
    first = client.post(NEW, page, **BY_ITSELF)
    case = Case.objects.get()
    url = reverse("workflows:edit_problem", args=[case.pk])
    assert (first.status_code, first.headers["HX-Replace-Url"]) == (200, url)
    assert "自动保存" in first.content.decode()
    client.post(NEW, {**page, "title": "公开承诺至今没有兑现"}, **BY_ITSELF)
    assert client.post(NEW, {**page, "hand_in": "1"}).status_code == 302
    case = Case.objects.get()
    assert (case.stage, case.title) == (CaseStage.SUBMITTED, page["title"])
    late = client.post(NEW, {**page, "title": "迟到的自动保存"}, **BY_ITSELF)
    assert (late.status_code, f"已由{author.name}处理" in late.content.decode()) == (200, True)
    case.refresh_from_db()
    assert case.title == page["title"]


@pytest.mark.parametrize("left_out", ["title", "secret"])
def test_page_that_cannot_be_a_draft_yet_stores_nothing_and_says_why(
    author: Person, left_out: str
) -> None:
    page = {name: value for name, value in report().items() if name != left_out}
    answer = client_of(author).post(NEW, page, **BY_ITSELF)
    assert (answer.status_code, Case.objects.count()) == (200, 0)
    assert "尚未保存" in answer.content.decode()
