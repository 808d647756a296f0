"""The pages of lists, periods and holds."""

from typing import Any

import pytest
import time_machine
from django.urls import reverse

from rectification.models import LegalHold, RetentionRule, Tombstone
from rectification.policies.days import today
from rectification.services import holds, retention
from tests.factories import Township
from tests.rectification.web.desk import client_of
from tests.workflows.retained import REASON, YEARS, proposed, rule, struck


def test_list_is_checked_and_confirmed_on_its_page(
    town: Township, clock: time_machine.Traveller
) -> None:
    case = struck(town)
    clock.shift(YEARS)
    run = proposed(town)
    url = reverse("rectification:retention_run", args=[run.pk])
    officer, org = client_of(town.officer), client_of(town.org)
    opens = reverse("rectification:case", args=[case.pk])
    assert opens in officer.get(url).content.decode()
    assert opens not in org.get(url).content.decode()
    officer.post(url, {"check": "1"})
    assert "另一人确认" in officer.get(url).content.decode()
    officer.post(url, {"confirm": "1"})
    assert not Tombstone.objects.exists()
    org.post(url, {"confirm": "1"})
    assert Tombstone.objects.get().case == case
    assert "已于" in org.get(url).content.decode()


def test_list_is_called_off_on_its_page(town: Township, clock: time_machine.Traveller) -> None:
    struck(town)
    clock.shift(YEARS)
    run = proposed(town)
    client_of(town.org).post(
        reverse("rectification:retention_run", args=[run.pk]), {"call_off": "1"}
    )
    run.refresh_from_db()
    assert (run.ended_by, run.confirmed_at) == (town.org, None)


def test_period_is_entered_and_confirmed_on_the_pages(town: Township) -> None:
    url = reverse("rectification:new_retention_rule")
    typed = {
        "committee": town.committee.pk,
        "kind": "access_log",
        "months": 5,
        "in_force_from": today().isoformat(),
        "basis": "云党办〔2026〕5号",
    }
    officer = client_of(town.officer)
    refused = officer.post(url, typed)
    assert refused.status_code == 422
    assert "至少保存" in refused.content.decode()
    assert officer.post(url, {**typed, "months": 18}).status_code == 302
    rule = RetentionRule.objects.get()
    home = reverse("rectification:retention")
    officer.post(home, {"confirm": rule.pk})
    rule.refresh_from_db()
    assert rule.confirmed_at is None
    client_of(town.org).post(home, {"confirm": rule.pk})
    rule.refresh_from_db()
    assert rule.confirmed_by == town.org
    assert "18个月" in client_of(town.org).get(home).content.decode()


def test_whoever_places_holds_reads_the_periods_in_force(town: Township) -> None:
    retention.confirm_retention_rule(rule=rule(town, "message", 18), by=town.org)
    html = client_of(town.dis[0]).get(reverse("rectification:retention")).content.decode()
    assert "18个月" in html


def test_hold_is_placed_by_number_and_lifted_on_the_pages(town: Township) -> None:
    case = struck(town)
    url = reverse("rectification:new_hold")
    head, secrecy = client_of(town.dis[0]), client_of(town.gen)
    unknown = head.post(url, {"number": "2001-M-0001", "reason": REASON})
    assert (unknown.status_code, LegalHold.objects.count()) == (422, 0)
    assert head.post(url, {"number": case.number, "reason": REASON}).status_code == 302
    hold = LegalHold.objects.get()
    page = reverse("rectification:hold", args=[hold.pk])
    assert head.post(page, {"reason": REASON}).status_code == 422
    assert secrecy.post(page, {"reason": REASON}).status_code == 302
    hold.refresh_from_db()
    assert hold.lifted_by == town.gen


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_page_do_not_grow_with_holds_and_periods(
    town: Township, count: int, django_assert_num_queries: Any
) -> None:
    for months in range(count):
        holds.place_hold(case=struck(town), by=town.officer, reason=REASON)
        rule(town, "message", 12 + months)
    reader = client_of(town.officer)
    url = reverse("rectification:retention")
    reader.get(url)
    with django_assert_num_queries(14):
        reader.get(url)
