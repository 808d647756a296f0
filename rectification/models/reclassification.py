"""Another deadline class for a case that is being rectified (改类)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import DeadlineClass, RequestDecision
from rectification.models.case import Case
from rectification.models.constraints import one_open, other_hands
from rectification.models.history import history
from rectification.models.people import Person


class Reclassification(models.Model):
    """Asked for by the owner or the office, decided by whoever approves the plan."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reclassifications")
    round = models.PositiveSmallIntegerField()
    former_class = models.CharField(max_length=10, choices=DeadlineClass)
    new_class = models.CharField(_("new class"), max_length=10, choices=DeadlineClass)
    former_due_on = models.DateField(_("rectification due"))
    new_due_on = models.DateField(_("new day"))
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decision = models.CharField(
        max_length=9, choices=RequestDecision, default=RequestDecision.PENDING
    )
    answer = models.TextField(_("answer"), blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    history = history()

    ERASABLE = ("reason", "answer")

    class Meta:
        default_permissions = ()
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
