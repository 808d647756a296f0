"""What an extension, a pause and another deadline class have in common: asked for and decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rectification.enums import RequestDecision
from rectification.models.people import Person


class DayRequest(models.Model):
    """A request about the days of a case; one who asked for it never decides it."""

    round = models.PositiveSmallIntegerField()
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decision = models.CharField(
        max_length=9, choices=RequestDecision, default=RequestDecision.PENDING
    )
    answer = models.TextField(_("answer"), blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        default_permissions = ()

    @property
    def reference(self) -> str:
        """How events and deadline rounds refer to it, as `extension:12`."""
        return f"{self._meta.model_name}:{self.pk}"
