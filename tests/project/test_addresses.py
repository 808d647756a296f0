"""Where a request comes from: the peer, behind our own proxy the address it noted last."""

from typing import Any

import pytest
from django.test import RequestFactory

from project.addresses import client_address


@pytest.mark.parametrize(
    ("trusted", "noted", "expected"),
    [
        (False, "203.0.113.9", "10.0.0.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (True, "2001:db8::1", "2001:db8::1"),
        (True, "nonsense", "10.0.0.1"),
        (True, "", "10.0.0.1"),
    ],
)
def test_address_of_the_client(settings: Any, trusted: bool, noted: str, expected: str) -> None:
    settings.TRUSTED_PROXY = trusted
    headers = {"X-Forwarded-For": noted} if noted else {}
    request = RequestFactory(REMOTE_ADDR="10.0.0.1").get("/", headers=headers)
    assert client_address(request) == expected
