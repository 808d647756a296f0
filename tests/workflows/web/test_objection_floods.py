"""Objecting is a right: a flood against one notice takes it from nobody else."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from rectification.enums import CaseStage
from rectification.models import Notice, Objection
from tests.factories import Township, case_in, township
from tests.published import at, posted
from workflows.web import throttle

pytestmark = pytest.mark.django_db

SAYS = {"kind": "facts", "mode": "anonymous", "text": "东头小广场的公开栏还是旧的。"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    cache.clear()
    with time_machine.travel(at("2026-05-11", "10:00:00"), tick=False) as traveller:
        yield traveller
    cache.clear()


@pytest.fixture
def town() -> Township:
    return township()


def shown(town: Township) -> Notice:
    return posted(town, case_in(town, CaseStage.NOTICE_PREP), scope="S4")


def by_link(client: Client, notice: Notice, **given: Any) -> int:
    url = reverse("workflows:object_by_link", args=[notice.token])
    return int(client.post(url, {**SAYS, **given}).status_code)


def flood(notice: Notice, times: int, *, with_account: bool = False) -> None:
    for _time in range(times):
        throttle.count_objection(notice.pk, with_account=with_account)


def test_flood_against_one_notice_stops_itself_alone(town: Township, client: Client) -> None:
    flooded, other = shown(town), shown(town)
    flood(flooded, throttle.PER_HOUR - 1)
    assert by_link(client, flooded) == 200
    assert by_link(client, flooded) == 429
    assert by_link(client, other) == 200
    assert list(Objection.objects.values_list("notice", flat=True)) == [flooded.pk, other.pk]


def test_flood_by_the_link_leaves_the_way_of_those_with_an_account(
    town: Township, client: Client
) -> None:
    notice = shown(town)
    flood(notice, throttle.PER_HOUR)
    assert by_link(client, notice) == 429
    client.force_login(town.west.members[0].user)
    url = reverse("workflows:object", args=[notice.pk])
    assert client.post(url, SAYS).status_code == 200


def test_flood_against_many_notices_leaves_each_other_one_its_share(
    town: Township, client: Client
) -> None:
    many, quiet = shown(town), shown(town)
    for _notice in range(throttle.ALTOGETHER // throttle.PER_HOUR):
        flood(many, throttle.PER_HOUR)
    flood(quiet, throttle.OWN_SHARE - 1)
    assert by_link(client, quiet) == 200
    assert by_link(client, quiet) == 429


def test_only_what_was_taken_in_counts(town: Township, client: Client) -> None:
    """So the clock of a notice that takes nothing more stands still."""
    notice = shown(town)
    flood(notice, throttle.PER_HOUR - 1)
    for _time in range(3):
        assert by_link(client, notice, text="内容涉密，属机密级。") == 422
    assert Objection.objects.count() == 0
    assert by_link(client, notice) == 200
    notice.refresh_from_db()
    assert notice.suspended_on is not None


def test_next_hour_begins_anew(
    town: Township, client: Client, clock: time_machine.Traveller
) -> None:
    notice = shown(town)
    flood(notice, throttle.PER_HOUR)
    assert by_link(client, notice) == 429
    clock.shift(3600)
    assert by_link(client, notice) == 200


def test_no_address_is_kept(town: Township, client: Client, settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    notice = shown(town)
    url = reverse("workflows:object_by_link", args=[notice.token])
    client.post(url, SAYS, REMOTE_ADDR="203.0.113.7")
    hour = "2026051102"
    assert {key.split(":", 2)[2] for key in cache._cache} == {  # type: ignore[attr-defined]
        f"received:objection:{notice.pk}:public:{hour}",
        f"received:objection:{hour}",
    }
