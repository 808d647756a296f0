"""The measures of a plan as fields, `measure-<row>-<field>` with rows counted from 0."""

from dataclasses import dataclass
from typing import Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from rectification.models import Organisation
from rectification.policies.days import today
from rectification.policies.owners import people_of
from workflows.forms.choices import OrganisationField, PersonField, narrow

ROWS: Final = 6
"""As many measures as the page has room for."""

FIELDS: Final = ("text", "deliverable", "organisation", "person", "due_on")


@dataclass(frozen=True)
class Row:
    """One measure of the page."""

    number: int
    fields: list[BoundField]


def name_in_row(number: int, field: str) -> str:
    return f"measure-{number}-{field}"


def row_fields(units: list[Organisation], *, names_hand: bool) -> dict[str, forms.Field]:
    """Fresh fields of one row; `names_hand`: unit and person have to be chosen."""
    words: dict[str, forms.Field] = {
        "text": forms.CharField(
            label=_("What will be done"),
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
        "deliverable": forms.CharField(
            label=_("What will show it"), required=False, max_length=200
        ),
    }
    hands = _hand_fields(units) if names_hand else {}
    return words | hands | {"due_on": forms.DateField(label=_("Due"), required=False)}


def _hand_fields(units: list[Organisation]) -> dict[str, forms.Field]:
    unit = OrganisationField(
        label=_("Unit"),
        error_messages={
            "invalid_choice": _("Only the lead unit and co-units that are asked carry measures.")
        },
    )
    keys = [row.pk for row in units]
    narrow(unit, Organisation.objects.filter(pk__in=keys).order_by("code"))
    person = PersonField(
        label=_("Person in charge"),
        error_messages={
            "invalid_choice": _(
                "The person neither belongs to these units nor holds office in them."
            )
        },
    )
    narrow(person, people_of(units, today()))
    return {"organisation": unit, "person": person}
