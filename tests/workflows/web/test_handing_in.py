"""Handing a problem in, with what is wrong beside its field; withdrawing it (T2, T8)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage
from rectification.models import Case
from rectification.services.retention import erase_withdrawn
from tests.factories import Township
from tests.workflows.play import Play, user_of
from workflows.invariants import breaches

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def author(town: Township) -> Client:
    client = Client()
    client.force_login(user_of(town.east.members[0]), backend=BACKEND)
    return client


def report(**changes: Any) -> dict[str, Any]:
    return {
        "title": "公开承诺事项未按期兑现",
        "description": "承诺六月前整修水渠，至今没有动工。",
        "found_on": timezone.localdate().isoformat(),
        "category": "ME-c",
        "standard_ref": "年度公开承诺第三项",
        "negative_item": "D3",
        "secret": "no",
        "hand_in": "1",
        **changes,
    }


@pytest.mark.parametrize("day", ["1999-12-31", "0001-01-01", "2990-01-01"])
def test_report_found_on_a_day_that_cannot_be_is_refused_beside_it(
    author: Client, day: str
) -> None:
    response = author.post(reverse("workflows:new_problem"), report(found_on=day))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["found_on"]
    assert response.context["form"]["title"].value() == "公开承诺事项未按期兑现"
    assert not Case.objects.exists()


def test_report_that_is_refused_at_the_door_stays_on_the_page(
    town: Township, author: Client
) -> None:
    """The key of the page was used by somebody else: nothing is stored, not even a draft."""
    key = str(uuid4())
    url = reverse("workflows:new_problem")
    assert author.post(url, report(idempotency_key=key)).status_code == 302
    author.force_login(user_of(town.east.members[1]), backend=BACKEND)
    response = author.post(url, report(idempotency_key=key))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["__all__"]
    assert response.context["form"]["title"].value() == "公开承诺事项未按期兑现"
    assert Case.objects.count() == 1


def test_withdrawn_content_is_gone_after_thirty_days(play: Play, author: Client) -> None:
    play.report(CaseLevel.MEMBER)
    author.post(reverse("workflows:withdraw", args=[play.case.pk]))
    play.clock.shift(timedelta(days=31))
    assert erase_withdrawn() == 1
    case = Case.objects.get()
    assert (case.stage, case.description) == (CaseStage.WITHDRAWN, "")
    assert set(case.history.values_list("description", flat=True)) == {""}
    assert list(breaches()) == []
