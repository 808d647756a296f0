"""Who opens the paper box and enters what lay in it: nobody whom the papers are about."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from rectification.enums import CaseLevel, EventVerb
from rectification.models import Appointment, BoxOpening, Case, Organisation, Person
from rectification.policies.authority import offices_on
from rectification.policies.ballots import LEAST, LONGEST
from rectification.policies.days import today
from rectification.policies.facts import facts_of
from rectification.policies.postings import OF_THE_BRANCH, places_of
from rectification.policies.reasons import Reason
from rectification.policies.separation import bar_of
from rectification.roles import Role

OPENING: Final = OF_THE_BRANCH | {Role.OFF}
"""Offices in which openings of the box are entered."""


def box_places(offices: Iterable[Appointment]) -> list[Organisation]:
    """Party organisations, open today, whose box the holder of these offices opens."""
    return places_of(offices, Role.OFF)


def opening_office(person: Person, organisation: Organisation) -> Appointment | None:
    """The office in which he opens the box of this organisation."""
    held = offices_on(today()).filter(person=person, role__in=OPENING)
    rows = held.select_related("organisation").order_by("pk")
    return next((row for row in rows if organisation in box_places([row])), None)


def why_not_open(person: Person, organisation: Organisation) -> Reason | None:
    if opening_office(person, organisation) is not None:
        return None
    return Reason(
        _(
            "The box is opened by secretary or clerk of the organisation, or by the office of the "
            "leading group. Ask one of them."
        ),
        "4.7",
    )


def told_ballots(opening: BoxOpening, day: date) -> int | None:
    """How many ballot sheets lay in it: told once every ballot of that day is over, from ten on."""
    over = day > opening.opened_on + LONGEST and day > opening.entered_on + LONGEST
    return opening.ballots if over and opening.ballots >= LEAST else None


def answered_for_by(person: Person) -> Q:
    """Cases that he answers for today as secretary of their owner, whoever claimed them."""
    held = offices_on(today()).filter(person=person, role=Role.SEC)
    return Q(owner_organisation__in=held.values("organisation")) & ~Q(level=CaseLevel.MEMBER)


def why_not_enter_paper(person: Person, case: Case) -> Reason | None:
    """Whoever is of the owner's side or recused would read what is said against himself."""
    is_free = bar_of(person.pk, EventVerb.OBJECTION_RECEIVED, facts_of(case)) is None
    if is_free and not Case.objects.filter(answered_for_by(person), pk=case.pk).exists():
        return None
    return Reason(
        _(
            "You are concerned with this case, so another one enters what was put into the box "
            "against its notice: secretary, clerk or the office of the leading group."
        ),
        "4.7",
    )
