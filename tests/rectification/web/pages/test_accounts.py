"""The door: logging in and out, and the list of accounts of the demonstration."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from rectification.models import User
from rectification.roles import Role
from rectification.services import accounts, second_factor
from rectification.services.account_links import issue_link, use_link
from rectification.services.sessions import forget_failed_logins
from tests.authenticator import code_of, enrolled
from tests.factories import PASSWORD, Township, in_office, person
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


# --- the pause after wrong passwords ------------------------------------------------------------


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 5, 11, 2, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def pause(clock: time_machine.Traveller, settings: Any) -> time_machine.Traveller:
    settings.AXES_ENABLED = True
    return clock


def attempt(username: str, password: str, address: str = "10.1.1.1") -> Any:
    data = {"username": username, "password": password}
    return Client(REMOTE_ADDR=address).post(LOGIN, data)


def fail(username: str, times: int, address: str = "10.1.1.1") -> list[int]:
    return [attempt(username, "wrong", address).status_code for _ in range(times)]


def test_fifth_wrong_password_pauses_and_says_until_when(
    pause: time_machine.Traveller, town: Township
) -> None:
    assert fail(town.pse.code, 5) == [200] * 4 + [429]
    response = attempt(town.pse.code, PASSWORD)
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "900"
    html = response.content.decode()
    assert "10:15:00 后再试" in html
    pause.shift(timedelta(minutes=15, seconds=1))
    assert attempt(town.pse.code, PASSWORD).status_code == 302


def test_tries_during_the_pause_do_not_make_it_longer(
    pause: time_machine.Traveller, town: Township
) -> None:
    fail(town.pse.code, 5)
    for _ in range(14):
        pause.shift(timedelta(minutes=1))
        assert fail(town.pse.code, 1) == [429]
    pause.shift(timedelta(minutes=1, seconds=1))
    assert attempt(town.pse.code, PASSWORD).status_code == 302


def test_outsider_elsewhere_keeps_nobody_out(pause: time_machine.Traveller, town: Township) -> None:
    assert fail(town.pse.code, 6, address="203.0.113.9")[-1] == 429
    assert attempt(town.pse.code, PASSWORD).status_code == 302


def test_pause_is_the_same_for_a_name_nobody_has(
    pause: time_machine.Traveller, town: Township
) -> None:
    fail(town.pse.code, 5)
    assert fail("nobody", 5) == [200] * 4 + [429]
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    pages = [
        token.sub("", attempt(name, "wrong").content.decode()) for name in (town.pse.code, "nobody")
    ]
    assert pages[0] == pages[1]


def test_password_set_by_link_ends_the_pause(pause: time_machine.Traveller, town: Township) -> None:
    fail(town.pse.code, 5)
    use_link(token=issue_link(user=town.pse.user, by=None), password="guihua-lianying-47")
    assert attempt(town.pse.code, "guihua-lianying-47").status_code == 302


def test_wrong_present_password_counts_and_leaves_no_word_behind(
    pause: time_machine.Traveller, town: Township
) -> None:
    """Somebody at an open desk tries to guess the password where it is asked for once more."""
    client = client_of(town.pse)
    data = {
        "password": "a-wrong-guess",
        "new_password": "secret-new-words",
        "new_password_again": "secret-new-words",
    }
    answers = [client.post("/account/password/", data).status_code for _ in range(5)]
    assert answers == [422] * 4 + [429]
    kept = str([vars(row) for row in AccessAttempt.objects.all()])
    assert "a-wrong-guess" not in kept
    assert "secret-new-words" not in kept


def test_addresses_are_forgotten_with_the_pause(
    pause: time_machine.Traveller, town: Township
) -> None:
    fail(town.pse.code, 3)
    pause.shift(timedelta(minutes=15, seconds=1))
    forget_failed_logins()
    assert not AccessAttempt.objects.exists()


# --- the code -----------------------------------------------------------------------------------


def logged_in(someone: Any) -> Client:
    client = Client()
    client.post(LOGIN, {"username": someone.code, "password": PASSWORD})
    return client


def test_password_alone_opens_nothing_where_there_is_a_second_factor(
    clock: time_machine.Traveller, town: Township
) -> None:
    key, codes = enrolled(town.pse.user)
    client = Client()
    data = {"username": town.pse.code, "password": PASSWORD, "next": "/done/"}
    page = client.post(LOGIN, data, follow=True).redirect_chain[-1][0]
    assert page == "/login/code/?next=%2Fdone%2F"
    clock.shift(timedelta(seconds=30))
    assert client.post(page, {"code": code_of(key)}).url == "/done/"
    client = logged_in(town.pse)
    assert client.post("/login/code/", {"code": codes[3]}).url == "/"
    assert second_factor.codes_left(user=town.pse.user) == 9


def test_code_never_leads_to_another_site(clock: time_machine.Traveller, town: Township) -> None:
    _key, codes = enrolled(town.pse.user)
    client = logged_in(town.pse)
    url = "/login/code/?next=https://example.org/"
    assert client.post(url, {"code": codes[0]}).url == "/"


def test_wrong_code_is_refused_and_then_has_to_wait(
    clock: time_machine.Traveller, town: Township
) -> None:
    enrolled(town.pse.user)
    client = logged_in(town.pse)
    first = client.post("/login/code/", {"code": "000000"})
    assert first.status_code == 422
    assert "验证码不正确" in first.content.decode()
    second = client.post("/login/code/", {"code": "000000"})
    assert "请于 10:00:01 后再试" in second.content.decode()
    assert client.get("/").status_code == 302


# --- news ---------------------------------------------------------------------------------------


def test_holder_is_told_at_his_next_login_what_others_did(
    clock: time_machine.Traveller, town: Township
) -> None:
    logged_in(town.pse)
    admin = in_office(person("管机长"), Role.ADM, town.committee).user
    clock.shift(timedelta(hours=1))
    token = issue_link(user=town.pse.user, by=admin)
    clock.shift(timedelta(hours=1))
    use_link(token=token, password=PASSWORD + "-2")
    clock.shift(timedelta(hours=1))
    data = {"username": town.pse.code, "password": PASSWORD + "-2"}
    client = Client()
    html = client.post(LOGIN, data, follow=True).content.decode()
    assert "5月11日 11:00：签发一次性链接（管机长）" in html
    assert "5月11日 12:00：用一次性链接设置密码（持链接者）" in html
    clock.shift(timedelta(hours=1))
    again = Client().post(LOGIN, data, follow=True).content.decode()
    assert "签发一次性链接" not in again


def test_own_acts_are_no_news(clock: time_machine.Traveller, town: Township) -> None:
    logged_in(town.pse)
    accounts.change_password(user=town.pse.user, password="guihua-lianying-47")
    data = {"username": town.pse.code, "password": "guihua-lianying-47"}
    assert "修改密码（" not in Client().post(LOGIN, data, follow=True).content.decode()


# --- leaving ------------------------------------------------------------------------------------


def test_logging_out_clears_the_browser_and_the_session(town: Township) -> None:
    client = client_of(town.pse)
    key = client.session.session_key
    response = client.post("/logout/")
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not client.session.exists(key)


def test_pages_of_an_account_are_never_kept(town: Township) -> None:
    client = client_of(town.pse)
    for url in ("/", "/cases/", "/board/", "/account/", "/messages/"):
        assert client.get(url).headers["Cache-Control"] == "no-store"


def test_superuser_without_an_office_opens_nothing(town: Township) -> None:
    """Lists are empty and every page of administration is missing; cases: tests/house."""
    root = person("超户")
    root.user.is_superuser = True
    root.user.save()
    client = client_of(root)
    assert client.get("/accounts/").status_code == 404
    assert client.get("/accounts/roles/").status_code == 404
    assert client.get(f"/accounts/{town.pse.pk}/").status_code == 404
    assert client.get("/cases/").context["rows"] == []
    assert User.objects.filter(is_superuser=True).count() == 1
