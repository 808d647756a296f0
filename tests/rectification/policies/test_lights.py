"""docs/rules.md 4.5, “Lights”: the colour of a deadline and of the quality, as plain arithmetic."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from rectification.calendar import WorkingCalendar, shipped_schedules
from rectification.models import LightRule, Person
from rectification.policies import lights
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.policies.lights import Marks, Span, standard
from tests.factories import Township

CALENDAR = WorkingCalendar.of(shipped_schedules().values())
DUE = date(2026, 6, 12)
"""A Friday; working days before it: 11, 10, 9, 8, 5 June."""


@pytest.mark.parametrize(
    ("day", "colour"),
    [
        (date(2026, 6, 4), "green"),
        (date(2026, 6, 5), "yellow"),
        (date(2026, 6, 12), "yellow"),
        (date(2026, 6, 13), "red"),
    ],
)
def test_time_is_yellow_from_five_working_days_before_and_red_after(day: date, colour: str) -> None:
    assert lights.time_light(DUE, day, CALENDAR, soon=5) == colour


def test_a_township_without_rules_of_its_own_has_those_of_the_product() -> None:
    rule = standard()
    assert rule.soon_days == 5
    assert rule.pk is None


def test_the_first_yellow_day_is_data() -> None:
    assert lights.time_light(DUE, date(2026, 6, 9), CALENDAR, soon=2) == "green"


# 40 working days from 15 April 2026 on, of which 9 are left on 1 June and 10 on 29 May.
SPAN = Span(date(2026, 4, 15), date(2026, 6, 12))


@pytest.mark.parametrize(
    ("day", "done", "colour"),
    [
        (date(2026, 5, 29), 0, "green"),
        (date(2026, 6, 1), 1, "yellow"),
        (date(2026, 6, 1), 2, "green"),
        (date(2026, 6, 13), 4, "red"),
    ],
)
def test_less_than_half_done_in_the_last_quarter_is_yellow(
    day: date, done: int, colour: str
) -> None:
    marks = Marks(measures=4, done=done)
    whole = CALENDAR.count_working_days(SPAN.start, SPAN.due_on)
    assert (whole, CALENDAR.count_working_days(date(2026, 6, 1), SPAN.due_on)) == (40, 9)
    assert lights.rectification_light(SPAN, marks, day, CALENDAR, standard()) == colour


def test_where_nothing_is_planned_nothing_is_behind() -> None:
    day = date(2026, 6, 1)
    assert not lights.is_behind(SPAN, Marks(), day, CALENDAR, standard())
    rule = LightRule(left_percent=0)
    assert not lights.is_behind(SPAN, Marks(measures=4), day, CALENDAR, rule)


@pytest.mark.parametrize(
    ("colour", "late", "shown"),
    [("green", False, "green"), ("green", True, "yellow"), ("red", True, "red")],
)
def test_a_caught_up_red_stays_yellow(colour: Any, late: bool, shown: str) -> None:
    assert lights.caught_up(colour, Marks(late=late)) == shown


@pytest.mark.parametrize(
    ("faults", "colour"), [(0, "green"), (1, "yellow"), (2, "red"), (3, "red")]
)
def test_quality_by_returns_and_failures(faults: int, colour: str) -> None:
    assert lights.quality_light(Marks(faults=faults), standard()) == colour


def test_quality_thresholds_are_data() -> None:
    rule = LightRule(faults_yellow=2, faults_red=4)
    found = [lights.quality_light(Marks(faults=n), rule) for n in (1, 3, 4)]
    assert found == ["green", "yellow", "red"]


# --- who keeps the rule


def test_office_and_organisation_office_keep_it_for_their_township(
    town: Township, far: Township
) -> None:
    for someone, places in (
        (town.officer, [town.committee]),
        (town.org, [town.committee]),
        (far.org, [far.committee]),
        (town.pse, []),
        (town.east.secretary, []),
    ):
        assert lights.keeping_places(authority_of(someone.user)) == places


def version(entered_by: Person, days: int, **given: Any) -> LightRule:
    day = today() + timedelta(days=days)
    return LightRule(entered_by=entered_by, in_force_from=day, **given)


def test_version_takes_effect_today_or_later_and_after_those_confirmed(town: Township) -> None:
    now = timezone.now()
    others = [version(town.org, 3, confirmed_at=now), version(town.org, 9)]
    found = [lights.why_not_from(today() + timedelta(days=n), others) for n in (-1, 0, 3, 4)]
    assert [why is None for why in found] == [False, False, False, True]
    assert lights.why_not_from(today(), []) is None


def test_it_is_confirmed_once_tried_and_by_a_second_person(town: Township) -> None:
    now = timezone.now()
    for rule, person, may in (
        (version(town.org, 1), town.officer, False),
        (version(town.org, 1, tried_at=now), town.officer, True),
        (version(town.org, 1, tried_at=now), town.org, False),
        (version(town.org, -1, tried_at=now), town.officer, False),
        (version(town.org, 1, tried_at=now, confirmed_at=now), town.officer, False),
    ):
        assert (lights.why_not_confirm(rule, person, []) is None) is may
