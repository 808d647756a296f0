from datetime import date

from django.utils import translation

from rectification.calendar import Clock, explain, explain_clock
from rectification.calendar.explanation import why_label
from rectification.calendar.periods import days, months, working_days
from tests.rectification.calendar.years import SHIPPED

NATIONAL_DAY = "中秋节、国庆节"


def test_working_days_are_explained_with_skipped_and_made_up_days() -> None:
    explanation = explain(date(2017, 9, 27), working_days(5), SHIPPED)
    assert explanation.due.on == explanation.nominal_on == date(2017, 10, 10)
    assert explanation.made_up == ((date(2017, 9, 30), NATIONAL_DAY),)
    assert explanation.unloaded_years == ()
    assert explanation.is_rolled is False
    assert explanation.as_json() == {
        "due": "2017-10-10",
        "provisional": False,
        "calendar_version": SHIPPED.version,
        "skipped": [{"date": f"2017-10-0{day}", "why": NATIONAL_DAY} for day in range(1, 9)],
    }


def test_rolled_months_name_the_day_they_would_have_ended() -> None:
    explanation = explain(date(2017, 6, 12), months(2), SHIPPED)
    assert explanation.nominal_on == date(2017, 8, 12)
    assert explanation.due.on == date(2017, 8, 14)
    assert explanation.is_rolled is True
    assert explanation.made_up == ()


def test_days_ending_on_a_make_up_saturday_say_so() -> None:
    explanation = explain(date(2017, 9, 20), days(10), SHIPPED)
    assert explanation.due.on == date(2017, 9, 30)
    assert explanation.made_up == ((date(2017, 9, 30), NATIONAL_DAY),)


def test_provisional_date_names_the_missing_year() -> None:
    explanation = explain(date(2026, 12, 30), working_days(5), SHIPPED)
    assert explanation.due.provisional is True
    assert explanation.unloaded_years == (2027,)


def test_clock_is_explained_with_its_rule() -> None:
    explanation = explain_clock(Clock.RECTIFY_INSPECTION, date(2024, 2, 8), SHIPPED)
    assert explanation.clock == Clock.RECTIFY_INSPECTION
    assert explanation.rule == "T15"
    assert explanation.period == months(6)
    assert explanation.due.on == date(2024, 8, 8)


def test_reasons_and_periods_read_as_words() -> None:
    with translation.override("en"):
        assert why_label("weekend") == "Weekend"
        assert why_label(NATIONAL_DAY) == NATIONAL_DAY
        assert str(working_days(1)) == "1 working day"
        assert str(days(30)) == "30 natural days"
        assert str(months(2)) == "2 months"
