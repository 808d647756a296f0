"""回头看: the list of a township, and the page on which one is begun."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseStage, LookBackResult
from rectification.models import Case, LookBack, LookBackDraw, Recusal
from tests.factories import Township, case_in
from tests.house.waiting import look_backs_drawn
from tests.rectification.web.desk import client_of

pytestmark = pytest.mark.django_db

HOME = reverse("rectification:look_backs")


def planned(town: Township) -> Case:
    case = case_in(town, CaseStage.CLOSED, outcome="closed")
    LookBack.objects.create(
        case=case,
        round=1,
        kind="after_closing",
        ground="due",
        begins_on=date(2026, 12, 1),
        due_on=date(2027, 3, 1),
    )
    return case


def test_list_is_for_discipline_committee_and_office(town: Township) -> None:
    case = planned(town)
    for someone, status in ((town.dis[0], 200), (town.officer, 200), (town.org, 404)):
        assert client_of(someone).get(HOME).status_code == status
    shown = client_of(town.dis[0]).get(HOME).content.decode()
    # Whoever does not see the case reads its number and nothing that was found.
    assert case.number in shown
    assert case.title not in shown
    assert reverse("rectification:case", args=[case.pk]) not in shown
    assert (
        reverse("rectification:case", args=[case.pk])
        in client_of(town.officer).get(HOME).content.decode()
    )


def test_what_was_found_is_for_whoever_sees_the_case(town: Township) -> None:
    case = planned(town)
    case.look_backs.update(
        begun_at=case.submitted_at, ended_at=case.submitted_at, result="relapse", is_relapse=True
    )
    result = str(LookBackResult.RELAPSE.label)
    assert result in client_of(town.officer).get(HOME).content.decode()
    assert case.number in (shown := client_of(town.dis[0]).get(HOME).content.decode())
    assert result not in shown
    Recusal.objects.create(case=case, person=town.officer, ground="interest", since=timezone.now())
    shown = client_of(town.officer).get(HOME).content.decode()
    assert case.number not in shown
    assert result not in shown


def test_case_page_says_until_when(town: Township) -> None:
    case = planned(town)
    page = client_of(town.officer).get(reverse("rectification:case", args=[case.pk]))
    assert "2027年3月1日前" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_for_many(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    for _row in range(rows):
        planned(town)
    client = client_of(town.officer)
    client.get(HOME)
    with django_assert_num_queries(16):
        client.get(HOME)


def test_list_stands_beside_the_orders_for_the_discipline_committee(town: Township) -> None:
    orders = client_of(town.dis[0]).get(reverse("rectification:orders")).content.decode()
    assert HOME in orders


def drawn_page(town: Township) -> tuple[LookBackDraw, str]:
    draw = look_backs_drawn(town)
    return draw, reverse("rectification:look_back_draw", args=[draw.pk])


def test_draw_is_repeated_by_whoever_reads_it(town: Township) -> None:
    draw, url = drawn_page(town)
    for someone in (town.dis[0], town.officer):
        shown = client_of(someone).get(f"{url}?again=1").content.decode()
        assert draw.seed in shown
        assert "结果一致" in shown
        for candidate in draw.candidates.select_related("case"):
            assert candidate.number in shown
            assert candidate.case.title not in shown
    assert url in client_of(town.dis[0]).get(HOME).content.decode()


def test_draw_that_was_tampered_with_shows(town: Township) -> None:
    draw, url = drawn_page(town)
    draw.candidates.update(is_drawn=False)
    assert "结果不一致" in client_of(town.officer).get(f"{url}?again=1").content.decode()


def test_draw_names_nothing_that_is_sealed_or_of_ones_recusal(town: Township) -> None:
    draw, url = drawn_page(town)
    first, second = draw.candidates.order_by("number")
    Recusal.objects.create(
        case=first.case, person=town.officer, ground="interest", since=timezone.now()
    )
    Case.objects.filter(pk=second.case_id).update(sealed=True)
    shown = client_of(town.officer).get(f"{url}?again=1").content.decode()
    assert first.number not in shown
    assert second.number not in shown
    assert "另有2件" in shown
    assert "结果一致" in shown
