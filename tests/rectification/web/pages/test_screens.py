"""Screens: who keeps them, the link shown once, and what stands before residents."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseStage, PublicationScope
from rectification.models import Notice, Screen
from rectification.services.screens import register_screen
from rectification.web.screen_pages import LONGEST_PART, SECONDS, page_at, parts_of
from tests.days import at
from tests.factories import Township, case_in
from tests.rectification.web.desk import client_of, post_notice

pytestmark = pytest.mark.django_db

NOW = at("2026-06-03", "10:00:00")
SCREENS = "/screens/"


def told(town: Township, title: str, scope: str = "S4", **fields: Any) -> Notice:
    case = case_in(town, CaseStage.NOTICE_PREP)
    notice = post_notice(town, case, PublicationScope(scope), **fields)
    notice.decision.title, notice.decision.text = title, f"{title}已办结。"
    notice.decision.save()
    return notice


def screen_of(town: Township) -> str:
    """The address of a screen of the east village."""
    _screen, token = register_screen(
        by=town.east.secretary, organisation=town.east.organisation, name="屏", place="村部"
    )
    return reverse("rectification:on_screen", args=[token])


def shown(address: str, rounds: int = 6) -> list[str]:
    """Titles on the pages that follow one another by themselves."""
    client, titles, url = Client(), [], address
    for _ in range(rounds):
        page = client.get(url)
        part = page.context["shown"]
        titles.append(part.sheet.title if part else "")
        url = address + page.context["next_url"]
    return titles


def test_screen_shows_running_notices_for_residents_one_after_the_other(town: Township) -> None:
    told(town, "路灯", "S4", ends_on=date(2026, 6, 10))
    told(town, "水渠", "S5", ends_on=date(2026, 6, 9))
    for scope in ("S1", "S2", "S3"):
        told(town, f"党内{scope}", scope)
    assert shown(screen_of(town), 4) == ["水渠", "路灯", "水渠", "路灯"]


def test_screen_leaves_out_what_is_hidden_over_or_of_another_organisation(town: Township) -> None:
    hidden, withdrawn, ended, elsewhere, sealed = (told(town, f"第{n}条") for n in range(5))
    hidden.hidden_at = withdrawn.withdrawn_at = ended.ended_at = timezone.now()
    over = told(town, "期满", ends_on=timezone.localdate() - timedelta(days=1))
    for notice in (hidden, withdrawn, ended):
        notice.save()
    elsewhere.case.owner_organisation = town.west.organisation
    sealed.case.sealed = True
    for notice in (elsewhere, sealed):
        notice.case.save()
    assert not over.ended_at
    page = Client().get(screen_of(town))
    assert page.context["shown"] is None
    assert "目前没有正在公示的内容" in page.content.decode()


def test_screen_narrowed_below_its_readers_shows_nothing_any_more(town: Township) -> None:
    notice = told(town, "路灯", "S4")
    notice.decision.scope = PublicationScope.TOWNSHIP
    notice.decision.save()
    assert shown(screen_of(town), 1) == [""]


def test_page_of_a_screen_turns_by_itself_and_holds_no_script_and_no_way_in(
    town: Township,
) -> None:
    notice = told(town, "路灯")
    address = screen_of(town)
    response = client_of(town.east.secretary).get(address)
    html = response.content.decode()
    assert f'http-equiv="refresh" content="{SECONDS};url=?at=1"' in html
    assert "<script" not in html
    assert re.findall(r"<a\b|<form\b", html) == []
    assert html.count("<h1") == 1
    assert town.east.secretary.name not in html
    assert response.cookies == {}
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    sheet = reverse("rectification:sheet", args=[notice.token])
    assert response.context["shown"].address == f"http://testserver{sheet}"
    assert 'src="data:image/svg+xml' in html
    for hidden in (notice.case.number, notice.case.title, town.officer.name):
        assert hidden not in html


def test_long_text_is_shown_in_parts(town: Township) -> None:
    notice = told(town, "路灯")
    notice.decision.text = "村口的路灯已经全部修好并落实专人管护。" * 20
    notice.decision.save()
    address = screen_of(town)
    parts = [Client().get(f"{address}?at={n}").context["shown"] for n in range(3)]
    assert "".join(part.part for part in parts) == notice.decision.text
    assert [(part.number, part.parts) for part in parts] == [(1, 3), (2, 3), (3, 3)]
    assert "第1页，共3页" in Client().get(address).content.decode()


@pytest.mark.parametrize("at_value", ["x", "-1", "9" * 40, "", "٣"])
def test_nonsense_in_the_address_begins_at_the_start(town: Township, at_value: str) -> None:
    told(town, "路灯")
    assert Client().get(screen_of(town), {"at": at_value}).status_code == 200


def test_parts_keep_every_word_and_stay_short() -> None:
    for text in ("", "短。", "无标点" * 200, "一句。\n\n" * 90, "甲" * LONGEST_PART):
        parts = parts_of(text)
        assert all(len(part) <= LONGEST_PART for part in parts)
        assert re.sub(r"\s", "", "".join(parts)) == re.sub(r"\s", "", text)


def test_places_follow_one_another_and_begin_anew() -> None:
    assert [page_at(n, [2, 1]) for n in range(5)] == [(0, 0), (0, 1), (1, 0), (0, 0), (0, 1)]


def test_unknown_and_revoked_screen_are_not_found(town: Township) -> None:
    told(town, "路灯")
    address = screen_of(town)
    screen = Screen.objects.get()
    page = reverse("rectification:screen", args=[screen.pk])
    client = client_of(town.east.secretary)
    assert Client().get(address).status_code == 200
    told_so = client.post(page, {"act": "revoke"}, follow=True).content.decode()
    assert "已停用，原链接不能再打开。" in told_so
    assert Client().get(address).status_code == 404
    unknown = reverse("rectification:on_screen", args=["x" * 43])
    assert Client().get(unknown).status_code == 404
    again = client.post(page, {"act": "revoke"}, follow=True).content.decode()
    assert f"公示屏已由{town.east.secretary.name}停用" in again


def test_link_is_shown_once(town: Township) -> None:
    client = client_of(town.east.secretary)
    form = client.get(f"{SCREENS}new/")
    assert form.context["form"].initial["organisation"] == town.east.organisation.pk
    given = {"organisation": town.east.organisation.pk, "name": "村部屏", "place": "一楼大厅"}
    answer = client.post(f"{SCREENS}new/", given)
    screen = Screen.objects.get()
    url = answer.context["url"]
    assert url in answer.content.decode()
    assert Client().get(url).status_code == 200
    token = url.rstrip("/").rsplit("/", 1)[1]
    for page in (SCREENS, reverse("rectification:screen", args=[screen.pk])):
        html = client.get(page).content.decode()
        assert (token in html, "村部屏" in html, "最近一次打开" in html) == (False, True, True)


def test_screen_of_others_is_refused_in_the_form_and_not_found(town: Township) -> None:
    screen_of(town)
    page = reverse("rectification:screen", args=[Screen.objects.get().pk])
    west, gen = client_of(town.west.secretary), client_of(town.gen)
    for client in (west, gen):
        assert (client.get(page).status_code, client.post(page).status_code) == (404, 404)
    given = {"organisation": town.east.organisation.pk, "name": "屏", "place": "村部"}
    assert west.post(f"{SCREENS}new/", given).status_code == 422
    assert client_of(town.pub).get(SCREENS).status_code == 404
    assert Screen.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_screens_costs_the_same_however_long_it_is(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        screen_of(town)
    client = client_of(town.east.secretary)
    with django_assert_num_queries(9):
        response = client.get(SCREENS)
    assert len(response.context["rows"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_screen_costs_the_same_however_much_it_shows(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        told(town, f"第{number}条")
    address = screen_of(town)
    Client().get(address)
    with django_assert_num_queries(3):
        Client().get(address)


def test_board_leads_whoever_keeps_screens_to_them(town: Township) -> None:
    def tabs(client: Client) -> list[str]:
        return [tab.url for tab in client.get("/board/").context["tabs"]]

    assert SCREENS in tabs(client_of(town.east.secretary))
    assert SCREENS in tabs(client_of(town.gen))
    assert tabs(client_of(town.east.members[1])) == []
    assert tabs(Client()) == []


def test_general_office_finds_and_revokes_the_screen_of_a_closed_branch(town: Township) -> None:
    screen_of(town)
    screen = Screen.objects.get()
    url = reverse("rectification:screen", args=[screen.pk])
    assert client_of(town.gen).get(url).status_code == 404
    screen.organisation.closed_on = timezone.localdate() - timedelta(days=1)
    screen.organisation.save()
    desk = client_of(town.gen)
    listed = desk.get(reverse("rectification:screens"))
    assert url in listed.content.decode()
    assert desk.post(url, {"act": "revoke"}).status_code == 302
    screen.refresh_from_db()
    assert screen.revoked_by == town.gen
    assert client_of(town.east.secretary).get(url).status_code == 404
