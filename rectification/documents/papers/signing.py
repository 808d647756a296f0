"""How a hand stands on a paper: by name and day, or as room in which to sign."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from rectification.documents.papers.base import Reading
from rectification.enums import EventVerb
from rectification.models import Person
from rectification.wording import full_date


def signed(reading: Reading, verbs: Iterable[EventVerb], plan: int, hand: Person) -> str:
    """As a deputy signed one of these acts, else by name."""
    found = (reading.deputies.get((verb, f"plan:{plan}")) for verb in verbs)
    return next(filter(None, found), hand.name)


def room_to_sign(name: str, at: date | datetime | None) -> str:
    """Who decided, and when; before that the line for it."""
    if name and at is not None:
        return "  ".join([name, full_date(at)])
    return _("Signature:            Date:            ")
