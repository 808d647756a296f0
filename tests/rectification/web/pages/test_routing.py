"""流转规则: the office enters, tries, confirms, moves and ends rules on its pages."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rectification.enums import CaseStage
from rectification.models import Person, RoutingRule
from tests.factories import Township, case_in, township
from tests.rectification.services.test_routing import entered, in_force
from tests.rectification.web.desk import client_of

HOME = reverse("rectification:routing")
NEW = reverse("rectification:new_rule")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-05-11 10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def town(db: None) -> Township:
    return township()


def page_of(rule: RoutingRule) -> str:
    return reverse("rectification:rule", args=[rule.pk])


def html(someone: Person, url: str) -> str:
    response = client_of(someone).get(url)
    assert response.status_code == 200
    return str(response.content.decode())


def test_rule_from_the_form_to_force(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING, deadline_class="immediate")
    client = client_of(town.officer)
    sent = {"name": "主题党日", "keyword": "主题党日", "deadline_class": "immediate"}
    response = client.post(NEW, sent)
    rule = RoutingRule.objects.get()
    assert response.headers["Location"] == page_of(rule)
    assert case.number not in html(town.officer, page_of(rule))
    client.post(page_of(rule), {"confirm": "1"})
    rule.refresh_from_db()
    assert rule.confirmed_at is None
    client.post(page_of(rule), {"try": "1"})
    shown = html(town.officer, page_of(rule))
    assert case.number in shown
    assert "与决定一致" in shown
    client.post(page_of(rule), {"confirm": "1"})
    rule.refresh_from_db()
    assert rule.confirmed_by == town.officer
    client.post(page_of(rule), {"end": "1"})
    rule.refresh_from_db()
    assert rule.ended_by == town.officer
    assert "已停用的规则" in html(town.officer, HOME)


def test_refused_rule_keeps_what_was_typed(town: Township) -> None:
    response = client_of(town.officer).post(NEW, {"name": "空规则", "keyword": ""})
    assert response.status_code == 422
    assert "空规则" in response.content.decode()
    assert not RoutingRule.objects.exists()


def test_rule_moves_up(town: Township) -> None:
    first, second = in_force(town, name="第一条"), in_force(town, name="第二条")
    client_of(town.officer).post(HOME, {"up": str(second.pk)})
    shown = html(town.officer, HOME)
    assert shown.index("第二条") < shown.index("第一条")
    for nonsense in ("", "x", "9" * 30):
        assert client_of(town.officer).post(HOME, {"up": nonsense}).status_code == 302
    assert first.name in shown


def test_pages_are_those_of_the_office_of_the_township(town: Township) -> None:
    rule = entered(town)
    elsewhere = township()
    for someone in (town.org, town.pse, town.east.secretary, town.dis[0]):
        for url in (HOME, NEW, page_of(rule)):
            assert client_of(someone).get(url).status_code == 404
            assert client_of(someone).post(url, {"end": "1"}).status_code == 404
    assert client_of(elsewhere.officer).get(page_of(rule)).status_code == 404
    assert client_of(elsewhere.officer).post(HOME, {"up": str(rule.pk)}).status_code == 404
    assert rule.name not in html(elsewhere.officer, HOME)


def queries_of(someone: Person, url: str) -> int:
    client = client_of(someone)
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_pages_ask_as_much_for_three_rows_as_for_one(town: Township) -> None:
    rule = in_force(town)
    case_in(town, CaseStage.PLANNING)
    few = queries_of(town.officer, HOME), queries_of(town.officer, page_of(rule))
    for n in range(2):
        in_force(town, name=f"另一条{n}", owner=town.west.organisation)
        case_in(town, CaseStage.PLANNING)
    assert (queries_of(town.officer, HOME), queries_of(town.officer, page_of(rule))) == few
