"""Which office reads which fields of which cases, asked of the rules of visibility themselves."""

from dataclasses import dataclass
from typing import Final

from rectification.enums import CaseLevel
from rectification.models import Appointment, Case, Organisation, Person
from rectification.permissions import READ_AGGREGATES
from rectification.policies.authority import Authority
from rectification.policies.visibility import Field, fields_by_office
from rectification.roles import ROLES, Role


@dataclass(frozen=True)
class Reader:
    """What an office opens by itself; `everywhere` in the township or in its own organisation."""

    role: Role
    upper: frozenset[Field]
    """Of branch and committee cases."""
    member: frozenset[Field]
    figures: bool
    everywhere: bool


_NODE: Final = 1


def readers() -> list[Reader]:
    """All roles in their order; beside it a party of a case and who holds a step read it."""
    return [
        Reader(
            role=role,
            upper=_fields(role, CaseLevel.BRANCH),
            member=_fields(role, CaseLevel.MEMBER),
            figures=READ_AGGREGATES in ROLES[role].grants,
            everywhere=ROLES[role].township_wide,
        )
        for role in Role
    ]


def _fields(role: Role, level: CaseLevel) -> frozenset[Field]:
    """Somebody with this office alone, at a case of the organisation in which he holds it."""
    node = Organisation(pk=_NODE, path=f"{_NODE:x}/")
    held = Appointment(role=role, organisation=node, jurisdiction=node)
    grants = frozenset((right, _NODE) for right in ROLES[role].grants)
    authority = Authority(Person(), (held,), (), grants)
    return fields_by_office(Case(level=level, owner_organisation=node), authority)
