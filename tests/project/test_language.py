"""Chinese whatever the browser asks for; English by choice only."""

import pytest
from django.test import Client
from pytest_django import Settings

from rectification.models import Person, User

pytestmark = pytest.mark.django_db


def language_of(client: Client) -> str:
    return client.get("/no-such-page", headers={"accept-language": "en-US"}).headers[
        "Content-Language"
    ]


@pytest.fixture
def user() -> User:
    person = Person.objects.create(code="M-9001", name="Reader")
    return User.objects.create_user("M-9001", None, person)


def test_fresh_visitor_reads_chinese(client: Client) -> None:
    assert language_of(client) == "zh-hans"


def test_visitor_chooses_english_and_back(client: Client) -> None:
    client.post("/language", {"language": "en"})
    assert language_of(client) == "en"
    client.post("/language", {"language": "zh-hans"})
    assert language_of(client) == "zh-hans"


def test_unknown_language_is_chinese(client: Client, settings: Settings) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"
    assert language_of(client) == "zh-hans"


def test_account_keeps_the_choice_on_other_machines(client: Client, user: User) -> None:
    client.force_login(user)
    client.post("/language", {"language": "en"})
    elsewhere = Client()
    elsewhere.force_login(user)
    assert language_of(elsewhere) == "en"


def test_account_overrules_the_cookie_of_a_shared_machine(
    client: Client, user: User, settings: Settings
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(user)
    assert language_of(client) == "zh-hans"
