"""Who may report what (docs/rules.md T1)."""

from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import CaseOutcome, CaseStage, OrganisationKind, SourceKind, Step
from rectification.exceptions import CaseError
from rectification.models import Appointment, Case, Membership, Organisation, Person
from rectification.policies.authority import Authority, offices_on
from rectification.policies.days import today, valid_on
from rectification.policies.merging import master_of
from rectification.policies.plan_changes import was_approved
from rectification.policies.reasons import Reason
from rectification.sources import SOURCES, source_of

_BRANCHES: Final = (OrganisationKind.GENERAL_BRANCH, OrganisationKind.BRANCH)
OWN_BRANCH: Final[frozenset[str]] = SOURCES[SourceKind.SELF_FOUND].roles
OWN_COMMITTEE: Final[frozenset[str]] = SOURCES[SourceKind.SELF_FOUND].committee_roles
FROM_OUTSIDE: Final[frozenset[str]] = SOURCES[SourceKind.SUPERVISION].roles
"""Who enters what he found in any branch of his township, as supervision (T1)."""


def why_not_report(authority: Authority) -> Reason | None:
    """A member on himself, secretary or clerk on their branch, the supervising on any branch, the
    committee's secretary and the office on the committee."""
    offices = {office.role for office in authority.appointments}
    if authority.memberships or offices & (OWN_BRANCH | FROM_OUTSIDE | OWN_COMMITTEE):
        return None
    return Reason(
        _(
            "Members report on themselves, secretary and clerk on their branch, the office, the "
            "supervisor and the discipline committee on any branch, and the secretary of the "
            "Party committee or the office on the committee; tell one of them."
        ),
        "T1",
    )


def is_draft(case: Case) -> bool:
    """Whether its author may still write in it."""
    return case.stage == CaseStage.DRAFT and not case.sealed


def why_not_discard(case: Case, person: Person) -> Reason | None:
    """Why the draft stays: only its author throws it away, and only what nobody else ever had."""
    if case.author_id is None or case.author_id != person.pk:
        return Reason(_("Only the author may do this."), "T8")
    if not is_draft(case):
        return Reason(_("The report is handed in; it is a draft no more."), "T8", CaseError)
    if case.events.exists():
        return Reason(
            _(
                "The report was handed in before, so its history stays. Hand it in again to "
                "withdraw it, or leave it as it is: only you see it."
            ),
            "T8",
            CaseError,
        )
    return None


def own_branch(person: Person) -> Organisation | None:
    """The branch he is a member of today; there a self-report belongs."""
    membership = (
        Membership.objects.filter(valid_on(today()), person=person)
        .select_related("organisation")
        .first()
    )
    return membership.organisation if membership else None


def own_branches(person: Person) -> list[Organisation]:
    """Party organisations of which he is secretary or clerk today."""
    held = offices_on(today()).filter(person=person, role__in=OWN_BRANCH)
    held = held.select_related("organisation")
    return list(dict.fromkeys(row.organisation for row in held.order_by("organisation__code")))


def own_committees(person: Person) -> list[Organisation]:
    """Party committees of which he is secretary today, or for which their office acts by him."""
    held = offices_on(today()).filter(person=person, role__in=OWN_COMMITTEE)
    keys = held.values("jurisdiction")
    return list(
        Organisation.objects.filter(
            pk__in=keys, kind=OrganisationKind.COMMITTEE, closed_on__isnull=True
        ).order_by("code")
    )


def reportable_branches(person: Person) -> list[Organisation]:
    """Party organisations for which he may enter a problem, his own before the others."""
    held = offices_on(today()).filter(person=person, role__in=FROM_OUTSIDE)
    reach = held.values_list("jurisdiction__path", flat=True)
    others = [
        branch
        for path in dict.fromkeys(reach)
        for branch in Organisation.objects.filter(
            path__startswith=path, kind__in=_BRANCHES, closed_on__isnull=True
        ).order_by("code")
    ]
    return list(dict.fromkeys([*own_branches(person), *others]))


def reporting_office(
    authority: Authority, organisation: Organisation, source: str = ""
) -> Appointment | None:
    """The office in which he reports on the organisation; None for a member about himself.

    Where the source is known, one that enters problems from it.
    """
    found_by = source_of(source).roles_at(organisation.kind) if source else None
    roles = found_by if found_by is not None else OWN_BRANCH | FROM_OUTSIDE
    held = sorted(authority.appointments, key=lambda a: a.organisation_id != organisation.pk)
    return next((a for a in held if a.role in roles), None)


def why_not_recall(case: Case, person: Person) -> Reason | None:
    """Why the report cannot be taken back any more: its author may until the office opens it."""
    if case.author_id is None or case.author_id != person.pk:
        return Reason(_("Only the author may do this."), "T3")
    if case.submitted_at is None or case.registered_at is not None or case.outcome:
        return Reason(
            _("Only a report that waits for intake can be taken back; you may withdraw it."),
            "T3",
            CaseError,
        )
    opened = case.work_items.filter(
        step__in=[Step.TRIAGE, Step.CONFIRM_REJECTION], read_at__isnull=False
    )
    if opened.exists():
        return Reason(
            _("The office has opened the report already; you may withdraw a self-report."),
            "T3",
            CaseError,
        )
    return None


def why_not_withdraw(case: Case, person: Person) -> Reason | None:
    """Why the report cannot be withdrawn: only its author, only on himself, before approval."""
    if case.author_id is None or case.author_id != person.pk:
        return Reason(_("Only the author may do this."), "T8")
    if not case.is_self_report:
        return Reason(
            _("Only a report on oneself can be withdrawn; write to the office instead."), "T8"
        )
    if case.sealed and case.outcome != CaseOutcome.WITHDRAWN:
        return _sealed()
    if not _is_before_approval(master_of(case)):
        return Reason(
            _("After the plan was approved the office decides; ask for the withdrawal."),
            "T8",
            CaseError,
        )
    return None


def _is_before_approval(case: Case) -> bool:
    """Approved once is approved: a plan may be changed (T16), or made anew in a later round (T34).

    Stages of the plan come again then; what was approved and verified is not the author's alone.
    """
    if case.stage in (CaseStage.PLANNING, CaseStage.PLAN_REVIEW):
        return not was_approved(case)
    return case.stage in CaseStage.withdrawable()


def why_not_ask_withdrawal(case: Case, person: Person) -> Reason | None:
    """Why the office is not asked: he withdraws himself, or it is over, or asked already.

    Of a report that has joined another case, that case tells how far it has come.
    """
    if case.author_id is None or case.author_id != person.pk:
        return Reason(_("Only the author may do this."), "T3")
    if not case.is_self_report:
        return Reason(
            _("Only a report on oneself can be withdrawn; write to the office instead."), "T8"
        )
    if case.sealed and case.outcome != CaseOutcome.WITHDRAWN:
        return _sealed()
    master = master_of(case)
    if not master.is_open or _is_before_approval(master):
        return Reason(
            _("The office is asked after the plan was approved and before the case has ended."),
            "T8",
            CaseError,
        )
    if case.work_items.filter(step=Step.DECIDE_WITHDRAWAL, closed_at__isnull=True).exists():
        return Reason(_("The withdrawal is asked for already."), "T8", CaseError)
    return None


def _sealed() -> Reason:
    """What holds a secret is deleted by the procedure of the secrecy office alone (scenario 11)."""
    return Reason(
        _("The case is sealed because of a secret; ask the party and government office."),
        "8.11",
        CaseError,
    )


def why_not_grant_withdrawal(case: Case) -> Reason | None:
    """Others are affected: somebody objected and is owed what became of it (scenario 8).

    In a case of a member nobody else answers for a measure; what others reported lives on.
    """
    if case.objections.filter(notice__isnull=False).exists():
        return Reason(
            _("Others are affected: somebody has objected. Refuse it, and say so."),
            "T8",
            CaseError,
        )
    return None
