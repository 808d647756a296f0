"""Who puts a screen with notices up: the branch for its village, the general office in the hall."""

from collections.abc import Iterable
from typing import Final

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


def why_not_keep(person: Person, organisation: Organisation) -> Reason | None:
    """Why he neither registers nor revokes a screen of this organisation."""
    held = offices_on(today()).filter(person=person, role__in=REGISTERING)
    if organisation in screen_places(held.select_related("organisation")):
        return None
    return Reason(
        _(
            "A screen is registered and revoked by secretary or clerk of its organisation, in the "
            "township hall by the general office. Ask one of them."
        ),
        "4.6",
    )


def is_on(screen: Screen) -> bool:
    return screen.revoked_at is None
