"""Scenario 11 at every door: what may be secret is not kept, and a number stands for the paper."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from rectification.models import (
    Case,
    Membership,
    Objection,
    OpinionNote,
    PaperEntry,
    PaperScan,
    Person,
)
from tests.factories import FOUNDED, Township
from tests.rectification.web.desk import client_of
from tests.uploads import pdf
from tests.workflows.play import Play
from tests.workflows.web.tab import open_to_residents
from workflows.web.throttle import PER_HOUR

pytestmark = pytest.mark.django_db

SECRET = "附件标有“机密★五年”字样，存放在村部柜子里。"
KEY = "0f2d7c64-6a0c-4a53-9d57-6cf5c9d7a011"


@pytest.fixture(autouse=True)
def _fresh_counter() -> None:
    cache.clear()


def stopped(town: Township, client: Client, url: str, data: dict[str, Any]) -> None:
    """Sent twice, the page is given one number, of its own township, and says so."""
    for _time in range(2):
        if "scan" in data:
            data["scan"].seek(0)
        answer = client.post(url, {**data, "idempotency_key": KEY})
        assert answer.status_code == 422
        entry = PaperEntry.objects.get()
        assert entry.number in answer.content.decode()
    assert (entry.ground, entry.township) == ("secret", town.committee)
    seen = client_of(town.gen).get(reverse("rectification:transfers")).content.decode()
    assert entry.number in seen
    assert SECRET not in seen


def test_opinion_on_paper(town: Township) -> None:
    sent = {
        "kind": "letter",
        "source": "public_opinion",
        "mode": "anonymous",
        "organisation": town.east.organisation.pk,
        "text": SECRET,
        "received_on": "2026-05-08",
        "scan": pdf("来信.pdf"),
    }
    stopped(town, client_of(town.east.clerk), reverse("workflows:paper_opinion"), sent)
    assert not Case.objects.exists()
    assert not PaperScan.objects.exists()


def test_self_report_on_paper(town: Township) -> None:
    branch = town.east.organisation
    member = Person.objects.create(code="N-0001", name="石阿公")
    Membership.objects.create(person=member, organisation=branch, kind="full", valid_from=FOUNDED)
    sent = {
        "member": member.pk,
        "title": "文件保管不当",
        "description": SECRET,
        "category": "ME-c",
        "standard_ref": "文件管理规定",
        "received_on": "2026-05-08",
        "scan": pdf("报告.pdf"),
    }
    url = reverse("workflows:paper_report", args=[branch.pk])
    stopped(town, client_of(town.east.clerk), url, sent)
    assert not Case.objects.exists()


@pytest.mark.parametrize("named", [True, False])
def test_addition_through_the_code(play: Play, named: bool) -> None:
    code = play.opinion(**({} if named else {"organisation": None}))
    sent = {"code": code, "text": SECRET}
    stopped(play.town, Client(), reverse("workflows:add_to_opinion"), sent)
    assert not OpinionNote.objects.exists()


def objection() -> dict[str, str]:
    return {"kind": "facts", "mode": "anonymous", "text": SECRET}


def test_objection_to_a_notice(play: Play) -> None:
    noticed = open_to_residents(play)
    url = reverse("workflows:object_by_link", args=[noticed.notice.token])
    stopped(play.town, Client(), url, objection())
    assert not Objection.objects.exists()


def test_flood_of_refused_objections_does_not_use_up_the_numbers(play: Play) -> None:
    noticed = open_to_residents(play)
    url = reverse("workflows:object_by_link", args=[noticed.notice.token])
    for _time in range(PER_HOUR + 1):
        assert Client().post(url, objection()).status_code == 422
    assert PaperEntry.objects.count() == PER_HOUR
    assert Client().post(url, {**objection(), "text": "八月的活动没有开展。"}).status_code == 200
