"""The message centre: own messages, titles only of visible cases, marking as read."""

from typing import Any

import pytest
from django.urls import reverse

from rectification.enums import CaseLevel, CaseStage
from rectification.models import InAppNotice
from rectification.notifications import KINDS
from tests.factories import Township, case_in, township
from tests.rectification.web.desk import client_of, tell

pytestmark = pytest.mark.django_db

URL = "/messages/"


@pytest.fixture
def town() -> Township:
    return township()


def test_messages_are_ones_own_latest_first(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    tell(town.pse, case, "plan_approved")
    tell(town.pse, case, "your_turn")
    tell(town.dps, case, "closed")
    rows = client_of(town.pse).get(URL).context["rows"]
    assert [row.title for row in rows] == [KINDS["your_turn"].text, KINDS["plan_approved"].text]
    assert all(row.note for row in rows)


def test_message_bears_the_title_only_of_a_case_open_to_the_reader(town: Township) -> None:
    hidden = case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER, title="不应出现的标题")
    shown = case_in(town, CaseStage.RECTIFYING, title="可以看到的标题")
    for case in (hidden, shown):
        tell(town.pse, case)
    html = client_of(town.pse).get(URL).content.decode()
    assert "可以看到的标题" in html
    assert "不应出现的标题" not in html
    assert hidden.number in html
    assert reverse("rectification:case", args=[hidden.pk]) not in html


def test_message_of_an_unknown_kind_is_still_shown(town: Township) -> None:
    tell(town.pse, None, "kind_of_tomorrow")
    assert len(client_of(town.pse).get(URL).context["rows"]) == 1


def test_marking_leaves_what_came_later_unread(town: Township) -> None:
    first = tell(town.pse, None)
    client = client_of(town.pse)
    act = client.get(URL).context["mark_act"]
    later = tell(town.pse, None)
    other = tell(town.dps, None)
    response = client.post(act.url, {act.name: act.value})
    assert response.url == URL
    unread = InAppNotice.objects.filter(read_at__isnull=True)
    assert set(unread) == {later, other}
    first.refresh_from_db()
    assert first.read_at is not None


@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 30])
def test_marking_with_nonsense_marks_nothing(town: Township, value: str) -> None:
    tell(town.pse, None)
    client_of(town.pse).post(URL, {"up_to": value})
    assert InAppNotice.objects.filter(read_at__isnull=True).count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_messages_cost_the_same_however_many(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        tell(town.pse, case_in(town, CaseStage.RECTIFYING))
    client = client_of(town.pse)
    with django_assert_num_queries(13):
        client.get(URL)
