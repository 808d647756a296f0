"""Comments on single points of a plan, written by whoever advises or decides on it (T14)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import Step
from rectification.models.history import history
from rectification.models.people import Person
from rectification.models.plan import Measure, Plan


class PlanPart(models.TextChoices):
    CAUSE = "cause", _("Cause")
    TARGET_OUTCOME = "target_outcome", _("Outcome aimed at")
    MEASURE = "measure", _("Measure")


class PlanComment(models.Model):
    """What has to change at one point; it stays with the version it was written about."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="comments")
    about = models.CharField(_("about"), max_length=15, choices=PlanPart)
    measure = models.ForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="comments"
    )
    text = models.TextField(_("comment"))
    step = models.CharField(_("step"), max_length=30, choices=Step)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    history = history()

    ERASABLE = ("text",)

    class Meta:
        verbose_name = _("comment on a plan")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(about=PlanPart.MEASURE, measure__isnull=False)
                | (~models.Q(about=PlanPart.MEASURE) & models.Q(measure__isnull=True)),
                name="plan_comment_is_about_one_point",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.about}"

    @property
    def is_advice(self) -> bool:
        """Of the organisation office, and not of the approver."""
        return self.step in (Step.ADVISE_PLAN, Step.ADVISE_CHANGE)
