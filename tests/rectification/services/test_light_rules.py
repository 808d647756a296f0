"""docs/rules.md 4.5, “Lights”: thresholds are entered, tried and confirmed by a second person."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rectification.enums import CaseStage, Step
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import LightRule, OutboxMessage
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.roles import Role
from rectification.selectors.calendar import current_calendar
from rectification.selectors.light_trials import LightTrial, try_on
from rectification.selectors.lights import rule_for
from rectification.services.light_rules import (
    confirm_light_rule,
    enter_light_rule,
    try_light_rule,
)
from tests.factories import Township, case_in
from tests.rectification.web.desk import open_step

pytestmark = pytest.mark.django_db


def entered(town: Township, in_force_from: date | None = None, **given: int) -> LightRule:
    thresholds = {"soon_days": 2, **given}
    return enter_light_rule(
        by=town.officer,
        committee=town.committee,
        in_force_from=in_force_from or today(),
        thresholds=thresholds,
    )


def confirmed(town: Township, **given: Any) -> LightRule:
    rule = entered(town, **given)
    try_light_rule(rule=rule, by=town.officer)
    confirm_light_rule(rule=rule, by=town.org)
    rule.refresh_from_db()
    return rule


def soon(town: Township) -> int:
    return rule_for(town.east.organisation).soon_days


def test_version_counts_when_tried_and_confirmed_by_a_second_person(town: Township) -> None:
    rule = entered(town)
    told = set(OutboxMessage.objects.filter(kind="light_rule_entered").values_list("recipient"))
    assert town.officer.pk not in {pk for (pk,) in told}
    assert (town.org.pk,) in told
    with pytest.raises(CaseError) as untried:
        confirm_light_rule(rule=rule, by=town.org)
    assert untried.value.rule == "4.5"
    try_light_rule(rule=rule, by=town.officer)
    with pytest.raises(NotAllowed):
        confirm_light_rule(rule=rule, by=town.officer)
    assert soon(town) == 5
    confirm_light_rule(rule=rule, by=town.org)
    assert soon(town) == 2
    with pytest.raises(CaseError):
        confirm_light_rule(rule=rule, by=town.intake)


def test_only_the_two_offices_of_the_township_keep_it(town: Township) -> None:
    rule = entered(town)
    for someone in (town.pse, town.east.secretary, town.dis[0]):
        with pytest.raises(NotAllowed):
            try_light_rule(rule=rule, by=someone)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"faults_yellow": 2, "faults_red": 2}, "faults_red"), ({"soon_days": 31}, "soon_days")],
)
def test_nonsense_is_refused_by_its_field(town: Township, given: Any, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        entered(town, **given)
    assert list(refused.value.errors) == [field]


def test_version_is_in_force_from_its_day_and_never_backwards(town: Township) -> None:
    with pytest.raises(CaseError):
        entered(town, today() - timedelta(days=1))
    confirmed(town, in_force_from=today() + timedelta(days=3), soon_days=9)
    assert soon(town) == 5
    rival = entered(town, today() + timedelta(days=4))
    with pytest.raises(CaseError):
        entered(town, today() + timedelta(days=3))
    try_light_rule(rule=rival, by=town.officer)
    confirm_light_rule(rule=rival, by=town.org)


def test_database_refuses_one_hand_and_untried(town: Township) -> None:
    for fields in ({"confirmed_by": town.officer}, {"confirmed_at": timezone.now()}):
        rule = entered(town)
        for name, value in fields.items():
            setattr(rule, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            rule.save()


def trial_of(town: Township, rule: LightRule) -> LightTrial:
    return try_on(rule, town.officer.user, authority_of(town.officer.user), current_calendar())


def test_dry_run_tells_which_open_cases_would_change_colour(town: Township) -> None:
    soon_due = case_in(town, CaseStage.RECTIFYING)
    far = case_in(town, CaseStage.RECTIFYING)
    for case, days in ((soon_due, 5), (far, 60)):
        open_step(case, Step.CARRY_OUT, Role.SEC, town.east.organisation, due_in=days)
    case_in(town, CaseStage.PLANNING)
    trial = trial_of(town, entered(town, soon_days=0))
    assert (trial.looked_at, trial.changed_cases) == (3, 1)
    change = trial.changes[0]
    assert (change.case, change.now, change.then) == (soon_due, "yellow", "green")
    assert not change.is_quality


def test_dry_run_goes_over_past_rectifications(town: Township) -> None:
    case = case_in(town, CaseStage.FIRST_REVIEW)
    item = open_step(case, Step.REPORT_EFFECT, Role.SEC, town.east.organisation, due_in=5)
    item.closed_at, item.outcome = timezone.now(), "effect_reported"
    item.save()
    trial = trial_of(town, entered(town, soon_days=0))
    assert (trial.finished, trial.warned_now, trial.warned_then) == (1, 1, 0)
    assert trial.changes == []
