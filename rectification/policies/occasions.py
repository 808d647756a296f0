"""Who enters and who reads records of visits, checks and meetings (docs/rules.md 3.4)."""

from collections.abc import Iterable
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from rectification.enums import CaseOutcome, OrganisationKind, SourceKind
from rectification.exceptions import CaseError
from rectification.models import Appointment, Case, Occasion, Organisation, Person
from rectification.permissions import READ_BRANCH_CASES
from rectification.policies.authority import Authority, offices_on
from rectification.policies.days import today
from rectification.policies.facts import standing_recusals
from rectification.policies.owners import open_organisations
from rectification.policies.reasons import Reason
from rectification.roles import ROLES
from rectification.sources import SOURCES

RECORDED: Final = tuple(kind for kind, source in SOURCES.items() if source.occasions)
"""Sources whose problems come from a record, in the order of the registry."""


RECORDERS: Final[frozenset[str]] = frozenset().union(
    *(SOURCES[kind].roles | SOURCES[kind].committee_roles for kind in RECORDED)
)
"""Offices in which some record is entered."""


def enters(offices: Iterable[Appointment], source: str) -> list[Appointment]:
    """Those of the offices in which records of this source are entered."""
    roles = SOURCES[SourceKind(source)].roles
    return [office for office in offices if office.role in roles]


def enters_for_committee(offices: Iterable[Appointment], source: str) -> list[Appointment]:
    """Those in which they are entered for the Party committee itself, and for nothing below."""
    roles = SOURCES[SourceKind(source)].committee_roles
    return [office for office in offices if office.role in roles]


def entered_sources(authority: Authority) -> list[SourceKind]:
    """The sources of which the person enters records in some organisation."""
    held = authority.appointments
    return [kind for kind in RECORDED if enters(held, kind) or enters_for_committee(held, kind)]


def places_of(person: Person, source: str) -> list[Organisation]:
    """Party organisations, open today, of which he may enter a record of this source."""
    units = OrganisationKind.party_units()
    within = entering(_offices(person), source)
    return list(open_organisations(None, today()).filter(within, kind__in=units))


def entering(offices: Iterable[Appointment], source: str, prefix: str = "") -> Q:
    """Organisations of which the holder of these offices enters records of this source."""
    scope = reach(enters(offices, source), prefix)
    for office in enters_for_committee(offices, source):
        kind = {f"{prefix}kind": OrganisationKind.COMMITTEE}
        scope |= Q(**{f"{prefix}path": office.jurisdiction.path}, **kind)
    return scope


def reach(offices: Iterable[Appointment], prefix: str = "") -> Q:
    """Organisations to which the offices reach; none where there is no office."""
    scope = Q(pk__in=[])
    for office in offices:
        if ROLES[office.role].below:
            scope |= Q(**{f"{prefix}path__startswith": office.jurisdiction.path})
        else:
            scope |= Q(**{f"{prefix}path": office.jurisdiction.path})
    return scope


def readable(authority: Authority) -> Q:
    """Records of the source one enters there, and all of them from above.

    The branch itself does not read what others found at it: it is told when a case is registered.
    """
    scope = Q(pk__in=[])
    for node in authority.nodes(READ_BRANCH_CASES):
        scope |= Q(organisation__path__startswith=node.path)
    for source in RECORDED:
        scope |= Q(entering(authority.appointments, source, "organisation__"), source=source)
    recused = standing_recusals(today()).filter(person=authority.person)
    return scope & ~Q(organisation__in=recused.values("organisation"))


def reads_occasions(authority: Authority) -> bool:
    """Whether there is a page of records for him at all, empty or not."""
    return bool(entered_sources(authority) or authority.nodes(READ_BRANCH_CASES))


def why_not_enter(person: Person, source: str, organisation: Organisation) -> Reason | None:
    """Why he enters no record of this source about the organisation, and raises no problem."""
    if organisation in places_of(person, source):
        return None
    return Reason(
        _(
            "Records are entered by whoever visits, supervises or met: visits by leaders and the "
            "office, checks by supervisors, the office and the discipline committee, meetings by "
            "secretary and clerk of the branch, those of the Party committee by its secretary or "
            "the office. Ask one of them."
        ),
        "3.4",
    )


def why_not_raise(person: Person, occasion: Occasion) -> Reason | None:
    """A problem is raised from a record by whoever may enter such a one there."""
    return why_not_enter(person, occasion.source, occasion.organisation)


def entering_offices(person: Person, source: str, organisation: Organisation) -> list[Appointment]:
    """His offices of today in which he enters such a record there."""
    reached = Organisation.objects.filter(pk=organisation.pk)
    return [
        office for office in _offices(person) if reached.filter(entering([office], source)).exists()
    ]


def why_not_correct(person: Person, occasion: Occasion) -> Reason | None:
    """Why he does not correct the record: it is not his office's, or a case rests on it."""
    offices = entering_offices(person, occasion.source, occasion.organisation)
    places = {office.organisation_id for office in offices}
    own = bool(offices) and occasion.entered_by_id == person.pk
    if not own and occasion.entered_for_id not in places:
        return Reason(
            _(
                "A record is corrected by whoever entered it, or by somebody who enters such "
                "records for the same organisation; tell one of them."
            ),
            "3.4",
        )
    if carries_problems(occasion):
        return Reason(
            _(
                "A problem from this record was handed in and rests on what it says; the record "
                "stays. Tell the office what is wrong, or enter another record."
            ),
            "3.4",
            CaseError,
        )
    return None


def carries_problems(occasion: Occasion) -> bool:
    """Whether a problem from it was handed in.

    Drafts are their authors' alone, and what was handed over past the offices is told to nobody.
    """
    handed_in = Case.objects.filter(occasion=occasion, submitted_at__isnull=False)
    return handed_in.exclude(outcome=CaseOutcome.TRANSFERRED).exists()


def _offices(person: Person) -> list[Appointment]:
    held = offices_on(today()).filter(person=person).select_related("jurisdiction", "organisation")
    return list(held.order_by("pk"))
