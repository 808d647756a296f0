"""Who issues a supervision order, and when it goes higher (docs/rules.md 4.5, “Orders”)."""

from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import CaseStage, OrderLevel
from rectification.exceptions import CaseError
from rectification.models import Appointment, Case, SupervisionOrder
from rectification.policies.authority import Authority
from rectification.policies.days import today
from rectification.policies.facts import Facts
from rectification.policies.reasons import Reason
from rectification.roles import Role

ISSUING: Final = (Role.OFF, Role.DIS, Role.INS, Role.LG)
"""Who issues an order by hand, in cases of his township that he sees."""

ORDERED: Final = frozenset(CaseStage.open()) - {
    CaseStage.SUBMITTED,
    CaseStage.REGISTERED,
    CaseStage.PENDING_CLAIM,
}
"""Once somebody owns the problem and until it is over."""


def reads_orders(authority: Authority) -> bool:
    """Whether there is a list of orders for the person: that of the cases he sees."""
    return any(authority.holds(role) for role in ISSUING)


def issuing_office(case: Case, authority: Authority) -> Appointment | None:
    """The office in which the person may issue orders; asked of a case that he sees."""
    owner = case.owner_organisation
    return authority.office_reaching(owner, *ISSUING) if owner is not None else None


def why_not_issue(case: Case, person_id: int, facts: Facts, *, has_open: bool) -> Reason | None:
    """Nobody supervises his own side; one order by hand at a time; a paused case is left alone."""
    if person_id in facts.owner_side or person_id in facts.branch_members:
        return Reason(
            _("You belong to the owner's side; somebody else issues a supervision order."), "4.5"
        )
    if case.stage not in ORDERED:
        return Reason(
            _("An order goes to whoever has claimed the problem, while the case is open."),
            "4.5",
            CaseError,
        )
    if case.paused:
        return Reason(_("The case is paused; no order is issued meanwhile."), "4.5", CaseError)
    if has_open:
        return Reason(
            _("An order issued by hand is still open; unanswered it goes higher by itself."),
            "4.5",
            CaseError,
        )
    return None


def talking_office(order: SupervisionOrder, authority: Authority) -> Appointment | None:
    """The office of the liaison leader of the owner organisation; asked of a case that he sees."""
    owner = order.case.owner_organisation
    return authority.office_reaching(owner, Role.LIA) if owner is not None else None


def why_not_note_talk(order: SupervisionOrder) -> Reason | None:
    """An admonition is talked about, once."""
    if order.level != OrderLevel.ADMONITION or order.void_at is not None:
        return Reason(_("A talk is held about an admonition alone."), "4.5", CaseError)
    if order.talk_on is not None:
        return Reason(_("The talk is noted already; a note is not changed."), "4.5", CaseError)
    return None


def is_unanswered(order: SupervisionOrder) -> bool:
    """Its last day is over without a reply, and it has not reached the leading group yet."""
    return order.is_open and order.reply_on < today() and order.told_leading_group_at is None
