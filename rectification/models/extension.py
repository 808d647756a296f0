"""Asking for more time before the day is over (延期, T17)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.models.case import Case
from rectification.models.constraints import one_open, other_hands
from rectification.models.day_request import DayRequest
from rectification.models.history import history
from rectification.models.people import Person
from rectification.models.plan import Measure


class Extension(DayRequest):
    """One request for a later day: advised on by the office, decided by the approver of the day.

    What counts is the day of receipt: `asked_at` decides whether it was asked in time.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="extensions")
    former_due_on = models.DateField(_("rectification due"))
    new_due_on = models.DateField(_("new day"))
    measures = models.ManyToManyField(Measure, related_name="+")
    """Open measures that get the new day as well."""
    favoured = models.BooleanField(_("favoured by the office"), null=True)
    advice = models.TextField(_("opinion of the office"), blank=True)
    advised_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    history = history()

    ERASABLE = ("reason", "advice", "answer")

    class Meta(DayRequest.Meta):
        constraints = [
            one_open("case", end="decided_at", name="one_extension_pending"),
            other_hands("advised_by", "asked_by", name="extension_advised_by_another"),
            other_hands("decided_by", "asked_by", "advised_by", name="extension_other_hands"),
            models.CheckConstraint(
                condition=models.Q(new_due_on__gt=models.F("former_due_on")),
                name="extension_is_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} until {self.new_due_on}"
