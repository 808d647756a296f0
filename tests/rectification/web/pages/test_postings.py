"""Entering what was shown at a meeting or on a sheet, and the sheet that is printed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseStage, Channel, PublicationScope
from rectification.models import Notice, NoticeChannel, Posting, User
from rectification.services.occasions import enter_occasion
from rectification.services.postings import Shown, enter_posting
from tests.days import at
from tests.factories import Township, case_in
from tests.rectification.web.desk import client_of, post_notice

pytestmark = pytest.mark.django_db

NOW = at("2026-06-28", "20:00:00")
POSTINGS = "/postings/"
NEW = "/postings/new/"


def told(town: Township, title: str, scope: str = "S3", **fields: Any) -> Notice:
    case = case_in(town, CaseStage.IN_NOTICE)
    notice = post_notice(town, case, PublicationScope(scope), **fields)
    notice.decision.title, notice.decision.text = title, f"{title}已办结。"
    notice.decision.save()
    return notice


def posted(
    town: Township, *notices: Notice, channel: str = Channel.BOARD_SHEET, again: str = "instead"
) -> Posting:
    attendance = 20 if channel in Channel.meetings() else None
    return enter_posting(
        by=User.objects.get(person=town.east.secretary),
        organisation=town.east.organisation,
        notices=notices,
        shown=Shown(
            channel=channel,
            held_on=timezone.localdate(),
            record="公开栏照片存档",
            attendance=attendance,
            again=again,
        ),
    )


def labels(client: Client, url: str = NEW) -> list[str]:
    form = client.get(url).context["form"]
    return [str(box.choice_label) for box in form["notices"].subwidgets]


def test_secretary_enters_several_notices_in_one_form(town: Township) -> None:
    notices = [told(town, "路灯", "S2"), told(town, "党费", "S3")]
    client = client_of(town.east.secretary)
    given = {
        "channel": "theme_day",
        "held_on": "2026-06-28",
        "attendance": "18",
        "record": "支部会议记录本",
        "notices": [str(notice.pk) for notice in notices],
    }
    answer = client.post(NEW, given, follow=True)
    posting = Posting.objects.get()
    assert answer.redirect_chain == [(reverse("rectification:posting", args=[posting.pk]), 302)]
    html = answer.content.decode()
    for words in ("已登记，并记入各事项的办理记录。", "18", "路灯", "党费", "公示2条"):
        assert words in html
    assert posting.channels.count() == 2


def test_notices_are_offered_with_end_readers_and_agenda_and_those_planned_are_ticked(
    town: Township,
) -> None:
    planned = told(town, "路灯", "S2", ends_on=date(2026, 7, 2))
    told(town, "党费", "S3", ends_on=date(2026, 7, 3))
    NoticeChannel.objects.create(
        notice=planned, kind=Channel.THEME_DAY, held_on=date(2026, 6, 28), record="待补"
    )
    client = client_of(town.east.secretary)
    assert labels(client) == [
        "路灯（至7月2日、本支部党员、列入6月28日主题党日议程）",
        "党费（至7月3日、全镇党内）",
    ]
    assert client.get(NEW).context["form"].initial["notices"] == [planned.pk]


def test_publicity_centre_says_of_which_organisation_and_sees_what_it_may_read(
    town: Township,
) -> None:
    told(town, "党内", "S2")
    told(town, "全镇", "S3")
    client = client_of(town.pub)
    east = f"{NEW}?organisation={town.east.organisation.pk}"
    urls = [row.url for row in client.get(NEW).context["rows"]]
    assert east in urls
    assert [label.split("（")[0] for label in labels(client, east)] == ["全镇"]
    assert client_of(town.west.secretary).get(east).status_code == 404
    assert client.get(f"{NEW}?organisation=x").status_code == 404


def test_refusal_stands_beside_its_field_and_keeps_what_was_typed(town: Township) -> None:
    notice = told(town, "路灯", "S2")
    given = {"channel": "board_sheet", "held_on": "2026-06-28", "notices": [notice.pk]}
    answer = client_of(town.east.secretary).post(NEW, given)
    errors = answer.context["form"].errors
    assert answer.status_code == 422
    assert set(errors) == {"notices", "record"}
    assert "以下公示只面向党员：路灯" in errors["notices"][0]
    assert not Posting.objects.exists()


def test_record_of_the_meeting_is_offered_where_there_is_one(town: Township) -> None:
    told(town, "路灯")
    client = client_of(town.east.secretary)
    assert "occasion" not in client.get(NEW).context["form"].fields
    enter_occasion(
        by=town.east.secretary,
        source="meeting",
        kind="theme_day",
        organisation=town.east.organisation,
        held_on=date(2026, 6, 28),
        finding="讲评整改情况，大家没有意见。",
        present=20,
    )
    assert "6月28日 主题党日" in client.get(NEW).content.decode()


def test_form_without_notices_says_so(town: Township) -> None:
    html = client_of(town.east.secretary).get(NEW).content.decode()
    assert "目前公示栏上没有您有权阅读的本党组织公示。" in html
    assert "保存登记" not in html


def test_theme_day_leads_to_the_form_for_those_who_enter(town: Township) -> None:
    url = reverse("rectification:theme_day", args=[town.east.organisation.pk])
    link = f"{NEW}?organisation={town.east.organisation.pk}"
    assert link in client_of(town.east.secretary).get(url).content.decode()
    assert link not in client_of(town.east.members[0]).get(url).content.decode()
    assert link not in client_of(town.liaison).get(url).content.decode()


def test_what_was_shown_at_a_theme_day_stays_on_its_agenda(town: Township) -> None:
    notice = told(town, "路灯", "S2")
    posted(town, notice, channel=Channel.THEME_DAY)
    url = reverse("rectification:theme_day", args=[town.east.organisation.pk])
    page = client_of(town.east.members[0]).get(url, {"month": "2026-06"})
    assert [sheet.title for sheet in page.context["sheets"]] == ["路灯"]


def test_case_page_says_when_it_was_shown(town: Township) -> None:
    notice = told(town, "路灯", "S2")
    posted(town, notice, channel=Channel.THEME_DAY)
    url = reverse("rectification:case", args=[notice.case_id])
    html = client_of(town.east.secretary).get(url).content.decode()
    assert "主题党日讲评 6月28日" in html
    assert "公示情况已登记" in html


def test_sheet_lists_what_residents_read_with_period_contact_and_picture(town: Township) -> None:
    first, second = told(town, "路灯", "S4"), told(town, "水渠", "S5")
    posting = posted(town, first, second)
    url = reverse("rectification:posting_sheet", args=[posting.pk])
    response = client_of(town.east.secretary).get(url)
    html = response.content.decode()
    for words in ("路灯", "水渠", "联系：", "张贴日期：2026年6月28日", "6月28日", "7月5日"):
        assert words in html, words
    assert html.count('src="data:image/svg+xml') == 2
    for hidden in (first.case.number, first.case.title, first.token):
        assert hidden not in html


def test_sheet_leaves_out_what_was_narrowed_or_hidden_since(town: Township) -> None:
    narrowed, hidden = told(town, "路灯", "S4"), told(town, "水渠", "S5")
    posting = posted(town, narrowed, hidden)
    url = reverse("rectification:posting_sheet", args=[posting.pk])
    client = client_of(town.east.secretary)
    narrowed.decision.scope = PublicationScope.TOWNSHIP
    narrowed.decision.save()
    assert [row.sheet.title for row in client.get(url).context["printed"]] == ["水渠"]
    hidden.hidden_at = timezone.now()
    hidden.save()
    assert client.get(url).status_code == 404
    page = client.get(reverse("rectification:posting", args=[posting.pk]))
    assert page.context["act"] is None
    assert [sheet.title for sheet in page.context["sheets"]] == ["路灯"]


def test_posting_that_was_entered_anew_says_so(town: Township) -> None:
    notice = told(town, "路灯", "S4")
    former = posted(town, notice)
    posted(town, notice)
    url = reverse("rectification:posting", args=[former.pk])
    assert "已重新登记" in client_of(town.east.secretary).get(url).content.decode()


def test_second_entry_asks_what_it_is_and_the_answer_is_kept(town: Township) -> None:
    notice = told(town, "路灯", "S4")
    former = posted(town, notice)
    client = client_of(town.east.secretary)
    data = {
        "channel": "board_sheet",
        "held_on": "2026-06-28",
        "record": "公开栏照片存档",
        "notices": [notice.pk],
    }
    assert client.get(NEW).context["form"]["again"].is_hidden
    answer = client.post(NEW, data)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert ("再次公示" in html, "原登记有误" in html) == (True, True)
    assert not answer.context["form"]["again"].is_hidden
    assert client.post(NEW, data | {"again": "beside"}).status_code == 302
    assert [row.posting == former for row in notice.channels.order_by("pk")] == [True, False]


def test_posting_of_another_organisation_is_not_found(town: Township) -> None:
    posting = posted(town, told(town, "路灯", "S4"))
    for name in ("posting", "posting_sheet"):
        url = reverse(f"rectification:{name}", args=[posting.pk])
        assert client_of(town.west.secretary).get(url).status_code == 404
        assert client_of(town.pub).get(url).status_code == 200


def test_list_goes_on_page_by_page(town: Township) -> None:
    notice = told(town, "路灯", "S4")
    rows = [posted(town, notice) for _ in range(21)]
    client = client_of(town.east.secretary)
    page = client.get(POSTINGS)
    assert len(page.context["rows"]) == 20
    rest = client.get(POSTINGS + page.context["next_url"])
    assert [row.url for row in rest.context["rows"]] == [f"{POSTINGS}{rows[0].pk}/"]
    assert rest.context["first_url"] == POSTINGS


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_however_long_it_is(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        posted(town, told(town, "路灯", "S4"))
    client = client_of(town.east.secretary)
    with django_assert_num_queries(10):
        response = client.get(POSTINGS)
    assert len(response.context["rows"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_form_costs_the_same_however_much_it_offers(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        told(town, "路灯", ends_on=timezone.localdate() + timedelta(days=3))
    client = client_of(town.east.secretary)
    with django_assert_num_queries(15):
        response = client.get(NEW)
    assert len(response.context["form"]["notices"].subwidgets) == rows
