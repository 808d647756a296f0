import pytest

from rectification.calendar import YearFileRefused, parse_year
from rectification.models import CalendarDay, CalendarYear
from rectification.selectors.calendar import current_calendar, schedule_in_force
from rectification.services.calendar import load_year
from tests.rectification.calendar.years import WITH_2027, YEAR_2027

pytestmark = pytest.mark.django_db


def test_loaded_year_is_read_back_as_it_was_written() -> None:
    loaded = load_year(content=YEAR_2027.encode())
    assert loaded.written is True
    assert schedule_in_force(2027) == loaded.schedule == parse_year(YEAR_2027.encode())
    assert current_calendar().version == WITH_2027.version


def test_amended_year_replaces_the_earlier_loading_and_keeps_it() -> None:
    load_year(content=YEAR_2027.encode())
    load_year(content=YEAR_2027.replace("2027-05-03", "2027-05-04").encode())
    assert CalendarYear.objects.filter(year=2027).count() == 2
    schedule = schedule_in_force(2027)
    assert schedule is not None
    assert [f"{day:%m-%d}" for day, name in schedule.off if name == "劳动节"] == ["05-01", "05-04"]


def test_going_back_to_an_earlier_schedule_is_a_new_loading() -> None:
    for text in (YEAR_2027, YEAR_2027.replace("2027-05-03", "2027-05-04"), YEAR_2027):
        assert load_year(content=text.encode()).written is True
    assert current_calendar().version == WITH_2027.version


def test_refused_year_stores_nothing() -> None:
    with pytest.raises(YearFileRefused):
        load_year(content=YEAR_2027.replace("2027-01-31", "2027-02-01").encode())
    assert not CalendarYear.objects.exists()
    assert not CalendarDay.objects.exists()
