"""更正工作记录: who finds the page, and what the record tells afterwards."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rectification.models import Occasion, PaperEntry
from tests.factories import Township, township
from tests.rectification.services.test_corrections import (
    BETTER,
    REASON,
    correct,
    drafted,
    hand_in,
)
from tests.rectification.services.test_occasions import FINDING, entered
from tests.rectification.web.desk import client_of
from tests.rectification.web.pages.test_occasions import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(town: Township) -> Occasion:
    return entered(town, town.liaison)


def correct_page(occasion: Occasion) -> str:
    return reverse("rectification:correct_occasion", args=[occasion.pk])


def sent(town: Township, occasion: Occasion, **given: Any) -> dict[str, Any]:
    said = {"kind": occasion.kind, "organisation": occasion.organisation.pk}
    said |= {"held_on": "2026-05-07", "people": [town.liaison.pk], "finding": BETTER}
    return {**said, "reason": REASON, **given}


def test_page_is_there_for_who_entered_it_alone(town: Township, visit: Occasion) -> None:
    assert correct_page(visit) in client_of(town.liaison).get(page_of(visit)).content.decode()
    assert correct_page(visit) not in client_of(town.officer).get(page_of(visit)).content.decode()
    for someone in (town.officer, town.org, town.east.secretary, township().liaison):
        assert client_of(someone).get(correct_page(visit)).status_code == 404
        assert client_of(someone).post(correct_page(visit), sent(town, visit)).status_code == 404


def test_record_tells_old_and_new_and_why(town: Township, visit: Occasion) -> None:
    client = client_of(town.liaison)
    form = client.get(correct_page(visit)).context["form"]
    assert (form["finding"].value(), form["people"].value()) == (FINDING, [town.liaison.pk])
    answer = client.post(correct_page(visit), sent(town, visit))
    assert (answer.status_code, answer["Location"]) == (302, page_of(visit))
    html = client_of(town.officer).get(page_of(visit)).content.decode()
    assert "2026年5月8日 → 2026年5月7日" in html
    assert f"{FINDING} → {BETTER}" in html
    assert REASON in html


def test_refusal_stands_beside_its_field(town: Township, visit: Occasion) -> None:
    data = sent(town, visit, reason="石小满当天不在场，按签到册更正。")
    answer = client_of(town.liaison).post(correct_page(visit), data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])


def test_what_may_be_secret_leaves_a_number(town: Township, visit: Occasion) -> None:
    key = "0b9e5c1e-7a44-4bb5-8d4e-3f0e9f6a1c13"
    data = sent(town, visit, finding="桌上放着标有“机密★”的材料。", page=key)
    for _time in range(2):
        assert client_of(town.liaison).post(correct_page(visit), data).status_code == 422
    assert PaperEntry.objects.count() == 1


def test_page_says_why_not_once_a_problem_was_handed_in(town: Township, visit: Occasion) -> None:
    hand_in(town, drafted(town, visit))
    html = client_of(town.liaison).get(page_of(visit)).content.decode()
    assert (correct_page(visit) in html, "不再更正" in html) == (False, True)
    assert "不再更正" not in client_of(town.officer).get(page_of(visit)).content.decode()
    html = client_of(town.liaison).get(correct_page(visit)).content.decode()
    assert ("不再更正" in html, "<textarea" in html) == (True, False)
    assert client_of(town.liaison).post(correct_page(visit), sent(town, visit)).status_code == 422


def test_record_asks_little_more_for_each_correction(town: Township, visit: Occasion) -> None:
    """The page of one record: two queries for each version, those who were there and the place."""
    client = client_of(town.liaison)
    asked = []
    for day in (7, 6, 5):
        visit = correct(visit, town.liaison, held_on=visit.held_on.replace(day=day))
        client.get(page_of(visit))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page_of(visit)).status_code == 200
        asked.append(len(captured))
    assert asked[1] - asked[0] == asked[2] - asked[1] <= 4
