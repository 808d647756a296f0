"""更正: which registered facts of a case are set right, by whom and until when (rules 4.10)."""

from typing import Final

from django.utils.translation import gettext as _

from rectification.exceptions import CaseError
from rectification.models import Appointment, Case, CorrectedFact
from rectification.policies.authority import Authority
from rectification.policies.reasons import Reason
from rectification.roles import Role

OF_SELF_REPORT: Final = frozenset(
    {CorrectedFact.CATEGORY, CorrectedFact.SEVERITY, CorrectedFact.SEVERITY_REASON}
)
"""What the office decided itself; the words of whoever reports on himself stay his own."""


def correcting_office(case: Case, authority: Authority) -> Appointment | None:
    """The leading group office that the case lies under; asked of a case that the person sees."""
    if case.owner_organisation is None:
        return None
    return authority.office_reaching(case.owner_organisation, Role.OFF)


def why_not_correct_case(case: Case) -> Reason | None:
    if case.registered_at is None:
        return _refused(_("A report is set right at intake; there is nothing registered yet."))
    if not case.is_open:
        return _refused(_("The case is over; what it was stays as it was recorded."))
    return None


def correctable_facts(case: Case, *, listed: bool) -> list[CorrectedFact]:
    """In their order. `listed`: out of a list or register, whose title names nobody.

    Where the problem was found at a visit, a check or a meeting, the day is the record's.
    """
    facts = list(CorrectedFact)
    if case.is_self_report:
        facts = [fact for fact in facts if fact in OF_SELF_REPORT]
    shut = set()
    if listed:
        shut |= {CorrectedFact.TITLE, CorrectedFact.FOUND_ON}
    if case.occasion_id is not None:
        shut.add(CorrectedFact.FOUND_ON)
    return [fact for fact in facts if fact not in shut]


def _refused(message: str) -> Reason:
    return Reason(message, "4.10", CaseError)
