"""工作群: once a working day how many cases are due and late, in the form of each robot."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from rectification.enums import CaseStage, Step
from rectification.models import OutboxMessage, Person
from rectification.notifications.carrying import INTERRUPTED
from rectification.roles import Role
from rectification.services.delivery import deliver_outside
from rectification.services.digests import promise_digests
from tests.chat_robot import Robot, chat_robot
from tests.days import at
from tests.factories import Township, case_in
from tests.rectification.web.desk import open_step

pytestmark = pytest.mark.django_db

NOW = at("2026-05-11", "08:30:00")
TEXT = "今日有1件到期、2件逾期，请登录系统查看。"


@pytest.fixture
def robot(town: Township, settings: Any) -> Iterator[Robot]:
    """With one case due today, two late, and a sealed and a paused one that do not count."""
    for due_in, fields in ((0, {}), (-1, {}), (-9, {}), (-1, {"paused": True}), (3, {})):
        case = case_in(town, CaseStage.PLAN_REVIEW, title="石桥村不应出现的标题", **fields)
        for step in (Step.APPROVE_PLAN, Step.ADVISE_PLAN):
            open_step(case, step, Role.PSE, town.committee, due_in=due_in)
    with chat_robot(settings) as running:
        yield running


def run() -> int:
    promise_digests()
    return deliver_outside()


def test_plain_json_bears_counts_and_no_other_word(robot: Robot) -> None:
    assert [run(), run()] == [1, 0]
    assert robot.posted == [
        (
            "/robot?key=k",
            {"kind": "digest", "day": "2026-05-11", "text": TEXT, "due_today": 1, "overdue": 2},
        )
    ]
    whole = str(robot.posted)
    assert not {p.name for p in Person.objects.all() if p.name in whole}


@pytest.mark.parametrize("form", ["wecom", "dingtalk"])
def test_robots_get_text_as_they_want_it(robot: Robot, settings: Any, form: str) -> None:
    settings.CHAT_FORMAT = form
    settings.SITE_URL = "https://office.example/"
    assert run() == 1
    content = f"{TEXT}\nhttps://office.example/"
    assert robot.posted == [("/robot?key=k", {"msgtype": "text", "text": {"content": content}})]


def test_address_of_dingtalk_is_signed_with_the_moment(robot: Robot, settings: Any) -> None:
    settings.CHAT_FORMAT, settings.CHAT_SECRET = "dingtalk", "SEC-of-the-suite"
    run()
    ((path, _body),) = robot.posted
    query = parse_qs(urlsplit(path).query)
    moment = str(round(NOW.timestamp() * 1000))
    wanted = hmac.new(b"SEC-of-the-suite", f"{moment}\nSEC-of-the-suite".encode(), hashlib.sha256)
    assert query == {
        "key": ["k"],
        "timestamp": [moment],
        "sign": [base64.b64encode(wanted.digest()).decode()],
    }


@pytest.mark.parametrize(
    ("status", "answer", "error"),
    [
        (500, b"", "HTTPError"),
        (302, b"", "HTTPError"),
        (200, b'{"errcode": 93000, "errmsg": "invalid webhook url"}', "ChatRefused"),
    ],
)
def test_refusal_is_tried_again_later(
    robot: Robot, clock: time_machine.Traveller, status: int, answer: bytes, error: str
) -> None:
    robot.status, robot.answer = status, answer
    assert run() == 0
    message = OutboxMessage.objects.get()
    assert (message.error, message.parked_at) == (error, None)
    assert len(robot.posted) == 1
    robot.status, robot.answer = 200, b"{}"
    clock.shift(timedelta(minutes=2))
    assert deliver_outside() == 1


def test_robot_that_hangs_up_is_not_told_twice(robot: Robot, clock: time_machine.Traveller) -> None:
    """It may have posted the message: somebody decides."""
    robot.status = 0
    assert run() == 0
    clock.shift(timedelta(hours=3))
    assert deliver_outside() == 0
    assert len(robot.posted) == 1
    message = OutboxMessage.objects.get()
    assert (message.error, message.parked_at is not None) == (INTERRUPTED, True)


def test_where_nobody_answers_it_is_tried_again(
    town: Township, robot: Robot, settings: Any
) -> None:
    settings.CHAT_URL = "http://127.0.0.1:1/robot"
    assert run() == 0
    message = OutboxMessage.objects.get()
    assert (message.error, message.parked_at) == ("URLError", None)


def test_nobody_is_told_about_nothing(town: Township, settings: Any) -> None:
    with chat_robot(settings) as robot:
        assert run() == 0
        assert robot.posted == []
    assert OutboxMessage.objects.get().done_at is not None


def test_off_by_default(town: Township, settings: Any) -> None:
    assert (settings.CHAT_URL, settings.MAIL_ON, settings.SITE_URL) == ("", False, "")
    assert run() == 0
    assert not OutboxMessage.objects.exists()
