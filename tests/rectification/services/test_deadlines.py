"""docs/rules.md 4.5: every day a rectification was due is a round, and the first promise stays."""

from datetime import date

import pytest

from rectification.calendar import Due
from rectification.enums import CaseStage, DeadlineGround
from rectification.models import Case, DeadlineRound
from rectification.policies.actors import SYSTEM
from rectification.policies.days import today
from rectification.selectors.calendar import current_calendar
from rectification.services.closing import close_case
from rectification.services.deadlines import set_due
from rectification.services.failures import fail_verification
from rectification.services.verification import conclude_verification
from tests.days import at
from tests.factories import Township, acting, case_in
from tests.published import answers, sign, verifying
from tests.rectification.services.test_closing import passed

pytestmark = pytest.mark.django_db
NOW = at("2026-11-23")


def rounds(case: Case) -> list[tuple[int, str, date]]:
    return list(case.deadlines.values_list("number", "ground", "due_on"))


def test_days_are_numbered_and_the_first_promise_of_a_round_stays(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    first = case.due_on
    later = Due(date(2026, 12, 18), False, "2015-2026.0")
    who = acting(town.pse)
    row = set_due(
        case=case,
        due=later,
        ground=DeadlineGround.EXTENSION,
        actor=who,
        starts_on=today(),
        reference="extension:1",
    )
    assert (case.due_on, case.first_due_on) == (date(2026, 12, 18), first)
    assert rounds(case) == [(1, "approval", first), (2, "extension", date(2026, 12, 18))]
    assert (row.set_by, row.calendar_version, row.reference) == (
        town.pse,
        "2015-2026.0",
        "extension:1",
    )
    case.round = 2
    set_due(case=case, due=later, ground=DeadlineGround.REOPENING, actor=SYSTEM, starts_on=today())
    assert case.first_due_on == date(2026, 12, 18)


def test_a_failed_verification_begins_a_round_that_nobody_signed(town: Township) -> None:
    case = verifying(town)
    for who in (1, 2):
        sign(
            town,
            case,
            who,
            answers=answers(V1=("no", "措施未全部落实。")),
            conclusion="failed",
            correction_due_on=date(2026, 12, 4),
        )
    conclude_verification(case=case)
    fail_verification(case=case)
    last = case.deadlines.last()
    assert isinstance(last, DeadlineRound)
    assert (last.ground, last.due_on, last.set_by) == ("correction", date(2026, 12, 4), None)


def test_a_promised_day_of_an_unpublished_year_is_provisional() -> None:
    calendar = current_calendar()
    assert calendar.given(date(2026, 12, 31)).provisional is False
    assert calendar.given(date(2027, 1, 9)) == Due(date(2027, 1, 9), True, calendar.version)


@pytest.mark.parametrize(
    ("first", "last", "kept"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), (True, True)),
        (date(2026, 11, 20), date(2026, 11, 23), (True, False)),
        (date(2026, 11, 19), date(2026, 11, 20), (False, False)),
    ],
)
def test_closed_in_time_is_stored_with_the_closure(
    town: Township, first: date, last: date, kept: tuple[bool, bool]
) -> None:
    case = passed(town, verifying(town))
    case.first_due_on, case.due_on = first, last
    close_case(case=case)
    closure = case.closures.get()
    assert closure.rectified_on == date(2026, 11, 23)
    assert (closure.in_time, closure.first_promise_kept) == kept
