"""Objecting to a notice: a page sent twice, by the link or by a member, brings one objection."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from rectification.models import ActReceipt, Objection
from tests.rectification.web.desk import client_of
from tests.workflows.play import Play
from tests.workflows.web.tab import open_to_residents
from workflows.web.throttle import PER_HOUR, count_objection

TEXT = "八月的活动并没有开展。"


@pytest.fixture(autouse=True)
def noticed(play: Play) -> Play:
    cache.clear()
    return open_to_residents(play)


def sheet(**more: Any) -> dict[str, Any]:
    return {
        "kind": "facts",
        "mode": "anonymous",
        "text": TEXT,
        "idempotency_key": str(uuid4()),
        **more,
    }


def by_link(play: Play) -> tuple[Client, str]:
    return Client(), reverse("workflows:object_by_link", args=[play.notice.token])


def by_member(play: Play) -> tuple[Client, str]:
    member = play.town.east.members[1]
    return client_of(member), reverse("workflows:object", args=[play.notice.pk])


@pytest.mark.parametrize("way", [by_link, by_member])
def test_objection_sent_twice_is_received_once(noticed: Play, way: Any) -> None:
    client, url = way(noticed)
    page = sheet()
    first, again = client.post(url, page), client.post(url, page)
    assert first.context["code"]
    assert again.status_code == 422
    assert TEXT in again.content.decode()
    objection = Objection.objects.get()
    assert noticed.case.events.filter(reference=f"objection:{objection.pk}").count() == 1
    assert noticed.open_steps().count("handle_objection") == 1
    assert ActReceipt.objects.get(key=page["idempotency_key"]).person is None


@pytest.mark.parametrize("way", [by_link, by_member])
def test_objections_from_two_pages_are_two(noticed: Play, way: Any) -> None:
    client, url = way(noticed)
    for _page in range(2):
        assert client.post(url, sheet()).status_code == 200
    assert Objection.objects.count() == 2


def test_objection_beyond_the_hours_limit_keeps_what_was_typed(noticed: Play) -> None:
    client, url = by_link(noticed)
    for _time in range(PER_HOUR):
        count_objection(noticed.notice.pk, with_account=False)
    answer = client.post(url, sheet())
    assert answer.status_code == 429
    assert TEXT in answer.content.decode()
    assert not Objection.objects.exists()
