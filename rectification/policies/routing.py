"""Which routing rule fits a report, and who keeps the rules (docs/rules.md 3.5)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rectification.exceptions import CaseError
from rectification.models import Case, Organisation, RoutingRule
from rectification.permissions import TRIAGE_CASES
from rectification.policies.authority import Authority
from rectification.policies.reasons import Reason
from rectification.policies.tried_rules import why_not_count


@dataclass(frozen=True)
class Told:
    """What a rule can ask of a report."""

    source: str
    category: str
    organisation: Organisation | None
    words: str


def told_by(case: Case, more: str = "") -> Told:
    """`more`: the reporter's own words, for whoever may read them."""
    words = "\n".join((case.title, case.description, more))
    return Told(case.source, case.category, case.owner_organisation, words)


def fits(rule: RoutingRule, told: Told) -> bool:
    """Whether every condition holds; an organisation stands for what is below it too."""
    return (
        rule.source in ("", told.source)
        and rule.category in ("", told.category)
        and rule.keyword.casefold() in told.words.casefold()
        and _is_under(rule, told.organisation)
    )


def _is_under(rule: RoutingRule, organisation: Organisation | None) -> bool:
    if rule.organisation_id is None:
        return True
    return organisation is not None and rule.organisation_id in organisation.ancestor_ids()


def first_fitting(rules: Iterable[RoutingRule], told: Told) -> RoutingRule | None:
    return next((rule for rule in rules if fits(rule, told)), None)


def rule_places(authority: Authority) -> list[Organisation]:
    """The townships whose routing rules the person keeps: those whose problems he takes in."""
    return authority.nodes(TRIAGE_CASES)


def why_not_confirm(rule: RoutingRule) -> Reason | None:
    """A rule counts only once it was shown what it would have proposed."""
    if rule.ended_at is not None:
        return Reason(_("The rule has ended; enter it anew."), "3.5", CaseError)
    return why_not_count(rule, "3.5")
