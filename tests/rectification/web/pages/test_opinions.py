"""网上渠道: off until the office switches it on, and it is on record who did."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from rectification.models import OnlineIntake
from rectification.services.online_intake import switch_online_intake
from rectification.web.pictures import picture_of
from tests.factories import Township, organisation, takes_opinions, township
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


def test_poster_leads_to_the_form_with_the_branch_chosen(town: Township, client: Client) -> None:
    takes_opinions(town)
    branch = town.east.organisation
    page = client_of(town.east.clerk).get(f"/opinions/posters/{branch.pk}/")
    leads_to = page.context["address"]
    assert leads_to == f"http://testserver/opinion/?organisation={branch.pk}"
    assert page.context["picture"] == picture_of(leads_to)
    assert "<svg" not in page.content.decode()
    form = client.get(leads_to).context["form"]
    assert str(form["organisation"].value()) == str(branch.pk)


@pytest.mark.parametrize("asked", ["", "x", "999999", "1 OR 1"])
def test_form_asked_with_nonsense_offers_every_branch(
    town: Township, client: Client, asked: str
) -> None:
    takes_opinions(town)
    assert client.get("/opinion/", {"organisation": asked}).status_code == 200


def test_branch_prints_its_own_poster_and_the_office_all(town: Township) -> None:
    east, west = (f"/opinions/posters/{b.organisation.pk}/" for b in (town.east, town.west))
    assert client_of(town.east.secretary).get(west).status_code == 404
    assert client_of(town.officer).get(east).status_code == 200
    assert client_of(town.officer).get(west).status_code == 200
    far = township()
    assert client_of(far.officer).get(east).status_code == 404


def test_poster_says_when_the_channel_is_off(town: Township) -> None:
    url = f"/opinions/posters/{town.east.organisation.pk}/"
    assert "网上渠道未开通" in client_of(town.intake).get(url).content.decode()


@pytest.mark.parametrize("branches", [1, 3])
def test_page_costs_the_same_for_one_branch_and_three(
    town: Township, branches: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(branches):
        organisation("branch", f"新桥第{number}党支部", town.committee)
    desk = client_of(town.intake)
    desk.get("/opinions/")
    with django_assert_num_queries(12):
        desk.get("/opinions/")
