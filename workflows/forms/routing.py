"""What a routing rule fills into the form of the intake; the officer decides."""

from typing import Any

from rectification.enums import CaseLevel
from rectification.models import Case, RoutingRule
from rectification.policies.owners import may_own


def filled_in(rule: RoutingRule | None, case: Case) -> dict[str, Any]:
    """First values of the fields. What the document itself sets goes before the rule, and a
    member's case stays in his branch."""
    if rule is None:
        return {}
    values: dict[str, Any] = {}
    owner = rule.owner
    if owner is not None and case.level != CaseLevel.MEMBER and may_own(owner, case.level):
        values["owner_organisation"] = owner.pk
    if rule.deadline_class and not case.deadline_class:
        values["deadline_class"] = rule.deadline_class
    if rule.severity and not case.severity:
        values["severity"] = rule.severity
    return values
