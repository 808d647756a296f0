"""The notice board, the page of a notice, and the link on the posted sheet."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseStage, PublicationScope
from rectification.models import Notice, Person
from tests.days import at
from tests.factories import Township, case_in
from tests.rectification.web.desk import client_of, post_notice

pytestmark = pytest.mark.django_db

BOARD = "/board/"
NOW = at("2026-06-03", "10:00:00")


def notice_of(town: Township, scope: str, **fields: Any) -> Notice:
    case = case_in(town, CaseStage.NOTICE_PREP)
    return post_notice(town, case, PublicationScope(scope), **fields)


def board_of(client: Client) -> list[Any]:
    return list(client.get(BOARD).context["notices"])


def own_board(someone: Person) -> list[Any]:
    return board_of(client_of(someone))


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("S2", {"branch"}),
        ("S3", {"branch", "township"}),
        ("S4", {"branch", "township"}),
        ("S5", {"branch", "township", "everybody"}),
    ],
)
def test_board_shows_the_scopes_one_belongs_to(
    town: Township, client: Client, scope: str, expected: set[str]
) -> None:
    notice = notice_of(town, scope)
    readers = {
        "branch": client_of(town.east.members[1]),
        "township": client_of(town.west.members[0]),
        "everybody": client,
    }
    url = reverse("rectification:notice", args=[notice.pk])
    assert {name for name, reader in readers.items() if board_of(reader)} == expected
    assert {
        name for name, reader in readers.items() if reader.get(url).status_code == 200
    } == expected


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("S2", "本支部党员"),
        ("S3", "全镇党内"),
        ("S4", "本村/本单位（含群众）"),
        ("S5", "向社会"),
    ],
)
def test_notice_says_in_words_who_may_read_it(town: Township, scope: str, words: str) -> None:
    notice = notice_of(town, scope)
    client = client_of(town.east.members[1])
    for url in (BOARD, reverse("rectification:notice", args=[notice.pk])):
        page = client.get(url).content.decode()
        assert (words in page, f"{scope} " in page) == (True, False)


def test_board_is_not_for_search_engines_and_caches(client: Client) -> None:
    response = client.get(BOARD)
    assert response.status_code == 200
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Cache-Control"] == "no-store"
    assert 'content="noindex' in response.content.decode()


def test_board_tells_how_long_one_may_still_object(town: Township) -> None:
    ends = (date(2026, 6, 5), date(2026, 6, 4), date(2026, 6, 2))
    for day in ends:
        notice_of(town, "S3", ends_on=day)
    sheets = own_board(town.west.members[0])
    assert [sheet.light.colour for sheet in sheets] == ["yellow", "green", "grey"]
    assert [sheet.act is not None for sheet in sheets] == [True, True, False]


def test_board_says_that_the_clock_stands_still(town: Township) -> None:
    notice = notice_of(town, "S3", ends_on=date(2026, 6, 2))
    notice.suspended_on = date(2026, 6, 1)
    notice.save()
    (sheet,) = own_board(town.west.members[0])
    assert sheet.light.colour == "grey"
    assert sheet.act is not None


def test_hidden_withdrawn_and_old_notices_are_gone(town: Township) -> None:
    reader = town.east.secretary
    hidden, withdrawn, old = (notice_of(town, "S5") for _ in range(3))
    hidden.hidden_at = withdrawn.withdrawn_at = old.ended_at = timezone.now()
    old.ends_on = timezone.localdate() - timedelta(days=4)
    for notice in (hidden, withdrawn, old):
        notice.save()
    assert own_board(reader) == []
    for notice in (hidden, withdrawn, old):
        for address in (
            reverse("rectification:notice", args=[notice.pk]),
            reverse("rectification:sheet", args=[notice.token]),
        ):
            assert client_of(reader).get(address).status_code == 404


def test_notice_page_names_nobody_and_no_case(town: Township, client: Client) -> None:
    notice = notice_of(town, "S5")
    html = client.get(reverse("rectification:notice", args=[notice.pk])).content.decode()
    assert notice.decision.title in html
    assert reverse("workflows:object", args=[notice.pk]) in html
    for hidden in (notice.case.number, notice.case.title, town.officer.name, notice.token):
        assert hidden not in html


def test_sheet_opens_its_own_notice_and_the_way_to_object(town: Township, client: Client) -> None:
    notice = notice_of(town, "S4")
    other = notice_of(town, "S4")
    response = client.get(reverse("rectification:sheet", args=[notice.token]))
    html = response.content.decode()
    assert response.status_code == 200
    assert reverse("workflows:object_by_link", args=[notice.token]) in html
    assert other.token not in html
    assert f'href="{BOARD}"' not in html
    assert "noindex" in response.headers["X-Robots-Tag"]


@pytest.mark.parametrize("scope", ["S2", "S3"])
def test_sheet_of_a_narrow_notice_does_not_exist(
    town: Township, client: Client, scope: str
) -> None:
    notice = notice_of(town, scope)
    assert client.get(reverse("rectification:sheet", args=[notice.token])).status_code == 404


def test_sheet_of_a_guessed_token_does_not_exist(client: Client) -> None:
    assert client.get(reverse("rectification:sheet", args=["x" * 43])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_board_costs_the_same_however_long_it_is(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        notice_of(town, "S3")
    client = client_of(town.west.members[0])
    with django_assert_num_queries(14):
        response = client.get(BOARD)
    assert len(response.context["notices"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_public_board_costs_the_same_however_long_it_is(
    town: Township, client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        notice_of(town, "S5")
    with django_assert_num_queries(4):
        client.get(BOARD)


# --- looking something up ------------------------------------------------------------------------


def found(client: Client, **query: str) -> list[str]:
    """Public titles on the page that answers this search."""
    return [sheet.title for sheet in client.get(BOARD, query).context["notices"]]


def told(town: Township, title: str, text: str, scope: str = "S3", **fields: Any) -> Notice:
    notice = notice_of(town, scope, **fields)
    notice.decision.title, notice.decision.text = title, text
    notice.decision.save()
    return notice


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", ["路灯", "党费"]),
        ("照明", ["路灯"]),
        ("路灯 已修", ["路灯"]),
        ("路灯　已修", ["路灯"]),
        ("路灯 党费", []),
        ("led", ["路灯"]),
        ("LED", ["路灯"]),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("'", []),
    ],
)
def test_board_finds_notices_in_which_every_word_stands(
    town: Township, words: str, expected: list[str]
) -> None:
    told(town, "路灯", "村口照明的 Led 灯已修好。")
    told(town, "党费", "党费已按月收缴。")
    assert found(client_of(town.west.members[0]), q=words) == expected


def test_board_searches_what_is_public_and_nothing_else_of_the_case(town: Township) -> None:
    notice = told(town, "路灯", "已修好。")
    case = notice.case
    reader = client_of(town.west.members[0])
    for hidden in (case.title, case.number, case.description, town.officer.name):
        assert found(reader, q=hidden[:60]) == []


@pytest.mark.parametrize("query", [{}, {"q": "主题党日"}, {"state": "running"}])
def test_search_passes_by_what_the_reader_may_not_read(
    town: Township, client: Client, query: dict[str, str]
) -> None:
    notice_of(town, "S2")
    query = {**query, "organisation": str(town.east.organisation.pk)}
    page = client.get(BOARD, query)
    assert list(page.context["notices"]) == []
    assert (page.context["count"], town.east.organisation.name in page.content.decode()) == (
        0,
        False,
    )


def test_board_offers_only_what_stands_on_it(town: Township) -> None:
    notice_of(town, "S3")
    form = client_of(town.west.members[0]).get(BOARD).context["form"]
    values = {
        name: [value for value, _label in form.fields[name].choices]
        for name in ("organisation", "level", "purpose")
    }
    assert values == {
        "organisation": ["", town.east.organisation.pk],
        "level": ["", "B"],
        "purpose": ["", "effect"],
    }


def test_board_is_narrowed_by_organisation_level_kind_and_state(town: Township) -> None:
    told(town, "在公示", "甲", ends_on=date(2026, 6, 8))
    told(town, "刚结束", "乙", ends_on=date(2026, 6, 2))
    reader = client_of(town.west.members[0])
    east = str(town.east.organisation.pk)
    assert found(reader, organisation=east) == ["在公示", "刚结束"]
    assert found(reader, state="running") == ["在公示"]
    assert found(reader, state="over", level="B", purpose="effect") == ["刚结束"]
    assert found(reader, q="甲", state="over") == []


def test_what_is_not_offered_narrows_nothing_down(town: Township) -> None:
    told(town, "在公示", "甲")
    reader = client_of(town.west.members[0])
    for query in ({"organisation": "0"}, {"level": "x"}, {"state": "x"}, {"after": "x"}):
        assert found(reader, **query) == ["在公示"]


def test_state_on_the_board_is_that_of_the_sheet(town: Township) -> None:
    """A notice whose clock stands still runs on; one that its case has ended is over."""
    suspended = told(town, "中止", "甲", ends_on=date(2026, 6, 2))
    suspended.suspended_on = date(2026, 6, 1)
    ended = told(town, "结束", "乙", ends_on=date(2026, 6, 3))
    ended.ended_at = timezone.now()
    for notice in (suspended, ended):
        notice.save()
    reader = client_of(town.west.members[0])
    assert found(reader, state="running") == ["中止"]
    assert found(reader, state="over") == ["结束"]


def test_board_goes_on_page_by_page_and_keeps_what_was_sought(town: Township) -> None:
    day = date(2026, 6, 8)
    titles = [f"路灯第{number}处" for number in range(1, 42)]
    for title in titles[:21]:
        told(town, title, "已修好。", ends_on=day)
    for title in titles[21:]:
        told(town, title, "已修好。", ends_on=date(2026, 6, 2))
    told(town, "党费", "已收缴。", ends_on=day)
    client = client_of(town.west.members[0])
    page = client.get(BOARD, {"q": "路灯"})
    seen = [sheet.title for sheet in page.context["notices"]]
    assert (len(seen), page.context["count"], page.context["first_url"]) == (20, 41, "")
    while page.context["next_url"]:
        page = client.get(BOARD + page.context["next_url"])
        assert page.context["count"] == 41
        assert page.context["first_url"].startswith(f"{BOARD}?q=")
        seen += [sheet.title for sheet in page.context["notices"]]
    assert seen == titles


def test_empty_search_says_so_and_leads_back(town: Township) -> None:
    notice_of(town, "S3")
    html = client_of(town.west.members[0]).get(BOARD, {"q": "没有这个词"}).content.decode()
    assert "没有符合条件的公示" in html
    assert 'role="status">共0条公示<' in html
    assert f'href="{BOARD}">显示全部公示<' in html


def test_board_is_read_by_ear_and_works_without_script(town: Township) -> None:
    notice_of(town, "S3")
    html = client_of(town.west.members[0]).get(BOARD).content.decode()
    assert html.count("<h1") == 1
    assert 'role="search" aria-label="查找公示"' in html
    assert 'method="get"' in html
    for name in ("q", "organisation", "level", "purpose", "state"):
        assert f'for="id_{name}"' in html
    assert 'role="status">共1条公示<' in html


def test_empty_board_offers_no_search(client: Client) -> None:
    assert 'role="search"' not in client.get(BOARD).content.decode()
