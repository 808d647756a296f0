"""docs/rules.md, “Absence and deputies”: who is at his post on a day."""

from datetime import timedelta

from rectification.policies.absence import absences_on, present, suspended_on
from rectification.policies.days import today
from tests.factories import Township
from tests.workflows.offices import away


def test_absence_counts_from_its_first_day_to_its_last(town: Township) -> None:
    day = today()
    row = away(town.pse, until=day + timedelta(days=2))
    found = {n: list(absences_on(day + timedelta(days=n))) for n in (-1, 0, 2, 3)}
    assert found == {-1: [], 0: [row], 2: [row], 3: []}


def test_absence_that_was_ended_is_over_on_that_day(town: Township) -> None:
    row = away(town.pse)
    row.ended_on, row.ended_by = today(), town.pse
    row.save()
    assert list(absences_on(today())) == []
    assert list(absences_on(today() - timedelta(days=1))) == []


def test_leave_is_no_suspension(town: Township) -> None:
    away(town.pse)
    away(town.lg, "suspension")
    assert list(suspended_on(today())) == [town.lg.pk]


def test_present_are_those_asked_about_who_are_here_and_can_log_in(town: Township) -> None:
    away(town.pse)
    away(town.lg, "suspension")
    town.org.user.is_active = False
    town.org.user.save()
    asked = [town.pse, town.lg, town.org, town.dps]
    assert present(asked, today()) == {town.dps.pk}
    assert present([], today()) == set()
