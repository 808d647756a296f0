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
    with django_assert_num_queries(13):
        response = client.get(BOARD)
    assert len(response.context["notices"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_public_board_costs_the_same_however_long_it_is(
    town: Township, client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        notice_of(town, "S5")
    with django_assert_num_queries(3):
        client.get(BOARD)
