"""Typed readers of the environment. A value that is missing or malformed stops the start."""

from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

_env: Final = environ.Env()
_TRUE: Final = frozenset({"1", "true", "yes", "on"})
_FALSE: Final = frozenset({"0", "false", "no", "off"})

SQLITE_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA recursive_triggers=ON; "
    "PRAGMA busy_timeout=20000; PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000; "
    "PRAGMA journal_size_limit=67108864"
)


def read_file(path: Path) -> None:
    """Take over what the file sets; the process environment wins over the file."""
    if path.is_file():
        environ.Env.read_env(path)


def text(name: str, default: str | None = None) -> str:
    value = str(_env.ENVIRON.get(name, "")).strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set; .env.example explains it.")
    return default


def flag(name: str, *, default: bool) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not “{value}”.")


def number(name: str, *, default: int) -> int:
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not “{value}”.")
    return int(value)


def percent(name: str, *, default: int, at_least: int) -> int:
    value = number(name, default=default)
    if not at_least <= value <= 100:
        raise ImproperlyConfigured(f"{name} must be between {at_least} and 100, not {value}.")
    return value


def items(name: str, default: str | None = None) -> list[str]:
    """A comma-separated list."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def secret(name: str) -> str:
    value = text(name)
    if len(value) < 50 or len(set(value)) < 10:
        raise ImproperlyConfigured(f"{name} is too weak: 50 random characters or more.")
    return value


def fernet_key(name: str) -> str:
    value = text(name)
    try:
        Fernet(value.encode())
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} must be a key made by Fernet.generate_key()."
        ) from error
    return value


def mail(name: str) -> dict[str, Any]:
    """The settings of Django's mail from `smtp://`, `smtp+tls://` or `smtp+ssl://`; empty: none."""
    value = text(name, "")
    if not value:
        return {}
    try:
        config: dict[str, Any] = dict(environ.Env.email_url_config(value))
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(f"{name} is no address of a mail server.") from error
    if not config.get("EMAIL_HOST"):
        raise ImproperlyConfigured(f"{name} names no mail server.")
    return {key: found for key, found in config.items() if found is not None}


def web_address(name: str) -> str:
    """Only over TLS, but for this machine itself. Empty: none."""
    value = text(name, "")
    parts = urlsplit(value)
    local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    if value and not (parts.hostname and (parts.scheme == "https" or local)):
        raise ImproperlyConfigured(f"{name} must begin with https://.")
    return value


def one_of(name: str, *choices: str) -> str:
    """One of the words; the first when nothing is set."""
    value = text(name, choices[0]).lower()
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not “{value}”.")
    return value


def database(name: str, *, default: str | None = None) -> dict[str, Any]:
    """The connection of `DATABASE_URL`, with what each engine needs not to lose a commit."""
    config: dict[str, Any] = dict(environ.Env.db_url_config(text(name, default)))
    config["CONN_MAX_AGE"] = 600
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
            # What a connection keeps prepared: a case asks some hundreds of different questions.
            "cached_statements": 1000,
        }
    elif config["ENGINE"].endswith("postgresql"):
        config["CONN_HEALTH_CHECKS"] = True
        config["OPTIONS"] = {**config.get("OPTIONS", {}), "options": "-c lock_timeout=5000"}
    else:
        raise ImproperlyConfigured(f"{name} must name SQLite or PostgreSQL.")
    return config
