"""The table of docs/rules.md 4.4: who approves, who reviews first and who verifies, by owner."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rectification.enums import AppointmentDuty, CaseLevel
from rectification.models import Appointment, Case, Organisation, Person
from rectification.policies.authority import committee_above
from rectification.policies.days import today, valid_on
from rectification.policies.places import At, Place, owner_organisation, roles_of_body
from rectification.roles import Role


class OwnerKind(StrEnum):
    """A row of the table."""

    MEMBER = "member"
    SECRETARY = "secretary"
    COMMITTEE_MEMBER = "committee_member"
    HEAD_OF_DISCIPLINE = "head_of_discipline"
    FIRST_SECRETARY = "first_secretary"
    BRANCH = "branch"
    COMMITTEE = "committee"
    DISCIPLINE_COMMITTEE = "discipline_committee"
    LEADING_OFFICE = "leading_office"
    """The organisation office, and the office of the leading group."""


class Team(StrEnum):
    """Who verifies."""

    DISCIPLINE = "discipline"
    """Two of the discipline committee."""
    WITH_BRANCH = "with_branch"
    """The same; one of the two may be the discipline member of another branch."""
    WITH_OUTSIDER = "with_outsider"
    """One of the discipline committee, and an outsider named by the leading group."""
    OUTSIDERS = "outsiders"
    """Two people of other bodies named by the leading group, nobody of the discipline committee."""
    ABOVE = "above"
    """The level above; its reply is recorded here by number."""


@dataclass(frozen=True)
class Row:
    """One line of the table; places in the order in which they are asked."""

    approvers: tuple[Place, ...]
    reviewers: tuple[Place, ...]
    team: Team
    copy_above: bool = False
    """The approval is sent in copy to the level above, and its number recorded."""


_DEPUTY: Final = (Role.DPS, At.COMMITTEE)
_FIRST: Final = (Role.PSE, At.COMMITTEE)
_GROUP: Final = (Role.LG, At.BODY)
_OFFICE: Final = (Role.OFF, At.BODY)
_GENERAL_OFFICE: Final = (Role.GEN, At.BODY)
_GENERAL: Final = (Role.SEC, At.GENERAL_BRANCH)
_LIAISON: Final = (Role.LIA, At.OWNER)
_HIMSELF: Final = (Role.SEC, At.OWN_OFFICE)
_SECRETARY: Final = (Role.SEC, At.OWNER)
_REVIEW_OF_MEMBERS: Final = (_SECRETARY, _GENERAL, _LIAISON, _DEPUTY)
_REVIEW_OF_BRANCHES: Final = (_GENERAL, _LIAISON, _DEPUTY)

TABLE: Final[Mapping[OwnerKind, Row]] = {
    OwnerKind.MEMBER: Row(
        approvers=(_SECRETARY, _GENERAL, _LIAISON, _DEPUTY, _FIRST),
        reviewers=_REVIEW_OF_MEMBERS,
        team=Team.WITH_BRANCH,
    ),
    OwnerKind.SECRETARY: Row(
        approvers=(_HIMSELF, _GENERAL, _LIAISON, _DEPUTY, _FIRST),
        reviewers=(_HIMSELF, *_REVIEW_OF_BRANCHES),
        team=Team.DISCIPLINE,
    ),
    OwnerKind.COMMITTEE_MEMBER: Row(
        approvers=(_FIRST, _GROUP), reviewers=_REVIEW_OF_MEMBERS, team=Team.DISCIPLINE
    ),
    OwnerKind.HEAD_OF_DISCIPLINE: Row(
        approvers=(_FIRST, _GROUP), reviewers=_REVIEW_OF_MEMBERS, team=Team.ABOVE
    ),
    OwnerKind.FIRST_SECRETARY: Row(
        approvers=(_GROUP,), reviewers=_REVIEW_OF_MEMBERS, team=Team.ABOVE, copy_above=True
    ),
    OwnerKind.BRANCH: Row(
        approvers=(_FIRST, _DEPUTY), reviewers=_REVIEW_OF_BRANCHES, team=Team.DISCIPLINE
    ),
    OwnerKind.COMMITTEE: Row(
        approvers=(_FIRST, _DEPUTY),
        reviewers=(_OFFICE, _GENERAL_OFFICE),
        team=Team.WITH_OUTSIDER,
    ),
    OwnerKind.DISCIPLINE_COMMITTEE: Row(
        approvers=(_FIRST, _DEPUTY), reviewers=(_OFFICE, _GENERAL_OFFICE), team=Team.OUTSIDERS
    ),
    OwnerKind.LEADING_OFFICE: Row(
        approvers=(_FIRST, _DEPUTY), reviewers=(_GENERAL_OFFICE,), team=Team.OUTSIDERS
    ),
}
"""Bodies that supervise others are verified by others (灯下黑)."""


def row_of(case: Case) -> Row:
    return TABLE[owner_kind(case)]


def owner_kind(case: Case) -> OwnerKind:
    """Which row of the table the case belongs to today."""
    organisation = owner_organisation(case)
    if case.level == CaseLevel.MEMBER:
        return _kind_of_person(case.owner_person, committee_above(organisation))
    if case.level == CaseLevel.BRANCH:
        return OwnerKind.BRANCH
    roles = roles_of_body(organisation)
    if Role.DIS in roles:
        return OwnerKind.DISCIPLINE_COMMITTEE
    if roles & {Role.ORG, Role.OFF}:
        return OwnerKind.LEADING_OFFICE
    return OwnerKind.COMMITTEE


def needs_advice(case: Case) -> bool:
    """ORG gives an opinion on plans of branches and of the committee, and none on its own."""
    if case.level == CaseLevel.MEMBER:
        return False
    return Role.ORG not in roles_of_body(owner_organisation(case))


def _kind_of_person(person: Person | None, root: Organisation) -> OwnerKind:
    """By the highest office he holds in the township, suspended or not."""
    if person is None:
        return OwnerKind.MEMBER
    rows = Appointment.objects.filter(valid_on(today()), person=person, confirmed_at__isnull=False)
    held = {
        (row.role, row.duty)
        for row in rows.select_related("organisation")
        if row.organisation.path.startswith(root.path)
    }
    roles = {role for role, _duty in held}
    if Role.PSE in roles:
        return OwnerKind.FIRST_SECRETARY
    if (Role.DIS, AppointmentDuty.HEAD) in held:
        return OwnerKind.HEAD_OF_DISCIPLINE
    if roles & {Role.DPS, Role.LG, Role.LIA}:
        return OwnerKind.COMMITTEE_MEMBER
    return OwnerKind.SECRETARY if Role.SEC in roles else OwnerKind.MEMBER
