"""Recusal (回避): who may declare or ask for it, who decides, and the refusal of all services."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from rectification.enums import AppointmentDuty, CaseStage, RecusalGround, Step
from rectification.exceptions import NotAllowed
from rectification.models import Appointment, Case, Organisation, Person, Recusal, WorkItem
from rectification.policies import resolution
from rectification.policies.absence import present
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority, offices_on
from rectification.policies.chains import Ways, always, body_of
from rectification.policies.days import today
from rectification.policies.deputies import NEVER
from rectification.policies.event_circles import KEPT_BACK
from rectification.policies.facts import Facts, facts_of
from rectification.policies.holding import recusal_text
from rectification.policies.places import At, Place, answers_for
from rectification.policies.reasons import Reason
from rectification.policies.resolution import Holder
from rectification.policies.separation import bar_of
from rectification.roles import Role

ACTING_ROLES: Final = frozenset(
    {
        Role.CLK,
        Role.SEC,
        Role.LIA,
        Role.PSE,
        Role.DPS,
        Role.LG,
        Role.OFF,
        Role.ORG,
        Role.DIS,
        Role.GEN,
        Role.PUB,
    }
)
"""Offices that take steps in cases."""

KNOWING_ROLES: Final = frozenset({Role.OFF, Role.DIS})
"""Who reads the ground beside the person himself, and may enter a recusal that was found."""

_DECIDERS: Final[dict[str, tuple[Role, ...]]] = {
    Role.DIS: (Role.LG,),
    Role.CLK: (Role.PSE, Role.DPS),
    Role.SEC: (Role.PSE, Role.DPS),
    Role.LIA: (Role.PSE, Role.DPS),
    Role.PSE: (Role.LG,),
    Role.DPS: (Role.PSE, Role.LG),
    Role.LG: (Role.LG, Role.PSE),
}
"""Who decides where no head of the body can."""

_OTHER_DECIDERS: Final = (Role.DPS, Role.PSE)
"""Who decides about everybody else."""

_BODIES: Final = frozenset({Role.DIS, Role.OFF, Role.ORG, Role.GEN, Role.PUB})


def require_free(actor: Actor, step: str, case: Case) -> None:
    """Raise NotAllowed with the ground when this actor may not take this step of the case.

    Where he acts for somebody, both must be free: no deputy decides in his delegator's own matter.
    """
    facts = facts_of(case)
    ground = bar_of(actor.hand.pk, step, facts)
    if ground is not None:
        raise NotAllowed(recusal_text(ground), rule="4.4")
    if actor.on_behalf_of is None:
        return
    if step in NEVER:
        raise NotAllowed(_("Decisions of the verification are not delegated."), rule="4.4")
    if bar_of(actor.on_behalf_of.pk, step, facts) is not None:
        raise NotAllowed(
            _("The person you stand in for is recused from this step, and so is his deputy."),
            rule="4.4",
        )


def require_all_free(verifiers: set[int], case: Case) -> None:
    """Raise NotAllowed when one of the verifiers is not free at this moment (4.8)."""
    facts = facts_of(case)
    grounds = {bar_of(pk, Step.VERIFY, facts) for pk in verifiers} - {None}
    if grounds == {RecusalGround.REQUESTED}:
        raise NotAllowed(
            _(
                "The recusal of one of the verifiers was requested; nothing is signed until it is "
                "decided."
            ),
            rule="4.8",
        )
    if grounds:
        raise NotAllowed(
            _(
                "One of the verifiers is recused from this case, so nothing can be concluded. "
                "The discipline committee must name another."
            ),
            rule="4.8",
        )


def acting_offices(authority: Authority) -> list[Appointment]:
    """Offices of the person that take steps in cases."""
    return [a for a in authority.appointments if a.role in ACTING_ROLES]


def may_declare(case: Case, authority: Authority) -> bool:
    """Whoever holds an office that acts in cases; the owner himself has no recusal to declare.

    Asked for cases that are open to the person.
    """
    acts = case.stage != CaseStage.DRAFT and bool(acting_offices(authority))
    return acts and why_not_declare(case, authority.person) is None


def why_not_declare(case: Case, person: Person) -> Reason | None:
    if case.owner_person_id != person.pk:
        return None
    return Reason(_("This is your own case; there is nothing to be recused from."), "4.1")


def may_declare_for(organisation: Organisation, authority: Authority) -> bool:
    """Not for one's own organisation: its secretary would hand everything away."""
    own = {m.organisation_id for m in authority.memberships}
    own |= {a.organisation_id for a in authority.appointments if a.role != Role.LIA}
    return bool(acting_offices(authority)) and organisation.pk not in own


def may_request(case: Case, authority: Authority) -> bool:
    """The owner, the office that answers for him, and the author, once it is a case."""
    return is_concerned(case, authority) and why_not_request(case) is None


def why_not_request(case: Case) -> Reason | None:
    if case.registered_at is not None and not case.sealed:
        return None
    return Reason(_("A recusal is requested once the office has registered the problem."), "4.1")


def is_concerned(case: Case, authority: Authority) -> bool:
    """The owner, the office that answers for him, or the author."""
    person = authority.person
    if person.pk in (case.owner_person_id, case.author_id):
        return True
    if case.owner_person_id is not None or case.owner_organisation is None:
        return False
    return answers_for(case.owner_organisation, authority)


def entering_office(case: Case, authority: Authority) -> Appointment | None:
    """The office in which the person may enter a recusal that was found, if he has one."""
    if why_not_enter(case, authority.person) is not None:
        return None
    return knowing_office(case, authority)


def knowing_office(case: Case, authority: Authority) -> Appointment | None:
    """The office in which the person reads grounds of this case: that of its own township."""
    if case.owner_organisation is None:
        return None
    return authority.office_reaching(case.owner_organisation, *KNOWING_ROLES)


def why_not_enter(case: Case, person: Person) -> Reason | None:
    if case.registered_at is None:
        return Reason(_("A recusal is entered once the problem is registered."), "4.1")
    if case.owner_person_id == person.pk:
        return Reason(_("This is your own case; others enter what was found."), "4.1")
    return None


def people_to_recuse(case: Case, facts: Facts | None = None) -> list[Person]:
    """Whoever holds or took a step of the case and is neither recused in it nor asked about yet.

    A declaration for the whole organisation holds from its day on: of what he signed before, it
    says nothing. For those who read grounds; whoever else asks is offered `people_to_ask_about`.
    """
    facts = facts or facts_of(case)
    known = recused_from_itself(case) | facts.asked_about
    return [person for person in people_to_ask_about(case, facts) if person.pk not in known]


def recused_from_itself(case: Case) -> set[int]:
    """Recused from this very case, and not only with all others of its organisation."""
    return set(Recusal.objects.filter(case=case).values_list("person", flat=True))


def people_to_ask_about(case: Case, facts: Facts) -> list[Person]:
    """Whoever holds, was asked for or took a step of the case and is not of the owner's side.

    Whoever is recused or away is among them: a name that is missing would tell of it.
    """
    found = set(
        case.events.filter(acting_role__in=ACTING_ROLES, actor__isnull=False)
        .exclude(verb__in=KEPT_BACK)
        .values_list("actor", flat=True)
    )
    found |= set(
        case.attempts.filter(void_at__isnull=True, verifications__isnull=False).values_list(
            "verifications__verifier", flat=True
        )
    )
    open_items = case.work_items.filter(closed_at__isnull=True)
    open_items = open_items.exclude(step__in=Step.confidential())
    for item in open_items.select_related("organisation").prefetch_related("bars"):
        found |= {*_holders(item), *(bar.person_id for bar in item.bars.all())}
    found -= facts.owner_side
    return list(Person.objects.filter(pk__in=found).order_by("code"))


def _holders(item: WorkItem) -> Iterator[int]:
    if item.person_id is not None:
        yield item.person_id
        return
    held = offices_on(today()).filter(role=item.role, organisation=item.organisation)
    yield from held.values_list("person", flat=True)


# --- who decides on a request ------------------------------------------------------------------


def decider(case: Case, person: Person) -> Holder:
    """The head of the body in which the person acts, or whoever stands above him; never he."""
    office = office_of(case, person)
    role = office.role if office else Role.OFF
    if office is not None and role in _BODIES:
        head = _free_head(case, office)
        if head is not None:
            return Holder(role, office.organisation, head)
    return resolution.hold(Step.DECIDE_RECUSAL, case, always(*_above(role)))


def office_of(case: Case, person: Person) -> Appointment | None:
    """The office in which a person acts in the case: of his open step, else of his last act."""
    held = list(
        offices_on(today())
        .filter(person=person, role__in=ACTING_ROLES)
        .select_related("organisation")
        .order_by("valid_from", "pk")
    )
    open_steps = case.work_items.filter(closed_at__isnull=True)
    taken = case.events.filter(actor=person).order_by("-sequence")
    used = [
        *open_steps.values_list("role", "organisation"),
        *taken.values_list("acting_role", "acting_organisation"),
    ]
    by_office = {(a.role, a.organisation_id): a for a in reversed(held)}
    return next((by_office[key] for key in used if key in by_office), held[0] if held else None)


def _free_head(case: Case, office: Appointment) -> Person | None:
    heads = list(
        offices_on(today())
        .filter(organisation=office.organisation, role=office.role, duty=AppointmentDuty.HEAD)
        .select_related("person")
        .order_by("valid_from", "pk")
    )
    at_post = present([head.person for head in heads], today())
    facts = facts_of(case)
    for head in heads:
        barred = bar_of(head.person_id, Step.DECIDE_RECUSAL, facts) is not None
        if head.person_id in at_post and head.person_id != office.person_id and not barred:
            return head.person
    return None


def _above(role: str) -> tuple[Place, ...]:
    return tuple(map(body_of, _DECIDERS.get(role, _OTHER_DECIDERS)))


def decider_ways() -> Ways:
    """Who is asked to decide, by the office of the person asked about."""
    return {role: (*_heads(role), *_above(role)) for role in Role if role in ACTING_ROLES}


def _heads(role: str) -> tuple[Place, ...]:
    return ((role, At.HEAD),) if role in _BODIES else ()
