"""问责建议: who refers an organisation for accountability, and in which cases (rules 8.12)."""

from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import (
    CaseLevel,
    EventVerb,
    ShareAnswer,
    SourceKind,
    UnitKind,
    VerificationConclusion,
)
from rectification.exceptions import CaseError
from rectification.models import (
    AccountabilityReferral,
    Appointment,
    Case,
    Organisation,
)
from rectification.policies.authority import Authority
from rectification.policies.days import today
from rectification.policies.owners import people_of, successors_of
from rectification.policies.reasons import Reason
from rectification.roles import Role

WRITING: Final = (Role.DIS, Role.LG)
"""Each of them by hand; the system writes, proposes and counts none (guard-rail 0.1)."""

THIRD: Final = 3

# --- in which cases -----------------------------------------------------------------------------


def is_shut_out(case: Case) -> bool:
    """A member's own case, or one that began as a report on oneself, a member or an organisation:
    what somebody tells about himself is never evidence against him (0.2)."""
    own = case.level == CaseLevel.MEMBER or case.owner_person_id is not None
    return own or case.is_self_report or case.source in SourceKind.self_reports()


def _failures(case: Case) -> list[int]:
    """The rounds of the failed verifications that are not void."""
    failed = case.attempts.filter(
        void_at__isnull=True, conclusion__in=VerificationConclusion.failures()
    )
    return list(failed.values_list("round", flat=True))


def rests_on(case: Case, role: str) -> bool:
    """Whether something was found that this body may refer: of the discipline committee a failed
    verification or a relapse, of the leading group a third failure after the owner was heard."""
    failures = _failures(case)
    if role == Role.DIS:
        return bool(failures) or case.events.filter(verb=EventVerb.RELAPSED).exists()
    third = {round_ for round_ in failures if failures.count(round_) >= THIRD}
    heard = case.events.filter(verb__in=(EventVerb.OWNER_HEARD, EventVerb.OWNER_SILENT))
    return heard.filter(round__in=third).exists()


def concerned_in(case: Case) -> list[Organisation]:
    """Of whom it may be: the owner organisation, and units that have a part in the case."""
    units = case.assignments.filter(
        kind=UnitKind.CO, ended_at__isnull=True, answer__in=ShareAnswer.taken()
    )
    rows = [unit.organisation for unit in units.select_related("organisation").order_by("pk")]
    return [*([case.owner_organisation] if case.owner_organisation else []), *rows]


def writing_office(case: Case, authority: Authority) -> Appointment | None:
    """The office in which the person may write one; asked of a case that he sees."""
    owner = case.owner_organisation
    if owner is None or case.registered_at is None or is_shut_out(case):
        return None
    held = (authority.office_reaching(owner, role) for role in WRITING)
    return next((a for a in held if a is not None and rests_on(case, a.role)), None)


def why_not_write(case: Case, role: str) -> Reason | None:
    """Asked by page, form and service alike, whoever wants to write, and on whatever way."""
    if is_shut_out(case):
        text = _(
            "What somebody has reported about himself is no evidence against him: in this case "
            "no referral is written."
        )
        return Reason(text, "0.2")
    if role not in WRITING:
        text = _("The discipline committee or the leading group writes a referral, nobody else.")
        return Reason(text, "8.12")
    if not rests_on(case, role):
        return Reason(_nothing_found(role), "8.12", CaseError)
    if role == Role.DIS and _is_verified_now(case):
        text = _("A verification is under way; write once it is concluded, so as not to prejudge.")
        return Reason(text, "8.12", CaseError)
    return None


def _nothing_found(role: str) -> str:
    if role == Role.DIS:
        return _(
            "The discipline committee refers what a failed verification or a relapse has shown, "
            "and there is none that counts."
        )
    return _(
        "The leading group refers after a third failure that counts, and once the owner was "
        "heard. Hear him first."
    )


def _is_verified_now(case: Case) -> bool:
    under_way = case.attempts.filter(concluded_at__isnull=True, void_at__isnull=True)
    return under_way.filter(round=case.round).exists()


def why_not_about(
    case: Case, organisation: Organisation | None, *, role: str, person_id: int
) -> Reason | None:
    """About a unit of the case, one of each body at a time, by nobody who belongs to it.

    Whether another body has written one is not told: who writes need not know of it.
    """
    if organisation is None or organisation not in concerned_in(case):
        text = _("A referral is about the owner organisation or a co-responsible unit.")
        return Reason(text, "8.12", CaseError)
    if AccountabilityReferral.objects.filter(
        case=case, organisation=organisation, role=role, sent_at=None, dropped_at=None
    ).exists():
        text = _("A referral about this organisation is open already; end that one first.")
        return Reason(text, "8.12", CaseError)
    return why_near(organisation, person_id)


def why_near(organisation: Organisation, person_id: int) -> Reason | None:
    """Whoever belongs to the organisation refers nothing of it."""
    if not people_of([organisation], today()).filter(pk=person_id).exists():
        return None
    text = _("You belong to the organisation concerned; somebody else takes this on.")
    return Reason(text, "4.4")


# --- what becomes of it -------------------------------------------------------------------------


def why_not_answer(referral: AccountabilityReferral) -> Reason | None:
    if referral.is_open and not referral.is_heard:
        return None
    return Reason(_("The referral is not open for an answer any more."), "8.12", CaseError)


def why_not_send(referral: AccountabilityReferral) -> Reason | None:
    """Only what still stands is sent, and only after the organisation could answer."""
    case = referral.case
    if not referral.is_open:
        return Reason(_("The referral was sent or dropped already."), "8.12", CaseError)
    if not referral.is_heard:
        text = _("The organisation has not been heard yet; wait for its answer.")
        return Reason(text, "8.12", CaseError)
    cleared = case.events.filter(verb=EventVerb.REHABILITATED).exists()
    if cleared or not rests_on(case, referral.role):
        text = _("What the referral rests on is void or was found to be wrong. Drop it.")
        return Reason(text, "8.12", CaseError)
    return None


def why_not_enter_outcome(referral: AccountabilityReferral) -> Reason | None:
    if referral.sent_at is None:
        text = _("An outcome has a number only after the referral was sent.")
        return Reason(text, "8.12", CaseError)
    if referral.outcome_on is not None:
        return Reason(_("The number of the outcome is entered already."), "8.12", CaseError)
    return None


def organisation_now(referral: AccountabilityReferral) -> Organisation:
    """The organisation concerned, or the one that stands in its place since."""
    successors = successors_of(referral.organisation)
    return successors[0] if len(successors) == 1 else referral.organisation
