"""When a case may be proposed for termination (docs/rules.md T35)."""

from django.utils.translation import gettext as _

from rectification.enums import Step
from rectification.exceptions import CaseError
from rectification.models import Case
from rectification.policies.reasons import Reason


def why_not_terminate(case: Case) -> Reason | None:
    """Why the office cannot propose to end the case now."""
    if not case.is_open:
        return Reason(_("The case is not open."), "T35", CaseError)
    pending = case.work_items.filter(step=Step.DECIDE_TERMINATION, closed_at__isnull=True)
    if pending.exists():
        return Reason(_("A termination is proposed already."), "T35", CaseError)
    return None
