from datetime import date

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from rectification.calendar import shipped_schedules
from rectification.selectors.calendar import current_calendar, schedule_in_force, years_in_force
from rectification.services.calendar import load_year
from tests.rectification.calendar.years import SHIPPED, WITH_2027, YEAR_2027

pytestmark = pytest.mark.django_db
MAY_4 = date(2027, 5, 4)


def test_shipped_years_are_in_force_when_nothing_is_loaded() -> None:
    assert current_calendar().version == SHIPPED.version
    assert schedule_in_force(2026) == shipped_schedules()[2026]
    assert schedule_in_force(2027) is None


def test_load_is_seen_at_once() -> None:
    assert current_calendar().is_loaded(2027) is False
    load_year(content=YEAR_2027.encode())
    assert current_calendar().is_loaded(2027) is True
    load_year(content=YEAR_2027.replace("2027-05-03", "2027-05-04").encode())
    assert current_calendar().is_working_day(MAY_4) is False


def test_load_that_is_rolled_back_is_not_seen() -> None:
    with transaction.atomic():
        load_year(content=YEAR_2027.encode())
        assert current_calendar().version == WITH_2027.version
        transaction.set_rollback(True)
    assert current_calendar().version == SHIPPED.version
    load_year(content=YEAR_2027.replace("2027-05-03", "2027-05-04").encode())
    assert current_calendar().is_working_day(MAY_4) is False


def test_loaded_year_overlays_the_shipped_one() -> None:
    text = YEAR_2027.replace("2027", "2026").replace("2026-12-31", "2025-12-31")
    text = text.replace("2026-01-30, 2026-01-31", "2026-01-31, 2026-02-01")
    load_year(content=text.encode())
    calendar = current_calendar()
    assert calendar.is_working_day(date(2026, 2, 1)) is True
    assert calendar.is_working_day(date(2026, 10, 5)) is True
    assert calendar.is_working_day(date(2025, 12, 31)) is False
    assert calendar.years == SHIPPED.years


def test_calendar_costs_one_query_once_known(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    load_year(content=YEAR_2027.encode())
    first = current_calendar()
    with django_assert_num_queries(1):
        assert current_calendar() is first


def test_years_are_listed_with_their_loading() -> None:
    load_year(content=YEAR_2027.encode())
    years = years_in_force()
    assert [year.schedule.year for year in years] == list(range(2015, 2028))
    assert [year.schedule.year for year in years if year.loaded_at] == [2027]
