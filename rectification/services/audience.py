"""Whom to tell (docs/rules.md, “Notifications”): people in office today, in the order of codes."""

from rectification.enums import UnitKind
from rectification.models import Case, Organisation, Person, WorkItem, WorkItemBar
from rectification.policies import resolution
from rectification.policies.authority import in_office
from rectification.policies.days import today
from rectification.policies.deputies import delegations_at
from rectification.policies.entering import hands_for
from rectification.policies.places import owner_office
from rectification.roles import Role


def owner_people(case: Case) -> list[Person]:
    """The owner himself; of an organisation, whoever answers for it and its clerk."""
    if case.owner_person is not None:
        return [case.owner_person]
    return unit_people(case.owner_organisation) if case.owner_organisation else []


def author_people(case: Case) -> list[Person]:
    """The author, when there is one: an opinion has none that we could name."""
    return [case.author] if case.author else []


def office_people(case: Case) -> list[Person]:
    """Everybody in office at the leading group's office."""
    return body_people(case, Role.OFF)


def concerned_people(case: Case) -> list[Person]:
    """Owner, author, every unit that has a part, and the office: whoever must know a new day."""
    units = case.assignments.filter(ended_at__isnull=True, kind=UnitKind.CO)
    found = [*owner_people(case), *author_people(case)]
    for unit in units.select_related("organisation").order_by("pk"):
        found += unit_people(unit.organisation)
    return list(dict.fromkeys([*found, *office_people(case)]))


def alarmed_people(case: Case) -> list[Person]:
    """Who must know that nobody is left to act: the office, the leading group and DIS."""
    return body_people(case, Role.OFF, Role.LG, Role.DIS)


def body_people(case: Case, *roles: Role) -> list[Person]:
    """Everybody in office at these bodies of the township."""
    found = [
        person
        for body in roles
        for role, office in resolution.office(body)(case)
        for person in in_office(role, office, today())
    ]
    return list(dict.fromkeys(found))


def liaison_people(case: Case) -> list[Person]:
    """The liaison leader of the owner organisation."""
    return list(in_office(Role.LIA, case.owner_organisation, today()))


def unit_people(organisation: Organisation) -> list[Person]:
    """Secretary and clerk of a party organisation; of a body, whoever answers for it."""
    role, _organisation = owner_office(organisation)
    roles = [role, Role.CLK] if role == Role.SEC else [role]
    found = [person for held in roles for person in in_office(held, organisation, today())]
    return list(dict.fromkeys(found))


def takers_of(item: WorkItem) -> list[Person]:
    """With whom the open step lies: the person himself, and whoever enters it for him; else
    everybody free in the office, and their deputies. Of a step that nobody can take it is the
    office that looks after it."""
    if item.person is not None:
        return [item.person, *hands_for(item)]
    people = list(in_office(item.role, item.organisation, today()))
    barred = set(item.bars.filter(WorkItemBar.BINDING).values_list("person_id", flat=True))
    for row in delegations_at(item.role, item.organisation, item.step, today()):
        if row.appointment.person_id not in barred:
            people.append(row.deputy)
    return [person for person in dict.fromkeys(people) if person.pk not in barred]
