"""The township in which the table of docs/rules.md 4.4 is walked, and a case of each owner."""

from dataclasses import dataclass

from django.utils import timezone

from rectification.enums import (
    AppointmentDuty,
    CaseLevel,
    CaseStage,
    OrganisationKind,
    RecusalGround,
    Step,
)
from rectification.models import Case, Membership, Organisation, Person, Recusal
from rectification.policies import resolution
from rectification.policies.authority import in_office as holders
from rectification.policies.chains import Rule
from rectification.policies.days import today
from rectification.roles import Role
from tests.factories import Township, case_in, in_office, organisation, person


@dataclass
class Stage:
    """The township with a general branch, whose sub-branch has a secretary of its own."""

    town: Township
    general: Organisation
    sub: Organisation
    general_secretary: Person
    sub_secretary: Person
    sub_member: Person


def staged(town: Township) -> Stage:
    general = organisation(OrganisationKind.GENERAL_BRANCH, "柳湾村党总支", town.committee)
    sub = organisation(OrganisationKind.BRANCH, "柳湾第一党支部", general)
    other = organisation(OrganisationKind.BRANCH, "柳湾第二党支部", general)
    in_office(person("柳联达", branch=town.home), Role.LIA, sub)
    return Stage(
        town,
        general,
        sub,
        in_office(person("柳总书", branch=other), Role.SEC, general),
        in_office(person("柳一书", branch=sub), Role.SEC, sub),
        person("柳小苗", branch=sub),
    )


def case_of(stage: Stage, owner: str) -> Case:
    """A case before its plan is decided; `owner` names who owns it."""
    town = stage.town
    dis_head = town.dis[0]
    in_office(dis_head, Role.DIS, town.discipline, duty=AppointmentDuty.HEAD)
    people = {
        "member": stage.sub_member,
        "secretary": stage.sub_secretary,
        "secretary without general branch": town.east.secretary,
        "secretary of the general branch": stage.general_secretary,
        "liaison leader": town.liaison,
        "member of the leading group": town.lg,
        "deputy secretary": town.dps,
        "head of the discipline committee": dis_head,
        "first secretary": town.pse,
    }
    if owner in people:
        return of_person(town, people[owner])
    organisations = {
        "branch": town.east.organisation,
        "branch of a general branch": stage.sub,
        "general branch": stage.general,
        "committee": town.committee,
        "leading group": town.leading_group,
        "discipline committee": town.discipline,
        "organisation office": town.organisation_office,
        "office of the leading group": town.office,
        "party and government office": town.general_office,
    }
    node = organisations[owner]
    branches = (OrganisationKind.BRANCH, OrganisationKind.GENERAL_BRANCH)
    level = CaseLevel.BRANCH if node.kind in branches else CaseLevel.COMMITTEE
    return case_in(
        town, CaseStage.PENDING_CLAIM, level=level, owner_organisation=node, author=town.east.clerk
    )


def of_person(town: Township, someone: Person) -> Case:
    branch = Membership.objects.get(person=someone).organisation
    return case_in(
        town,
        CaseStage.PENDING_CLAIM,
        level=CaseLevel.MEMBER,
        owner_organisation=branch,
        owner_person=someone,
        author=someone,
    )


def recuse(case: Case, people: list[Person]) -> None:
    for someone in people:
        Recusal.objects.get_or_create(
            case=case,
            person=someone,
            defaults={"ground": RecusalGround.INTEREST, "since": timezone.now()},
        )


def walked(case: Case, step: Step, rule: Rule) -> list[str]:
    """The offices the step falls to, one after the other, while each holder is recused."""
    found = []
    for _place in range(9):
        holder = resolution.hold(step, case, rule)
        if holder.unheld:
            return [*found, "nobody"]
        found.append(_place_name(case, holder))
        recuse(case, list(holders(holder.role, holder.organisation, today())))
    raise AssertionError(f"no end: {found}")


def _place_name(case: Case, holder: resolution.Holder) -> str:
    kind = OrganisationKind(holder.organisation.kind) if holder.organisation else ""
    if kind == OrganisationKind.GENERAL_BRANCH:
        return f"{holder.role}/general"
    return holder.role
