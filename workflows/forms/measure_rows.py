"""The measures of a plan as fields, `measure-<row>-<field>` with rows counted from 0."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from rectification.models import Measure, Organisation, PlanComment
from rectification.policies.days import today
from rectification.policies.owners import people_of
from workflows.forms.choices import OrganisationField, PersonField, narrow

ROWS: Final = 6
"""As many measures as the page has room for."""

MILESTONES: Final = 2
"""As many milestones as a measure has room for, unless it has more already."""

FIELDS: Final = ("text", "deliverable", "organisation", "person", "due_on")


@dataclass(frozen=True)
class Row:
    """One measure of the page; `more` are fields that few need, `comments` why it came back."""

    number: int
    fields: list[BoundField]
    more: list[BoundField] = field(default_factory=list)
    comments: list[PlanComment] = field(default_factory=list)

    @property
    def is_detailed(self) -> bool:
        """Something stands, or is wrong, in the fields that few need."""
        return any(bound.value() or bound.errors for bound in self.more)


def name_in_row(number: int, name: str) -> str:
    return f"measure-{number}-{name}"


def milestone_names(place: int) -> tuple[str, str]:
    return f"milestone-{place}-due_on", f"milestone-{place}-text"


def row_fields(
    units: list[Organisation], *, names_hand: bool, milestones: int
) -> dict[str, forms.Field]:
    """Fresh fields of one row; `names_hand`: unit and person have to be chosen.

    Without room for milestones there is none for a begin either: the short form.
    """
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
    due = {"due_on": forms.DateField(label=_("Due"), required=False)}
    return words | hands | due | more_fields(milestones)


def more_fields(milestones: int) -> dict[str, forms.Field]:
    """Begin and milestones."""
    if not milestones:
        return {}
    found: dict[str, forms.Field] = {
        "starts_on": forms.DateField(
            label=_("Begins"),
            required=False,
            help_text=_("Empty: as soon as the plan is approved."),
        )
    }
    for place in range(milestones):
        day, text = milestone_names(place)
        found[day] = forms.DateField(label=_("Milestone, reached by"), required=False)
        found[text] = forms.CharField(
            label=_("What is reached by then"), required=False, max_length=200
        )
    return found


def values_of(measure: Measure) -> dict[str, Any]:
    """What the fields of a row begin with, where the measure stands in a version before."""
    values: dict[str, Any] = {
        "text": measure.text,
        "deliverable": measure.deliverable,
        "organisation": measure.organisation_id,
        "person": measure.person_id,
        "due_on": measure.due_on,
        "starts_on": measure.starts_on,
    }
    for place, row in enumerate(measure.milestones.all()):
        values |= dict(zip(milestone_names(place), (row.due_on, row.text), strict=True))
    return values


def room_for_milestones(measures: Iterable[Measure]) -> int:
    return max([MILESTONES, *(len(row.milestones.all()) for row in measures)])


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
