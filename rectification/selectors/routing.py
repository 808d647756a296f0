"""Routing rules of a township, which one fits, and what one would have proposed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from rectification.enums import OrganisationKind
from rectification.models import Case, Organisation, RoutingRule, User, WorkItem
from rectification.policies.authority import Authority, committee_above
from rectification.policies.routing import first_fitting, fits, told_by
from rectification.selectors.cases import visible_to

TRIED_ON: Final = 100
"""Cases on which a rule is tried before it counts."""


def rules_of(nodes: Sequence[Organisation]) -> QuerySet[RoutingRule]:
    """Every rule of these townships, in order; ended ones stay on record."""
    rows = RoutingRule.objects.filter(committee__in=[node.pk for node in nodes])
    people = ("entered_by", "confirmed_by", "ended_by")
    return rows.select_related("committee", "organisation", "owner", *people).order_by(
        "committee", "position", "pk"
    )


def rules_in_force(committee: Organisation) -> list[RoutingRule]:
    return list(_in_force(rules_of([committee])))


def _in_force(rules: QuerySet[RoutingRule]) -> QuerySet[RoutingRule]:
    return rules.filter(confirmed_at__isnull=False, ended_at__isnull=True)


def fitting_rule(
    case: Case, *, near: Organisation | None = None, more: str = ""
) -> RoutingRule | None:
    """The first rule in force that fits the report; `near` where its place is not known yet."""
    place = case.owner_organisation or near
    if place is None:
        return None
    return first_fitting(rules_in_force(committee_above(place)), told_by(case, more))


def fitting_rules(items: Sequence[WorkItem]) -> dict[int, RoutingRule]:
    """By case the same for many reports that await intake, with every rule loaded once."""
    places = {item.case: item.case.owner_organisation or item.organisation for item in items}
    above = {pk for place in places.values() if place for pk in place.ancestor_ids()}
    nodes = Organisation.objects.filter(pk__in=above, kind=OrganisationKind.COMMITTEE)
    nearest_first = list(nodes.order_by("-path"))
    rules = list(_in_force(rules_of(nearest_first)))
    found = {}
    for case, place in places.items():
        way = place.ancestor_ids() if place else []
        committee = next((node for node in nearest_first if node.pk in way), None)
        own = [rule for rule in rules if rule.committee == committee]
        rule = first_fitting(own, told_by(case))
        if rule is not None:
            found[case.pk] = rule
    return found


@dataclass(frozen=True)
class Trial:
    """A past case that the rule would have taken: what it proposes beside what was decided."""

    case: Case
    rule: RoutingRule

    @property
    def agrees(self) -> bool:
        """Whether all that the rule proposes was decided so."""
        rule, case = self.rule, self.case
        return (
            rule.owner_id in (None, case.owner_organisation_id)
            and rule.deadline_class in ("", case.deadline_class)
            and rule.severity in ("", case.severity)
        )


@dataclass(frozen=True)
class DryRun:
    """`looked_at` cases were asked; `taken_before` fit the rule and an earlier one as well."""

    looked_at: int
    trials: list[Trial]
    taken_before: int

    @property
    def agreeing(self) -> int:
        return sum(trial.agrees for trial in self.trials)


def dry_run(rule: RoutingRule, user: User, authority: Authority) -> DryRun:
    """The rule on the last registered cases of its township that the reader may see."""
    seen = visible_to(user, authority).filter(
        registered_at__isnull=False, owner_organisation__path__startswith=rule.committee.path
    )
    last = seen.select_related("owner_organisation").order_by("-registered_at", "-pk")[:TRIED_ON]
    earlier = [r for r in rules_in_force(rule.committee) if _comes_before(r, rule)]
    cases = list(last)
    fitting = [case for case in cases if fits(rule, told_by(case))]
    own = [case for case in fitting if first_fitting(earlier, told_by(case)) is None]
    return DryRun(len(cases), [Trial(case, rule) for case in own], len(fitting) - len(own))


def _comes_before(one: RoutingRule, other: RoutingRule) -> bool:
    return (one.position, one.pk) < (other.position, other.pk)
