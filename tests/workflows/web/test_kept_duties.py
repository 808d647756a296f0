"""What was typed outlives a session that the house ended, and whatever is asked for on the way."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from rectification.enums import CaseStage
from rectification.models import Person, User
from rectification.roles import Role
from rectification.services.account_links import issue_link
from rectification.services.role_security import require_second_factor
from rectification.services.sessions import end_sessions_of
from rectification.web.account_forms import read_key
from tests.authenticator import code_of, enrolled
from tests.factories import PASSWORD, in_office, person
from tests.workflows.play import Play
from tests.workflows.web.tab import Tab, browser_of

CAUSE = "计划没有列入月度安排，<也无人>提醒。"
PLAN = {"cause": CAUSE, "target_outcome": "按月开展", "decision": "submit"}
NEW = "guihua-lianying-47"


@pytest.fixture
def secretary(play: Play) -> Person:
    play.bring_to(CaseStage.PLANNING)
    return play.town.east.secretary


@pytest.fixture
def tab(play: Play, secretary: Person) -> Tab:
    """The secretary before the form of his plan."""
    return Tab(browser_of(secretary), reverse("workflows:act", args=[play.item("draft_plan").pk]))


def nothing_done(play: Play) -> bool:
    return play.open_steps() == ["draft_plan"] and not play.case.plans.exists()


# --- the session ends while somebody types ------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (lambda who, clock: clock.shift(timedelta(minutes=31)), "因长时间未操作"),
        (lambda who, clock: end_sessions_of(person=who), "账号或任职有变动"),
    ],
)
def test_door_says_why_it_is_shut_and_keeps_what_was_typed(
    play: Play,
    tab: Tab,
    secretary: Person,
    clock: time_machine.Traveller,
    end: Callable[[Person, time_machine.Traveller], None],
    words: str,
) -> None:
    end(secretary, clock)
    assert tab.send(**PLAN).status == 401
    assert words in tab.html
    assert 'name="password"' in tab.html
    assert tab.log_in(secretary).value_of("cause") == CAUSE
    assert nothing_done(play)
    # The form is heard again: it says what is missing.
    assert tab.send(**PLAN).status == 422


def test_session_that_has_lasted_its_hours_keeps_what_was_typed(
    play: Play, tab: Tab, secretary: Person, clock: time_machine.Traveller
) -> None:
    for _quarter in range(40):
        clock.shift(timedelta(minutes=15))
        tab.client.get("/messages/")
    assert tab.send(**PLAN).status == 401
    assert tab.log_in(secretary).value_of("cause") == CAUSE
    assert nothing_done(play)


def test_news_of_the_account_are_told_by_this_door_too(
    tab: Tab, secretary: Person, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(minutes=31))
    issue_link(user=secretary.user, by=None)
    tab.send(**PLAN).log_in(secretary)
    assert tab.value_of("cause") == CAUSE
    assert "一次性链接" in tab.html


# --- the second factor --------------------------------------------------------------------------


@pytest.fixture
def key(secretary: Person, clock: time_machine.Traveller) -> str:
    """The secretary takes an authenticator into use before he begins to type."""
    found = enrolled(User.objects.get(person=secretary))[0]
    clock.shift(timedelta(seconds=60))
    return found


def test_code_is_asked_for_before_the_page_is_shown_again(
    play: Play, secretary: Person, key: str, clock: time_machine.Traveller
) -> None:
    tab = tab_with_code(play, secretary, key, clock)
    clock.shift(timedelta(minutes=31))
    tab.send(**PLAN).log_in(secretary)
    assert tab.status == 401
    assert 'name="code"' in tab.html
    assert CAUSE not in tab.html
    assert tab.value_of("cause") == ""
    tab.send(code=code_of(key))
    assert tab.status == 200
    assert tab.value_of("cause") == CAUSE
    assert nothing_done(play)
    # The form is heard again: it says what is missing.
    assert tab.send(**PLAN).status == 422


def test_wrong_code_opens_nothing_and_loses_nothing(
    play: Play, secretary: Person, key: str, clock: time_machine.Traveller
) -> None:
    tab = tab_with_code(play, secretary, key, clock)
    clock.shift(timedelta(minutes=31))
    tab.send(**PLAN).log_in(secretary).send(code="000000")
    assert tab.status == 401
    assert "验证码" in tab.html
    assert tab.value_of("cause") == ""
    assert tab.client.get(tab.url).url.startswith("/login/code/")
    clock.shift(timedelta(minutes=1))
    assert tab.send(code=code_of(key)).value_of("cause") == CAUSE


@pytest.mark.parametrize("token", ["as it was", "of a log-in since"])
def test_half_a_login_in_another_tab_does_not_open_the_old_one(
    play: Play, secretary: Person, key: str, clock: time_machine.Traveller, token: str
) -> None:
    """Password given, code not yet: neither a good token nor one that is over shows the page."""
    tab = tab_with_code(play, secretary, key, clock)
    tab.client.logout()
    other = Tab(tab.client, "/login/").log_in(secretary)
    if token == "as it was":
        tab.hidden["csrfmiddlewaretoken"] = Tab(other.client, "/login/code/").hidden[
            "csrfmiddlewaretoken"
        ]
    assert tab.send(**PLAN).status == 401
    assert 'name="code"' in tab.html
    assert tab.value_of("cause") == ""
    clock.shift(timedelta(minutes=1))
    assert tab.send(code=code_of(key)).value_of("cause") == CAUSE
    assert nothing_done(play)


def test_forged_parcel_does_not_pass_the_door(
    play: Play, secretary: Person, key: str, clock: time_machine.Traveller
) -> None:
    tab = tab_with_code(play, secretary, key, clock)
    tab.client.logout()
    Tab(tab.client, "/login/").log_in(secretary)
    page = Tab(tab.client, "/login/code/")
    page.url = tab.url
    page.send(kept="forged", **PLAN)
    assert (page.status, page.response.url) == (302, "/login/code/?next=%2F")
    assert nothing_done(play)


def tab_with_code(play: Play, secretary: Person, key: str, clock: time_machine.Traveller) -> Tab:
    client = browser_of(secretary)
    Tab(client, "/login/code/").send(code=code_of(key))
    clock.shift(timedelta(minutes=1))
    return Tab(client, reverse("workflows:act", args=[play.item("draft_plan").pk]))


def test_factor_that_has_become_compulsory_is_set_up_beside_the_page(
    play: Play, tab: Tab, secretary: Person, clock: time_machine.Traveller
) -> None:
    admin = in_office(person("管机长"), Role.ADM, play.town.committee)
    enrolled(admin.user)
    require_second_factor(roles={Role.SEC.value}, by=admin.user)
    tab.send(**PLAN).log_in(secretary)
    assert tab.status == 401
    assert 'href="/account/factor/"' in tab.html
    assert tab.value_of("cause") == ""
    assert tab.send().status == 401
    _set_up(tab.client, secretary)
    assert tab.send().value_of("cause") == CAUSE
    assert nothing_done(play)


def _set_up(client: Client, who: Person) -> None:
    page = Tab(client, "/account/factor/")
    key = read_key(User.objects.get(person=who), page.hidden["key"])
    assert key is not None
    assert page.send(code=code_of(key), password=PASSWORD).status == 200


# --- the password -------------------------------------------------------------------------------


def test_password_known_to_others_is_changed_beside_the_page(
    play: Play, tab: Tab, secretary: Person
) -> None:
    User.objects.filter(person=secretary).update(must_change_password=True)
    assert tab.send(**PLAN).status == 401
    assert 'href="/account/password/"' in tab.html
    assert nothing_done(play)
    page = Tab(tab.client, "/account/password/")
    page.send(password=PASSWORD, new_password=NEW, new_password_again=NEW)
    assert page.status == 302
    assert tab.send().value_of("cause") == CAUSE
    assert nothing_done(play)
