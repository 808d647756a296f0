"""The fence of the demo, the headers, the log line."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from django.http import HttpResponseServerError
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from django.utils.log import log_response
from pytest_django import Settings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
def test_demo_answers_on_loopback(client: Client, settings: Settings, host: str) -> None:
    settings.DEMO, settings.ALLOWED_HOSTS = True, ["*"]
    assert client.get("/healthz", headers={"host": host}).status_code in {200, 503}


@pytest.mark.parametrize("host", ["10.0.0.5", "localhost.example.org", "127.0.0.1.example.org", ""])
def test_demo_refuses_other_hosts(client: Client, settings: Settings, host: str) -> None:
    settings.DEMO, settings.ALLOWED_HOSTS = True, ["*"]
    assert client.get("/healthz", headers={"host": host}).status_code == 403


def test_every_answer_carries_the_headers(client: Client) -> None:
    headers = client.get("/no-such-page").headers
    assert set(headers["Content-Security-Policy"].split("; ")) == {
        "base-uri 'none'",
        "default-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "object-src 'none'",
    }
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Permissions-Policy"].startswith("camera=()")


FORM = '--x\r\nContent-Disposition: form-data; name="username"\r\n\r\nM\r\n--x--\r\n'


@pytest.mark.parametrize("charset", ["rot13", "idna", "utf-16", "bogus"])
def test_form_in_another_encoding_is_refused_with_a_page(client: Client, charset: str) -> None:
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    response = client.generic("POST", "/login/", FORM, content_type=kind)
    assert response.status_code == 400
    assert "<h1" in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("charset", ["", "; charset=UTF-8", "; charset=utf8"])
def test_form_in_utf8_is_read(client: Client, charset: str) -> None:
    kind = f"multipart/form-data; boundary=x{charset}"
    assert client.generic("POST", "/login/", FORM, content_type=kind).status_code == 200


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the configured handler writes."""
    handlers = logging.getLogger().handlers
    handler = next(
        one for one in handlers if isinstance(one.formatter, structlog.stdlib.ProcessorFormatter)
    )
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def test_request_log_names_the_route_and_nobody(client: Client, log: io.StringIO) -> None:
    client.post("/language?secret=1", {"language": "en"}, headers={"user-agent": "Somebody"})
    line = json.loads(log.getvalue())
    assert (line["event"], line["method"], line["route"], line["status"]) == (
        "request",
        "POST",
        "language",
        302,
    )
    assert "secret" not in log.getvalue()
    assert "Somebody" not in log.getvalue()


def test_refused_form_leaves_no_path_in_the_log(log: io.StringIO) -> None:
    path = reverse("workflows:object_by_link", args=["a-token-that-opens-a-sheet"])
    assert Client(enforce_csrf_checks=True).post(path).status_code == 403
    line = json.loads(log.getvalue())
    assert (line["route"], line["status"]) == ("n/<slug:token>/object/", 403)


def test_log_of_a_page_that_broke_down_names_its_route(log: io.StringIO) -> None:
    request = RequestFactory().get(reverse("rectification:sheet", args=["a-token"]))
    request.resolver_match = resolve(request.path)
    response = HttpResponseServerError()
    log_response("%s: %s", response.reason_phrase, request.path, response=response, request=request)
    event = json.loads(log.getvalue())["event"]
    assert event == f"Internal Server Error: {request.resolver_match.route}"
    assert "a-token" not in log.getvalue()


def test_log_of_an_exception_leaves_its_values_out(log: io.StringIO) -> None:
    try:
        raise ValueError("Key (name)=(Zhang San) already exists")
    except ValueError:
        logging.getLogger("rectification").exception("failed")
    line = json.loads(log.getvalue())
    assert (line["event"], line["exception"]) == ("failed", "ValueError")
    assert "Zhang" not in log.getvalue()


def test_log_leaves_personal_keys_out(log: io.StringIO) -> None:
    structlog.get_logger("rectification").info("delivered", name="Zhang San", message=7)
    line = json.loads(log.getvalue())
    assert (line["name"], line["message"]) == ("[left out]", 7)
