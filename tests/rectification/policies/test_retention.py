"""docs/rules.md 10: how long things are kept, and who says so."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from rectification.enums import CaseLevel, CaseOutcome, CaseStage, RetentionKind
from rectification.exceptions import CaseError
from rectification.models import RetentionRule, RetentionRun
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.policies.retention import (
    STANDARDS,
    Period,
    held_because,
    is_changeable,
    is_of_kind,
    keeping_places,
    why_not_check,
    why_not_confirm,
    why_not_confirm_rule,
    why_not_end,
    why_not_from,
    why_not_keep,
    why_not_period,
)
from tests.factories import Township, case_in


@pytest.mark.parametrize(
    ("period", "day", "after"),
    [
        (Period(36), date(2026, 5, 11), date(2029, 5, 11)),
        (Period(6), date(2026, 8, 31), date(2027, 2, 28)),
        (Period(30, in_days=True), date(2026, 5, 11), date(2026, 6, 10)),
    ],
)
def test_period_is_counted_by_days_or_to_the_same_day(
    period: Period, day: date, after: date
) -> None:
    assert period.after(day) == after


def test_what_is_over_today() -> None:
    assert Period(36).before(date(2029, 5, 11)) == date(2026, 5, 11)
    assert Period(30, in_days=True).before(date(2026, 6, 10)) == date(2026, 5, 11)
    assert Period(6).least_days == 180
    assert Period(30, in_days=True).least_days == 30


def test_period_in_words() -> None:
    with translation.override("en"):
        told = [str(Period(1)), str(Period(36)), str(Period(30, in_days=True))]
    assert told == ["1 month", "36 months", "30 days"]


def test_every_kind_has_a_standard_that_its_own_least_allows() -> None:
    assert set(STANDARDS) == set(RetentionKind)
    changeable = {kind for kind in RetentionKind if is_changeable(kind)}
    assert set(RetentionKind) - changeable == {RetentionKind.WITHDRAWN_REPORT}
    assert [why_not_period(kind, STANDARDS[kind].period) for kind in changeable] == [None] * 7
    for kind, least in ((RetentionKind.ACCESS_LOG, 6), (RetentionKind.MEMBER_CASE, 12)):
        assert why_not_period(kind, Period(least)) is None
        assert why_not_period(kind, Period(least - 1)) is not None
    assert why_not_period(RetentionKind.WITHDRAWN_REPORT, Period(12)) is not None


def test_two_offices_keep_periods(town: Township) -> None:
    people = (town.officer, town.org, town.dis[0], town.gen, town.pse, town.pub)
    rights = [authority_of(p.user) for p in people]
    here = [town.committee]
    assert [keeping_places(each) for each in rights] == [here, here, [], [], [], []]
    refused = [why_not_keep(town.committee, each) for each in rights]
    assert [why is None for why in refused] == [True, True, False, False, False, False]


def test_version_counts_from_today_on_and_after_the_latest(town: Township) -> None:
    kind, day = RetentionKind.MESSAGE, today()
    rule = RetentionRule(kind=kind, in_force_from=day, entered_by=town.officer)
    assert why_not_from(day, kind, []) is None
    refused = why_not_from(day - timedelta(days=1), kind, [])
    assert refused is not None
    assert refused.error is CaseError
    assert why_not_from(day, kind, [rule]) is None
    assert why_not_confirm_rule(rule, town.officer, [rule]) is not None
    assert why_not_confirm_rule(rule, town.org, [rule]) is None
    rule.confirmed_at = timezone.now()
    assert why_not_confirm_rule(rule, town.org, [rule]) is not None
    assert why_not_from(day, kind, [rule]) is not None
    assert why_not_from(day + timedelta(days=1), kind, [rule]) is None
    assert why_not_from(day, RetentionKind.OUTBOX, [rule]) is None


def test_list_is_decided_by_two_others(town: Township) -> None:
    run = RetentionRun.objects.create(committee=town.committee, proposed_at=timezone.now())
    assert why_not_check(run, town.officer) is None
    assert why_not_confirm(run, town.officer) is not None
    run.checked_by, run.checked_at = town.officer, timezone.now()
    assert [why_not_check(run, by) is None for by in (town.officer, town.org)] == [False, False]
    assert [why_not_confirm(run, by) is None for by in (town.officer, town.org)] == [False, True]
    assert why_not_end(run) is None
    run.ended_at = timezone.now()
    found = {why_not_check(run, town.org), why_not_confirm(run, town.org), why_not_end(run)}
    assert [why.error for why in found if why] == [CaseError]


@pytest.mark.parametrize(
    ("level", "outcome", "counts"),
    [
        (CaseLevel.MEMBER, CaseOutcome.CLOSED, True),
        (CaseLevel.MEMBER, CaseOutcome.REJECTED, True),
        (CaseLevel.MEMBER, CaseOutcome.LONG_TERM, False),
        (CaseLevel.MEMBER, CaseOutcome.WITHDRAWN, False),
        (CaseLevel.MEMBER, CaseOutcome.MERGED, False),
        (CaseLevel.BRANCH, CaseOutcome.CLOSED, False),
    ],
)
def test_period_runs_for_ended_cases_of_members(
    town: Township, level: CaseLevel, outcome: CaseOutcome, counts: bool
) -> None:
    case = case_in(town, CaseStage.REGISTERED, level=level)
    assert not is_of_kind(case)
    case.outcome, case.ended_at = outcome, timezone.now()
    assert is_of_kind(case) is counts
    assert held_because(case) == ""
