"""Who gets a step: adapters between the rules of `policies.resolution` and a step's activation."""

from collections.abc import Callable
from typing import Any

from rectification.enums import CaseLevel, Step
from rectification.models import Assignment, Case, Person
from rectification.policies import resolution
from rectification.policies.places import body, owner_office
from rectification.policies.resolution import Holder, Rule
from rectification.policies.verifiers import verifier_office
from rectification.roles import Role

Holding = Callable[[Step, Case, Any], Holder]
"""(step, case, activation) -> holder."""


def by(rule: Rule) -> Holding:
    """The first office of the rule's chain with somebody free."""

    def holding(step: Step, case: Case, _activation: Any) -> Holder:
        return resolution.hold(step, case, rule)

    return holding


def by_owner(step: Step, case: Case, _activation: Any) -> Holder:
    """The owner himself, or the office that answers for the owner organisation."""
    if case.level == CaseLevel.MEMBER and case.owner_person is not None:
        return Holder(Role.MEM, case.owner_organisation, case.owner_person)
    return resolution.hold(step, case, resolution.owner)


def by_unit(step: Step, case: Case, activation: Any) -> Holder:
    """The unit that the branch of the split was made for."""
    unit = unit_of(activation)
    if unit.organisation_id == case.owner_organisation_id:
        return by_owner(step, case, activation)

    def rule(_case: Case) -> resolution.Chain:
        yield owner_office(unit.organisation)

    return resolution.hold(step, case, rule)


def by_namer(step: Step, case: Case, _activation: Any) -> Holder:
    """The discipline committee, or the leading group where that has too few who are free."""
    return resolution.hold_naming(step, case)


def by_verifier(_step: Step, case: Case, activation: Any) -> Holder:
    """The person named as verifier, in the office for which he was named."""
    person = Person.objects.get(pk=activation.task.data["verifier"])
    office = verifier_office(case, person)
    return Holder(*(office or (Role.DIS, body(case, Role.DIS))), person)


def by_kind_of_objection(step: Step, case: Case, activation: Any) -> Holder:
    """OFF, DIS or GEN, by the kind of the objection (docs/rules.md, “Objections”)."""
    return resolution.hold(step, case, resolution.objection_handler(activation.process.objection))


def unit_of(activation: Any) -> Assignment:
    """The unit of a parallel branch, or of the process that asks a co-responsible unit."""
    process = activation.process
    if process.assignment_id is not None:
        unit: Assignment = process.assignment
        return unit
    return Assignment.objects.select_related("organisation").get(
        pk=activation.task.data["assignment"]
    )
