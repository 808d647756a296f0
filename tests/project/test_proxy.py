"""Wrong passwords count for whoever sends them, behind the proxy too."""

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from project.proxy import client_address
from tests.factories import PASSWORD, township

LOGIN = "/login/"


@pytest.mark.parametrize(
    ("behind", "forwarded", "address"),
    [
        (False, "203.0.113.5", "127.0.0.1"),
        (True, "203.0.113.5", "203.0.113.5"),
        (True, "198.51.100.1, 203.0.113.5", "203.0.113.5"),
        (True, "198.51.100.1,2001:DB8::1", "2001:db8::1"),
        (True, "198.51.100.1, unknown", "127.0.0.1"),
        (True, "", "127.0.0.1"),
    ],
)
def test_only_what_the_proxy_wrote_counts(
    settings: Settings, behind: bool, forwarded: str, address: str
) -> None:
    settings.BEHIND_PROXY = behind
    request = RequestFactory().get("/", headers={"x-forwarded-for": forwarded})
    assert client_address(request) == address


@pytest.mark.django_db
def test_stranger_behind_the_proxy_locks_out_himself_alone(
    client: Client, settings: Settings
) -> None:
    settings.AXES_ENABLED = settings.BEHIND_PROXY = True
    data = {"username": township().pse.code, "password": "wrong"}

    def login(forwarded: str, **given: str) -> int:
        headers = {"x-forwarded-for": forwarded}
        return client.post(LOGIN, {**data, **given}, headers=headers).status_code

    tries = [login(f"198.51.100.{n}, 203.0.113.66") for n in range(settings.AXES_FAILURE_LIMIT)]
    assert tries[-1] == 429
    assert login("203.0.113.66", password=PASSWORD) == 429
    assert login("203.0.113.66, 203.0.113.7", password=PASSWORD) == 302
