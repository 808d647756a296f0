"""Every day on which the rectification of a case was due, and why (期限轮次)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import DeadlineGround
from rectification.models.case import Case
from rectification.models.people import Person


class DeadlineRound(models.Model):
    """One row for each time the day was set; rows are added and never changed.

    `Case.due_on` is the day of the last row and `Case.first_due_on` that of the first one of the
    round; `services.deadlines.set_due` alone writes all three.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="deadlines")
    number = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    ground = models.CharField(_("ground"), max_length=16, choices=DeadlineGround)
    starts_on = models.DateField(_("from"))
    due_on = models.DateField(_("rectification due"))
    provisional = models.BooleanField(default=False)
    calendar_version = models.CharField(max_length=32)
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    """Nobody where the procedure itself set it."""
    reference = models.CharField(max_length=120, blank=True)
    """Code of what set it, as `extension:3`; never a name."""
    set_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="deadline_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}.{self.number} {self.due_on}"
