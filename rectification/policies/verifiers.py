"""Who may verify a case, and who names him (docs/rules.md 4.4, scenario 2).

Nobody verifies who plans, approves or gives opinions by his office; whoever belongs to the owner,
took part or is away is left out with his ground.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rectification.enums import AppointmentDuty, EventVerb, OrganisationKind, RecusalGround, Step
from rectification.models import Appointment, Case, Organisation, Person, Verification
from rectification.policies.absence import present
from rectification.policies.authority import (
    Authority,
    committee_above,
    in_office,
    offices_on,
)
from rectification.policies.days import today
from rectification.policies.facts import Facts, facts_of
from rectification.policies.owner_kinds import Team, row_of
from rectification.policies.places import At, Office, Place, body, owner_organisation
from rectification.policies.separation import bar_of
from rectification.roles import WITHOUT_STEPS, Role

NEEDED: Final = 2
NEVER_VERIFY: Final = frozenset(
    {Role.SEC, Role.LIA, Role.PSE, Role.DPS, Role.LG, Role.OFF, Role.ORG, Role.INS}
)
"""Whoever holds one of these offices verifies no case, whatever else he is (docs/rules.md 4.1)."""
_BODIES: Final = (OrganisationKind.OFFICE, OrganisationKind.BODY)

Grounds = dict[int, RecusalGround]

_OWN: Final = (Role.DIS, At.BODY)
_OUTSIDER: Final = ("", At.OUTSIDE)
PLACES: Final[Mapping[Team, tuple[Place, ...]]] = {
    Team.DISCIPLINE: (_OWN, _OWN),
    Team.WITH_BRANCH: (_OWN, (Role.CLK, At.OTHER_BRANCH)),
    Team.WITH_OUTSIDER: (_OWN, _OUTSIDER),
    Team.OUTSIDERS: (_OUTSIDER, _OUTSIDER),
    Team.ABOVE: (("", At.ABOVE),),
}
"""From where the two verifiers of a team come; the second of a branch may be of DIS as well."""


@dataclass
class Pool:
    """Who is free to verify, by where he comes from, and why members of DIS are not.

    `guests` are discipline members of other branches; `outsiders` people of other bodies, and the
    guests, whom the leading group may name.
    """

    discipline: list[Person] = field(default_factory=list)
    guests: list[Person] = field(default_factory=list)
    outsiders: list[Person] = field(default_factory=list)
    barred: Grounds = field(default_factory=dict)


def pool_of(case: Case) -> Pool:
    facts = facts_of(case)
    members = list(in_office(Role.DIS, body(case, Role.DIS), today()))
    guests = _without_deciders(_discipline_members(case), members)
    others = _without_deciders(_of_other_bodies(case), [*members, *guests])
    grounds = _grounds([*members, *guests, *others], facts)
    free = {pk for pk, ground in grounds.items() if ground is None}
    return Pool(
        discipline=[person for person in members if person.pk in free],
        guests=[person for person in guests if person.pk in free],
        outsiders=[person for person in (*others, *guests) if person.pk in free],
        barred={p.pk: ground for p in members if (ground := grounds[p.pk]) is not None},
    )


def _grounds(
    people: list[Person], facts: Facts, step: Step = Step.VERIFY
) -> dict[int, RecusalGround | None]:
    here = present(people, today())
    away = {p.pk: None if p.pk in here else RecusalGround.ABSENT for p in people}
    before = _verified_before(facts.case) if step == Step.VERIFY else frozenset()
    seen = {pk: RecusalGround.SAME_HAND if pk in before else None for pk in away}
    return {pk: bar_of(pk, step, facts) or seen[pk] or absent for pk, absent in away.items()}


def lookers_for(case: Case, role: str, namer: Person) -> list[Person]:
    """Whom this person may name to look at the closed case again: never himself (T32).

    The leading group names somebody of the discipline committee as long as one is free, and
    others where none is, or where it is supervised itself. Whoever verified the case in any round
    does not look.
    """
    found = _own_lookers(case)
    if role == Role.LG and not found:
        members = list(in_office(Role.DIS, body(case, Role.DIS), today()))
        others = _without_deciders(_discipline_members(case), members)
        others += _without_deciders(_of_other_bodies(case), [*members, *others])
        found = _free(others, case, Step.LOOK_BACK)
    return [person for person in found if person != namer]


def _own_lookers(case: Case) -> list[Person]:
    if row_of(case).team == Team.OUTSIDERS:
        return []
    return _free(in_office(Role.DIS, body(case, Role.DIS), today()), case, Step.LOOK_BACK)


def _free(people: Iterable[Person], case: Case, step: Step) -> list[Person]:
    asked = list(people)
    grounds = _grounds(asked, facts_of(case), step)
    return [person for person in asked if grounds[person.pk] is None]


def discipline_looks_back(case: Case) -> bool:
    """Whether one of the discipline committee can name another one of it, or enters the reply."""
    if row_of(case).team == Team.ABOVE:
        return True
    lookers = _own_lookers(case)
    members = in_office(Role.DIS, body(case, Role.DIS), today())
    namers = _free(members, case, Step.ASSIGN_LOOK_BACK)
    return any(looker != namer for looker in lookers for namer in namers)


def _verified_before(case: Case) -> frozenset[int]:
    """Whoever signed before the leading group gave the case out anew: others verify now (8.12)."""
    last = case.events.filter(verb=EventVerb.LEAD_REPLACED).order_by("-sequence").first()
    if last is None:
        return frozenset()
    signed = Verification.objects.filter(attempt__case=case, attempt__round__lt=last.round)
    return frozenset(signed.filter(signed_at__isnull=False).values_list("verifier", flat=True))


def _discipline_members(case: Case) -> QuerySet[Appointment]:
    """Discipline members of the branches that the case does not concern."""
    owner = owner_organisation(case)
    held = _in_township(owner).filter(role=Role.CLK, duty=AppointmentDuty.DISCIPLINE_MEMBER)
    if owner.kind == OrganisationKind.COMMITTEE:
        return held
    held = held.exclude(organisation__path__startswith=owner.path)
    return held.exclude(organisation__in=owner.ancestor_ids())


def _of_other_bodies(case: Case) -> QuerySet[Appointment]:
    owner = owner_organisation(case)
    held = _in_township(owner).filter(organisation__kind__in=_BODIES)
    return held.exclude(organisation=owner).exclude(role__in=WITHOUT_STEPS)


def _in_township(owner: Organisation) -> QuerySet[Appointment]:
    root = committee_above(owner)
    return offices_on(today()).filter(organisation__path__startswith=root.path)


def _without_deciders(held: QuerySet[Appointment], but: Iterable[Person]) -> list[Person]:
    deciders = offices_on(today()).filter(role__in=NEVER_VERIFY)
    people = Person.objects.filter(pk__in=held.values("person"))
    people = people.exclude(pk__in=deciders.values("person"))
    return list(people.exclude(pk__in=[person.pk for person in but]).order_by("code"))


def discipline_names(case: Case) -> bool:
    """Whether the discipline committee can name who verifies, or its share of them."""
    team = row_of(case).team
    if team == Team.OUTSIDERS:
        return False
    if team == Team.ABOVE:
        return True
    pool = pool_of(case)
    if team == Team.WITH_OUTSIDER:
        return bool(pool.discipline)
    guests = pool.guests[:1] if team == Team.WITH_BRANCH else []
    found = [*pool.discipline, *guests]
    return bool(pool.discipline) and len(found) >= NEEDED and not all_verified_before(case, found)


def all_verified_before(case: Case, people: Iterable[Person]) -> bool:
    """Every one of them signed in an earlier round: after a relapse they do not verify alone."""
    if case.round == 1:
        return False
    rows = Verification.objects.filter(attempt__case=case, attempt__round__lt=case.round)
    signed = set(rows.filter(signed_at__isnull=False).values_list("verifier", flat=True))
    return {person.pk for person in people} <= signed


@dataclass(frozen=True)
class Choice:
    """Whom the one who names may choose from: for the first place, and for the second."""

    first: list[Person]
    second: list[Person]


def choice_of(case: Case, role: str) -> Choice:
    """The two places as this office fills them; a list is empty where it fills none.

    The leading group leaves the first place to the discipline committee's own, if one is free.
    """
    team, pool = row_of(case).team, pool_of(case)
    if role == Role.LG:
        outside = team == Team.OUTSIDERS or not pool.discipline
        return Choice(pool.outsiders if outside else pool.discipline, pool.outsiders)
    if team == Team.OUTSIDERS:
        return Choice([], [])
    if team == Team.WITH_BRANCH:
        return Choice(pool.discipline, [*pool.discipline, *pool.guests])
    if team == Team.WITH_OUTSIDER:
        return Choice(pool.discipline, [])
    return Choice(pool.discipline, pool.discipline)


def never_verifies(authority: Authority) -> bool:
    """He holds an office today that shuts him out of every verification."""
    return any(role in NEVER_VERIFY for _organisation, role in authority.offices())


def verifier_office(case: Case, person: Person) -> Office | None:
    """In which office the named person verifies.

    None when he holds none any more, or meanwhile one beside it in which nobody verifies.
    """
    if offices_on(today()).filter(person=person, role__in=NEVER_VERIFY).exists():
        return None
    discipline = body(case, Role.DIS)
    if in_office(Role.DIS, discipline, today()).filter(pk=person.pk).exists():
        return Role.DIS, discipline
    held = _of_other_bodies(case) | _discipline_members(case)
    found = held.filter(person=person).select_related("organisation").order_by("pk").first()
    return (found.role, found.organisation) if found is not None else None


def ground_against(case: Case, person: Person) -> RecusalGround | None:
    """Why this person may not verify the case; None where nothing but his office is against it."""
    return _grounds([person], facts_of(case))[person.pk]


def told_ground(ground: RecusalGround, role: str) -> str:
    """The ground as whoever names verifiers reads it; it is the discipline committee's to know."""
    if role == Role.DIS or ground == RecusalGround.ABSENT:
        return str(ground.label)
    return _("Recused by rule")
