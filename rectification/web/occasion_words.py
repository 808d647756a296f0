"""How a record is worded: its facts, and what was corrected in it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rectification.enums import OccasionKind
from rectification.models import Occasion, Organisation
from rectification.selectors.changes import Altered, Change
from rectification.selectors.occasions import CORRECTED
from rectification.web.dates import full_date, moment
from rectification.web.parts import Cell, Column, Text
from rectification.wording import listed

CORRECT: Final[Text] = gettext_lazy("Correct the record")
CORRECTION_COLUMNS: Final = [
    Column(pgettext_lazy("record", "When")),
    Column(pgettext_lazy("change", "By whom")),
    Column(gettext_lazy("What was corrected")),
    Column(gettext_lazy("Reason")),
]
LABELS: Final[dict[str, Text]] = {
    "kind": gettext_lazy("Kind of record"),
    "organisation": gettext_lazy("Where"),
    "held_on": gettext_lazy("Day"),
    "people": gettext_lazy("Who was there"),
    "present": gettext_lazy("Number of those present"),
    "finding": pgettext_lazy("occasion", "What was found"),
}


def correction_row(change: Change) -> Sequence[Cell | str]:
    """Old and new of every field, and why."""
    fields = [altered for altered in change.fields if altered.name in CORRECTED]
    words = _("; ").join(_altered(altered) for altered in fields)
    return [Cell(moment(change.at)), change.by, words, change.version.correction_reason]


def _altered(altered: Altered) -> str:
    told = {
        "field": LABELS[altered.name],
        "old": _value(altered.name, altered.old),
        "new": _value(altered.name, altered.new),
    }
    return _("%(field)s: %(old)s → %(new)s") % told


def _value(name: str, value: Any) -> str:
    if name == "kind":
        return str(OccasionKind(value).label)
    if name == "people":
        return listed(person.name for person in value)
    if isinstance(value, Organisation):
        return value.name
    return full_date(value) if isinstance(value, date) else str(value or "")


def facts_of(occasion: Occasion) -> list[tuple[Text, Text]]:
    people = listed(occasion.people.order_by("code").values_list("name", flat=True))
    return [
        (gettext_lazy("Where"), occasion.organisation.name),
        (gettext_lazy("Day"), full_date(occasion.held_on)),
        (gettext_lazy("Source"), occasion.get_source_display()),
        (gettext_lazy("Kind of record"), occasion.get_kind_display()),
        (gettext_lazy("Who was there"), people),
        (gettext_lazy("Number of those present"), str(occasion.present or "")),
        (
            gettext_lazy("Entered"),
            f"{occasion.entered_by.name} {moment(occasion.entered_at)}",
        ),
    ]
