"""更正: what a registered fact of a case was before it was set right (docs/rules.md 4.10)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.models.record import CaseEvent


class CorrectedFact(models.TextChoices):
    """Which facts can be corrected; named like the fields of the case."""

    TITLE = "title", _("title")
    CATEGORY = "category", _("category")
    FOUND_ON = "found_on", _("found on")
    SEVERITY = "severity", _("severity")
    SEVERITY_REASON = "severity_reason", _("reason for the severity")
    STANDARD_REF = "standard_ref", _("standard not met")


class Correction(models.Model):
    """One fact that one act has set right, as it is stored: before and after. Never changed."""

    event = models.ForeignKey(CaseEvent, models.PROTECT, related_name="corrections")
    fact = models.CharField(max_length=20, choices=CorrectedFact)
    old = models.CharField(max_length=200, blank=True)
    new = models.CharField(max_length=200, blank=True)

    ERASABLE = ("old", "new")

    class Meta:
        verbose_name = _("correction")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["event", "fact"], name="fact_corrected_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.fact}"
