"""The message centre: own messages, titles only of visible cases, marking as read."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from rectification.enums import CaseLevel, CaseStage, Step
from rectification.models import Appointment, InAppNotice, Person
from rectification.notifications import KINDS, deliver_due, queue
from rectification.roles import Role
from rectification.services.audience import owner_people
from tests.factories import Township, case_in
from tests.rectification.web.desk import client_of, tell

pytestmark = pytest.mark.django_db

URL = "/messages/"


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


def test_message_names_the_step_and_the_case(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    waiting = case_in(town, CaseStage.SUBMITTED)
    tell(town.pse, case, step=Step.APPROVE_PLAN)
    tell(town.pse, waiting, step=Step.TRIAGE)
    tell(town.pse, case, "nobody_left", step=Step.AGREE_SCOPE)
    tell(town.pse, case)
    rows = client_of(town.pse).get(URL).context["rows"]
    assert [str(row.title) for row in rows] == [
        "轮到您办理。",
        f"环节无人可办：会签公开范围（{case.number}）",
        "轮到您：受理审查",
        f"轮到您：审批方案（{case.number}）",
    ]
    assert [row.meta[0] for row in rows] == [case.number, "", "", ""]


def test_opening_the_case_is_reading_its_messages(town: Township) -> None:
    case, other = case_in(town, CaseStage.RECTIFYING), case_in(town, CaseStage.RECTIFYING)
    tell(town.pse, case, "plan_approved")
    kept = [tell(town.pse, other), tell(town.dps, case)]
    client_of(town.pse).get(reverse("rectification:case", args=[case.pk]))
    assert list(InAppNotice.objects.filter(read_at__isnull=True)) == kept


def test_message_says_why_one_gets_it_and_keeps_the_office_of_that_day(town: Township) -> None:
    case, member = case_in(town, CaseStage.RECTIFYING), town.east.members[0]
    queue(kind="closed", recipients=[*owner_people(case), member], case=case)
    Appointment.objects.filter(person=town.east.secretary).update(valid_to=date(2026, 5, 10))
    deliver_due()

    def why(someone: Person) -> str:
        (row,) = client_of(someone).get(URL).context["rows"]
        return row.note

    branch = town.east.organisation.name
    kind = KINDS["closed"].why
    assert (
        why(town.east.secretary) == f"为什么收到：按“{branch} {Role.SEC.label}”的职务发给您。{kind}"
    )
    assert why(town.east.clerk) == f"为什么收到：按“{branch} {Role.CLK.label}”的职务发给您。{kind}"
    assert why(member) == f"为什么收到：{kind}"


def test_every_kind_says_why() -> None:
    assert not {name for name, kind in KINDS.items() if not str(kind.why)}


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
