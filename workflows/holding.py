"""Who gets a step: adapters between the rules of `policies.resolution` and a step's activation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rectification.enums import CaseLevel, Step
from rectification.models import Assignment, Case, Person
from rectification.policies import look_backs, objections, referral_circle, resolution
from rectification.policies.chains import Chain, Rule, Sort, Ways, always
from rectification.policies.owner_kinds import TABLE
from rectification.policies.places import At, body, owner_office
from rectification.policies.resolution import Holder
from rectification.policies.verifiers import PLACES, verifier_office
from rectification.roles import Role

Finding = Callable[[Step, Case, Any], Holder]
"""(step, case, activation) -> holder."""


@dataclass(frozen=True)
class Holding:
    """Finds the holder; `ways` say in data where it looks, for the table of authority.

    With `together` the places of a way are taken side by side, otherwise one after the other.
    """

    find: Finding
    ways: Callable[[], Ways]
    together: bool = False

    def __call__(self, step: Step, case: Case, activation: Any) -> Holder:
        return self.find(step, case, activation)


def looking_in(ways: Callable[[], Ways], *, together: bool = False) -> Callable[[Finding], Holding]:
    """Marks a function that finds the holder with where it looks."""

    def holding(find: Finding) -> Holding:
        return Holding(find, ways, together)

    return holding


def by(rule: Rule) -> Holding:
    """The first office of the rule's chain with somebody free."""

    @looking_in(rule.ways)
    def holding(step: Step, case: Case, _activation: Any) -> Holder:
        return resolution.hold(step, case, rule)

    return holding


def _owners() -> Ways:
    return {
        Sort.OF_PERSON: ((Role.MEM, At.PERSON),),
        Sort.OF_ORGANISATION: (("", At.ANSWERING),),
    }


@looking_in(_owners)
def by_owner(step: Step, case: Case, _activation: Any) -> Holder:
    """The owner himself, or the office that answers for the owner organisation."""
    if case.level == CaseLevel.MEMBER and case.owner_person is not None:
        return Holder(Role.MEM, case.owner_organisation, case.owner_person)
    return resolution.hold(step, case, resolution.owner)


@looking_in(_owners)
def by_unit(step: Step, case: Case, activation: Any) -> Holder:
    """The unit that the branch of the split was made for."""
    unit = unit_of(activation)
    if unit.organisation_id == case.owner_organisation_id:
        return by_owner(step, case, activation)

    def rule(_case: Case) -> Chain:
        yield owner_office(unit.organisation)

    return resolution.hold(step, case, rule)


@looking_in(always(("", At.ANSWERING)).ways)
def by_co_unit(step: Step, case: Case, activation: Any) -> Holder:
    """The co-responsible unit that is asked for its answer."""
    return by_unit(step, case, activation)


@looking_in(resolution.naming_ways)
def by_namer(step: Step, case: Case, _activation: Any) -> Holder:
    """The discipline committee, or the leading group where that has too few who are free."""
    return resolution.hold_naming(step, case)


@looking_in(lambda: {kind: PLACES[row.team] for kind, row in TABLE.items()}, together=True)
def by_verifier(_step: Step, case: Case, activation: Any) -> Holder:
    """The person named as verifier, in the office for which he was named."""
    person = Person.objects.get(pk=activation.task.data["verifier"])
    office = verifier_office(case, person)
    return Holder(*(office or (Role.DIS, body(case, Role.DIS))), person)


@looking_in(resolution.naming_ways)
def by_look_back_namer(step: Step, case: Case, _activation: Any) -> Holder:
    """The discipline committee, or the leading group where nobody of that may look back."""
    return look_backs.hold_assigning(step, case)


@looking_in(look_backs.looker_ways)
def by_looker(_step: Step, case: Case, _activation: Any) -> Holder:
    """The person named to look back, in the office for which he was named."""
    look_back = look_backs.look_back_under_way(case)
    assert look_back is not None
    assert look_back.looker is not None
    office = verifier_office(case, look_back.looker)
    return Holder(*(office or (Role.DIS, body(case, Role.DIS))), look_back.looker)


@looking_in(lambda: objections.HANDLERS)
def by_kind_of_objection(step: Step, case: Case, activation: Any) -> Holder:
    """OFF, DIS, GEN or LG, by what the objection contests (docs/rules.md, “Objections”)."""
    return resolution.hold(step, case, objections.handler_of(activation.process.objection))


@looking_in(lambda: objections.REVIEWERS)
def by_reviewer(step: Step, case: Case, activation: Any) -> Holder:
    """Another body than the one that answered the objection (docs/rules.md T25)."""
    return resolution.hold(step, case, objections.reviewer_of(activation.process.objection))


@looking_in(always(("", At.ANSWERING)).ways)
def by_addressee(step: Step, case: Case, activation: Any) -> Holder:
    """The first hand of the organisation that a referral is about."""
    return referral_circle.hold_answer(step, case, activation.process.referral)


@looking_in(always((Role.DIS, At.BODY), (Role.LG, At.BODY)).ways, together=True)
def by_referrer(step: Step, case: Case, activation: Any) -> Holder:
    """Whoever wrote the referral, else somebody of the same body."""
    return referral_circle.hold_sending(step, case, activation.process.referral)


@looking_in(always(("", At.ADVISER)).ways)
def by_adviser(_step: Step, _case: Case, activation: Any) -> Holder:
    """The person asked, in the office in which he reads the case."""
    row = activation.process.consultation
    return Holder(row.role, row.organisation, row.person)


def unit_of(activation: Any) -> Assignment:
    """The unit of a parallel branch, or of the process that asks a co-responsible unit."""
    process = activation.process
    if process.assignment_id is not None:
        unit: Assignment = process.assignment
        return unit
    return Assignment.objects.select_related("organisation").get(
        pk=activation.task.data["assignment"]
    )
