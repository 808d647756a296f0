"""What a reader may wish to do with a case beside its steps, and why he cannot.

The reasons are those with which the services refuse (`policies`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from rectification.enums import CaseOutcome, CaseStage
from rectification.models import Case
from rectification.permissions import PROPOSE_TERMINATIONS
from rectification.policies.authority import Authority
from rectification.policies.merging import parting_office
from rectification.policies.reasons import Reason
from rectification.policies.recusal import (
    acting_offices,
    is_concerned,
    knowing_office,
    why_not_declare,
    why_not_enter,
    why_not_request,
)
from rectification.policies.reporting import (
    why_not_ask_withdrawal,
    why_not_recall,
    why_not_withdraw,
)
from rectification.policies.termination import why_not_terminate
from rectification.web.access import address
from rectification.web.parts import Act, Text, WhyNot
from rectification.web.rules import rule_url


@dataclass(frozen=True)
class Wish:
    """One page that moves the case, known by its name; `why_not` None: the reader may."""

    label: Text
    page: str
    why_not: Reason | None = None


def wishes_of(case: Case, authority: Authority) -> list[Wish]:
    """What one can expect of this reader; what is not his business is not mentioned."""
    if case.stage == CaseStage.DRAFT:
        return _of_draft(case, authority)
    return [*_of_author(case, authority), *_of_office(case, authority), *_recusals(case, authority)]


def _of_draft(case: Case, authority: Authority) -> list[Wish]:
    is_author = case.author_id == authority.person.pk
    return [Wish(_("Continue writing"), "edit_problem")] if is_author else []


def _of_author(case: Case, authority: Authority) -> list[Wish]:
    person = authority.person
    if case.author_id != person.pk or not case.is_open:
        return []
    wishes = []
    if case.stage == CaseStage.SUBMITTED:
        wishes.append(Wish(_("Take back"), "recall", why_not_recall(case, person)))
    why_not_ask = why_not_ask_withdrawal(case, person)
    if why_not_ask is None:
        return [*wishes, Wish(_("Ask to withdraw the self-report"), "ask_withdrawal")]
    why = why_not_withdraw(case, person)
    return [*wishes, Wish(_("Withdraw the self-report"), "withdraw", why)]


def _of_office(case: Case, authority: Authority) -> list[Wish]:
    owner = case.owner_organisation
    if case.outcome == CaseOutcome.MERGED and parting_office(case, authority) is not None:
        return [Wish(_("Undo the merger"), "part")]
    if owner is None or not case.is_open or not authority.may(PROPOSE_TERMINATIONS, owner):
        return []
    return [Wish(_("Propose termination"), "propose_termination", why_not_terminate(case))]


def _recusals(case: Case, authority: Authority) -> list[Wish]:
    wishes = []
    if acting_offices(authority):
        why = why_not_declare(case, authority.person)
        wishes.append(Wish(_("Declare recusal"), "declare_recusal", why))
    if is_concerned(case, authority):
        wishes.append(Wish(_("Request a recusal"), "request_recusal", why_not_request(case)))
    if knowing_office(case, authority) is not None:
        why = why_not_enter(case, authority.person)
        wishes.append(Wish(_("Enter a recusal"), "enter_recusal", why))
    return wishes


def acts_of(case: Case, wishes: Sequence[Wish]) -> list[Act]:
    """Links to the pages of what the reader may do."""
    found = [
        (wish, address(f"workflows:{wish.page}", case.pk))
        for wish in wishes
        if wish.why_not is None
    ]
    return [Act(wish.label, url, due=wish.page == "edit_problem") for wish, url in found if url]


def refusals_of(wishes: Sequence[Wish]) -> list[WhyNot]:
    return [
        WhyNot(
            what=wish.label,
            why=wish.why_not.message,
            rule=wish.why_not.rule,
            url=rule_url(wish.why_not.rule),
        )
        for wish in wishes
        if wish.why_not is not None
    ]
