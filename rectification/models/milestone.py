"""Milestones of a measure (阶段节点): what is reached by which day on the way to its end."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.models.history import history
from rectification.models.plan import Measure


class Milestone(models.Model):
    """A day within the measure and what will be seen by then."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="milestones")
    due_on = models.DateField(_("milestone due"))
    text = models.CharField(_("reached by then"), max_length=200)

    history = history()

    ERASABLE = ("text",)

    class Meta:
        verbose_name = _("milestone")
        default_permissions = ()
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.due_on:%Y-%m-%d}"
