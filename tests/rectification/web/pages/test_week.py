"""My week: steps and measures by the day they are due, days off, and what must not leak."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, Step
from rectification.models import Case, Measure, Person, Recusal
from rectification.roles import Role
from tests.days import at
from tests.factories import Township, case_in
from tests.rectification.web.desk import client_of, open_step

pytestmark = pytest.mark.django_db

NOW = at("2026-06-10", "10:00:00")
"""A Wednesday; the Dragon Boat Festival is off from the 19th to the 21st."""


def week_of(someone: Person) -> Any:
    response = client_of(someone).get(reverse("rectification:week"))
    assert response.status_code == 200
    return response


def titles(response: Any) -> dict[date, list[str]]:
    days = [day for week in response.context["weeks"] for day in week.days]
    return {day.on: [row.title for row in day.rows] for day in days if day.rows}


def test_overdue_stands_on_top_and_each_day_has_what_is_due_on_it(town: Township) -> None:
    for days, title in ((-2, "已经逾期"), (0, "今天到期"), (5, "下周到期"), (12, "再往后")):
        case = case_in(town, CaseStage.PLAN_REVIEW, title=title)
        open_step(case, Step.APPROVE_PLAN, Role.PSE, town.committee, due_in=days)
    response = week_of(town.pse)
    assert [row.title for row in response.context["overdue"]] == ["审批方案：已经逾期"]
    assert titles(response) == {
        date(2026, 6, 10): ["审批方案：今天到期"],
        date(2026, 6, 15): ["审批方案：下周到期"],
    }
    weeks = [(week.title, len(week.days)) for week in response.context["weeks"]]
    assert weeks == [("本周", 5), ("下周", 7)]
    assert response.context["today_count"] == 1
    row = response.context["overdue"][0]
    assert (row.light.colour, row.light.word) == ("red", "逾期2个工作日")


def test_days_off_say_why(town: Township) -> None:
    days = [day for week in week_of(town.pse).context["weeks"] for day in week.days]
    assert {day.on.day: list(day.tags) for day in days if day.tags} == {
        13: ["休息：周末"],
        14: ["休息：周末"],
        19: ["休息：端午节"],
        20: ["休息：端午节"],
        21: ["休息：端午节"],
    }
    assert [day.on.day for day in days if day.is_today] == [10]


def test_measure_stands_with_whoever_answers_for_it(town: Township) -> None:
    case_in(town, CaseStage.RECTIFYING)
    measure = Measure.objects.get()
    assert titles(week_of(town.east.secretary)) == {date(2026, 6, 17): [f"措施：{measure.text}"]}
    assert titles(week_of(town.east.clerk)) == {}
    Measure.objects.update(due_on=date(2026, 6, 9))
    late = week_of(town.east.secretary)
    assert [row.light.colour for row in late.context["overdue"]] == ["red"]


@pytest.mark.parametrize(
    "change",
    [
        {"done_at": NOW},
        {"dropped_at": NOW},
        {"plan__status": "returned"},
        {"case__stage": CaseStage.TERMINATED},
        {"case__sealed": True},
    ],
)
def test_measure_that_is_nobodys_duty_any_more_is_left_out(
    town: Township, change: dict[str, Any]
) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    for name, value in change.items():
        owner, _, field = name.rpartition("__")
        rows: Any = {"": Measure.objects, "plan": case.plans, "case": Case.objects}[owner]
        rows.update(**{field: value})
    assert titles(week_of(town.east.secretary)) == {}


def test_measure_of_a_case_that_is_not_open_to_him_tells_no_word_of_it(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, level=CaseLevel.MEMBER, title="不应出现的标题")
    Measure.objects.update(person=town.west.secretary, text="不应出现的措施")
    response = week_of(town.west.secretary)
    assert titles(response) == {date(2026, 6, 17): ["由您负责的一项措施"]}
    html = response.content.decode()
    assert "不应出现的" not in html
    assert reverse("rectification:case", args=[case.pk]) not in html
    Recusal.objects.create(
        case=case, person=town.west.secretary, ground="relative", since=timezone.now()
    )
    assert titles(week_of(town.west.secretary)) == {}


@pytest.mark.parametrize("rows", [1, 3])
def test_week_costs_the_same_however_long_it_is(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        case = case_in(town, CaseStage.RECTIFYING)
        open_step(case, Step.CARRY_OUT, Role.SEC, town.east.organisation)
    client = client_of(town.east.secretary)
    week_of(town.east.secretary)  # What the database can do is asked once a process.
    with django_assert_num_queries(13):
        found = titles(client.get(reverse("rectification:week")))
    assert [len(lines) for lines in found.values()] == [rows, rows]
