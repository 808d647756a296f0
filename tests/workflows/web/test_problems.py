"""The pages of a report: one page is one draft, and an old tab tells what became of it."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from rectification.enums import CaseStage
from rectification.exceptions import CaseError
from rectification.models import ActReceipt, Case, CaseEvent, Person
from rectification.policies.days import today
from tests.factories import Township
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play, user_of
from tests.workflows.racing import race
from workflows import intake

NEW = reverse("workflows:new_problem")
WRITTEN = {
    "title": "公开承诺事项未兑现",
    "description": "六月前应修的水渠没有修，也没有说明。",
    "found_on": "2026-05-01",
    "category": "ME-c",
    "standard_ref": "年度公开承诺第三项",
    "secret": "no",
}


@pytest.fixture
def author(town: Township) -> Person:
    return town.east.members[0]


@pytest.fixture
def client(author: Person) -> Client:
    return client_of(author)


def sheet(**more: Any) -> dict[str, Any]:
    """A page of its own, as it is sent."""
    return {**WRITTEN, "idempotency_key": str(uuid4()), **more}


def edit(case: Case) -> str:
    return reverse("workflows:edit_problem", args=[case.pk])


# --- sent twice ---------------------------------------------------------------------------------


def test_draft_saved_twice_from_one_page_is_one_draft(client: Client) -> None:
    page = sheet()
    first, again = client.post(NEW, page), client.post(NEW, page)
    case = Case.objects.get()
    assert (first.url, again.url) == (edit(case), edit(case))
    assert ActReceipt.objects.get().case == case


def test_page_sent_again_with_other_words_changes_its_draft(client: Client) -> None:
    page = sheet()
    client.post(NEW, page)
    client.post(NEW, {**page, "title": "公开承诺至今没有兑现"})
    assert Case.objects.get().title == "公开承诺至今没有兑现"


def test_two_pages_are_two_drafts(client: Client) -> None:
    client.post(NEW, sheet())
    client.post(NEW, sheet())
    assert Case.objects.count() == 2


def test_report_handed_in_twice_from_one_page_is_one_report(client: Client) -> None:
    page = sheet(hand_in="1")
    first, again = client.post(NEW, page), client.post(NEW, page)
    case = Case.objects.get()
    at_case = reverse("rectification:case", args=[case.pk])
    assert (first.url, again.url) == (at_case, at_case)
    assert (case.stage, case.events.filter(verb="submitted").count()) == ("submitted", 1)


def test_saved_page_hands_in_the_same_draft(client: Client) -> None:
    page = sheet()
    client.post(NEW, page)
    client.post(NEW, {**page, "hand_in": "1"})
    assert Case.objects.get().stage == CaseStage.SUBMITTED


def test_page_of_somebody_else_changes_nothing(client: Client, town: Township) -> None:
    page = sheet()
    client.post(NEW, page)
    answer = client_of(town.east.members[1]).post(NEW, {**page, "title": "别人的标题"})
    assert answer.status_code == 422
    assert "别人的标题" in answer.content.decode()
    assert Case.objects.get().title == WRITTEN["title"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("button", [{}, {"hand_in": "1"}])
def test_page_sent_twice_at_once_is_one_draft(author: Person, button: dict[str, str]) -> None:
    page = sheet(**button)
    clients = [client_of(author), client_of(author)]
    answers = race(*(lambda c=c: c.post(NEW, page) for c in clients))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len({answer.url for answer in answers}) == 1
    assert Case.objects.count() == 1
    assert CaseEvent.objects.filter(verb="submitted").count() == len(button)
    connection.close()


# --- an old tab ---------------------------------------------------------------------------------


@pytest.fixture
def draft(author: Person, client: Client) -> Case:
    client.post(NEW, sheet())
    return Case.objects.get()


def hand_in(draft: Case, author: Person, play: Play) -> None:
    play.case = draft
    play.submit(author)


def test_old_tab_of_a_draft_handed_in_tells_so_and_keeps_the_text(
    client: Client, author: Person, draft: Case, play: Play
) -> None:
    hand_in(draft, author, play)
    answer = client.post(edit(draft), sheet(title="后来补写的标题"))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert f"已由{author.name}处理" in html
    assert "待受理" in html
    assert "后来补写的标题" in html
    draft.refresh_from_db()
    assert (draft.title, draft.stage) == (WRITTEN["title"], CaseStage.SUBMITTED)


def test_old_tab_of_a_report_withdrawn_tells_so_and_keeps_the_text(
    client: Client, author: Person, draft: Case, play: Play
) -> None:
    hand_in(draft, author, play)
    intake.withdraw_problem(user=user_of(author), case=draft, actor=play.author_actor(author))
    answer = client.post(edit(draft), sheet(description="撤回以后又写的话。"))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "已撤回" in html
    assert "撤回以后又写的话。" in html
    assert WRITTEN["description"] not in html
    assert client.post(reverse("workflows:recall", args=[draft.pk])).status_code == 409


def test_old_tab_that_is_reloaded_tells_so(
    client: Client, author: Person, draft: Case, play: Play
) -> None:
    hand_in(draft, author, play)
    assert client.get(edit(draft)).status_code == 409


def test_draft_is_nobody_elses_business(
    client: Client, author: Person, draft: Case, town: Township, play: Play
) -> None:
    for _stage in range(2):
        for someone in (town.east.secretary, town.east.members[1], town.officer):
            assert client_of(someone).get(edit(draft)).status_code == 404
            assert client_of(someone).post(edit(draft), sheet()).status_code == 404
        if draft.submitted_at is None:
            hand_in(draft, author, play)


@pytest.mark.django_db(transaction=True)
def test_draft_saved_while_it_is_handed_in_stays_handed_in(
    author: Person, draft: Case, play: Play
) -> None:
    """The old tab has read the row before; what it then writes must not undo the handing in."""
    stale = Case.objects.get(pk=draft.pk)
    hand_in(draft, author, play)
    with pytest.raises(CaseError):
        intake.write_draft(user=user_of(author), case=stale, **save_arguments())
    draft.refresh_from_db()
    assert draft.stage == CaseStage.SUBMITTED


def save_arguments() -> dict[str, Any]:
    return {"title": "旧页", "description": "旧页上的话。", "found_on": today()}
