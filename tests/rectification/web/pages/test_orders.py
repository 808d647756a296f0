"""督办单: who finds one, reads it, and issues one by its page."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from rectification.calendar import Due
from rectification.enums import CaseLevel, CaseStage
from rectification.models import Case, Person, SupervisionOrder
from rectification.services.orders import issue_order
from tests.factories import Township, acting, case_in
from tests.rectification.web.desk import client_of, html_of, share, visit

pytestmark = pytest.mark.django_db

HOME = reverse("rectification:orders")
FACTS = "主题党日连续两月未开展，请说明原因和完成时间。"


def ordered(town: Township, **given: Any) -> SupervisionOrder:
    case = case_in(town, CaseStage.RECTIFYING, **given)
    reply_on = Due(case.due_on or timezone.localdate(), False, "")
    actor = acting(town.officer)
    values = {"level": "supervision", "facts": FACTS, "reply_on": reply_on}
    return issue_order(case=case, actor=actor, **values)[1]


def url_of(order: SupervisionOrder) -> str:
    return reverse("rectification:order", args=[order.pk])


def status(someone: Person, url: str) -> int:
    return int(client_of(someone).get(url).status_code)


def test_sheet_is_read_by_those_who_see_how_the_case_stands(town: Township) -> None:
    order = ordered(town)
    share(order.case, town.west.organisation)
    east = town.east
    for someone in (town.officer, town.pse, town.org, east.secretary, east.clerk, town.liaison):
        assert status(someone, url_of(order)) == 200
    # A co-responsible unit, the discipline committee before it is assigned, and others do not.
    for someone in (town.west.secretary, town.dis[0], east.members[0], town.gen):
        assert status(someone, url_of(order)) == 404
    shown = client_of(town.officer).get(url_of(order)).content.decode()
    assert order.number in shown
    assert FACTS in shown


def test_what_was_said_in_the_talk_is_read_with_the_record(town: Township) -> None:
    order = ordered(town)
    order.talk_on, order.talk_note = timezone.localdate(), "谈话时说明了家里的实际情况。"
    order.save()
    readers = (town.liaison, town.east.secretary, town.officer, town.east.clerk)
    sheets = [client_of(reader).get(url_of(order)).content.decode() for reader in readers]
    assert [order.talk_note in sheet for sheet in sheets] == [True, True, True, False]


def test_of_a_members_case_the_member_and_the_office_alone(town: Township) -> None:
    order = ordered(town, level=CaseLevel.MEMBER)
    for someone in (town.east.members[0], town.officer, town.east.secretary):
        assert status(someone, url_of(order)) == 200
    for someone in (town.east.clerk, town.org, town.lg, town.liaison, town.east.members[1]):
        assert status(someone, url_of(order)) == 404


def test_list_shows_orders_of_cases_one_sees(town: Township) -> None:
    order = ordered(town, level=CaseLevel.MEMBER)
    assert order.number in client_of(town.officer).get(HOME).content.decode()
    assert order.number not in client_of(town.lg).get(HOME).content.decode()
    assert status(town.east.secretary, HOME) == 404


def test_case_page_lists_them_for_whoever_reads_the_plan(town: Township) -> None:
    order = ordered(town)
    share(order.case, town.west.organisation)
    assert order.number in html_of(town.pse, order.case)
    assert visit(town.west.secretary, order.case).context["page"].orders is None


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_however_long_it_is(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        ordered(town)
    client = client_of(town.officer)
    client.get(HOME)
    with django_assert_num_queries(12):
        client.get(HOME)


def page_of(case: Case) -> str:
    return reverse("workflows:issue_order", args=[case.pk])


def test_way_to_issue_one_is_for_those_who_supervise(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    assert page_of(case) in html_of(town.officer, case)
    assert page_of(case) not in html_of(town.pse, case)
    assert status(town.officer, page_of(case)) == 200
    for someone in (town.pse, town.east.secretary, town.dis[0]):
        assert status(someone, page_of(case)) == 404


def test_page_keeps_what_was_typed_when_it_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    sent = {"level": "reminder", "facts": FACTS, "reply_on": timezone.localdate().isoformat()}
    response = client_of(town.officer).post(page_of(case), sent)
    assert response.status_code == 422
    assert FACTS in response.content.decode()
    assert not SupervisionOrder.objects.exists()
