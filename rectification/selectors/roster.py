"""Organisations, people and offices as of a day, for those who keep the roster.

Where somebody belongs and what he holds, never a case. `nodes` are the committees whose
townships the reader keeps; nothing outside them is found.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from rectification.enums import ImportKind
from rectification.models import (
    Appointment,
    ImportedFile,
    Membership,
    Organisation,
    OrganisationEdge,
    Person,
)
from rectification.policies.days import valid_on
from rectification.roles import Role

PAGE: Final = 25
LEADERS: Final = (Role.SEC, Role.PSE)
"""Who is named beside a party organisation: its secretary."""


class Force(StrEnum):
    """Whether an appointment gives rights on a day, and if not, why not."""

    IN_FORCE = "in_force"
    DISABLED = "disabled"
    """The account, not the office."""
    SUSPENDED = "suspended"
    UNCONFIRMED = "unconfirmed"
    REFUSED = "refused"
    NOT_BEGUN = "not_begun"
    ENDED = "ended"


@dataclass
class Node:
    """An organisation of the tree with what stands below it on the day."""

    organisation: Organisation
    leaders: list[Person] = field(default_factory=list)
    members: int = 0
    below: list["Node"] = field(default_factory=list)


def force_of(appointment: Appointment, day: date) -> Force:
    """By the appointment alone: its holder may be suspended or without an account."""
    if appointment.refused_at is not None:
        return Force.REFUSED
    if appointment.confirmed_at is None:
        return Force.UNCONFIRMED
    if appointment.valid_to is not None and appointment.valid_to < day:
        return Force.ENDED
    return Force.NOT_BEGUN if appointment.valid_from > day else Force.IN_FORCE


def within(nodes: Iterable[Organisation], prefix: str = "") -> Q:
    """Organisations in the townships; `prefix` leads from the row to its organisation."""
    paths = [Q(**{f"{prefix}path__startswith": node.path}) for node in nodes]
    return reduce(or_, paths, Q(pk__in=()))


def organisations_on(nodes: Iterable[Organisation], day: date) -> QuerySet[Organisation]:
    """Open on the day, the last one included."""
    is_open = Q(opened_on__lte=day) & (Q(closed_on__isnull=True) | Q(closed_on__gte=day))
    return Organisation.objects.filter(is_open, within(nodes)).order_by("code")


def tree_on(nodes: Sequence[Organisation], day: date) -> list[Node]:
    """The roots of that day: four queries, however large the tree."""
    found = {node.pk: Node(node) for node in organisations_on(nodes, day)}
    for leader in _leaders(found, day):
        found[leader.organisation_id].leaders.append(leader.person)
    for pk, count in _member_counts(found, day):
        found[pk].members = count
    edges = OrganisationEdge.objects.filter(valid_on(day), child__in=found)
    parent_of = dict(edges.values_list("child_id", "parent_id"))
    roots: list[Node] = []
    for pk, node in found.items():
        above = found.get(parent_of.get(pk, 0))
        (above.below if above else roots).append(node)
    return roots


def _leaders(organisations: Iterable[int], day: date) -> QuerySet[Appointment]:
    rows = Appointment.objects.filter(
        valid_on(day),
        organisation__in=organisations,
        role__in=LEADERS,
        confirmed_at__isnull=False,
    )
    return rows.select_related("person").order_by("valid_from", "pk")


def _member_counts(organisations: Iterable[int], day: date) -> list[tuple[int, int]]:
    rows = Membership.objects.filter(valid_on(day), organisation__in=organisations)
    counted = rows.order_by().values("organisation").annotate(count=Count("pk"))
    return list(counted.values_list("organisation", "count"))


def organisation_in(nodes: Iterable[Organisation], pk: int) -> Organisation | None:
    """One organisation with its aliases and places in the tree, open or closed."""
    rows = Organisation.objects.filter(within(nodes), pk=pk).select_related("succeeded_by")
    edges = OrganisationEdge.objects.select_related("parent").order_by("valid_from")
    return rows.prefetch_related("aliases", Prefetch("parent_edges", edges)).first()


def children_on(organisation: Organisation, day: date) -> list[Organisation]:
    edges = OrganisationEdge.objects.filter(valid_on(day), parent=organisation)
    rows = Organisation.objects.filter(pk__in=edges.values("child"))
    return list(rows.order_by("code"))


def offices_on(organisation: Organisation, day: date) -> list[Appointment]:
    """Offices in force on the day, and those that wait for their confirmation."""
    rows = Appointment.objects.filter(
        valid_on(day), organisation=organisation, refused_at__isnull=True
    )
    return list(rows.select_related("person").order_by("role", "valid_from", "pk"))


def members_page(
    organisation: Organisation, day: date, *, after: str = "", size: int = PAGE
) -> list[Membership]:
    """Members of the day by code; one more than `size` when there is more."""
    rows = Membership.objects.filter(valid_on(day), organisation=organisation)
    later = rows.filter(person__code__gt=after).select_related("person")
    return list(later.order_by("person__code")[: size + 1])


def member_count(organisation: Organisation, day: date) -> int:
    return Membership.objects.filter(valid_on(day), organisation=organisation).count()


def people_in(nodes: Sequence[Organisation]) -> QuerySet[Person]:
    """Whoever belongs, or ever belonged, to a township kept here; and who belongs nowhere yet."""
    member = Membership.objects.filter(person=OuterRef("pk"))
    holder = Appointment.objects.filter(person=OuterRef("pk"))
    here = within(nodes, "organisation__")
    placed = Exists(member) | Exists(holder)
    return Person.objects.filter(
        Exists(member.filter(here)) | Exists(holder.filter(here)) | ~placed
    )


def people_page(
    nodes: Sequence[Organisation], day: date, *, words: str = "", after: str = "", size: int = PAGE
) -> list[Person]:
    """People by code with branch and offices of the day; `words` is part of a name or a code."""
    rows = people_in(nodes).filter(code__gt=after)
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(code__istartswith=words))
    offices = Appointment.objects.filter(valid_on(day), confirmed_at__isnull=False)
    memberships = Membership.objects.filter(valid_on(day))
    return list(
        rows.order_by("code").prefetch_related(
            Prefetch("memberships", memberships.select_related("organisation")),
            Prefetch("appointments", offices.select_related("organisation").order_by("pk")),
        )[: size + 1]
    )


def memberships_of(person: Person) -> list[Membership]:
    rows = Membership.objects.filter(person=person).select_related("organisation")
    return list(rows.order_by("-valid_from", "-pk"))


def appointments_of(person: Person) -> list[Appointment]:
    """All offices on record, refused ones among them."""
    rows = Appointment.objects.filter(person=person).select_related("organisation")
    return list(rows.order_by("-valid_from", "-pk"))


# --- offices that wait for their confirmation ---------------------------------------------------


def pending(nodes: Iterable[Organisation]) -> QuerySet[Appointment]:
    """Entered, and neither confirmed nor refused, the oldest first."""
    rows = Appointment.objects.filter(
        within(nodes, "organisation__"), confirmed_at__isnull=True, refused_at__isnull=True
    )
    return rows.select_related(
        "person", "organisation", "entered_by", "imported", "replaces__person"
    ).order_by("pk")


def coming(nodes: Iterable[Organisation], day: date) -> QuerySet[Appointment]:
    """Confirmed and not begun on the day, the next to begin first."""
    rows = Appointment.objects.filter(
        within(nodes, "organisation__"), confirmed_at__isnull=False, valid_from__gt=day
    )
    return rows.select_related(
        "person", "organisation", "entered_by", "imported", "replaces__person", "confirmed_by"
    ).order_by("valid_from", "pk")


def pending_by_file(nodes: Iterable[Organisation]) -> list[tuple[ImportedFile, int]]:
    """Files with offices that still wait, and how many; successions are looked at one by one."""
    waiting = pending(nodes).filter(imported__isnull=False, replaces__isnull=True).order_by()
    counts = Counter(waiting.values_list("imported_id", flat=True))
    files = ImportedFile.objects.filter(pk__in=[pk for pk in counts if pk]).order_by("-pk")
    return [(file, counts[file.pk]) for file in files.select_related("imported_by")]


def imported_files(nodes: Sequence[Organisation], size: int = 10) -> list[ImportedFile]:
    """The last files written by somebody of the townships, or by command."""
    here = Q(imported_by__in=people_in(nodes)) | Q(imported_by__isnull=True)
    rows = ImportedFile.objects.filter(here, kind=ImportKind.ROSTER).select_related("imported_by")
    return list(rows.order_by("-pk")[:size])
