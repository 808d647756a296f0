"""What the database holds when a roster is judged: plain data, loaded with a handful of queries."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count

from rectification.enums import CaseLevel, CaseStage
from rectification.models import (
    Appointment,
    Case,
    Membership,
    Organisation,
    OrganisationEdge,
    Person,
)
from rectification.policies.days import valid_on


@dataclass(frozen=True)
class KnownOrganisation:
    """`near` is false for an organisation of another township than the importer's."""

    code: str
    name: str
    kind: str
    opened_on: date
    aliases: tuple[str, ...] = ()
    sector: str = ""
    parent: str = ""
    closed_on: date | None = None
    successor: str = ""
    open_cases: int = 0
    near: bool = True


@dataclass(frozen=True)
class KnownPerson:
    code: str
    name: str
    near: bool = True


@dataclass(frozen=True)
class KnownMembership:
    person: str
    organisation: str
    kind: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True)
class KnownAppointment:
    """Where a successor is entered and waits, it ends on the day before his first one."""

    person: str
    role: str
    organisation: str
    valid_from: date
    valid_to: date | None = None
    mandate: str = ""
    duty: str = ""
    may_be_followed: bool = False
    """It is confirmed, and nobody is entered who follows."""


@dataclass
class Present:
    """`everywhere`: the importer reaches all townships (the command, a founding)."""

    organisations: dict[str, KnownOrganisation] = field(default_factory=dict)
    people: dict[str, KnownPerson] = field(default_factory=dict)
    memberships: list[KnownMembership] = field(default_factory=list)
    appointments: list[KnownAppointment] = field(default_factory=list)
    everywhere: bool = True


def load_present(*, nodes: Collection[Organisation] | None, day: date) -> Present:
    """`nodes` are the roots that the importer may write below; None reaches everything."""
    organisations = _organisations(nodes, day)
    memberships = _memberships()
    appointments = _appointments()
    near = {code for code, known in organisations.items() if known.near}
    rows: list[KnownMembership | KnownAppointment] = [*memberships, *appointments]
    placed = {row.person for row in rows}
    placed_near = {row.person for row in rows if row.organisation in near}
    people = {
        code: KnownPerson(code, name, near=code not in placed or code in placed_near)
        for code, name in Person.objects.values_list("code", "name")
    }
    return Present(organisations, people, memberships, appointments, everywhere=nodes is None)


def _organisations(
    nodes: Collection[Organisation] | None, day: date
) -> dict[str, KnownOrganisation]:
    rows = Organisation.objects.select_related("succeeded_by").prefetch_related("aliases")
    parents = _parents(day)
    cases = _open_cases()
    return {
        row.code: KnownOrganisation(
            code=row.code,
            name=row.name,
            kind=row.kind,
            sector=row.sector,
            opened_on=row.opened_on,
            closed_on=row.closed_on,
            aliases=tuple(alias.name for alias in row.aliases.all()),
            parent=parents.get(row.code, ""),
            successor=row.succeeded_by.code if row.succeeded_by else "",
            open_cases=cases.get(row.pk, 0),
            near=nodes is None or any(row.path.startswith(node.path) for node in nodes),
        )
        for row in rows.order_by("pk")
    }


def _parents(day: date) -> dict[str, str]:
    """The parent of today; where an organisation is closed, the last one it had."""
    edges = OrganisationEdge.objects.order_by("valid_from", "pk")
    pairs = ("child__code", "parent__code")
    last = dict(edges.values_list(*pairs))
    return last | dict(edges.filter(valid_on(day)).values_list(*pairs))


def _memberships() -> list[KnownMembership]:
    rows = Membership.objects.order_by("pk").values_list(
        "person__code", "organisation__code", "kind", "valid_from", "valid_to"
    )
    return [KnownMembership(*row) for row in rows]


def _appointments() -> list[KnownAppointment]:
    """Those that were refused count for nothing."""
    rows = Appointment.objects.filter(refused_at__isnull=True).order_by("pk")
    terms = list(rows.select_related("person", "organisation"))
    first_days = {term.replaces_id: term.valid_from for term in terms if term.replaces_id}
    return [_known(term, first_days.get(term.pk)) for term in terms]


def _known(term: Appointment, followed_from: date | None) -> KnownAppointment:
    eve = followed_from - timedelta(days=1) if followed_from else None
    ends = [day for day in (term.valid_to, eve) if day is not None]
    return KnownAppointment(
        person=term.person.code,
        role=term.role,
        organisation=term.organisation.code,
        valid_from=term.valid_from,
        valid_to=min(ends, default=None),
        mandate=term.mandate,
        duty=term.duty,
        may_be_followed=term.confirmed_at is not None and followed_from is None,
    )


def _open_cases() -> dict[int, int]:
    """Open cases of committee and branches by owner; those of members are not ours to know."""
    rows = Case.objects.filter(stage__in=CaseStage.open()).exclude(level=CaseLevel.MEMBER)
    owners = rows.order_by().values("owner_organisation").annotate(cases=Count("pk"))
    return dict(owners.values_list("owner_organisation", "cases"))
