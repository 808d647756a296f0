"""Who may own a case of which level, and which categories go with it (docs/rules.md 3.2, 3.3)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from rectification.enums import CaseLevel, OrganisationKind
from rectification.models import Appointment, Case, Membership, Organisation, Person
from rectification.policies.authority import committee_above
from rectification.policies.days import valid_on
from rectification.roles import WITHOUT_STEPS

_KINDS: Final[Mapping[str, frozenset[str]]] = {
    CaseLevel.COMMITTEE: frozenset(
        {
            OrganisationKind.COMMITTEE,
            OrganisationKind.LEADING_GROUP,
            OrganisationKind.OFFICE,
            OrganisationKind.BODY,
        }
    ),
    CaseLevel.BRANCH: frozenset({OrganisationKind.BRANCH, OrganisationKind.GENERAL_BRANCH}),
    CaseLevel.MEMBER: frozenset({OrganisationKind.BRANCH, OrganisationKind.GENERAL_BRANCH}),
}
_CHECK_TYPES: Final = {"CM": CaseLevel.COMMITTEE, "BR": CaseLevel.BRANCH, "ME": CaseLevel.MEMBER}


def may_own(organisation: Organisation, level: str) -> bool:
    """Whether a case of this level may lie with the organisation."""
    return organisation.kind in _KINDS[level] and organisation.closed_on is None


def level_of(organisation: Organisation) -> CaseLevel:
    """The level of a case of the organisation itself, and not of a member."""
    upper = organisation.kind in _KINDS[CaseLevel.COMMITTEE]
    return CaseLevel.COMMITTEE if upper else CaseLevel.BRANCH


def fits_level(category: str, level: str) -> bool:
    """Check types belong to one level; the families A–E to all."""
    return _CHECK_TYPES.get(category.split("-")[0], level) == level


def open_organisations(near: Organisation | None, day: date) -> QuerySet[Organisation]:
    """Organisations of the township that are open on the day; all, where none is known yet."""
    rows = Organisation.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=day))
    if near is not None:
        rows = rows.filter(path__startswith=committee_above(near).path)
    return rows.order_by("code")


def successors_of(organisation: Organisation) -> list[Organisation]:
    """Open organisations in its place today, through every merger and split since; itself, if
    it is open."""
    if organisation.closed_on is None:
        return [organisation]
    merged = organisation.succeeded_by
    after = [merged] if merged else list(organisation.split_into.order_by("code"))
    found = {successor.pk: successor for node in after for successor in successors_of(node)}
    return list(found.values())


def possible_successors(case: Case, day: date) -> QuerySet[Organisation]:
    """Who may be given the case of an owner that is gone: whoever stands in its place.

    Where nobody does, every open organisation of the township that may own one of its level.
    """
    owner = case.owner_organisation
    if owner is None:
        return Organisation.objects.none()
    if successors := successors_of(owner):
        return Organisation.objects.filter(pk__in=[o.pk for o in successors]).order_by("code")
    rows = open_organisations(owner, day).filter(kind__in=_KINDS[case.level])
    return rows.filter(closed_on__isnull=True)


def people_of(organisations: Iterable[Organisation], day: date) -> QuerySet[Person]:
    """Members of these organisations and those who hold an office of the procedure in them."""
    members = Membership.objects.filter(valid_on(day), organisation__in=organisations)
    return Person.objects.filter(
        Q(pk__in=officials_of(organisations, day)) | Q(pk__in=members.values("person"))
    ).order_by("code")


def belongs_to(person: Person, organisation: Organisation, day: date) -> bool:
    return people_of([organisation], day).filter(pk=person.pk).exists()


def officials_of(organisations: Iterable[Organisation], day: date) -> QuerySet[Person]:
    """Those who hold an office of the procedure in one of these organisations."""
    offices = Appointment.objects.filter(
        valid_on(day), organisation__in=organisations, confirmed_at__isnull=False
    ).exclude(role__in=WITHOUT_STEPS)
    return Person.objects.filter(pk__in=offices.values("person")).order_by("code")
