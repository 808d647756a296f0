"""Contesting the answer to an objection: by the receipt code, once, without a name."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from rectification.enums import CaseStage
from rectification.models import ObjectionReview
from tests.rectification.web.desk import client_of
from tests.workflows.answers import WHY
from tests.workflows.play import Play

URL = "/objection/review/"


@pytest.fixture
def code(play: Play) -> str:
    cache.clear()
    play.bring_to(CaseStage.IN_NOTICE)
    found = play.objected("effect")
    play.take("handle_objection")
    return found


def sent(code: str, more: dict[str, str] | None = None) -> dict[str, Any]:
    return {"code": code, "text": WHY, "idempotency_key": str(uuid4())} | (more or {})


def test_receipt_offers_the_review_until_its_last_day(play: Play, code: str) -> None:
    page = Client().post("/receipt/", {"code": code})
    assert page.context["review_url"] == URL == reverse("workflows:ask_review")
    assert f'value="{code}"' in page.content.decode()
    play.pass_days(6)
    assert Client().post("/receipt/", {"code": code}).context["review_url"] == ""


def test_page_sent_twice_asks_once(play: Play, code: str) -> None:
    data = sent(code)
    first, again = Client().post(URL, data), Client().post(URL, data)
    assert (first.status_code, again.status_code) == (200, 200)
    assert ObjectionReview.objects.get().reason == WHY
    assert play.open_steps().count("review_objection") == 1


def test_second_request_is_refused_and_keeps_what_was_typed(play: Play, code: str) -> None:
    Client().post(URL, sent(code))
    answer = Client().post(URL, sent(code))
    assert answer.status_code == 422
    assert WHY in answer.content.decode()
    assert ObjectionReview.objects.count() == 1


@pytest.mark.parametrize("data", [{"text": "不服"}, {"code": "AAAA-AAAA-AAAA"}, {"text": ""}])
def test_wrong_request_is_refused(code: str, data: dict[str, str]) -> None:
    assert Client().post(URL, sent(code, data)).status_code == 422
    assert not ObjectionReview.objects.exists()


def test_code_of_an_opinion_contests_nothing(play: Play, code: str) -> None:
    of_opinion = play.opinion()
    assert Client().post(URL, sent(of_opinion)).status_code == 422


def test_page_alone_leads_to_the_receipt(code: str) -> None:
    answer = Client().get(URL)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/receipt/")


def test_whoever_is_logged_in_is_nobody_here(play: Play, code: str) -> None:
    client = client_of(play.town.east.members[1])
    assert client.post(URL, sent(code)).status_code == 200
    assert play.case.events.latest("sequence").actor is None


def test_reviewer_reads_objection_answer_and_why(play: Play, code: str) -> None:
    Client().post(URL, sent(code))
    item = play.item("review_objection")
    page = client_of(play.town.dis[0]).get(reverse("workflows:act", args=[item.pk]))
    html = page.content.decode()
    for words in (WHY, play.case.objections.get().text, play.case.objections.get().reply):
        assert words in html
    assert 'name="because"' not in html


def test_handler_is_offered_more_time_once(play: Play, code: str) -> None:
    play.objected("facts")
    item = play.item("handle_objection")
    desk = client_of(play.town.intake)
    address = reverse("workflows:act", args=[item.pk])
    assert 'name="because"' in desk.get(address).content.decode()
    play.take("handle_objection", decision="prolong")
    assert 'name="because"' not in desk.get(address).content.decode()


def test_case_page_says_that_it_is_reviewed(play: Play, code: str) -> None:
    Client().post(URL, sent(code))
    page = client_of(play.town.officer).get(reverse("rectification:case", args=[play.case.pk]))
    assert "复核中" in page.content.decode()
    assert WHY not in page.content.decode()
