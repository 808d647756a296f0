"""问责建议: who refers an organisation for accountability, when, and who knows (rules 8.12, 4.9)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from rectification.enums import (
    CaseLevel,
    EventVerb,
    ShareAnswer,
    SourceKind,
    Step,
    UnitKind,
    VerificationConclusion,
)
from rectification.exceptions import CaseError
from rectification.models import (
    AccountabilityReferral,
    Appointment,
    Case,
    CaseEvent,
    Organisation,
)
from rectification.policies.absence import present
from rectification.policies.authority import Authority, in_office
from rectification.policies.chains import Chain
from rectification.policies.closeness import close_to
from rectification.policies.days import today
from rectification.policies.facts import Facts, facts_of, recused_in
from rectification.policies.hands import NEAR_THE_WORK
from rectification.policies.owners import people_of, successors_of
from rectification.policies.places import answers_for, body, owner_office
from rectification.policies.reasons import Reason
from rectification.policies.resolution import Holder, hold
from rectification.policies.separation import bar_of
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


def why_not_about(case: Case, organisation: Organisation | None, person_id: int) -> Reason | None:
    """About a unit of the case, one at a time, by nobody who belongs to it."""
    if organisation is None or organisation not in concerned_in(case):
        text = _("A referral is about the owner organisation or a co-responsible unit.")
        return Reason(text, "8.12", CaseError)
    if AccountabilityReferral.objects.filter(
        case=case, organisation=organisation, sent_at=None, dropped_at=None
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


# --- with whom it lies --------------------------------------------------------------------------


def organisation_now(referral: AccountabilityReferral) -> Organisation:
    """The organisation concerned, or the one that stands in its place since."""
    successors = successors_of(referral.organisation)
    return successors[0] if len(successors) == 1 else referral.organisation


def hold_answer(step: str, case: Case, referral: AccountabilityReferral) -> Holder:
    """The first hand of the organisation concerned."""

    def rule(_case: Case) -> Chain:
        yield owner_office(organisation_now(referral))

    return _among_those_who_know(case, hold(step, case, rule))


def hold_sending(step: str, case: Case, referral: AccountabilityReferral) -> Holder:
    """Whoever wrote it; if he is gone, away or not free, somebody else of the same body."""
    author, office = referral.written_by, (referral.role, referral.body)
    in_body = in_office(*office, today()).filter(pk=author.pk).exists()
    free = bar_of(author.pk, step, facts_of(case)) is None
    if in_body and free and present([author], today()):
        return Holder(*office, author)

    def rule(_case: Case) -> Chain:
        yield office

    return _among_those_who_know(case, hold(step, case, rule))


def _among_those_who_know(case: Case, holder: Holder) -> Holder:
    """What nobody can take lies with the leading group: no other body learns of it."""
    if not holder.unheld:
        return holder
    leading = (Role.LG, body(case, Role.LG))
    chain = (*holder.chain[:-1], leading)
    return replace(holder, role=leading[0], organisation=leading[1], chain=chain)


# --- who knows of it ----------------------------------------------------------------------------


def answers_referral(referral: AccountabilityReferral, authority: Authority) -> bool:
    """He is the first hand of the organisation concerned, and not recused from the case."""
    if authority.person.pk in recused_in(referral.case):
        return False
    return answers_for(organisation_now(referral), authority)


def referring_office(
    referral: AccountabilityReferral, authority: Authority, facts: Facts
) -> Appointment | None:
    """His office in the body that wrote it, or in the leading group, where he is free of it."""
    owner = referral.case.owner_organisation or referral.organisation
    held = [
        a
        for a in authority.appointments
        if (a.role, a.organisation_id) == (referral.role, referral.body_id)
    ]
    leading = authority.office_reaching(owner, Role.LG)
    offices = [*held, *([leading] if leading is not None else [])]
    return offices[0] if offices and is_free_of(referral, authority.person.pk, facts) else None


def is_free_of(referral: AccountabilityReferral, person_id: int, facts: Facts) -> bool:
    """Neither recused nor near what failed, and of another organisation than the one concerned."""
    barred = bar_of(person_id, Step.SEND_REFERRAL, facts) is not None
    return not barred and why_near(organisation_now(referral), person_id) is None


def readable(
    referrals: Iterable[AccountabilityReferral], authority: Authority
) -> list[AccountabilityReferral]:
    """Of one case, those of which the person may know at all: nobody else may, also of its case.

    That is the body that wrote it, the leading group and the first hand of the organisation.
    """
    rows: Sequence[AccountabilityReferral] = list(referrals)
    if not rows or rows[0].case.sealed:
        return []
    facts = facts_of(rows[0].case)
    return [
        row
        for row in rows
        if answers_referral(row, authority) or referring_office(row, authority, facts) is not None
    ]


def known_to_bodies(
    referrals: Sequence[AccountabilityReferral], authority: Authority
) -> list[AccountabilityReferral]:
    """Of many cases, those which he may know by an office that writes them, in a few queries."""
    person = authority.person
    shut = close_to(person.pk, list({row.case_id: row.case for row in referrals}.values()))
    hand = Q(actor=person) | Q(on_behalf_of=person)
    cases = {row.case_id for row in referrals}
    near = CaseEvent.objects.filter(hand, case__in=cases, verb__in=NEAR_THE_WORK)
    shut |= set(near.values_list("case", flat=True))
    own = {m.organisation_id for m in authority.memberships}
    own |= {a.organisation_id for a in authority.appointments}
    offices = authority.offices()
    return [
        row
        for row in referrals
        if row.case_id not in shut
        and row.organisation_id not in own
        and ((row.body_id, row.role) in offices or authority.holds(Role.LG))
    ]
