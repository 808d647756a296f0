"""As what somebody acts in a case beside its steps: for the owner, or for the office."""

from rectification.models import Case
from rectification.permissions import DISPATCH_CASES
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority
from rectification.policies.places import answers_for, owner_office
from rectification.roles import Role


def owner_actor(case: Case, authority: Authority) -> Actor | None:
    """As what the person asks for the owner: as himself, or in the office that answers for it."""
    person, organisation = authority.person, case.owner_organisation
    if case.owner_person_id is not None:
        own = case.owner_person_id == person.pk
        return Actor(person=person, role=Role.MEM, organisation=organisation) if own else None
    if organisation is None or not answers_for(organisation, authority):
        return None
    return Actor(person=person, role=owner_office(organisation)[0], organisation=organisation)


def office_actor(case: Case, authority: Authority) -> Actor | None:
    """As what the person acts for the leading group's office of the case's township."""
    owner = case.owner_organisation
    if owner is None or not authority.may(DISPATCH_CASES, owner):
        return None
    office = authority.office_reaching(owner, Role.OFF)
    if office is None:
        return None
    return Actor(person=authority.person, role=Role.OFF, organisation=office.organisation)
