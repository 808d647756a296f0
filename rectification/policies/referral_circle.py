"""The few who know of a referral for accountability, and with whom its steps lie (4.9, 8.12)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db.models import Q

from rectification.enums import EventVerb, RecusalGround, Step
from rectification.models import AccountabilityReferral, Appointment, Case, CaseEvent, WorkItem
from rectification.policies.absence import present
from rectification.policies.authority import Authority, in_office
from rectification.policies.chains import Chain
from rectification.policies.closeness import close_to
from rectification.policies.days import today
from rectification.policies.facts import Facts, facts_of, recused_in
from rectification.policies.hands import NEAR_THE_WORK
from rectification.policies.holding import ground_of, why_refused
from rectification.policies.places import Office, answers_for, body, owner_office
from rectification.policies.referrals import organisation_now, why_near
from rectification.policies.resolution import Holder, hold
from rectification.policies.separation import bar_of
from rectification.roles import Role

# --- with whom it lies --------------------------------------------------------------------------


def hold_answer(step: str, case: Case, referral: AccountabilityReferral) -> Holder:
    """The first hand of the organisation concerned."""

    def rule(_case: Case) -> Chain:
        yield owner_office(organisation_now(referral))

    return _among_those_who_know(referral, hold(step, case, rule))


def hold_sending(step: str, case: Case, referral: AccountabilityReferral) -> Holder:
    """Whoever wrote it; if he is gone, away or not free, somebody else of the same body."""
    author, office = referral.written_by, (referral.role, referral.body)
    barred = _barred_in(office, referral)
    held = [person for person in in_office(*office, today()) if person.pk not in barred]
    here = present(held, today())
    if author.pk in here:
        return Holder(*office, author)

    def rule(_case: Case) -> Chain:
        yield office

    holder = hold(step, case, rule)
    if here and not holder.unheld:
        return replace(holder, bars=barred)
    passed = {**holder.passed_over, **barred}
    return _with_leaders(referral, replace(holder, passed_over=passed, chain=(office,)))


def _among_those_who_know(referral: AccountabilityReferral, holder: Holder) -> Holder:
    if not holder.unheld:
        return holder
    return _with_leaders(referral, replace(holder, chain=holder.chain[:-1]))


def _with_leaders(referral: AccountabilityReferral, holder: Holder) -> Holder:
    """What nobody can take lies with the leading group: no other body learns of it, nor whoever
    of the group may not know."""
    leading = (Role.LG, body(referral.case, Role.LG))
    bars = _barred_in(leading, referral)
    return Holder(*leading, None, bars, holder.passed_over, (*holder.chain, leading), unheld=True)


def _barred_in(office: Office, referral: AccountabilityReferral) -> dict[int, RecusalGround]:
    """Who of the office may not know of it, and why."""
    facts = facts_of(referral.case)
    found: dict[int, RecusalGround] = {}
    for person in in_office(*office, today()):
        ground = bar_of(person.pk, Step.SEND_REFERRAL, facts)
        if ground is None and why_near(organisation_now(referral), person.pk) is not None:
            ground = RecusalGround.OWN_BRANCH
        if ground is not None:
            found[person.pk] = ground
    return found


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
    held = [
        a
        for a in authority.appointments
        if (a.role, a.organisation_id) == (referral.role, referral.body_id)
    ]
    leading = _leads(referral, authority)
    offices = [*held, *([leading] if leading is not None else [])]
    return offices[0] if offices and is_free_of(referral, authority.person.pk, facts) else None


def is_free_of(referral: AccountabilityReferral, person_id: int, facts: Facts) -> bool:
    """Neither recused nor near what failed, and of another organisation than the one concerned."""
    barred = bar_of(person_id, Step.SEND_REFERRAL, facts) is not None
    return not barred and why_near(organisation_now(referral), person_id) is None


def is_shut_to(item: WorkItem, authority: Authority) -> bool:
    """Of a step that others must not know of, whoever is barred does not even learn that it is."""
    if ground_of(item, authority) is not None:
        return True
    if item.step == Step.SEND_REFERRAL:
        referral = AccountabilityReferral.objects.get(processes=item.process_id)
        if not is_free_of(referral, authority.person.pk, facts_of(item.case)):
            return True
    return not item.unheld and why_refused(item, authority) is not None


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
    near = CaseEvent.objects.filter(
        hand, case__in=cases, verb__in=NEAR_THE_WORK | {EventVerb.REFERRAL_ANSWERED}
    )
    shut |= set(near.values_list("case", flat=True))
    own = {m.organisation_id for m in authority.memberships}
    own |= {a.organisation_id for a in authority.appointments}
    offices = authority.offices()
    return [
        row
        for row in referrals
        if row.case_id not in shut
        and organisation_now(row).pk not in own
        and ((row.body_id, row.role) in offices or _leads(row, authority))
    ]


def _leads(referral: AccountabilityReferral, authority: Authority) -> Appointment | None:
    """His office in the leading group that the organisation concerned is below."""
    owner = referral.case.owner_organisation or referral.organisation
    return authority.office_reaching(owner, Role.LG)
