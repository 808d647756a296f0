"""Which offices exclude one another, when one may run, how far it reaches (docs/rules.md 3.1, 4.1).

Asked by the import over a whole file and by `services.appointments` for a single office, so both
say the same. An organisation is whatever identifies it to the caller: a code or a key.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from rectification.models import Appointment, Organisation
from rectification.roles import ROLES, Role


class Clash(StrEnum):
    """The rule that forbids one office beside another."""

    TWICE = "E-OVERLAP"
    SECOND_SECRETARY = "E-SEC2"
    ADMINISTRATOR = "E-ROLE"


DISCIPLINE_BESIDE: Final = frozenset(
    {
        Role.OFF,
        Role.ORG,
        Role.SEC,
        Role.LIA,
        Role.PSE,
        Role.DPS,
        Role.LG,
        Role.GEN,
        Role.PUB,
    }
)
"""Held together with DIS these are allowed; the separation is then enforced case by case."""


@dataclass(frozen=True)
class Term:
    """An office from `valid_from` to `valid_to`, both days included."""

    person: Hashable
    role: str
    organisation: Hashable
    valid_from: date
    valid_to: date | None = None


def overlap(one_from: date, one_to: date | None, other_from: date, other_to: date | None) -> bool:
    """Whether two periods share a day; without an end a period goes on."""
    return (other_to is None or one_from <= other_to) and (one_to is None or other_from <= one_to)


def held_together(one: Term, other: Term) -> bool:
    return overlap(one.valid_from, one.valid_to, other.valid_from, other.valid_to)


def clash_of(term: Term, others: Iterable[Term]) -> tuple[Clash, Term] | None:
    """The first rule by which the office cannot stand beside the others, and the other office."""
    together = [other for other in others if held_together(term, other)]
    for rule, forbids in _RULES:
        for other in together:
            if forbids(term, other):
                return rule, other
    return None


def excludes_administrator(one: Term, other: Term) -> bool:
    """A system administrator holds no business role (docs/rules.md 4.1)."""
    if one.person != other.person:
        return False
    return ROLES[one.role].business != ROLES[other.role].business


def is_same_office(one: Term, other: Term) -> bool:
    return (one.person, one.role, one.organisation) == (
        other.person,
        other.role,
        other.organisation,
    )


def is_second_secretary(one: Term, other: Term) -> bool:
    return one.role == other.role == Role.SEC and one.organisation == other.organisation


def meeting_points(term: Term) -> list[str]:
    """Where an office can meet one it excludes: at the person and, for a secretary, at the seat."""
    seat = [f"seat {term.organisation}"] if term.role == Role.SEC else []
    return [f"person {term.person}", *seat]


_RULES: Final = (
    (Clash.ADMINISTRATOR, excludes_administrator),
    (Clash.TWICE, is_same_office),
    (Clash.SECOND_SECRETARY, is_second_secretary),
)


def runs_outside(
    valid_from: date, valid_to: date | None, opened_on: date, closed_on: date | None
) -> bool:
    """Whether a period leaves that of its organisation (E-CLOSED)."""
    if valid_from < opened_on:
        return True
    return closed_on is not None and (valid_to is None or valid_to > closed_on)


def reaches(office: Appointment, organisation: Organisation) -> bool:
    """Whether what the office gives is given for this organisation too."""
    node = office.jurisdiction_id
    if node == organisation.pk:
        return True
    return ROLES[office.role].below and node in organisation.ancestor_ids()


def ends_before_it_begins(valid_from: date, valid_to: date | None) -> bool:
    """E-PERIOD."""
    return valid_to is not None and valid_to < valid_from
