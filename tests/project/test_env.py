"""A value that is missing or malformed stops the start, and the message names it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from project.settings import env


def test_text_missing_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLACE", raising=False)
    with pytest.raises(ImproperlyConfigured, match="PLACE is not set"):
        env.text("PLACE")


def test_text_empty_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLACE", "  ")
    assert env.text("PLACE", "there") == "there"


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("TRUE", True), ("no", False)])
def test_flag_reads_common_spellings(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: bool
) -> None:
    monkeypatch.setenv("SWITCH", value)
    assert env.flag("SWITCH", default=not expected) is expected


def test_flag_refuses_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCH", "maybe")
    with pytest.raises(ImproperlyConfigured, match="SWITCH must be 1 or 0"):
        env.flag("SWITCH", default=False)


def test_number_refuses_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNT", "many")
    with pytest.raises(ImproperlyConfigured, match="COUNT must be a whole number"):
        env.number("COUNT", default=1)


@pytest.mark.parametrize("value", ["19", "101"])
def test_percent_keeps_its_bounds(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SHARE", value)
    with pytest.raises(ImproperlyConfigured, match="SHARE must be between 20 and 100"):
        env.percent("SHARE", default=20, at_least=20)
    monkeypatch.setenv("SHARE", "30")
    assert env.percent("SHARE", default=20, at_least=20) == 30


@pytest.mark.parametrize("value", ["short", "a" * 80])
def test_secret_refuses_weak_keys(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SECRET_KEY", value)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is too weak"):
        env.secret("SECRET_KEY")


def test_fernet_key_refuses_other_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IDENTITY_KEY", "not-a-key")
    with pytest.raises(ImproperlyConfigured, match=r"Fernet\.generate_key"):
        env.fernet_key("IDENTITY_KEY")


def test_database_of_sqlite_loses_no_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////srv/data/office.sqlite3")
    config = env.database("DATABASE_URL")
    assert config["NAME"] == "/srv/data/office.sqlite3"
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert config["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in config["OPTIONS"]["init_command"]


def test_database_of_postgresql_keeps_connections_and_bounds_locks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p%40ss@db:5433/office")
    config = env.database("DATABASE_URL")
    assert (config["HOST"], config["PORT"], config["PASSWORD"]) == ("db", 5433, "p@ss")
    assert config["CONN_MAX_AGE"] == 600
    assert config["CONN_HEALTH_CHECKS"] is True
    assert config["OPTIONS"] == {"options": "-c lock_timeout=5000"}


def test_database_of_another_engine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://u:p@db/office")
    with pytest.raises(ImproperlyConfigured, match="SQLite or PostgreSQL"):
        env.database("DATABASE_URL")


@pytest.mark.parametrize(
    "value",
    [
        "http://chat.example/robot",
        "ftp://chat.example",
        "chat.example",
        "https://",
        "http://[::2]/",
    ],
)
def test_web_address_is_reached_over_tls_alone(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CHAT_URL", value)
    with pytest.raises(ImproperlyConfigured, match="CHAT_URL must begin with https"):
        env.web_address("CHAT_URL")


@pytest.mark.parametrize("value", ["", "https://chat.example/robot?key=k", "http://127.0.0.1:8/"])
def test_web_address_may_be_this_machine_or_none(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("CHAT_URL", value)
    assert env.web_address("CHAT_URL") == value


def test_one_of_takes_the_first_and_refuses_other_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORM", raising=False)
    assert env.one_of("FORM", "json", "wecom") == "json"
    monkeypatch.setenv("FORM", "slack")
    with pytest.raises(ImproperlyConfigured, match="FORM must be one of json, wecom"):
        env.one_of("FORM", "json", "wecom")


def test_mail_of_an_address_and_of_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EMAIL_URL", raising=False)
    assert env.mail("EMAIL_URL") == {}
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://office:p%40ss@mail.example:587")
    found = env.mail("EMAIL_URL")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example", 587)
    assert (found["EMAIL_HOST_PASSWORD"], found["EMAIL_USE_TLS"]) == ("p@ss", True)


@pytest.mark.parametrize("value", ["http://mail.example", "smtp://", "mail.example"])
def test_mail_refuses_what_is_no_mail_server(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("EMAIL_URL", value)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL|email"):
        env.mail("EMAIL_URL")
