"""`/healthz` says what is alive and what is not."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from project import health
from rectification.models.outbox import JobRun

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queue_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.BROKER_DIR = tmp_path
    return tmp_path


def beaten(seconds_ago: int) -> None:
    moment = timezone.now() - timedelta(seconds=seconds_ago)
    JobRun.objects.create(job=health.HEARTBEAT_JOB, period=str(seconds_ago), started_at=moment)


def test_healthz_with_everything_alive(client: Client) -> None:
    beaten(5)
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok", "broker": "ok", "beat": "ok"}


def test_healthz_at_the_start_grants_the_beat_time(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_STARTED", time.monotonic())
    response = client.get("/healthz")
    assert (response.status_code, response.json()["beat"]) == (200, "starting")


def test_healthz_without_heartbeat_says_since_when(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "GRACE_SECONDS", 0)
    beaten(500)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["beat"].startswith("not alive: last heartbeat 20")


def test_healthz_with_an_unreachable_broker(client: Client, settings: Settings) -> None:
    settings.BROKER_URL = "filesystem://"
    settings.BROKER_DIR = "/nowhere"
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["broker"] == "not alive: its folder cannot be written"


@pytest.mark.services
def test_healthz_asks_the_real_broker(client: Client, settings: Settings) -> None:
    assert settings.BROKER_URL.startswith("redis://")
    assert client.get("/healthz").json()["broker"] == "ok"


def test_healthz_refuses_writing(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
