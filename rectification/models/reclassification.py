"""Another deadline class for a case that is being rectified (改类)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import DeadlineClass
from rectification.models.case import Case
from rectification.models.constraints import one_open, other_hands
from rectification.models.day_request import DayRequest
from rectification.models.history import history


class Reclassification(DayRequest):
    """Asked for by the owner or the office, decided by whoever approves the plan."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reclassifications")
    former_class = models.CharField(max_length=10, choices=DeadlineClass)
    new_class = models.CharField(_("new class"), max_length=10, choices=DeadlineClass)
    former_due_on = models.DateField(_("rectification due"))
    new_due_on = models.DateField(_("new day"))

    history = history()

    ERASABLE = ("reason", "answer")

    class Meta(DayRequest.Meta):
        constraints = [
            one_open("case", end="decided_at", name="one_reclassification_pending"),
            other_hands("decided_by", "asked_by", name="reclassified_by_another"),
            models.CheckConstraint(
                condition=~models.Q(new_class=models.F("former_class")),
                name="class_is_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.former_class} to {self.new_class}"
