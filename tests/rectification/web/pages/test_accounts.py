"""The door: logging in and out, and the list of accounts of the demonstration."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, Township
from tests.rectification.web.desk import client_of

pytestmark = pytest.mark.django_db

LOGIN = "/login/"


def test_login_leads_where_one_wanted_to_go(town: Township, client: Client) -> None:
    answer = client.get(reverse("rectification:done"))
    data = {"username": town.pse.code, "password": PASSWORD}
    response = client.post(answer.url, data)
    assert response.status_code == 302
    assert response.url == reverse("rectification:done")


def test_login_never_leads_to_another_site(town: Township, client: Client) -> None:
    data = {"username": town.pse.code, "password": PASSWORD, "next": "https://example.org/"}
    assert client.post(LOGIN, data).url == "/"


def test_wrong_password_is_refused_with_a_reason(town: Township, client: Client) -> None:
    response = client.post(LOGIN, {"username": town.pse.code, "password": "wrong"})
    assert response.status_code == 200
    assert response.context["form"].errors


def test_account_of_somebody_who_left_is_refused(town: Township, client: Client) -> None:
    town.pse.user.is_active = False
    town.pse.user.save()
    response = client.post(LOGIN, {"username": town.pse.code, "password": PASSWORD})
    assert response.context["form"].errors


def test_whoever_is_logged_in_goes_on_to_his_work(town: Township) -> None:
    assert client_of(town.pse).get(LOGIN).url == "/"


def test_logging_out_needs_a_post(town: Township) -> None:
    client = client_of(town.pse)
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").url == reverse("rectification:login")
    assert client.get("/").status_code == 302


def test_office_does_not_list_its_accounts(town: Township, client: Client, settings: Any) -> None:
    response = client.get(LOGIN, {"as": town.pse.code})
    assert response.context["demo_accounts"] == []
    assert f'value="{town.pse.code}"' not in response.content.decode()
    assert settings.DEMO_PASSWORD not in response.content.decode()


def test_demonstration_lists_its_accounts_and_fills_in_the_chosen_one(
    town: Township, settings: Any
) -> None:
    settings.DEMO = True
    client = Client(HTTP_HOST="127.0.0.1")
    response = client.get(LOGIN, {"as": "M-0115"})
    accounts = response.context["demo_accounts"]
    assert "M-0115" in {account.username for account in accounts}
    html = response.content.decode()
    assert 'value="M-0115"' in html
    assert settings.DEMO_PASSWORD in html


def test_too_many_wrong_passwords_lock_the_door_with_a_page(
    town: Township, client: Client, settings: Any
) -> None:
    settings.AXES_ENABLED = True
    data = {"username": town.pse.code, "password": "wrong"}
    answers = [client.post(LOGIN, data).status_code for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert answers == [200] * (settings.AXES_FAILURE_LIMIT - 1) + [429]
    response = client.post(LOGIN, {**data, "password": PASSWORD})
    assert response.status_code == 429
    assert "<h1>" in response.content.decode()
