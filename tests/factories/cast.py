"""A small invented township: a committee with its bodies, two village branches, their people."""

from dataclasses import dataclass, field

import time_machine

from rectification.enums import AppointmentDuty, OrganisationKind
from rectification.models import Organisation, Person
from rectification.roles import Role
from tests.days import at
from tests.factories import rows
from tests.factories.people import FOUNDED, in_office, organisation, person


@dataclass
class Branch:
    """A village branch: `liaison` is the same person for all branches of the township."""

    organisation: Organisation
    secretary: Person
    clerk: Person
    members: list[Person]


@dataclass
class Township:
    """Who is who; people of the bodies are members of `home`, a branch that owns no case."""

    committee: Organisation
    leading_group: Organisation
    office: Organisation
    organisation_office: Organisation
    discipline: Organisation
    general_office: Organisation
    publicity: Organisation
    home: Organisation
    east: Branch
    west: Branch
    pse: Person
    dps: Person
    lg: Person
    intake: Person
    officer: Person
    org: Person
    gen: Person
    pub: Person
    liaison: Person
    dis: list[Person] = field(default_factory=list)


def branch_of(committee: Organisation, name: str, people: str) -> Branch:
    """`people` names secretary, clerk and two members, separated by blanks."""
    node = organisation(OrganisationKind.BRANCH, name, committee)
    secretary, clerk, *members = [person(n, branch=node) for n in people.split()]
    return Branch(
        node,
        in_office(secretary, Role.SEC, node),
        in_office(clerk, Role.CLK, node),
        members,
    )


def township() -> Township:
    """A committee with its bodies, two village branches and everybody in office.

    Built through the services once a process, on the day it was founded; after that the same rows
    are written again. A second township in one test is built anew.
    """
    if Organisation.objects.exists():
        return _found()
    return rows.once("township", _found_in_time)


def _found_in_time() -> Township:
    with time_machine.travel(at(FOUNDED), tick=False):
        return _found()


def _found() -> Township:
    committee = organisation(OrganisationKind.COMMITTEE, "中共云溪镇委员会")
    group = organisation(OrganisationKind.LEADING_GROUP, "云溪镇领导小组", committee)
    office = organisation(OrganisationKind.OFFICE, "云溪镇领导小组办公室", group)
    bodies = {
        role: organisation(OrganisationKind.BODY, name, committee)
        for role, name in (
            (Role.ORG, "云溪镇组织办"),
            (Role.DIS, "云溪镇纪委"),
            (Role.GEN, "云溪镇党政办"),
            (Role.PUB, "云溪镇宣传中心"),
        )
    }
    home = organisation(OrganisationKind.BRANCH, "云溪镇机关党支部", committee)
    east = branch_of(committee, "青石村党支部", "石守信 石文华 石小满 石秋生")
    west = branch_of(committee, "白塔村党支部", "塔建国 塔玉梅 塔向阳 塔春雨")

    def official(name: str, role: str, at: Organisation, duty: str = "") -> Person:
        return in_office(person(name, branch=home), role, at, duty=duty)

    liaison = official("包联达", Role.LIA, east.organisation)
    in_office(liaison, Role.LIA, west.organisation)
    return Township(
        committee=committee,
        leading_group=group,
        office=office,
        organisation_office=bodies[Role.ORG],
        discipline=bodies[Role.DIS],
        general_office=bodies[Role.GEN],
        publicity=bodies[Role.PUB],
        home=home,
        east=east,
        west=west,
        pse=official("书怀远", Role.PSE, committee),
        dps=official("副长明", Role.DPS, committee),
        lg=official("组立仁", Role.LG, group),
        intake=official("受理安", Role.OFF, office, AppointmentDuty.INTAKE_OFFICER),
        officer=official("办正平", Role.OFF, office),
        org=official("织云霞", Role.ORG, bodies[Role.ORG]),
        gen=official("密守成", Role.GEN, bodies[Role.GEN]),
        pub=official("宣晓岚", Role.PUB, bodies[Role.PUB]),
        liaison=liaison,
        dis=[
            official(name, Role.DIS, bodies[Role.DIS])
            for name in ("纪明理", "纪清源", "纪从严", "纪守正")
        ],
    )
