"""Fields of the forms of moves: offices, suspensions and days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.models import Absence, Appointment
from rectification.policies.days import today
from rectification.web.dates import period_words
from rectification.web.rosters import appointment_title
from rectification.wording import bracketed, labelled
from workflows.forms.choices import OneOf, PersonField, named


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, initial=today, **kwargs)


class HolderField(PersonField):
    """Somebody who holds an office."""


class OfficeField(OneOf):
    """An office and who holds it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Appointment.objects.none(), empty_label=_("Please choose"), **kwargs
        )

    def label_from_instance(self, obj: Any) -> str:
        return labelled(appointment_title(obj), named(obj.person))


class SuspensionField(OneOf):
    """Who is suspended, and for how long."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Absence.objects.none(), empty_label=_("Please choose"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return bracketed(named(obj.person), period_words(obj.valid_from, obj.valid_to))
