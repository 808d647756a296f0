"""When a rule may count that is tried on past cases before (docs/rules.md 3.5, 4.5)."""

from django.utils.translation import gettext as _

from rectification.exceptions import CaseError
from rectification.models.tried_rule import TriedRule
from rectification.policies.reasons import Reason


def why_not_count(rule: TriedRule, number: str) -> Reason | None:
    """A rule counts once, and only once it was shown what it would do; `number` names why."""
    if rule.confirmed_at is not None:
        return Reason(_("The rule is in force already."), number, CaseError)
    if rule.tried_at is None:
        return Reason(
            _("Try the rule on past cases first; it is confirmed on what that shows."),
            number,
            CaseError,
        )
    return None
