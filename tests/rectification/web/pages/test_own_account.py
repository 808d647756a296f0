"""我的账号: the holder's own page, and what he changes there with his password."""

import base64
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.utils.http import urlencode

from rectification import notifications
from rectification.models import User
from rectification.roles import Role
from rectification.services import second_factor
from rectification.services.account_links import issue_link
from rectification.services.role_security import require_second_factor
from tests.authenticator import code_of, enrolled
from tests.factories import PASSWORD, Township, in_office, person
from tests.rectification.web.desk import client_of

pytestmark = pytest.mark.django_db

URL, PASSWORD_PAGE, SET_UP = "/account/", "/account/password/", "/account/factor/"
CODES, REMOVE, ELSEWHERE = "/account/factor/codes/", "/account/factor/remove/", "/account/logout/"
GOOD = "guihua-lianying-47"
NEW = ("new_password", "new_password_again")


@pytest.fixture
def admin(town: Township) -> User:
    return in_office(person("管机长"), Role.ADM, town.committee).user


def after_code(someone: Any, key: str, clock: time_machine.Traveller) -> Client:
    """Logged in with password and code."""
    client = client_of(someone)
    clock.shift(timedelta(seconds=30))
    client.post("/login/code/", {"code": code_of(key)})
    return client


def words(html: str) -> str:
    return re.sub(r"<[^>]*>|\s+", "", html)


# --- the page -----------------------------------------------------------------------------------


def test_page_says_what_happened_to_the_account_and_by_whom(town: Township, admin: User) -> None:
    issue_link(user=town.pse.user, by=admin)
    html = words(client_of(town.pse).get(URL).content.decode())
    assert "签发一次性链接5月11日10:00管机长" in html
    assert town.pse.code in html


def test_page_without_events_says_so(town: Township) -> None:
    assert "暂无记录" in client_of(town.pse).get(URL).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_however_much_happened(
    town: Township, admin: User, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        issue_link(user=town.pse.user, by=admin)
    client = client_of(town.pse)
    with django_assert_num_queries(10):
        client.get(URL)


def test_message_about_the_account_leads_to_the_page(town: Township, admin: User) -> None:
    issue_link(user=town.pse.user, by=admin)
    notifications.deliver_due()
    (row,) = client_of(town.pse).get("/messages/").context["rows"]
    assert row.url == URL
    assert "一次性链接" in str(row.title)


def test_every_page_leads_to_ones_own_account(town: Township) -> None:
    assert f'href="{URL}"' in client_of(town.pse).get("/").content.decode()


# --- password -----------------------------------------------------------------------------------


def change(client: Client, **given: str) -> Any:
    data = {"password": PASSWORD, "new_password": GOOD, "new_password_again": GOOD, **given}
    return client.post(PASSWORD_PAGE, data)


def test_password_is_changed_and_only_this_session_goes_on(town: Township) -> None:
    here, there = client_of(town.pse), client_of(town.pse)
    before = here.session.session_key
    response = change(here)
    assert response.url == URL
    assert "其他登录已全部结束" in here.get(URL).content.decode()
    assert here.session.session_key != before
    assert there.get(URL).status_code == 302
    assert User.objects.get(person=town.pse).check_password(GOOD)


@pytest.mark.parametrize(
    ("given", "field", "text"),
    [
        ({"password": "wrong"}, "password", "密码不正确"),
        ({"password": ""}, "password", ""),
        (dict.fromkeys(NEW, "woaini1314"), "new_password", "常见词"),
        ({"new_password_again": "something-else-1"}, "new_password_again", "两次输入不一致"),
        (dict.fromkeys(NEW, PASSWORD), "new_password", "当前密码"),
    ],
)
def test_password_is_not_changed(
    town: Township, given: dict[str, str], field: str, text: str
) -> None:
    client = client_of(town.pse)
    response = change(client, **given)
    assert response.status_code == 422
    assert text in " ".join(response.context["form"].errors[field])
    assert client.get(URL).status_code == 200
    assert User.objects.get(person=town.pse).check_password(PASSWORD)


def test_passwords_are_never_shown_again(town: Township) -> None:
    html = change(client_of(town.pse), password="typed-wrong-x").content.decode()
    assert "typed-wrong-x" not in html
    assert GOOD not in html


def test_password_of_somebody_else_is_not_taken(town: Township) -> None:
    town.dps.user.set_password("of-somebody-else-5")
    town.dps.user.save()
    assert change(client_of(town.pse), password="of-somebody-else-5").status_code == 422


# --- second factor ------------------------------------------------------------------------------


def key_on(html: str) -> tuple[str, str]:
    """The key to type into the phone, as hexadecimal figures, and the signed one of the form."""
    signed = re.search(r'name="key" value="([^"]+)"', html)
    assert signed is not None
    _pk, key = signing.loads(signed[1], salt="rectification.second_factor")
    return key, signed[1]


def test_second_factor_is_set_up_with_a_picture_that_comes_from_nowhere_else(
    town: Township, admin: User
) -> None:
    require_second_factor(roles={Role.PSE}, by=admin)
    client, other = client_of(town.pse), client_of(town.pse)
    response = client.get(SET_UP)
    html = response.content.decode()
    assert response.context["picture"].startswith("data:image/svg+xml")
    assert "img-src 'self' data:" in response.headers["Content-Security-Policy"]
    key, signed = key_on(html)
    typed = response.context["typed_key"].replace(" ", "")
    assert base64.b32decode(typed).hex() == key
    data = {"key": signed, "code": code_of(key), "password": PASSWORD}
    page = client.post(f"{SET_UP}?{urlencode({'next': '/done/'})}", data)
    codes = page.context["codes"]
    assert len(codes) == 10
    assert all(code in page.content.decode() for code in codes)
    assert page.context["onward"] == "/done/"
    assert client.get("/done/").status_code == 200
    assert other.get("/done/").status_code == 302
    assert codes[0] not in client.get(URL).content.decode()


def test_looking_at_the_picture_stores_nothing(town: Township) -> None:
    client = client_of(town.pse)
    client.get(SET_UP)
    client.get(SET_UP)
    assert not second_factor.has_second_factor(user=town.pse.user)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"code": "000000"}, "code"), ({"password": "wrong"}, "password"), ({"key": "forged"}, "key")],
)
def test_set_up_needs_key_code_and_password(
    town: Township, given: dict[str, str], field: str
) -> None:
    client = client_of(town.pse)
    key, signed = key_on(client.get(SET_UP).content.decode())
    data = {"key": signed, "code": code_of(key), "password": PASSWORD, **given}
    response = client.post(SET_UP, data)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not second_factor.has_second_factor(user=town.pse.user)


def test_key_made_for_somebody_else_is_not_taken(town: Township) -> None:
    key, signed = key_on(client_of(town.dps).get(SET_UP).content.decode())
    data = {"key": signed, "code": code_of(key), "password": PASSWORD}
    assert client_of(town.pse).post(SET_UP, data).status_code == 422


def test_page_that_lay_open_too_long_shows_a_new_key(
    town: Township, clock: time_machine.Traveller
) -> None:
    client = client_of(town.pse)
    key, signed = key_on(client.get(SET_UP).content.decode())
    for _ in range(5):
        clock.shift(timedelta(minutes=15))
        client.get("/")
    data = {"key": signed, "code": code_of(key), "password": PASSWORD}
    response = client.post(SET_UP, data)
    assert response.status_code == 422
    assert "页面已过期" in response.content.decode()
    assert key_on(response.content.decode())[0] != key


def test_new_recovery_codes_are_shown_once_for_the_password(
    town: Township, clock: time_machine.Traveller
) -> None:
    key, old = enrolled(town.pse.user)
    client = after_code(town.pse, key, clock)
    assert client.post(CODES, {"password": "wrong"}).status_code == 422
    codes = client.post(CODES, {"password": PASSWORD}).context["codes"]
    assert not set(codes) & set(old)
    assert client.get(URL).status_code == 200
    assert "10个恢复码还剩10个" in client.get(URL).content.decode()


def test_second_factor_is_removed_for_the_password(
    town: Township, clock: time_machine.Traveller
) -> None:
    key, _codes = enrolled(town.pse.user)
    client = after_code(town.pse, key, clock)
    assert client.post(REMOVE, {"password": "wrong"}).status_code == 422
    assert client.post(REMOVE, {"password": PASSWORD}).url == URL
    assert client.get(URL).status_code == 200
    assert not second_factor.has_second_factor(user=town.pse.user)


def test_second_factor_a_role_needs_is_not_removed(
    town: Township, admin: User, clock: time_machine.Traveller
) -> None:
    require_second_factor(roles={Role.PSE}, by=admin)
    key, _codes = enrolled(town.pse.user)
    client = after_code(town.pse, key, clock)
    assert REMOVE not in client.get(URL).content.decode()
    response = client.post(REMOVE, {"password": PASSWORD})
    assert response.status_code == 422
    assert "只能更换" in response.content.decode()
    assert second_factor.has_second_factor(user=town.pse.user)


# --- elsewhere ----------------------------------------------------------------------------------


def test_other_sessions_are_ended_by_the_holder(town: Township) -> None:
    here, there = client_of(town.pse), client_of(town.pse)
    assert here.post(ELSEWHERE).url == URL
    assert here.get(URL).status_code == 200
    assert there.get(URL).status_code == 302
