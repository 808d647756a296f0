"""The calendar subscription: its address once, numbers without titles, nothing for others."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from rectification.enums import CaseStage, Step
from rectification.models import (
    AccountEvent,
    Appointment,
    CalendarFeed,
    Membership,
    Person,
    User,
    WorkItem,
)
from rectification.policies.calendar_feeds import READS_PER_HOUR
from rectification.roles import Role
from rectification.services.calendar_feeds import switch_off, switch_on
from tests.days import at
from tests.factories import Township, case_in
from tests.rectification.web.desk import client_of, open_step

pytestmark = pytest.mark.django_db

NOW = at("2026-06-10", "10:00:00")


def token_of(someone: Person) -> str:
    return switch_on(user=User.objects.get(person=someone))


def read(token: str) -> Any:
    return Client().get(reverse("rectification:calendar_feed", args=[token]))


def own_step(town: Township, **fields: Any) -> WorkItem:
    case = case_in(town, CaseStage.PLAN_REVIEW, title="不应出现的标题")
    return open_step(case, Step.APPROVE_PLAN, Role.PSE, town.committee, due_in=5, **fields)


def test_feed_holds_numbers_steps_and_days_and_no_other_word(town: Township) -> None:
    item = own_step(town)
    other = case_in(town, CaseStage.RECTIFYING)
    open_step(other, Step.CARRY_OUT, Role.SEC, town.east.organisation)
    response = read(token_of(town.pse))
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, no-store"
    calendar = Calendar.from_ical(response.content)
    assert [
        (str(event["summary"]), event.decoded("dtstart"), str(event["uid"]))
        for event in calendar.walk("VEVENT")
    ] == [
        (
            f"待办 {item.case.number} 审批方案 截止",
            date(2026, 6, 15),
            f"step-{item.pk}@rectification",
        )
    ]
    text = response.content.decode()
    for word in ("不应出现的标题", town.pse.name, town.east.organisation.name):
        assert word not in text


def test_feed_says_that_a_day_is_provisional_in_the_language_of_its_holder(town: Township) -> None:
    item = own_step(town, due_provisional=True)
    User.objects.filter(person=town.pse).update(language="en")
    text = read(token_of(town.pse)).content.decode().replace("\r\n ", "")
    assert f"SUMMARY:To do {item.case.number} Approve the plan: due (provisional)" in text


def test_token_is_shown_once_and_kept_as_a_hash(town: Township) -> None:
    client, url = client_of(town.pse), reverse("rectification:own_calendar")
    shown = client.post(url, {"act": "on"})
    address = shown.context["url"]
    token = address.removesuffix(".ics").rpartition("/")[2]
    assert address.startswith("http://testserver/calendar/")
    assert read(token).status_code == 200
    assert token not in client.get(url).content.decode()
    assert token not in json.dumps(list(CalendarFeed.objects.values()), default=str)


def test_renewing_and_switching_off_end_the_old_address(town: Township) -> None:
    client, url = client_of(town.pse), reverse("rectification:own_calendar")
    old = token_of(town.pse)
    new = token_of(town.pse)
    assert [read(old).status_code, read(new).status_code] == [404, 200]
    client.post(url, {"act": "off"})
    assert read(new).status_code == 404
    switch_off(user=town.pse.user)
    verbs = AccountEvent.objects.filter(user=town.pse.user, verb__startswith="feed")
    assert list(verbs.order_by("pk").values_list("verb", flat=True)) == [
        "feed_on",
        "feed_on",
        "feed_off",
    ]


def test_page_switches_nothing_without_an_act(town: Township) -> None:
    client, url = client_of(town.pse), reverse("rectification:own_calendar")
    assert client.post(url).status_code == 302
    assert not CalendarFeed.objects.exists()


def test_disabled_account_and_whoever_left_find_nothing(town: Township) -> None:
    member, left = token_of(town.east.members[0]), token_of(town.pse)
    User.objects.filter(person=town.east.members[0]).update(is_active=False)
    for rows in (Appointment.objects, Membership.objects):
        rows.filter(person=town.pse).update(valid_to=date(2026, 6, 9))
    assert [read(member).status_code, read(left).status_code] == [404, 404]
    assert read("no-such-token").status_code == 404


def test_feed_is_throttled_by_itself(town: Township) -> None:
    token, other = token_of(town.pse), token_of(town.org)
    assert {read(token).status_code for _ in range(READS_PER_HOUR)} == {200}
    refused = read(token)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    assert read(other).status_code == 200


def test_log_holds_the_route_and_never_the_token(
    town: Township, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    token = token_of(town.pse)
    read(token)
    switch_off(user=town.pse.user)
    read(token)
    written = caplog.text + "".join(capfd.readouterr())
    assert "calendar/<slug:token>.ics" in written
    assert token not in capfd.readouterr().err + written


@pytest.mark.parametrize("rows", [1, 3])
def test_feed_costs_the_same_however_long_it_is(
    town: Township, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        own_step(town)
    token = token_of(town.pse)
    read(token)  # What the database can do is asked once a process.
    with django_assert_num_queries(5):
        response = read(token)
    assert response.content.count(b"BEGIN:VEVENT") == rows
