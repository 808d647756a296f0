"""docs/rules.md 3.5: which routing rule fits a report, and who keeps the rules."""

import pytest
from django.utils import timezone

from rectification.enums import CaseStage
from rectification.models import RoutingRule
from rectification.policies.authority import authority_of
from rectification.policies.routing import (
    Told,
    first_fitting,
    fits,
    rule_places,
    told_by,
    why_not_confirm,
)
from tests.factories import Township, case_in

WORDS = "没有主题党日，未履行改期手续。"


@pytest.mark.parametrize(
    ("conditions", "holds"),
    [
        ({"source": "self_found"}, True),
        ({"source": "inspection"}, False),
        ({"category": "B"}, True),
        ({"category": "C"}, False),
        ({"keyword": "改期手续"}, True),
        ({"keyword": "党费"}, False),
        ({"source": "self_found", "keyword": "党费"}, False),
    ],
)
def test_every_condition_must_hold(town: Township, conditions: dict[str, str], holds: bool) -> None:
    rule = RoutingRule(committee=town.committee, **conditions)
    assert fits(rule, Told("self_found", "B", town.east.organisation, WORDS)) is holds


def test_organisation_stands_for_what_is_below_it(town: Township) -> None:
    told = Told("self_found", "B", town.east.organisation, "")
    assert fits(RoutingRule(organisation=town.committee), told)
    assert fits(RoutingRule(organisation=town.east.organisation), told)
    assert not fits(RoutingRule(organisation=town.west.organisation), told)
    nowhere = Told("visit", "", None, "")
    assert not fits(RoutingRule(organisation=town.west.organisation), nowhere)


def test_first_that_fits_is_taken(town: Township) -> None:
    rules = [RoutingRule(name=word, keyword=word) for word in ("党费", "改期", "手续")]
    told = Told("self_found", "B", town.east.organisation, WORDS)
    assert first_fitting(rules, told) is rules[1]
    assert first_fitting(rules[:1], told) is None


def test_what_a_rule_can_ask_of_a_report(town: Township) -> None:
    case = case_in(town, CaseStage.SUBMITTED)
    told = told_by(case, "路灯坏了")
    assert (told.source, told.category, told.organisation) == (
        "self_found",
        "B",
        town.east.organisation,
    )
    for words in (case.title, case.description, "路灯坏了"):
        assert words in told.words
    assert "路灯坏了" not in told_by(case).words


def test_rules_are_kept_where_problems_are_taken_in(town: Township) -> None:
    for someone in (town.officer, town.intake):
        assert rule_places(authority_of(someone.user)) == [town.committee]
    for someone in (town.org, town.pse, town.dis[0], town.east.secretary):
        assert rule_places(authority_of(someone.user)) == []


def test_rule_is_confirmed_once_it_was_tried_and_before_it_ends() -> None:
    now = timezone.now()
    assert why_not_confirm(RoutingRule()) is not None
    assert why_not_confirm(RoutingRule(tried_at=now)) is None
    assert why_not_confirm(RoutingRule(tried_at=now, confirmed_at=now)) is not None
    assert why_not_confirm(RoutingRule(tried_at=now, ended_at=now)) is not None
