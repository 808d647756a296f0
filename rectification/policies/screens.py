"""Who puts a screen with notices up: the branch for its village, the general office in the hall."""

from collections.abc import Iterable
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from rectification.models import Appointment, Organisation, Person, Screen
from rectification.policies.authority import committee_above, offices_on
from rectification.policies.days import today
from rectification.policies.owners import open_organisations
from rectification.policies.reasons import Reason
from rectification.roles import Role

OF_THE_BRANCH: Final = frozenset({Role.SEC, Role.CLK})
OF_THE_HALL: Final = frozenset({Role.GEN})

REGISTERING: Final = OF_THE_BRANCH | OF_THE_HALL
"""Offices in which screens are registered and revoked."""


def screen_places(offices: Iterable[Appointment]) -> list[Organisation]:
    """Organisations, open today, for which the holder of these offices keeps screens."""
    places = set()
    for office in offices:
        if office.role in OF_THE_BRANCH:
            places.add(office.organisation_id)
        elif office.role in OF_THE_HALL:
            places.add(committee_above(office.organisation).pk)
    return list(open_organisations(None, today()).filter(pk__in=places)) if places else []


def closed_places(offices: Iterable[Appointment]) -> list[Organisation]:
    """Closed organisations whose screens the general office of the township revokes: nobody is
    left there."""
    townships = [
        committee_above(office.organisation) for office in offices if office.role in OF_THE_HALL
    ]
    reach = Q(pk__in=[])
    for township in townships:
        reach |= Q(path__startswith=township.path)
    closed = Organisation.objects.filter(reach, closed_on__lt=today()).order_by("code")
    return list(closed) if townships else []


def why_not_revoke(person: Person, organisation: Organisation) -> Reason | None:
    """As for keeping one; of a closed organisation the general office revokes."""
    held = offices_on(today()).filter(person=person, role__in=OF_THE_HALL)
    if organisation in closed_places(held.select_related("organisation")):
        return None
    return why_not_keep(person, organisation)


def why_not_keep(person: Person, organisation: Organisation) -> Reason | None:
    """Why he registers no screen of this organisation."""
    held = offices_on(today()).filter(person=person, role__in=REGISTERING)
    if organisation in screen_places(held.select_related("organisation")):
        return None
    return Reason(
        _(
            "A screen is registered and revoked by secretary or clerk of its organisation, in the "
            "township hall by the general office, which also revokes those of closed "
            "organisations. Ask one of them."
        ),
        "4.6",
    )


def is_on(screen: Screen) -> bool:
    return screen.revoked_at is None
