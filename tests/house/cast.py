"""Everybody who may ask, by what he is to the organisation that owns the two cases.

Its own people stand first, then those above, below and beside it, the bodies of the township,
people whose office gives nothing today, and last everybody of another township.
"""

from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from rectification.enums import OrganisationKind
from rectification.models import Organisation, Person, Recusal
from rectification.policies.days import today
from rectification.roles import Role
from rectification.services.appointments import appoint
from rectification.services.organisations import move_organisation, rebuild_tree
from tests.factories import (
    FOUNDED,
    Branch,
    Township,
    in_office,
    organisation,
    person,
    rows,
    township,
)
from tests.factories.cast import branch_of
from tests.workflows.offices import away, leave_office, stands_in

OWN: Final = ["owner", "mate", "clerk", "sec", "deputy", "lia", "ins"]
"""`mate` is a member beside the owner, `deputy` a member who stands in for the secretary."""

ABOVE: Final = ["usec", "uclk"]
"""Of the general branch to which the owner's branch belongs."""

BELOW: Final = ["lsec", "lclk", "lmem"]
"""Of a branch below the owner's."""

BESIDE: Final = ["west", "wclk", "wsec", "wlia"]
"""Of another branch of the township, and the liaison leader of none but that one."""

BODIES: Final = [
    *("pse", "dps", "lg", "off", "intake", "org", "dis", "ver", "gen", "pub", "adm", "aud", "sup")
]
"""`ver` becomes a verifier of both cases, `dis` of none."""

WITHOUT: Final = ["outsider", "root", "suspended", "gone", "waiting", "recused"]
"""`outsider` has no office, `root` the superuser flag beside. The office of the others is the
leading group's: one is suspended, one has left it, one is not confirmed, one is recused from both
cases."""

_FAR_ROLES: Final = {role.lower(): role for role in Role}
FAR: Final = [f"far_{name}" for name in _FAR_ROLES]
"""One person for each role of another township."""

ANYBODY: Final = [*OWN, *ABOVE, *BELOW, *BESIDE, *BODIES, *WITHOUT, *FAR]
ANON: Final = "anon"


def founded() -> tuple[Township, dict[str, Person]]:
    """The township with everybody who may ask; an office or two is dated from today."""
    if Organisation.objects.exists():
        return _founded()
    return rows.once(("cast", timezone.now()), _founded)


def _founded() -> tuple[Township, dict[str, Person]]:
    town = township()
    return town, _cast_of(town)


def _cast_of(town: Township) -> dict[str, Person]:
    east = town.east.organisation
    general = general_branch_above(east, town.committee)
    below = branch_of(east, "青石村岭上党支部", "岭守田 岭文秀 岭春生 岭小禾")
    return {
        **_own(town),
        **_names(general, "usec uclk"),
        **_names(below, "lsec lclk lmem"),
        **_names(town.west, "wsec wclk west"),
        "wlia": in_office(person("白联系", branch=town.home), Role.LIA, town.west.organisation),
        **_bodies(town),
        **_without(town),
        **_far(),
    }


def _names(branch: Branch, names: str) -> dict[str, Person]:
    return dict(zip(names.split(), (branch.secretary, branch.clerk, *branch.members), strict=False))


def general_branch_above(branch: Organisation, committee: Organisation) -> Branch:
    node = organisation(OrganisationKind.GENERAL_BRANCH, "东片党总支", committee)
    home = organisation(OrganisationKind.BRANCH, "东片第二党支部", node)
    move_organisation(organisation=branch, parent=node, since=date(2021, 1, 1))
    rebuild_tree()
    branch.refresh_from_db()
    return Branch(
        node,
        in_office(person("总守正", branch=home), Role.SEC, node),
        in_office(person("总文静", branch=home), Role.CLK, node),
        [],
    )


def _own(town: Township) -> dict[str, Person]:
    east = town.east
    deputy = person("石代班", branch=east.organisation)
    stands_in(deputy, east.secretary, Role.SEC, approved_by=town.org)
    return {
        "owner": east.members[0],
        "mate": east.members[1],
        "clerk": east.clerk,
        "sec": east.secretary,
        "deputy": deputy,
        "lia": town.liaison,
        "ins": in_office(person("督导长", branch=town.home), Role.INS, east.organisation),
    }


def _bodies(town: Township) -> dict[str, Person]:
    return {
        "pse": town.pse,
        "dps": town.dps,
        "lg": town.lg,
        "off": town.officer,
        "intake": town.intake,
        "org": town.org,
        "dis": town.dis[3],
        "ver": town.dis[1],
        "gen": town.gen,
        "pub": town.pub,
        "adm": in_office(person("管机长"), Role.ADM, town.committee),
        "aud": in_office(person("审计长"), Role.AUD, town.committee),
        "sup": in_office(person("上观察"), Role.SUP, town.committee),
    }


def _without(town: Township) -> dict[str, Person]:
    """The leading group reads every branch case: who of it reads one has an office after all."""
    root = person("超户长")
    root.user.is_superuser = True
    root.user.save()
    suspended = in_office(person("停守职"), Role.LG, town.leading_group)
    away(suspended, "suspension")
    gone = in_office(person("离任久"), Role.LG, town.leading_group)
    leave_office(gone, Role.LG, today() - timedelta(days=1))
    waiting = person("候任新")
    appoint(person=waiting, role=Role.LG, organisation=town.leading_group, valid_from=FOUNDED)
    return {
        "outsider": person("局外人"),
        "root": root,
        "suspended": suspended,
        "gone": gone,
        "waiting": waiting,
        "recused": in_office(person("避嫌远"), Role.LG, town.leading_group),
    }


def recuse(someone: Person, case_id: int) -> None:
    Recusal.objects.create(case_id=case_id, person=someone, ground="interest", since=timezone.now())


def _far() -> dict[str, Person]:
    """A township of its own, with somebody in each role."""
    committee = organisation(OrganisationKind.COMMITTEE, "中共月岭镇委员会")
    group = organisation(OrganisationKind.LEADING_GROUP, "月岭镇领导小组", committee)
    branch = organisation(OrganisationKind.BRANCH, "桂花村党支部", committee)
    seats = {
        **dict.fromkeys((Role.CLK, Role.SEC, Role.LIA, Role.INS), branch),
        Role.LG: group,
        Role.OFF: organisation(OrganisationKind.OFFICE, "月岭镇领导小组办公室", group),
        **{
            role: organisation(OrganisationKind.BODY, f"月岭镇{name}", committee)
            for role, name in _BODIES.items()
        },
    }
    return {
        name: _far_person(role, seats.get(role, committee), branch)
        for name, role in zip(FAR, _FAR_ROLES.values(), strict=True)
    }


_BODIES: Final = {Role.ORG: "组织办", Role.DIS: "纪委", Role.GEN: "党政办", Role.PUB: "宣传中心"}


def _far_person(role: Role, seat: Organisation, branch: Organisation) -> Person:
    if role == Role.MEM:
        return person("月远员", branch=branch)
    keeper = role in (Role.ADM, Role.AUD, Role.SUP)
    someone = person(f"月远{role.label}", branch=None if keeper else branch)
    return in_office(someone, role, seat)
