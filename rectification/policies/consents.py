"""Whether a member's consent to a wider scope may be given or withdrawn (docs/rules.md 4.6)."""

from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import CaseLevel, CaseOutcome, PublicationScope
from rectification.exceptions import CaseError
from rectification.models import Case
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority
from rectification.policies.entering import entering_actor
from rectification.policies.publication import needs_scope_agreement, standing_consent
from rectification.policies.reasons import Reason
from rectification.policies.sides import owner_actor

WIDEST: Final = PublicationScope.TOWNSHIP
"""As far as a member's consent can reach."""


def consenting_actor(case: Case, authority: Authority) -> Actor | None:
    """The member himself, or whoever enters for him what he has signed; nobody for a branch."""
    if case.level != CaseLevel.MEMBER or case.owner_person_id is None:
        return None
    return owner_actor(case, authority) or entering_actor(case, authority)


def why_not_consent(case: Case) -> Reason | None:
    if case.registered_at is None or case.sealed:
        return _refused(_("Consent is asked for once the problem is registered."))
    if case.outcome not in ("", CaseOutcome.CLOSED, CaseOutcome.LONG_TERM):
        return _refused(_("The case has ended; nothing of it is published any more."))
    if needs_scope_agreement(case):
        return _refused(
            _("What is published of this problem stays in the branch; no consent takes it further.")
        )
    if standing_consent(case) is not None:
        return _refused(_("The consent stands already. It can be withdrawn at any time."))
    return None


def why_not_withdraw(case: Case) -> Reason | None:
    if standing_consent(case) is None:
        return _refused(_("No consent to a wider scope stands."))
    return None


def _refused(message: str) -> Reason:
    return Reason(message, "4.6", CaseError)
