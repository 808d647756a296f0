"""An organisation's month and its theme day: what stands in them, and for whom."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, Channel, PublicationScope, Step
from rectification.models import Case, Notice, NoticeChannel, Organisation, Person
from tests.days import at
from tests.factories import Township, case_in
from tests.rectification.web.desk import client_of, open_step, post_notice

pytestmark = pytest.mark.django_db

NOW = at("2026-06-10", "10:00:00")
"""A Wednesday; the 28th is a Sunday, and the Dragon Boat Festival is off from the 19th."""
THEME_DAY = date(2026, 6, 28)


def month_of(someone: Person, organisation: Organisation, query: str = "") -> Any:
    url = reverse("rectification:month", args=[organisation.pk])
    return client_of(someone).get(url + query)


def lines(response: Any) -> dict[int, list[tuple[str, str]]]:
    days = [day for week in response.context["weeks"] for day in week if day.in_month]
    return {
        day.number: [(str(row.meta[0]), row.title) for row in day.rows] for day in days if day.rows
    }


def due(town: Township, day: date, **fields: Any) -> Case:
    case = case_in(town, CaseStage.RECTIFYING, **fields)
    Case.objects.filter(pk=case.pk).update(due_on=day)
    return case


def test_month_shows_what_ends_on_which_day(town: Township) -> None:
    case = due(town, date(2026, 6, 15), title="主题党日未开展")
    shown = case_in(town, CaseStage.NOTICE_PREP, title="党费登记不及时")
    Case.objects.filter(pk=shown.pk).update(due_on=date(2026, 5, 29))
    post_notice(town, shown, PublicationScope.BRANCH, ends_on=date(2026, 6, 30))
    open_step(shown, Step.HEAR_PERSON, "SEC", town.east.organisation, due_in=1)
    response = month_of(town.east.secretary, town.east.organisation)
    assert lines(response) == {
        11: [("公示前意见截止", f"{shown.number} 党费登记不及时")],
        15: [("整改到期", f"{case.number} 主题党日未开展")],
        30: [("公示期满", f"{shown.number} 党费登记不及时")],
    }
    assert response.context["count"] == 3
    assert "2026年6月有3件到期" in response.content.decode()


def test_months_follow_one_another_and_mark_days_off(town: Township) -> None:
    june = month_of(town.pse, town.committee)
    assert (june.context["before_url"], june.context["after_url"]) == (
        "?month=2026-05",
        "?month=2026-07",
    )
    days = {day.on: day for week in june.context["weeks"] for day in week}
    assert list(days[date(2026, 6, 19)].tags) == ["休息：端午节"]
    assert list(days[THEME_DAY].tags) == ["休息：周末", "主题党日"]
    may = month_of(town.pse, town.committee, "?month=2026-05")
    worked = [day for week in may.context["weeks"] for day in week if day.on == date(2026, 5, 9)]
    assert list(worked[0].tags) == ["上班（劳动节调休）"]
    for nonsense in ("?month=2026-13", "?month=9999-01", "?month=x", "?month=2026-1"):
        assert month_of(town.pse, town.committee, nonsense).context["month"] == "2026年6月"


def test_month_of_a_township_holds_its_branches_and_leads_to_theirs(town: Township) -> None:
    due(town, date(2026, 6, 15))
    response = month_of(town.org, town.committee)
    assert list(lines(response)) == [15]
    names = [place.name for place in response.context["below"]]
    assert town.east.organisation.name in names
    assert town.office.name not in names


def test_member_case_stands_only_where_it_is_seen(town: Township) -> None:
    case = due(town, date(2026, 6, 15), level=CaseLevel.MEMBER, title="不应出现的标题")
    for someone in (town.east.clerk, town.org, town.pse):
        response = month_of(someone, town.east.organisation)
        html = response.content.decode()
        assert (response.context["count"], lines(response)) == (0, {})
        assert "不应出现的标题" not in html
        assert case.number not in html
    assert month_of(town.officer, town.east.organisation).context["count"] == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("east.secretary", 200),
        ("east.clerk", 200),
        ("officer", 200),
        ("liaison", 200),
        ("east.members", 404),
        ("west.secretary", 404),
        ("pub", 404),
    ],
)
def test_month_is_open_to_whoever_reads_the_cases(town: Township, who: str, status: int) -> None:
    found: Any = town
    for name in who.split("."):
        found = getattr(found, name)
    someone = found[0] if isinstance(found, list) else found
    assert month_of(someone, town.east.organisation).status_code == status


def test_ended_case_and_hidden_notice_stand_nowhere(town: Township) -> None:
    ended = due(town, date(2026, 6, 15))
    Case.objects.filter(pk=ended.pk).update(stage=CaseStage.TERMINATED)
    shown = case_in(town, CaseStage.NOTICE_PREP)
    Case.objects.filter(pk=shown.pk).update(due_on=None)
    notice = post_notice(town, shown, PublicationScope.BRANCH, ends_on=date(2026, 6, 22))
    Notice.objects.filter(pk=notice.pk).update(hidden_at=timezone.now())
    assert lines(month_of(town.officer, town.east.organisation)) == {}


@pytest.mark.parametrize("rows", [1, 3])
def test_month_costs_the_same_however_full_it_is(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        case = due(town, date(2026, 6, 15))
        post_notice(town, case, PublicationScope.BRANCH, ends_on=date(2026, 6, 22))
        open_step(case, Step.HEAR_PERSON, "SEC", town.east.organisation)
    client = client_of(town.east.secretary)
    month_of(town.east.secretary, town.east.organisation)  # Warms what is asked once a process.
    with django_assert_num_queries(16):
        response = client.get(reverse("rectification:month", args=[town.east.organisation.pk]))
    assert response.context["count"] == 3 * rows


# --- theme day ----------------------------------------------------------------------------------


def theme_day(someone: Person, town: Township, query: str = "") -> Any:
    url = reverse("rectification:theme_day", args=[town.east.organisation.pk])
    return client_of(someone).get(url + query)


def commented(town: Township, scope: PublicationScope, held_on: date = THEME_DAY) -> Notice:
    case = case_in(town, CaseStage.NOTICE_PREP)
    notice = post_notice(town, case, scope, ends_on=date(2026, 6, 30))
    NoticeChannel.objects.create(notice=notice, kind=Channel.THEME_DAY, held_on=held_on)
    return notice


def test_agenda_has_notices_that_name_this_theme_day(town: Township) -> None:
    commented(town, PublicationScope.BRANCH)
    commented(town, PublicationScope.BRANCH, date(2026, 5, 28))
    commented(town, PublicationScope.PARTIES)
    post_notice(town, case_in(town, CaseStage.NOTICE_PREP), PublicationScope.BRANCH)
    response = theme_day(town.east.members[0], town)
    assert len(response.context["sheets"]) == 1
    html = response.content.decode()
    assert "2026年6月28日主题党日" in html
    assert "星期日；固定在每月28日，遇休息日不改期" in html
    assert len(theme_day(town.east.secretary, town, "?month=2026-05").context["sheets"]) == 1


def test_agenda_tells_the_public_title_of_what_closed_since_the_last_one(town: Township) -> None:
    for day, level in (
        ("2026-06-09", CaseLevel.BRANCH),
        ("2026-05-28", CaseLevel.BRANCH),
        ("2026-06-09", CaseLevel.MEMBER),
    ):
        case = case_in(town, CaseStage.NOTICE_PREP, level=level, title="内部的标题")
        post_notice(town, case, PublicationScope.BRANCH, ends_on=date(2026, 5, 20))
        Case.objects.filter(pk=case.pk).update(stage=CaseStage.CLOSED, ended_at=at(day))
    response = theme_day(town.east.members[0], town)
    assert response.context["closed"] == ["关于主题党日未按时开展问题整改情况的公示（6月9日销号）"]
    assert "内部的标题" not in response.content.decode()


def test_theme_day_is_open_to_the_branch_and_to_whoever_reads_its_month(town: Township) -> None:
    for someone, status in (
        (town.east.members[0], 200),
        (town.pse, 200),
        (town.west.members[0], 404),
        (town.pub, 404),
    ):
        assert theme_day(someone, town).status_code == status
    assert theme_day(town.east.members[0], town).context["month_url"] == ""


@pytest.mark.parametrize("rows", [1, 3])
def test_theme_day_costs_the_same_however_long_it_is(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        commented(town, PublicationScope.BRANCH)
    client = client_of(town.east.members[0])
    with django_assert_num_queries(15):
        response = client.get(reverse("rectification:theme_day", args=[town.east.organisation.pk]))
    assert len(response.context["sheets"]) == rows


def test_week_leads_to_the_months_one_reads_and_the_theme_day_of_the_own_branch(
    town: Township,
) -> None:
    east = town.east.organisation
    for someone, months, theme_days in (
        (town.east.secretary, [east.name], [east.name]),
        (town.east.members[0], [], [east.name]),
        (town.org, [town.committee.name], [town.home.name]),
    ):
        context = client_of(someone).get(reverse("rectification:week")).context
        assert [place.name for place in context["months"]] == months
        assert [place.name for place in context["theme_days"]] == theme_days
