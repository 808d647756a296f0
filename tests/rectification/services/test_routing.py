"""docs/rules.md 3.5: routing rules are entered, tried, confirmed, moved and ended by the office."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rectification.enums import CaseStage
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import RoutingRule, WorkItem
from rectification.policies.authority import authority_of
from rectification.selectors.routing import dry_run, fitting_rule, fitting_rules, rules_in_force
from rectification.services.routing import (
    confirm_rule,
    end_rule,
    enter_rule,
    move_rule,
    try_rule,
)
from tests.factories import Township, case_in, township


def entered(town: Township, **given: Any) -> RoutingRule:
    return enter_rule(
        **{
            "by": town.officer,
            "committee": town.committee,
            "name": "主题党日",
            "keyword": "主题党日",
            "deadline_class": "immediate",
            **given,
        }
    )


def in_force(town: Township, **given: Any) -> RoutingRule:
    rule = entered(town, **given)
    try_rule(rule=rule, by=town.officer)
    confirm_rule(rule=rule, by=town.officer)
    rule.refresh_from_db()
    return rule


def test_rule_counts_only_when_tried_and_confirmed(town: Township) -> None:
    rule = entered(town)
    with pytest.raises(CaseError) as refused:
        confirm_rule(rule=rule, by=town.officer)
    assert refused.value.rule == "3.5"
    try_rule(rule=rule, by=town.officer)
    assert rules_in_force(town.committee) == []
    confirm_rule(rule=rule, by=town.intake)
    rule.refresh_from_db()
    assert rules_in_force(town.committee) == [rule]
    assert (rule.tried_by, rule.confirmed_by) == (town.officer, town.intake)
    assert rule.history.count() == 3


def test_database_refuses_a_rule_confirmed_untried(town: Township) -> None:
    rule = entered(town)
    rule.confirmed_at = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        rule.save()


def test_ended_rule_stays_and_proposes_nothing(town: Township) -> None:
    rule = in_force(town)
    end_rule(rule=rule, by=town.officer)
    assert rules_in_force(town.committee) == []
    rule.refresh_from_db()
    assert rule.ended_by == town.officer
    for act in (end_rule, confirm_rule):
        with pytest.raises(CaseError):
            act(rule=rule, by=town.officer)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"keyword": ""}, "source"),
        ({"deadline_class": ""}, "owner"),
        ({"keyword": "石小满"}, "keyword"),
        ({"name": "石小满的事"}, "name"),
    ],
)
def test_rule_asks_and_proposes_something_and_names_nobody(
    town: Township, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        entered(town, **given)
    assert set(refused.value.errors) == {field}
    assert not RoutingRule.objects.exists()


def test_rules_are_kept_by_the_office_of_the_township_alone(town: Township) -> None:
    rule = entered(town)
    elsewhere = township()
    for someone in (town.org, town.pse, town.dis[0], town.east.secretary, elsewhere.officer):
        for act in (try_rule, end_rule, confirm_rule):
            with pytest.raises(NotAllowed):
                act(rule=rule, by=someone)
        with pytest.raises(NotAllowed):
            entered(town, by=someone)


def test_rules_change_places(town: Township) -> None:
    first, second, third = (in_force(town, name=f"第{n}条") for n in (1, 2, 3))
    move_rule(rule=third, by=town.officer, up=True)
    move_rule(rule=first, by=town.officer, up=True)
    assert rules_in_force(town.committee) == [first, third, second]
    move_rule(rule=first, by=town.officer, up=False)
    assert rules_in_force(town.committee) == [third, first, second]


def test_first_rule_that_fits_is_taken(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    in_force(town, name="不符合", keyword="党费")
    first = in_force(town, name="第一条")
    in_force(town, name="第二条")
    assert fitting_rule(case) == first
    end_rule(rule=first, by=town.officer)
    found = fitting_rule(case)
    assert found is not None
    assert found.name == "第二条"


def test_many_reports_each_get_the_rule_that_fits_it_alone(town: Township) -> None:
    elsewhere = township()
    own, foreign = in_force(town), in_force(elsewhere)
    cases = [case_in(of, CaseStage.SUBMITTED) for of in (town, town, elsewhere)]
    cases[1].title = cases[1].description = "党费收缴登记滞后。"
    items = [WorkItem(case=case) for case in cases]
    assert fitting_rules(items) == {cases[0].pk: own, cases[2].pk: foreign}
    assert [fitting_rule(case) for case in cases] == [own, None, foreign]


def test_rules_of_another_township_propose_nothing(town: Township) -> None:
    elsewhere = township()
    in_force(elsewhere)
    assert fitting_rule(case_in(town, CaseStage.SUBMITTED)) is None


def test_dry_run_shows_what_was_decided_beside_what_is_proposed(town: Township) -> None:
    alike = case_in(town, CaseStage.PLANNING, deadline_class="immediate")
    other = case_in(town, CaseStage.PLANNING)
    case_in(town, CaseStage.PLANNING, title="党费收缴登记不及时", description="未登记。")
    case_in(town, CaseStage.SUBMITTED)
    run = dry_run(entered(town), town.officer.user, authority_of(town.officer.user))
    assert (run.looked_at, run.agreeing, run.taken_before) == (3, 1, 0)
    assert {(t.case.pk, t.agrees) for t in run.trials} == {(alike.pk, True), (other.pk, False)}


def test_dry_run_leaves_to_an_earlier_rule_what_it_takes(town: Township) -> None:
    case_in(town, CaseStage.PLANNING)
    in_force(town, name="在前的一条")
    run = dry_run(entered(town), town.officer.user, authority_of(town.officer.user))
    assert (run.looked_at, run.trials, run.taken_before) == (1, [], 1)


def test_dry_run_asks_the_last_hundred_cases_that_the_reader_sees(town: Township) -> None:
    sealed = case_in(town, CaseStage.PLANNING, sealed=True)
    cases = [case_in(town, CaseStage.REGISTERED) for _n in range(101)]
    run = dry_run(entered(town), town.officer.user, authority_of(town.officer.user))
    shown = {trial.case.pk for trial in run.trials}
    assert (run.looked_at, len(shown)) == (100, 100)
    assert sealed.pk not in shown
    assert cases[0].pk not in shown
