"""What the database holds when a list of problems is judged: plain data, a handful of queries."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import QuerySet

from rectification.enums import CaseStage
from rectification.imports.texts import compact
from rectification.models import Appointment, BatchEntry, Membership, Organisation, Person
from rectification.policies.days import valid_on
from rectification.roles import Role

SUPERVISING: Final = frozenset({Role.ORG, Role.DIS, Role.OFF})
"""Bodies with one of these offices are verified by others (docs/rules.md 4.4)."""


@dataclass(frozen=True)
class KnownUnit:
    """`successor` is a code, of an organisation that is closed."""

    code: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    closed: bool = False
    successor: str = ""


@dataclass(frozen=True)
class KnownEntry:
    """An open case of the same document: its owner, and what its first wording comes down to."""

    owner: str
    fingerprint: str
    case: str


@dataclass
class Present:
    """`people` by name: one code, or several of one name; units by code."""

    units: dict[str, KnownUnit] = field(default_factory=dict)
    people: dict[str, list[str]] = field(default_factory=dict)
    recused: frozenset[str] = frozenset()
    """Branches that have members of the discipline committee."""
    supervising: frozenset[str] = frozenset()
    entries: list[KnownEntry] = field(default_factory=list)


def load_present(
    *, nodes: Collection[Organisation] | None, day: date, document_number: str
) -> Present:
    """`nodes` are the roots of the importer's townships; None reaches everything."""
    rows = [
        row
        for row in Organisation.objects.select_related("succeeded_by").prefetch_related("aliases")
        if nodes is None or any(row.path.startswith(node.path) for node in nodes)
    ]
    held = Appointment.objects.filter(valid_on(day), confirmed_at__isnull=False)
    discipline = held.filter(role=Role.DIS).values("person")
    branches = Membership.objects.filter(valid_on(day), person__in=discipline)
    bodies = held.filter(role__in=SUPERVISING)
    return Present(
        units={row.code: _unit(row, day) for row in rows},
        people=_people(rows, held),
        recused=frozenset(branches.values_list("organisation__code", flat=True)),
        supervising=frozenset(bodies.values_list("organisation__code", flat=True)),
        entries=_entries(document_number),
    )


def _unit(row: Organisation, day: date) -> KnownUnit:
    return KnownUnit(
        code=row.code,
        name=row.name,
        kind=row.kind,
        aliases=tuple(alias.name for alias in row.aliases.all()),
        closed=row.closed_on is not None and row.closed_on < day,
        successor=row.succeeded_by.code if row.succeeded_by else "",
    )


def _people(rows: list[Organisation], held: QuerySet[Appointment]) -> dict[str, list[str]]:
    """People of these organisations: members, now or before, and those in office."""
    members = Membership.objects.filter(organisation__in=rows).values("person")
    officials = held.filter(organisation__in=rows).values("person")
    found: dict[str, list[str]] = {}
    near = Person.objects.filter(pk__in=members) | Person.objects.filter(pk__in=officials)
    for code, name in near.order_by("code").values_list("code", "name"):
        found.setdefault(compact(name), []).append(code)
    return found


def _entries(document_number: str) -> list[KnownEntry]:
    rows = BatchEntry.objects.filter(
        batch__document_number=document_number, case__stage__in=CaseStage.open()
    ).select_related("case__owner_organisation")
    return [
        KnownEntry(
            owner=row.case.owner_organisation.code if row.case.owner_organisation else "",
            fingerprint=row.fingerprint,
            case=str(row.case),
        )
        for row in rows.order_by("pk")
    ]
