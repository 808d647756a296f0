"""Who enters a step for a person who has no account (代录, docs/rules.md 4.1, “Entered for”).

The secretary of his branch; where that office is empty, its holder away, recused or without an
account himself, the clerk. Asked of open work in bulk and of one step alike, so both say the same.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from rectification.enums import EventVerb, PaperKind, RecusalDecision, Step
from rectification.models import Appointment, Case, Person, Recusal, RecusalRequest, User, WorkItem
from rectification.policies.absence import absences_on
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority, offices_on
from rectification.policies.days import today
from rectification.policies.facts import standing_recusals
from rectification.roles import Role

SIGNED: Final[Mapping[str, PaperKind]] = {
    Step.CLAIM: PaperKind.CLAIM,
    Step.RECLAIM: PaperKind.CLAIM,
    Step.DRAFT_PLAN: PaperKind.PLAN,
    Step.CHANGE_PLAN: PaperKind.PLAN,
    Step.HEAR_PERSON: PaperKind.COMMENT,
    Step.HEAR_ANSWER: PaperKind.COMMENT,
    Step.HEAR_DISCLOSURE: PaperKind.COMMENT,
    Step.HEAR_OWNER: PaperKind.COMMENT,
    EventVerb.CONSENT_GIVEN: PaperKind.CONSENT,
}
"""What decides something: nobody enters it without the paper that the person signed."""

HANDS: Final = (Role.SEC, Role.CLK)
"""Offices of the branch that enter for its members, in their order."""


def has_account(person: Person | None) -> bool:
    """Whether he can act himself."""
    user: User | None = getattr(person, "user", None)
    return user is not None and user.is_active


def without_account(person: str) -> Q:
    """Rows whose `person` cannot act himself; `person` names the column."""
    return Q(~Exists(User.objects.filter(person=OuterRef(person), is_active=True)))


def entered_by(hand: Person, *, organisation: str = "organisation", case: str = "case") -> Q:
    """Rows of a branch and a case in which he would enter what a member without account decides."""
    secretaries = _free(Role.SEC, organisation, case)
    clerks = _free(Role.CLK, organisation, case)
    present = ~Exists(absences_on(today()).filter(person=OuterRef("person")))
    own = Exists(secretaries.filter(person=hand))
    in_place = Exists(clerks.filter(person=hand)) & ~Exists(secretaries.filter(present))
    return Q(own) | Q(in_place)


def entered_steps(authority: Authority) -> Q:
    """Work items of members without account that he enters for them."""
    branches = {a.organisation_id for a in authority.appointments if a.role in HANDS}
    if not branches:
        return Q(pk__in=[])
    return (
        Q(organisation__in=branches, role=Role.MEM, person__isnull=False)
        & without_account("person")
        & entered_by(authority.person)
    )


def entering_actor(case: Case, authority: Authority) -> Actor | None:
    """As what he acts for a member without account in whose case he would enter the steps."""
    held = [role for role in HANDS if authority.holds(role, case.owner_organisation_id)]
    if case.owner_person is None or not held or has_account(case.owner_person):
        return None
    own = entered_by(authority.person, organisation="owner_organisation", case="pk")
    if not Case.objects.filter(own, pk=case.pk).exists():
        return None
    return Actor(
        person=authority.person,
        role=held[0],
        organisation=case.owner_organisation,
        on_behalf_of=case.owner_person,
    )


def hand_office(item: WorkItem, authority: Authority) -> Role | None:
    """As what the person enters the step for whom it belongs to; None where he does not."""
    if item.person_id in (None, authority.person.pk) or item.role != Role.MEM:
        return None
    held = [role for role in HANDS if authority.holds(role, item.organisation_id)]
    if not held or has_account(item.person):
        return None
    entered = vars(item).get("is_entered")
    if entered is None:
        entered = item.pk in entered_among([item], authority)
    return held[0] if entered else None


def entered_among(items: Iterable[WorkItem], authority: Authority) -> set[int]:
    """Keys of those steps that the person enters for members without account.

    Who asks of many steps keeps the answer on each of them as `is_entered`.
    """
    keys = [item.pk for item in items]
    rows = WorkItem.objects.filter(entered_steps(authority), pk__in=keys)
    return set(rows.values_list("pk", flat=True))


def hands_for(item: WorkItem) -> list[Person]:
    """Who enters the step today for the person without account; nobody where he acts himself."""
    if item.person is None or item.role != Role.MEM or has_account(item.person):
        return []
    offices = offices_on(today()).filter(role__in=HANDS, organisation=item.organisation_id)
    people = Person.objects.filter(pk__in=offices.values("person")).order_by("code")
    this = WorkItem.objects.filter(pk=item.pk)
    return [person for person in people if this.filter(entered_by(person)).exists()]


def can_be_heard(item: WorkItem) -> bool:
    """Whether the person whose step it is can read it, or somebody can show it to him."""
    if item.person is None or item.role != Role.MEM:
        return True
    return has_account(item.person) or bool(hands_for(item))


def _free(role: Role, organisation: str, case: str) -> QuerySet[Appointment]:
    """Holders of the office in the branch of the outer row who can log in and are not recused."""
    person, of_case = OuterRef("person"), OuterRef(OuterRef(case))
    recused = Recusal.objects.filter(case=of_case, person=person)
    asked_about = RecusalRequest.objects.filter(
        case=of_case, person=person, decision=RecusalDecision.PENDING
    )
    standing = standing_recusals(today()).filter(
        person=person, organisation=OuterRef("organisation")
    )
    held: dict[str, Any] = {"role": role, "organisation": OuterRef(organisation)}
    return offices_on(today()).filter(
        ~Exists(recused),
        ~Exists(asked_about),
        ~Exists(standing),
        person__user__is_active=True,
        **held,
    )
