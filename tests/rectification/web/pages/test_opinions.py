"""网上渠道: off until the office switches it on, and it is on record who did."""

import pytest
from django.urls import reverse

from rectification.models import OnlineIntake
from rectification.services.online_intake import switch_online_intake
from tests.factories import Township, township
from tests.rectification.web.desk import client_of

pytestmark = pytest.mark.django_db

URL = "/opinions/online/"


def test_channel_is_off_until_the_office_switches_it_on(town: Township) -> None:
    desk = client_of(town.intake)
    assert "从未开通" in desk.get(URL).content.decode()
    desk.post(URL, {"open": str(town.committee.pk)})
    assert OnlineIntake.objects.get(township=town.committee).is_open
    page = desk.get(reverse("rectification:opinions")).content.decode()
    assert "已开通" in page
    assert "受理安" in page


def test_switching_is_on_record_with_who_did_it(town: Township) -> None:
    user = town.officer.user
    for opens in (True, True, False):
        switch_online_intake(township=town.committee, is_open=opens, by=user)
    rows = OnlineIntake.history.order_by("history_id")
    assert list(rows.values_list("is_open", "history_user_id")) == [
        (True, user.pk),
        (False, user.pk),
    ]


def test_channel_of_another_township_is_not_there(town: Township) -> None:
    far = township()
    client_of(town.intake).post(URL, {"open": str(far.committee.pk)})
    assert not OnlineIntake.objects.exists()


@pytest.mark.parametrize("who", ["org", "pse", "gen"])
def test_nobody_else_switches_the_channel(town: Township, who: str) -> None:
    desk = client_of(getattr(town, who))
    assert desk.post(URL, {"open": str(town.committee.pk)}).status_code == 404
    assert not OnlineIntake.objects.exists()


def test_secretary_finds_the_page_without_the_switch(town: Township) -> None:
    desk = client_of(town.east.secretary)
    assert "网上渠道" not in desk.get("/opinions/").content.decode()
    assert desk.get(URL).status_code == 404
