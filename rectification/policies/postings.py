"""Who enters that notices were shown at a meeting or on a sheet, and where each may be shown."""

from collections.abc import Iterable
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from rectification.enums import Channel, OrganisationKind, PublicationScope
from rectification.models import Appointment, Organisation, Person
from rectification.policies.authority import committee_above, offices_on
from rectification.policies.days import today
from rectification.policies.owners import open_organisations
from rectification.policies.reasons import Reason
from rectification.roles import Role

OF_THE_BRANCH: Final = frozenset({Role.SEC, Role.CLK})

ENTERING: Final = OF_THE_BRANCH | {Role.PUB}
"""Offices in which postings are entered."""


OF_NO_BRANCH_ALONE: Final = (PublicationScope.TOWNSHIP, PublicationScope.SOCIETY)
"""Read by the members or the residents of the whole township; S2 and S4 are of one organisation."""


def posting_places(offices: Iterable[Appointment]) -> list[Organisation]:
    """Party organisations, open today, of which the holder of these offices enters postings."""
    return places_of(offices, Role.PUB)


def places_of(offices: Iterable[Appointment], of_the_township: str) -> list[Organisation]:
    """The branch's own for its secretary and clerk; for one body, all under the committee."""
    reach = Q(pk__in=[])
    for office in offices:
        if office.role in OF_THE_BRANCH:
            reach |= Q(pk=office.organisation_id)
        elif office.role == of_the_township:
            reach |= Q(path__startswith=committee_above(office.organisation).path)
    units = OrganisationKind.party_units()
    return list(open_organisations(None, today()).filter(reach, kind__in=units))


def office_for(person: Person, organisation: Organisation) -> Appointment | None:
    """The office in which he enters a posting of this organisation; the branch's own first."""
    held = offices_on(today()).filter(person=person, role__in=ENTERING)
    rows = held.select_related("organisation").order_by("pk")
    own_first = sorted(rows, key=lambda office: office.role == Role.PUB)
    return next((row for row in own_first if organisation in posting_places([row])), None)


def why_not_enter(person: Person, organisation: Organisation) -> Reason | None:
    if office_for(person, organisation) is not None:
        return None
    return Reason(
        _(
            "That notices were shown is entered by secretary or clerk of the organisation, or by "
            "the publicity centre. Ask one of them."
        ),
        "4.6",
    )


def fits(scope: str, channel: str) -> bool:
    """Whether everybody who is reached by the channel belongs to the readers of the scope.

    A sheet on the board is read by residents, a meeting and a circular by members alone.
    """
    least = PublicationScope.VILLAGE if channel == Channel.BOARD_SHEET else PublicationScope.BRANCH
    return scope >= least
