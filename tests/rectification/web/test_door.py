"""Sessions end in time, with every change of what a person may do, and with a reason."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from rectification.models import Appointment, User
from rectification.roles import Role
from rectification.services import accounts, second_factor
from rectification.services.appointments import (
    appoint,
    change_appointment,
    confirm_appointment,
    refuse_appointment,
)
from rectification.services.people import transfer_membership
from rectification.services.role_security import require_second_factor
from tests.authenticator import code_of, enrolled
from tests.factories import PASSWORD, Township, in_office, person
from tests.rectification.web.desk import client_of

pytestmark = pytest.mark.django_db

LOGIN, INBOX, CODE = "/login/", "/", "/login/code/"
SET_UP, PASSWORD_PAGE = "/account/factor/", "/account/password/"
NOW = datetime(2026, 5, 11, 4, tzinfo=UTC)


@pytest.fixture
def admin(town: Township) -> User:
    return in_office(person("管机长"), Role.ADM, town.committee).user


def why(client: Client, url: str = INBOX) -> str:
    """The word with which the page sends to the login page; empty while it is open."""
    response = client.get(url)
    return response.url.rpartition("ended=")[2] if response.status_code == 302 else ""


# --- limits -------------------------------------------------------------------------------------


def test_session_ends_after_half_an_hour_without_a_request(
    town: Township, clock: time_machine.Traveller, settings: Any
) -> None:
    client = client_of(town.pse)
    settings.AXES_ENABLED = True  # it listens to every end of a session
    for _ in range(4):
        clock.shift(timedelta(minutes=25))
        assert client.get(INBOX).status_code == 200
    clock.shift(timedelta(minutes=30))
    assert client.get("/done/").url == "/login/?next=/done/&ended=idle"
    html = client.get("/login/?next=/done/&ended=idle").content.decode()
    assert "因长时间未操作，已退出登录" in html
    assert client.get("/done/").url == "/login/?next=/done/"


def test_session_ends_after_ten_hours_however_busy(
    town: Township, clock: time_machine.Traveller
) -> None:
    client = client_of(town.pse)
    for _ in range(29):
        clock.shift(timedelta(minutes=20))
        assert client.get(INBOX).status_code == 200
    clock.shift(timedelta(minutes=20))
    assert why(client) == "long"
    assert "登录时间过长" in client.get("/login/?ended=long").content.decode()


def test_limits_come_from_the_settings(
    town: Township, clock: time_machine.Traveller, settings: Any
) -> None:
    settings.SESSION_IDLE_LIMIT = timedelta(minutes=5)
    client = client_of(town.pse)
    clock.shift(timedelta(minutes=5))
    assert why(client) == "idle"


def test_public_page_of_a_session_that_is_over_is_simply_shown(
    town: Township, clock: time_machine.Traveller
) -> None:
    client = client_of(town.pse)
    clock.shift(timedelta(hours=1))
    response = client.get("/board/")
    assert response.status_code == 200
    assert town.pse.name not in response.content.decode()


def test_word_in_the_address_says_nothing_of_its_own(town: Township, client: Client) -> None:
    html = client.get("/login/?ended=<b>pay here</b>").content.decode()
    assert "pay here" not in html


def test_session_without_a_stamp_is_over(town: Township) -> None:
    client = client_of(town.pse)
    session = client.session
    del session["door"]
    session.save()
    assert client.get(INBOX).status_code == 302


def test_last_use_is_noted_once_a_minute(
    town: Township, clock: time_machine.Traveller, django_assert_num_queries: Any
) -> None:
    client = client_of(town.pse)
    client.get(INBOX)
    clock.shift(timedelta(seconds=30))
    before = client.session["door"]
    client.get(INBOX)
    assert client.session["door"] == before
    clock.shift(timedelta(seconds=30))
    client.get(INBOX)
    assert client.session["door"]["last_use"] == before["last_use"] + 60


def test_door_costs_no_query(town: Township, django_assert_num_queries: Any) -> None:
    """Session and account are read anyway."""
    client = client_of(town.pse)
    with django_assert_num_queries(2):
        client.post(reverse("set_language"), {"language": "zh-hans"})


# --- changes ------------------------------------------------------------------------------------


def confirmed_office(town: Township) -> None:
    office = appoint(
        person=town.dps,
        role=Role.CLK,
        organisation=town.west.organisation,
        valid_from=date(2026, 5, 1),
    )
    confirm_appointment(appointment=office, by=town.org)


def refused_office(town: Township) -> None:
    office = appoint(
        person=town.dps,
        role=Role.CLK,
        organisation=town.west.organisation,
        valid_from=date(2026, 5, 1),
    )
    refuse_appointment(appointment=office, by=town.org, reason="人选尚未经镇党委研究。")


def office_of_deputy(town: Township) -> Appointment:
    return Appointment.objects.get(person=town.dps)


CHANGES = {
    "disabled": lambda town, admin: accounts.disable_account(user=town.dps.user, by=admin),
    "appointed": lambda town, admin: confirmed_office(town),
    "refused": lambda town, admin: refused_office(town),
    "office changed": lambda town, admin: change_appointment(
        appointment=office_of_deputy(town), valid_to=date(2026, 5, 20)
    ),
    "password": lambda town, admin: accounts.change_password(
        user=town.dps.user, password="guihua-lianying-47"
    ),
    "factor": lambda town, admin: enrolled(town.dps.user),
    "ended": lambda town, admin: accounts.log_out_everywhere(user=town.dps.user, by=admin),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(
    "engine",
    ["django.contrib.sessions.backends.db", "django.contrib.sessions.backends.signed_cookies"],
)
def test_change_ends_every_session_with_its_next_request(
    town: Township, admin: User, settings: Any, change: str, engine: str
) -> None:
    settings.SESSION_ENGINE = engine
    desk, phone, other = client_of(town.dps), client_of(town.dps), client_of(town.pse)
    assert desk.get(INBOX).status_code == phone.get(INBOX).status_code == 200
    CHANGES[change](town, admin)
    assert why(desk) == why(phone) == "changed"
    assert other.get(INBOX).status_code == 200


def test_transfer_to_another_branch_ends_the_sessions_too(town: Township) -> None:
    mover = town.east.members[0]
    client = client_of(mover)
    assert client.get(INBOX).status_code == 200
    transfer_membership(person=mover, to=town.west.organisation, on=date(2026, 5, 11))
    assert why(client) == "changed"


def test_office_that_runs_out_overnight_ends_the_session(
    town: Township, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2026, 5, 11, 15, 50, tzinfo=UTC))  # ten to midnight in Shanghai
    office = town.pse.appointments.get()
    office.valid_to = date(2026, 5, 11)
    office.save()
    leaving, staying = client_of(town.pse), client_of(town.dps)
    clock.shift(timedelta(minutes=9))
    assert leaving.get(INBOX).status_code == 200
    clock.shift(timedelta(minutes=2))
    assert why(leaving) == "changed"
    assert staying.get(INBOX).status_code == 200


# --- what comes first ---------------------------------------------------------------------------


def every_page(town: Township) -> list[str]:
    """But for the two that ask nobody who he is: they look at no session (scenario 10)."""
    names = ("inbox", "done", "cases", "board", "messages", "account", "accounts")
    return [reverse(f"rectification:{name}") for name in names]


def leads(client: Client, town: Township) -> set[str]:
    """Where every page sends, without the query; the duty's own page and logging out are open."""
    answers = [client.get(url) for url in every_page(town)]
    answers.append(client.post("/messages/", {"up_to": "1"}))
    return {answer.headers.get("Location", "open").partition("?")[0] for answer in answers}


def test_password_known_to_others_is_changed_before_anything_else(town: Township) -> None:
    user = town.pse.user
    user.must_change_password = True
    user.save()
    client = client_of(town.pse)
    assert leads(client, town) == {PASSWORD_PAGE}
    data = {
        "password": PASSWORD,
        "new_password": "guihua-lianying-47",
        "new_password_again": "guihua-lianying-47",
    }
    response = client.post(f"{PASSWORD_PAGE}?next=/done/", data)
    assert response.url == "/done/"
    assert client.get("/done/").status_code == 200


def test_second_factor_is_entered_before_anything_else(
    town: Township, clock: time_machine.Traveller
) -> None:
    key, _codes = enrolled(town.pse.user)
    client = client_of(town.pse)
    assert leads(client, town) == {CODE}
    assert client.get(PASSWORD_PAGE).url.startswith(CODE)
    assert client.get(SET_UP).url.startswith(CODE)
    clock.shift(timedelta(seconds=30))
    before = client.session.session_key
    response = client.post(f"{CODE}?next=/done/", {"code": code_of(key)})
    assert response.url == "/done/"
    assert client.session.session_key != before
    assert client.get("/done/").status_code == 200
    assert client.get(CODE).url == "/"


def test_second_factor_is_set_up_before_anything_else_where_the_role_needs_it(
    town: Township, admin: User
) -> None:
    require_second_factor(roles={Role.PSE}, by=admin)
    client = client_of(town.pse)
    assert leads(client, town) == {SET_UP}
    assert client_of(town.dps).get(INBOX).status_code == 200


def test_pages_before_the_duty_show_nothing_else(town: Township, admin: User) -> None:
    require_second_factor(roles={Role.PSE}, by=admin)
    html = client_of(town.pse).get(SET_UP).content.decode()
    assert reverse("rectification:logout") in html
    for url in ("/cases/", "/messages/", "/account/"):
        assert f'href="{url}"' not in html


def test_duties_come_one_after_the_other(town: Township, clock: time_machine.Traveller) -> None:
    key, _codes = enrolled(town.pse.user)
    user = User.objects.get(pk=town.pse.user.pk)
    user.must_change_password = True
    user.save()
    client = client_of(town.pse)
    assert leads(client, town) == {CODE}
    clock.shift(timedelta(seconds=30))
    client.post(CODE, {"code": code_of(key)})
    assert leads(client, town) == {PASSWORD_PAGE}


def test_one_may_always_log_out_and_choose_the_language(town: Township) -> None:
    enrolled(town.pse.user)
    client = client_of(town.pse)
    assert client.post(reverse("set_language"), {"language": "en"}).status_code == 302
    assert client.get(CODE).headers["Content-Language"] == "en"
    assert client.post("/logout/").url == LOGIN


def test_factor_taken_off_by_an_administrator_is_not_asked_for_any_more(
    town: Township, admin: User
) -> None:
    enrolled(town.pse.user)
    second_factor.reset(user=town.pse.user, by=admin)
    assert client_of(town.pse).get(INBOX).status_code == 200
